"""The canaries: every awkward place in which text for trainers can stand, one rare sentence each.

`CANARIES` is a table: what plants the sentence into a copy of the tiny course, who may see it, and the faults that
`check` reports when it refuses the course (it fails closed). Where it doesn't refuse, no output for a lower audience may
hold one of the words.
"""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from conftest import TINY

from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import Edition, select

SESSION = "modules/10-look/10-first"
_SOUNDS = ("bdfgjklmnpqrtvxz", "aeiou", "bdgkmptx")


def secret(name: str) -> str:
    """Eight words that stand nowhere else, the same each time."""
    number = int.from_bytes(hashlib.sha512(name.encode()).digest())
    words = []
    for _ in range(8):
        word = ""
        for sounds in (*_SOUNDS, *_SOUNDS):
            number, place = divmod(number, len(sounds))
            word += sounds[place]
        words.append(word)
    return " ".join(words)


Plant = Callable[[Path, str], object]
"""(course folder, the sentence)"""


@dataclass(frozen=True)
class Canary:
    name: str
    plant_text: Plant
    refused: frozenset[str]
    """Codes of the errors with which `check` refuses the course; empty when it accepts it."""
    audience: Audience
    """The first one that may see the sentence."""
    in_trainer: bool
    """Whether the trainer's edition shows it (a comment is in no edition)."""

    @property
    def sentence(self) -> str:
        return secret(self.name)

    @property
    def words(self) -> list[str]:
        return self.sentence.split()

    def plant(self, root: Path) -> None:
        """Writes the sentence into the course in `root`, a copy of `courses/tiny`."""
        self.plant_text(root, self.sentence)


def both(root: Path, stem: str, change: Callable[[str], str]) -> None:
    """Changes a page in both languages."""
    for language in ("en", "es"):
        path = root / f"{stem}.{language}.md"
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def page(text: str, stem: str = SESSION) -> Plant:
    """Plants the text, with SECRET for the sentence and SLUG for its words with hyphens, at the end of a page."""
    return lambda root, words: both(root, stem, lambda old: old + "\n" + _filled(text, words) + "\n")


def _filled(text: str, words: str) -> str:
    return text.replace("SECRET", words).replace("SLUG", words.replace(" ", "-"))


def _inside(before: str, text: str, stem: str = SESSION) -> Plant:
    """Plants the text before the first line that begins so."""

    def plant(root: Path, words: str) -> None:
        both(root, stem, lambda old: old.replace(f"\n{before}", f"\n{_filled(text, words)}\n{before}", 1))

    return plant


def _crlf(root: Path, words: str) -> None:
    page("::: trainer\nSECRET\n::: /trainer")(root, words)
    for language in ("en", "es"):
        path = root / f"{SESSION}.{language}.md"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def _old_mac(root: Path, words: str) -> None:
    page("::: trainer\nSECRET\n::: /trainer")(root, words)
    for language in ("en", "es"):
        path = root / f"{SESSION}.{language}.md"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r"))


def _strange_line_ends(root: Path, words: str) -> None:
    page("::: trainer\u2028SECRET\u2028::: /trainer")(root, words)


def _guide(root: Path, words: str, title: str, text: str, name: str = "50-canary") -> None:
    for language in ("en", "es"):
        content = f'---\ntitle: "{_filled(title, words)}"\nkind: programme\n---\n\n{_filled(text, words)}\n'
        (root / f"trainer_guides/{_filled(name, words)}.{language}.md").write_text(
            content, encoding="utf-8", newline="\n"
        )


def _source(root: Path, words: str, where: str) -> None:
    with (root / "reference/sources.yml").open("a", encoding="utf-8") as stream:
        stream.write(f'canary:\n  title: "{words}"\n  publisher: "{words}"\n  url: https://example.org/canary\n')
    page(where)(root, words)


