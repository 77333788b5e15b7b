"""Turns collected answers into a table: one row per person, one column per field, in course order."""

from collections.abc import Iterator, Sequence

from builder.collect.collect import Collection
from builder.words import words


def table(collection: Collection, *, names: bool = False, everything: bool = False) -> list[list[str]]:
    """Heads and rows. Columns without any answer are left out unless `everything` is set; `names`: field names as heads."""
    texts, files = words(collection.language), collection.files
    columns = [*collection.questions, *dict.fromkeys(_unknown(collection))]
    has = {name for file in files for name, value in file.values.items() if value or everything}
    columns = [name for name in columns if name in has]
    labels = {name: label for file in files for name, label in file.labels.items()}
    heads = columns if names else [_head(collection, name, labels.get(name, "")) for name in columns]
    first = ["file", "document"] if names else [texts["collect-file"], texts["collect-document"]]
    rows = [[file.name, file.title, *(file.values.get(name, "") for name in columns)] for file in files]
    return [_unique([*first, *heads]), *rows]


def _unknown(collection: Collection) -> Iterator[str]:
    """Fields that the course doesn't have now: from an older version, or from sheets that somebody added."""
    return (name for file in collection.files for name in file.values if name not in collection.questions)


def _head(collection: Collection, name: str, label: str) -> str:
    """A heading for people, followed by the field's name, by which `taller record import` finds the column."""
    question = collection.questions.get(name)
    text = question.heading if question is not None else label
    return f"{text} [{name}]" if text else name


def _unique(heads: Sequence[str]) -> list[str]:
    """Numbers repeated heads, because programs that read the table need unique ones."""
    counts: dict[str, int] = {}
    found = []
    for head in heads:
        counts[head] = counts.get(head, 0) + 1
        found.append(head if counts[head] == 1 else f"{head} ({counts[head]})")
    return found
