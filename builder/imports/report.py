"""Reports what became of everything: one line for each thing, beginning with its place in the source."""

from collections.abc import Iterable, Iterator, Sequence

from builder.imports.draft import FATES, Note
from builder.problems import shown_path
from builder.words import command_words


def line(note: Note, language: str) -> str:
    """`source:3 -> target:5: what became of it`."""
    words = command_words(language)["imports"]
    source = f"{_plain(note.source)}:{note.line}" if note.line else _plain(note.source)
    target = (
        ""
        if note.target is None
        else f" -> {shown_path(note.target)}" + (f":{note.target_line}" if note.target_line else "")
    )
    arguments = {key: _plain(str(value)) for key, value in note.arguments.items()}
    return f"{source}{target}: {words[note.code].format(**arguments)}"


def _plain(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def whole(notes: Sequence[Note], language: str) -> Iterator[str]:
    """The report: first what a person must decide, then what is lost, changed and kept."""
    words = command_words(language)["imports"]
    for fate in FATES:
        some = sorted(
            (note for note in notes if note.fate == fate), key=lambda note: (note.source, note.line, note.code)
        )
        if some:
            yield f"{words[f'fate-{fate}']} ({len(some)})"
            yield ""
            yield from (f"  {line(note, language)}" for note in some)
            yield ""


def kinds(notes: Iterable[Note], fate: str) -> dict[str, int]:
    """The number of notes with this fate, by code."""
    found: dict[str, int] = {}
    for note in notes:
        if note.fate == fate:
            found[note.code] = found.get(note.code, 0) + 1
    return found