def _term(root: Path, words: str) -> None:
    with (root / "reference/glossary.yml").open("a", encoding="utf-8") as stream:
        entry = f'{{term: "canary", text: "{words}"}}'
        stream.write(f"canary:\n  en: {entry}\n  es: {entry}\n")
    page("::: trainer\nA [bird](term:canary).\n::: /trainer")(root, words)


def _picture(root: Path, words: str, name: str, where: str) -> None:
    folder = root / "modules/10-look/images"
    content = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{words}</title><text>{{{{a}}}}</text></svg>'
    )
    (folder / f"{_filled(name, words)}.svg").write_text(content, encoding="utf-8")
    (folder / f"{_filled(name, words)}.yml").write_text(f'a: {{en: "{words}", es: "{words}"}}\n', encoding="utf-8")
    page(where)(root, words)


def _free_page(root: Path, words: str) -> None:
    (root / "free_pages").mkdir(exist_ok=True)
    for language in ("en", "es"):
        content = f'---\ntitle: "House rules"\nbook: end\n---\n\nWords.\n\n{_filled(TRAINER, words)}\n'
        (root / f"free_pages/10-house.{language}.md").write_text(content, encoding="utf-8", newline="\n")


def _file(root: Path, words: str, name: str, text: str, where: str) -> None:
    """A file to take away, linked to as `where` says."""
    (root / f"modules/10-look/{_filled(name, words)}").write_text(_filled(text, words), encoding="utf-8")
    page(where)(root, words)


def _agenda(root: Path, words: str) -> None:
    path = root / "trainer_guides/00-workshop.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('{en: "Opening", es: "Apertura"}', f'{{en: "{words}", es: "{words}"}}'), encoding="utf-8"
    )


def _replace(old: str, new: str, stem: str) -> Plant:
    """Replaces a text that stands in both languages; `old` may be `english||spanish`."""
    options = old.split("||")

    def change(words: str, text: str) -> str:
        found = next(option for option in options if option in text)
        return text.replace(found, _filled(new, words), 1)

    return lambda root, words: both(root, stem, lambda text: change(words, text))


