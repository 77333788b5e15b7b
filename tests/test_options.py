"""The key and the feedback of a test, damaged in every way that we know: refused, or not in what participants get."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from builder.check import check_course
from builder.course.blocks import scan
from builder.course.model import Audience, Course, Document, Page
from builder.course.scanned import Option
from builder.edition.controls import add_controls
from builder.edition.render import render
from builder.edition.resolve import page_markdown
from builder.edition.select import select
from builder.problems import Problem

OPTIONS: dict[str, Callable[[str], str]] = {
    "two spaces": lambda words: f"-  [x] {words}",
    "a star": lambda words: f"* [x] {words}",
    "a plus": lambda words: f"+ [x] {words}",
    "a number": lambda words: f"1. [x] {words}",
    "a number with a bracket": lambda words: f"1) [x] {words}",
    "a letter": lambda words: f"a) [x] {words}",
    "capital": lambda words: f"- [X] {words}",
    "no space before": lambda words: f"-[x] {words}",
    "no space after": lambda words: f"- [x]{words}",
    "two spaces after": lambda words: f"- [x]  {words}",
    "spaces inside": lambda words: f"- [ x ] {words}",
    "space before the sign": lambda words: f"- [ x] {words}",
    "tick": lambda words: f"- [✓] {words}",
    "cross": lambda words: f"- [×] {words}",
    "letter that looks like x": lambda words: f"- [\u0445] {words}",
    "tab": lambda words: f"-\t[x] {words}",
    "tab after": lambda words: f"- [x]\t{words}",
    "no-break space": lambda words: f"-\u00a0[x] {words}",
    "no-break space after": lambda words: f"- [x]\u00a0{words}",
    "zero-width space": lambda words: f"- [x\u200b] {words}",
    "zero-width space before": lambda words: f"\u200b- [x] {words}",
    "indented by one": lambda words: f" - [x] {words}",
    "indented by two": lambda words: f"  - [x] {words}",
    "indented by four": lambda words: f"    - [x] {words}",
    "indented by a tab": lambda words: f"\t- [x] {words}",
    "in a list": lambda words: f"- one\n    - [x] {words}",
    "in a quotation": lambda words: f"> - [x] {words}",
    "in a quotation below": lambda words: f"- [ ] {words}\n    > - [x] {words}",
    "two bullets": lambda words: f"- - [x] {words}",
    "two marks": lambda words: f"- [ ] [x] {words}",
    "mark behind the words": lambda words: f"- [ ] {words} [x]",
    "no bullet": lambda words: f"[x] {words}",
    "no bullet, bold": lambda words: f"**[x]** {words}",
    "bold mark": lambda words: f"- **[x]** {words}",
    "escaped": lambda words: f"- \\[x\\] {words}",
    "escaped bullet": lambda words: f"\\- [x] {words}",
    "pasted bullet": lambda words: f"• [x] {words}",
    "dash": lambda words: f"– [x] {words}",
    "box": lambda words: f"☑ {words}",
    "round brackets": lambda words: f"(x) {words}",
    "comment between": lambda words: f"- <!-- here -->[x] {words}",
    "comment in the mark": lambda words: f"- [x<!-- right -->] {words}",
    "over two lines": lambda words: f"- [x]\n{words}",
    "over two lines, indented": lambda words: f"- [x] {words.partition(' ')[0]}\n  {words.partition(' ')[2]}",
    "heading": lambda words: f"### [x] {words}",
    "table": lambda words: f"| [x] | {words} |\n|---|---|\n| a | b |",
    "fence": lambda words: f"```\n- [x] {words}\n```",
    "indented fence": lambda words: f"    ```\n    - [x] {words}\n    ```",
    "note": lambda words: f"::: note\n- [x] {words}\n:::",
    "for trainers": lambda words: f"::: trainer\n- [x] {words}\n::: /trainer",
    "behind the question": lambda words: f":::\n\n- [x] {words}\n\n::: question {{#later type=single}}\nWhich?",
}  # fmt: skip
"""How an option may be written: its words -> the lines."""
FEEDBACK: dict[str, Callable[[str], str]] = {
    "no sign": lambda words: f"    {words}",
    "no indent": lambda words: f"> {words}",
    "two spaces": lambda words: f"  > {words}",
    "five spaces": lambda words: f"     > {words}",
    "eight spaces": lambda words: f"        > {words}",
    "tab": lambda words: f"\t> {words}",
    "no-break spaces": lambda words: f"\u00a0\u00a0\u00a0\u00a0> {words}",
    "no space after": lambda words: f"    >{words}",
    "other sign": lambda words: f"    › {words}",
    "entity": lambda words: f"    &gt; {words}",
    "nested": lambda words: f"    > > {words}",
    "lazy": lambda words: f"    > Well:\n{words}",
    "lazy and indented": lambda words: f"    > Well:\n    {words}",
    "second paragraph": lambda words: f"    > Well:\n\n    {words}",
    "second quotation": lambda words: f"    > Well:\n\n    > {words}",
    "list": lambda words: f"    - {words}",
    "list in it": lambda words: f"    > - {words}",
    "list below": lambda words: f"    > Well:\n\n    - {words}",
    "table": lambda words: f"    | {words} | a |\n    |---|---|\n    | b | c |",
    "code": lambda words: f"        {words}",
    "fence": lambda words: f"    ```\n    {words}\n    ```",
    "fence in it": lambda words: f"    > ```\n    > {words}\n    > ```",
    "comment in the sign": lambda words: f"    <!-- a -->> {words}",
    "comment before": lambda words: f"<!-- a -->    > {words}",
    "comment around": lambda words: f"    > Well: <!--\n    -->{words}",
    "heading": lambda words: f"#### {words}",
    "behind the option": lambda words: f"    > Well:\n:::\n\n{words}\n\n::: question {{#later type=single}}\nWhich?",
    "answer": lambda words: f"    > Well:\n\n    ::: answer\n    {words}\n    ::: /answer",
    "trainer": lambda words: f"::: trainer\n{words}\n::: /trainer",
    "note": lambda words: f"    ::: note\n    {words}\n    :::",
    "definition": lambda words: f"    : {words}",
    "callout": lambda words: f"    > [!NOTE]\n    > {words}",
}
"""How feedback may be written: its words -> the lines."""


def keys(course: Course) -> Iterator[tuple[Page, Document, Option]]:
    """Every option of every test in the course."""
    for page in course.pages():
        for document in page.documents.values():
            for quiz in document.walk():
                if quiz.attributes.get("use") == "test":
                    for question in quiz.children:
                        for option in question.options:
                            yield page, document, option


def changed(document: Document, numbers: list[int], lines: str) -> tuple[Document, list[Problem]]:
    """The document with other lines in the place of `numbers`, as the loader would read it."""
    old = list(document.lines)
    new = old[: numbers[0] - 1] + lines.split("\n") + old[numbers[-1] :]
    found = scan([re.sub(r"^\t", "    ", line) for line in new], document.path)
    return replace(document, lines=found.lines, blocks=found.blocks, fences=found.fences), list(found.problems)


def refused(course: Course, page: Page, document: Document, problems: list[Problem]) -> bool:
    """Whether the course with this one page has an error that it hadn't before the page was changed."""

    def codes(one: Document) -> list[str]:
        alone = replace(course, home=replace(page, documents={one.language: one}), modules=(), cases=(), guides=())
        return sorted(problem.text("en") for problem in check_course(alone) if not problem.is_warning)

    return bool(problems) or codes(document) != codes(page.documents[document.language])


