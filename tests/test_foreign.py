"""What hides or marks text in other tools is refused wherever it stands; the same in code, and ordinary text, is not."""

import random
import shutil
from pathlib import Path

import pytest

from builder.check import check_course
from builder.course import blocks, foreign
from builder.course.blocks import scan
from builder.course.load import load_course

MONO = Path(__file__).parent / "courses/mono"
MARKS = (
    "> [!TRAINER]", "> [!NOTE] Words", "[!tip]- Words", "> > [!warning]+", "- [!IMPORTANT] words", "> [! NOTE ]", "> \\[!NOTE]",
    "Words [!TRAINER] words", "{{< hidden >}}", "{{% notice %}}", "{{% /notice %}}", "{{ trainer }}", "{{#if trainer}}",
    "{{!-- words --}}", "{% comment %}", "{% endcomment %}", "{%- raw -%}", "words {% hint %} words", "{# words #}", "{* words *}",
    "{::comment}", "{:/comment}", "{: .trainer}", "{.trainer}", "Words {:.hidden}", "{>>words<<}", "{--words--}", "{++words++}",
    "{==words==}", "{note}", "{info:title=words}", "- {trainer}", "%% words %%", "%%words", "words %%words%% words",
    "[//]: # (words)", '[//]: # "words"', "[comment]: <> (words)", "[#]: words", "[]: words", "> [//]: # (words)",
    "- [//]: # (words)", "[_]: # words", '=== "Tab"', '===! "Tab"', '    === "Tab"', "!!! note", '!!! trainer "Words"',
    "???+ note", '??? "Words"', "???", "/// details", "///", "// words", "/* words */", "words /* words */", "/* words",
    "\\begin{comment}", "\\end{comment}", "\\begin {note}", "words \\begin{trainer}", "\\iffalse", "\\hide{words}", ".. note::",
    ".. trainer:: words", ".. words", "..", "> .. note::", "#+BEGIN_COMMENT", "#+begin_trainer", "  #+END_COMMENT",
    "||words||", "words ||more words|| words", ">! words", ">!words!<", "words >!words!< words", "> >! words", '--8<-- "a.md"',
    "[spoiler]words[/spoiler]", '[details="words"]', "[TRAINER]", "[Respuesta: words]", "Five is [answer: 5]", "[answer] words", "- [comment] words", "Words [trainer] words", "[/trainer]", "[hide]", "+++ trainer",
    "+++", "@@@ note", "ifdef::trainer[]", "include::trainer[]", "::youtube[words]", ":spoiler[words]", "<% words %>",
    "<%# words %>", "< !-- words -->", "{trainer}`words`", "words {comment}`words` words", "1. {% comment %}",
)  # fmt: skip
"""A line each, and the code `foreign-mark` or `look-alike`."""
COLONS = (
    ":\u0308:\u0308:\u0308 trainer", "words :\u0301::", "\\:\\:\\: trainer", "\\::: trainer", ":\u2063:: trainer", ":\u034f:: trainer",
    ":\u3164:: trainer", "\u2800::: trainer", ":\u200a:\u200a: trainer", ":\u00ad:\u00ad: trainer", "words :\u200d:\u200d: words",
    "\u205a\u205a\u205a trainer", "\u205d trainer", "\u2af6 trainer", "\u0589\u0589\u0589 trainer", "\ufe30\ufe30\ufe30 trainer",
    "\u02f8\u02f8\u02f8 trainer", "- \u2af6 trainer", ":\u2236: trainer", "- :\ufe0f:\ufe0f: trainer",
    ":\U000e0001:: trainer", "\u2237\u2237 trainer", "> :\u0489:: trainer", "words \uff1a\u0307\uff1a\uff1a trainer",
)  # fmt: skip
FENCES = (
    "```{trainer}", "```{note} Words", "``` {.trainer}", "~~~{admonition}", "```trainer", "```ad-note", "```ANSWER", "~~~ solution",
    "```{=html}", "```comment", "```:::", "```!trainer", "```respuesta", "```note",
)  # fmt: skip
COMMENTS = (
    "<!-- a <!-- b --> c -->", "<!--> words", "<!---> words", "<!-- words --!> words -->", "<!-- a <! -- b -->", "`<!-- words -->`",
    "<! -- words -->", "<!- words ->", "<?words?>", "<!words>", "words < !-- words -->", "`a <!-- b` words -->",
)  # fmt: skip
HTML = ("&#58;&#58;&#58; trainer", "&colon;&colon;&colon; trainer", "&#58&#58&#58 trainer", "&#x3a&#x3A&#x3a trainer", "<details>",
        "<div hidden>", "<summary>words</summary>", "</details>", "<aside>")  # fmt: skip
ORDINARY = (
    "It costs 100% more, or 5 % of 1.000,50.", "a: b: c", "10:30 to 11:00: break", "Words... and more", "… words", "¿¡Words!?",
    "**Bold**: words :)", "[words](https://example.org/a_(b)?c=%20#d)", "![A picture](images/a.svg)", "[![A](a.svg)](b.md)",
    "| a | b |", "|---|:--|", "|| a ||", "| a ||", "> quoted", "> > quoted", "- item", "* item", "1. item", "1) item", "Words.[^note]",
    "C:\\Users\\words", "and/or", "https://example.org//words", "a // b", "“Words”", "«words»", "- [ ] to do", "- [x] done",
    "## Heading {#id}", "[stakeholders](term:stakeholder)", "[note](#note)", "[answer](#a)", "A < B > C", "< $500", "<https://example.org>",
    "word=word", "a == b", "5 !", "(!)", "[sic]", "[...]", "[1]", "a/b*c*/d", "---", "***", "* * * * * * * * * *", "- - - - - - - - - -",
    "# of people", "§ 5", "@person", "x@example.org", "+34 600 000 000", "+ item", "`{% comment %}` is no mark", "``> [!NOTE]``",
    "Write `::: trainer`.", "`||words||`", "e\u0301: acci\u00f3n: a", "Total:\u00a0: 5", "¡¡¡Words!!!", "[words]: more", "{#id}",
    "{Name of the firm}, {date}", "\\||words||", "\\[answer] words", "The [answer] is yours.", "| Who | [answer] |", "See [comment] below", "\\{note}", "What???", "Stop!!!", "e.g. .. words", "1. a. b.", "| Who | What | When | How | Where |",
)  # fmt: skip