TRAINER = "::: trainer\nSECRET\n::: /trainer"
_HIDDEN: dict[str, Plant] = {
    "plain": page(TRAINER),
    "heading inside": page("::: trainer\n## SECRET {#SLUG}\n\nWords.\n::: /trainer"),
    "nested block, then more": page("::: trainer\n::: note\nWords.\n:::\nSECRET\n::: /trainer"),
    "in a nested block": page("::: trainer\n::: note SECRET\nWords.\n:::\n::: /trainer"),
    "inside a list item": page("- One\n\n    ::: trainer\n    SECRET\n    ::: /trainer\n\n- Two"),
    "inside a numbered step": _inside("3. Cop", "    ::: trainer\n    SECRET\n    ::: /trainer\n"),
    "two levels down in a list": page("- One\n    - Two\n\n        ::: trainer\n        SECRET\n        ::: /trainer"),
    "table inside": page("::: trainer\n| A | SECRET |\n|---|---|\n| SECRET | B |\n::: /trainer"),
    "beside a sample in a fence": page("```\n::: trainer\nsample\n::: /trainer\n```\n\n" + TRAINER),
    "fence inside": page("::: trainer\n```\n::: /trainer\nSECRET\n```\nSECRET\n::: /trainer"),
    "windows line ends": _crlf,
    "old line ends": _old_mac,
    "line separators": _strange_line_ends,
    "no empty line around": page("Words.\n" + TRAINER + "\nWords."),
    "capital letter": page("::: Trainer\nSECRET\n::: /TRAINER"),
    "no space after the colons": page(":::trainer\nSECRET\n:::/trainer"),
    "many colons": page("::::::: trainer\nSECRET\n::::::: /trainer"),
    "title of the note": page("::: trainer SECRET\nWords.\n::: /trainer"),
    "title of an activity": page("::: trainer\n::: activity SECRET {#SLUG minutes=5}\nWords.\n:::\n::: /trainer"),
    "attribute": page(
        '::: trainer\n::: activity Do {#hidden minutes=5 materials="SECRET: 1"}\nWords.\n:::\n::: /trainer'
    ),
    "figure": page(
        "::: trainer\n::: figure SECRET {#SLUG numbered=yes}\n![SECRET](images/grid.svg)\n\nSECRET\n:::\n::: /trainer"
    ),
    "formula": page("::: trainer\n$`\\text{SECRET}`$\n\n```math\n\\text{SECRET}\n```\n::: /trainer"),
    "definition": page("::: trainer\nSECRET\n: SECRET \U0001f4a1\n::: /trainer"),
    "alt text": page("::: trainer\n![SECRET](images/grid.svg)\n::: /trainer"),
    "link target": page("::: trainer\n[Here](https://example.org/SLUG)\n::: /trainer"),
    "code span": page("::: trainer\n`SECRET`\n::: /trainer"),
    "comment": page("<!-- SECRET -->"),
    "comment in a block": page("::: note\nWords <!-- SECRET --> more.\n:::"),
    "comment over lines": page("<!--\nSECRET\n-->"),
    "comment around a block": page("<!--\n::: note\nSECRET\n:::\n-->"),
    "citation": lambda root, words: _source(root, words, "::: trainer\nSo it is.[^canary]\n::: /trainer"),
    "term": _term,
    "picture": lambda root, words: _picture(
        root, words, "bird", "::: trainer\n![A bird](images/bird.svg)\n::: /trainer"
    ),
    "picture's name": lambda root, words: _picture(
        root, words, "SLUG", "::: trainer\n![A bird](images/SLUG.svg)\n::: /trainer"
    ),
    "picture that nothing shows": lambda root, words: _picture(root, words, "nest", "Words."),
    "file": lambda root, words: _file(
        root, words, "bird.csv", "a,b\nSECRET,SECRET\n", "::: trainer\n[A bird](bird.csv)\n::: /trainer"
    ),
    "file's name": lambda root, words: _file(
        root, words, "SLUG.csv", "a,b\n", "::: trainer\n[A nest](SLUG.csv)\n::: /trainer"
    ),
    "words of a link to a file for all": lambda root, words: _file(
        root, words, "egg.csv", "a,b\n", "::: trainer\n[SECRET](egg.csv)\n::: /trainer\n\n[An egg](egg.csv)"
    ),
    "guide": lambda root, words: _guide(root, words, "Canary", "SECRET"),
    "guide's title": lambda root, words: _guide(root, words, "SECRET", "Words.", "51-titled"),
    "guide's file name": lambda root, words: _guide(root, words, "Canary", "Words.", "52-SLUG"),
    "guide's worksheet": lambda root, words: _guide(
        root,
        words,
        "Canary",
        "::: worksheet SECRET {#SLUG}\n::: lines {#canary rows=2}\nSECRET\n:::\n:::",
        "53-with-a-sheet",
    ),
    "agenda": _agenda,
    "case story": page(TRAINER, "casestories/solar-farm"),
    "home page": page(TRAINER, "reference/home"),
    "free page": _free_page,
    "module page": page(TRAINER, "modules/20-act/module"),
    "in a case block": page("::: case {of=solar-farm}\nRead it.\n" + TRAINER + "\n:::"),
    "in a worksheet": _inside("::: lines {#first-step", TRAINER),
    **{
        f"in a box of kind {name}": page(f"::: {name} Words\nWords.\n{TRAINER}\n:::")
        for name in ("discussion", "checklist", "quotation", "hint", "solution")
    },
    "in an activity in a talk": page(
        "::: teach Talk {minutes=5}\nWords.\n\n::: activity Do {#canary-b minutes=5}\n1. One.\n\n"
        + TRAINER
        + "\n:::\nMore.\n:::"
    ),
    "between lines of a hint in an activity": page(
        "::: activity A {#canary-a minutes=1}\n1. One.\n\n::: hint\nLook.\n" + TRAINER + "\nMore.\n:::\n:::"
    ),
    "in a box": page("::: tip\nWords.\n" + TRAINER + "\n:::"),
    "last line without end": lambda root, words: both(
        root, SESSION, lambda old: old + _filled("\n::: trainer\nSECRET\n::: /trainer", words)
    ),
}
_ANSWERS: dict[str, Plant] = {
    "answer": page("::: answer\nSECRET\n::: /answer"),
    "key of a test in a talk": page(
        "::: teach Talk {minutes=5}\nWords.\n\n::: quiz Test {#canary-c use=test}\n::: question {#q type=single}\nWhich?\n\n"
        "- [ ] One\n    > SECRET\n- [x] Two\n    > Yes.\n:::\n:::\n:::"
    ),
    "answer in a list": page("1. One\n\n    ::: answer\n    SECRET\n    ::: /answer"),
    "example in an answer": page(
        "::: answer\n::: example SECRET {of=stakeholder-map}\n::: value {of=first-step}\nSECRET\n:::\n:::\n::: /answer"
    ),
    "feedback of a test": _replace(
        "Somebody must carry||Alguien tiene que llevarlo", "SECRET", "modules/20-act/10-plan"
    ),
    "feedback of a test over lines": _replace(
        "A date makes the||Una fecha hace que la", "Words\n    > SECRET", "modules/20-act/10-plan"
    ),
}
_REFUSED: dict[str, tuple[str, Plant]] = {
    "footnote defined inside": ("own-footnote", page("Words.[^a]\n\n::: trainer\n[^a]: SECRET\n::: /trainer")),
    "abbreviation defined inside": ("abbreviation-place", page("ABC\n\n::: trainer\n*[ABC]: SECRET\n::: /trainer")),
    "reference defined inside": ("link-definition", page('[a][b]\n\n::: trainer\n[b]: https://x.org "SECRET"\n::: /trainer')),
    "close forgotten": ("unclosed-block", page("::: trainer\nSECRET")),
    "misspelt": ("unknown-block", page("::: trianer\nSECRET\n:::")),
    "in spanish": ("unknown-block", page("::: respuesta\nSECRET\n:::")),
    "closed without name": ("close-needs-name", page("::: trainer\nSECRET\n:::")),
    "closed by another name": ("wrong-close", page("::: trainer\nSECRET\n::: /answer")),
    "crossed": ("wrong-close", page("::: trainer\n::: note\nSECRET\n::: /trainer\n:::")),
    "other number of colons": ("colons-differ", page("::: trainer\nSECRET\n:::: /trainer")),
    "an early close": ("stray-close", page(TRAINER + "\nWords\n::: /trainer")),
    "fence not closed": ("unclosed-fence", page("```\ncode\n\n" + TRAINER)),
    "fence closed by other signs": ("mixed-fence", page("```\ncode\n~~~\n" + TRAINER + "\n```")),
    "fence on a bullet": ("fence-not-alone", page("- ```\n" + TRAINER + "\n- ```")),
    "comment not closed": ("unclosed-comment", page("<!-- words\n" + TRAINER)),
    "wide colons": ("look-alike", page("\uff1a\uff1a\uff1a trainer\nSECRET\n\uff1a\uff1a\uff1a /trainer")),
    "ratio signs": ("look-alike", page("\u2236\u2236\u2236 trainer\nSECRET\n\u2236\u2236\u2236 /trainer")),
    "two colons": ("look-alike", page(":: trainer\nSECRET\n:: /trainer")),
    "no-break space before": ("look-alike", page("\u00a0::: trainer\nSECRET\n\u00a0::: /trainer")),
    "zero-width space before": ("look-alike", page("\u200b::: trainer\nSECRET\n\u200b::: /trainer")),
    "zero-width space between": ("look-alike", page(":\u200b:: trainer\nSECRET\n:\u200b:: /trainer")),
    "zero-width space in the name": ("unknown-block", page("::: train\u200ber\nSECRET\n::: /train\u200ber")),
    "letter that looks like another": ("unknown-block", page("::: tr\u0430iner\nSECRET\n:::")),
    "marks of another engine": ("look-alike", page("!!! trainer\n    SECRET")),
    "folded marks of another engine": ("look-alike", page("??? trainer\n    SECRET")),
    "slashes of another engine": ("look-alike", page("/// trainer\nSECRET\n///")),
    "class in braces": ("bad-attributes", page("::: {.trainer}\nSECRET\n:::")),
    "in a quotation": ("mark-not-alone", page("> ::: trainer\n> SECRET\n> ::: /trainer")),
    "on a bullet": ("mark-not-alone", page("- ::: trainer\n- SECRET\n- ::: /trainer")),
    "behind words": ("stray-mark", page("Words ::: trainer\nSECRET\n::: /trainer")),
    "behind bold signs": ("mark-not-alone", page("**::: trainer**\nSECRET\n**::: /trainer**")),
    "in a heading": ("stray-mark", page("## ::: trainer\nSECRET\n## ::: /trainer")),
    "in a table": ("stray-mark", page("| ::: trainer | SECRET |\n|---|---|\n| a | b |")),
    "indented without a list": ("block-indent", page("Words.\n\n    ::: trainer\n    SECRET\n    ::: /trainer")),
    "indented by a tab": ("block-indent", page("Words.\n\n\t::: trainer\n\tSECRET\n\t::: /trainer")),
    "text leaves the list item": (
        "text-outside-indent", page("- One\n\n    ::: trainer\nSECRET\n    ::: /trainer")
    ),
    "html": ("raw-html", page('<div class="trainer">SECRET</div>')),
    "hidden link": ("hidden-link", page("[Look](#SLUG)\n\n::: trainer\n## Words {#SLUG}\n::: /trainer")),
    "link to a guide": ("hidden-link", page("[SECRET](../../trainer_guides/10-look.LANGUAGE.md)")),
    "note in one language only": (
        "translation-differs", lambda root, words: _append(root / f"{SESSION}.es.md", f"\n::: trainer\n{words}\n::: /trainer\n")
    ),
}  # fmt: skip


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8", newline="\n")