def participants(course: Course, page: Page, document: Document) -> str:
    """What participants could see of the page, with everything switched on."""
    shown = replace(page, kind="session", documents={document.language: document})
    edition = select(replace(course, home=shown, guides=()), Audience.PARTICIPANT, document.language)
    text = page_markdown(edition, edition.home, lambda place, key, anchor: f"{place}/{key}#{anchor}")
    tree = render(text, document.language, keys=True, trainer=True)
    add_controls(tree, "p")
    return repr(edition.home) + text + etree.tostring(tree, encoding="unicode")


def leaks(course: Course, page: Page, document: Document, words: str) -> list[str]:
    """What participants' page shows of the key: marks, and the words (if any are asked for)."""
    text = participants(course, page, document)
    marks = re.findall(r"data-right|marked=True|\[[\s\u200b]*[xX✓×\u0445][\s\u200b]*\]|[☑✓]|\(x\)", text)
    return marks + [words] * bool(words and words in text)


@pytest.mark.parametrize("name", OPTIONS)
def test_a_damaged_option_is_refused_or_its_mark_is_hidden(name: str, tiny: Course) -> None:
    count = 0
    for page, document, option in keys(tiny):
        new, problems = changed(document, [option.line], OPTIONS[name](option.text))
        assert refused(tiny, page, new, problems) or not leaks(tiny, page, new, ""), new.path
        count += 1
    assert count >= 6


