"""Writes any number of editions of a course."""

from collections.abc import Sequence
from pathlib import Path


def write_editions(course: Path, folder: Path, count: int, colour: str = "", replaced: Sequence[Path] = ()) -> Path:
    """Fills `folder` with editions that each have their own name, and an extra sentence on each replaced page."""
    look = f'colour: "{colour}"\n' if colour else ""
    for number in range(count):
        edition = folder / f"edition-{number}"
        edition.mkdir(parents=True)
        name = f"{folder.name}-{number}"
        text = f"base: {course}\nname: {name}\nid: {name}\ninstitution: {name}\n{look}"
        (edition / "edition.yml").write_text(text, encoding="utf-8")
        for page in replaced:
            place = edition / page.relative_to(course)
            place.parent.mkdir(parents=True)
            words = page.read_text(encoding="utf-8") + "\nThis sentence is the edition's own.\n"
            place.write_text(words, encoding="utf-8")
    return folder