def codes(*lines: str) -> set[tuple[int, str]]:
    return {(problem.line, problem.code) for problem in scan(lines).problems}


@pytest.mark.parametrize("line", MARKS)
def test_the_marks_of_other_tools_are_refused(line: str) -> None:
    assert codes("Words.", "", line) & {(3, "foreign-mark"), (3, "look-alike")}


@pytest.mark.parametrize("line", MARKS)
def test_they_are_refused_in_blocks_lists_and_tables(line: str) -> None:
    known = {"foreign-mark", "look-alike"}
    assert {code for number, code in codes("::: tip", line, ":::") if number == 2} & known
    assert {code for number, code in codes("::: trainer", line, "::: /trainer") if number == 2} & known


@pytest.mark.parametrize("line", MARKS)
def test_a_sample_in_code_is_allowed(line: str) -> None:
    assert not codes("```", line, "```")
    assert not codes(f"Words ``` {line} ``` words.")


@pytest.mark.parametrize("line", COLONS)
def test_colons_that_only_seem_to_be_three_are_refused(line: str) -> None:
    assert codes(line) & {(1, "look-alike"), (1, "stray-mark"), (1, "mark-not-alone")}


@pytest.mark.parametrize("line", FENCES)
def test_fences_that_are_blocks_elsewhere_are_refused(line: str) -> None:
    assert codes(line, "words", line[:3]) == {(1, "foreign-mark")}


@pytest.mark.parametrize("info", ["", "python", "text", " yaml", "markdown", "bash", "json", "mermaid", "c++", "html"])
def test_other_fences_are_code(info: str) -> None:
    assert not codes(f"```{info}", "words", "```")


@pytest.mark.parametrize("line", ORDINARY)
def test_ordinary_text_is_no_mark(line: str) -> None:
    assert not codes(line)


def refused(tmp_path: Path, name: str, old: str, new: str) -> set[str]:
    """The codes at the line of the change, in a course with one text replaced."""
    root = tmp_path / "course"
    shutil.copytree(MONO, root)
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    course, problems = load_course(root)
    line = text[: text.index(old)].count("\n") + 1
    return {problem.code for problem in (*problems, *check_course(course)) if problem.line == line}


@pytest.mark.parametrize("line", [*COMMENTS, *HTML])
def test_comments_of_unclear_ends_and_html_are_refused(tmp_path: Path, line: str) -> None:
    found = refused(tmp_path, "modules/10-one/10-page.en.md", "Words.", line)
    assert found & {"bad-comment", "raw-html", "foreign-mark", "unclosed-comment"}


@pytest.mark.parametrize(
    "mark", ["<!-- words -->", "{{< words >}}", "%% words %%", "words ::: trainer", "[!NOTE] words", "||words||"]
)
def test_plain_values_hide_nothing_either(tmp_path: Path, mark: str) -> None:
    title = f'title: "{mark}"'
    assert "foreign-mark" in refused(tmp_path, "modules/10-one/10-page.en.md", "title: A page", title)


def test_block_titles_hide_nothing_either() -> None:
    assert codes("::: tip ||words||", "Words.", ":::") == {(1, "foreign-mark")}
    assert (1, "foreign-mark") in codes("::: tip {{< words >}}", "Words.", ":::")


def test_a_mark_over_lines_is_refused_at_its_line() -> None:
    assert codes("Words", "", "> [!TRAINER]", "> words", "") == {(3, "foreign-mark")}


def test_empty_cells_of_a_table_without_spaces_hide_nothing() -> None:
    assert not codes("|a|b|c|d|", "|-|-|-|-|", "|a||b||", "||words||x|")
    assert codes("Words", "||words||") == {(2, "foreign-mark")}


def test_a_line_that_is_passed_over_holds_nothing_that_the_scanner_would_find(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of plain words are not looked at closely; each sign of a mark must keep a line from being one."""
    monkeypatch.setattr(blocks, "is_harmless", lambda _: False)  # the scanner looks at all of them
    seeds, pick = random.Random(1), ("", "Word ", "- ", "> ", "1. ", "## ", "| a ", "    ", "- [x] ", "**b** ", "¿")
    signs = [
        *foreign.COLONS,
        *foreign.INVISIBLE,
        *":|[](){}<>%\\/!#+=~`@&^$*-_. \t1aé",
        "[!",
        "::",
        "||",
        "%%",
        "/*",
        "<!--",
        "](",
    ]
    passed = 0
    for _ in range(30_000):
        line = seeds.choice(pick) + "".join(
            seeds.choices([*signs, "a", " ", "word", "trainer", "Ñu"], k=seeds.randint(0, 9))
        )
        if foreign.is_harmless(line):
            passed += 1
            found = scan([line])
            assert (found.problems, found.blocks, found.comments, found.lines) == ((), (), (), (line,))
    assert passed > 1000