@pytest.mark.parametrize("name", FEEDBACK)
def test_damaged_feedback_is_refused_or_hidden(name: str, tiny: Course) -> None:
    for page, document, option in keys(tiny):
        words = option.feedback[0][1]
        new, problems = changed(document, [number for number, _ in option.feedback], FEEDBACK[name](words))
        assert refused(tiny, page, new, problems) or not leaks(tiny, page, new, words), new.path


def test_what_is_well_written_is_accepted_and_hides_nothing_from_trainers(tiny: Course) -> None:
    for page, document, option in keys(tiny):
        lines = f"- [X] {option.text}\n    > One.\n    >\n    > Two.\n\n    > Three."
        new, problems = changed(document, [option.line], lines)
        assert not problems
        shown = participants(tiny, page, new)
        assert not [word for word in ("One.", "Two.", "Three.", "[X]", "data-right", "marked=True") if word in shown]
        assert option.text in shown
        trainers = next(block for block in new.walk() if any(o.line == option.line for o in block.options))
        assert [text for _, text in trainers.options[0].feedback if text] or len(trainers.options) > 1


def test_the_scanner_reads_a_question_once(tiny: Course) -> None:
    lines = ["::: quiz {#q use=test}", "Words.", "::: question {#one type=single}", "Which", "one?", "",
             "- [ ] This", "    > No.", "- [x] That", "", "    > Yes.", "    >", "    > And.", ":::", ":::"]  # fmt: skip
    found = scan(lines)
    assert not found.problems
    question = found.blocks[0].children[0]
    assert question.asked.text == (4, 5)
    assert question.options == (
        Option(7, False, "This", ((8, "No."),)),
        Option(9, True, "That", ((11, "Yes."), (12, ""), (13, "And."))),
    )


@pytest.mark.parametrize(
    "text",
    ["**Which** of these?", "*One*?", "`[x]` means what?", "-5 °C is what?", "—¿Cuál?", "“Which”?", "[Here](#a), which?",
     "3.5 t of what?", "A - b?", "![A grid](images/grid.svg)", "¿Cuál?[^one]", "1.º de mayo: ¿qué pasa?"],
)  # fmt: skip
def test_ordinary_questions_are_text(text: str) -> None:
    lines = ["::: quiz {#q use=test}", "::: question {#one type=single}", text, "", "- [ ] a", "- [x] b", ":::", ":::"]
    found = scan(lines)
    assert [problem.code for problem in found.problems] == []
    assert found.blocks[0].children[0].asked.text == (3,)


@pytest.mark.parametrize("line", ["- [x] a", "[x] a", "* [ ] a", "1. [X] a", "> - [x] a", "- [ ] a"])
def test_a_quiz_has_no_options_outside_its_questions(line: str) -> None:
    lines = ["::: quiz {#q use=test}", line, "::: question {#one type=single}", "Which?", "", "- [x] b", ":::", ":::"]
    assert [(problem.line, problem.code) for problem in scan(lines).problems] == [(2, "no-option")]