def _languages(plant: Plant) -> Plant:
    """LANGUAGE in a planted text is the page's own."""

    def planted(root: Path, words: str) -> None:
        plant(root, words)
        for path in root.rglob("*.md"):
            content = path.read_bytes()
            if b"LANGUAGE" in content:
                path.write_bytes(content.replace(b"LANGUAGE", path.name.split(".")[-2].encode()))

    return planted


CANARIES: tuple[Canary, ...] = (
    *(
        Canary(name, plant, frozenset(), Audience.TRAINER, "comment" not in name and name != "picture that nothing shows")
        for name, plant in _HIDDEN.items()
    ),
    *(Canary(name, plant, frozenset(), Audience.SOLUTIONS, True) for name, plant in _ANSWERS.items()),
    *(
        Canary(name, _languages(plant), frozenset({code}), Audience.TRAINER, True)
        for name, (code, plant) in _REFUSED.items()
    ),
)  # fmt: skip
REFUSED = tuple(canary for canary in CANARIES if canary.refused)
ALONE = tuple(canary for canary in CANARIES if canary.name.endswith(("line ends", "line separators")))
"""Those that change whole files."""
TOGETHER = tuple(canary for canary in CANARIES if not canary.refused and canary not in ALONE)
"""Those that can be planted all together into one course."""


def planted_course(folder: Path) -> Course:
    """The tiny course with all canaries of `TOGETHER`, in a copy below `folder`."""
    root = Path(shutil.copytree(TINY, folder / "course"))
    for canary in TOGETHER:
        canary.plant(root)
    course, problems = load_course(root)
    assert not [problem for problem in problems if not problem.is_warning]
    return course


def every_edition(course: Course) -> list[Edition]:
    return [select(course, audience, language) for audience in Audience for language in course.config.languages]
