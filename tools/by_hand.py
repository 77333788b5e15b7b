"""Writes the answers of the worked examples onto worksheets with a drawn hand, and counts those that have room.

python tools/by_hand.py OUT plan diagnosis --language es

OUT gets the pages as pictures in black and white at 100 % (150 points an inch). Tall letters are 4 mm high, all letters 2.4 mm wide on
average; lines are 8 mm apart on rules, elsewhere 6 mm, or what `--apart` says.
"""

import argparse
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from builder.course.load import load_course
from builder.course.model import Audience
from builder.edition.select import Edition, select
from builder.outputs.book.book import prepare_sheet, sheet_ids, write_book
from builder.outputs.book.samples import samples_of
from builder.print.fonts import font_files

DPI, POINT, MM = 150, 150 / 72, 150 / 25.4
HIGH, RULED = 4.0, 8.0
"""Millimetres: tall letters, and ruled lines."""
ASCENDER = 0.73
"""Height of tall letters of the font in units of its size."""
EDGE, MARGIN = 3, 1.5
"""Points by which a field is smaller than its frame, and between its frame and what is written, on each side."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field on paper, in pixels, with its lines."""

    page: int
    left: float
    top: float
    width: float
    lines: int
    apart: float


def places(path: Path, kinds: Mapping[str, str], apart: float) -> Iterator[tuple[str, Place]]:
    """The fields to write in, by name; `apart` in millimetres, for lines without rules."""
    with pikepdf.open(path) as document:
        for number, page in enumerate(document.pages):
            for one in page.obj.get("/Annots", pikepdf.Array()):
                kind = kinds.get(str(one.get("/T", "")), "")
                if kind not in ("tx", "ml", "bx", "ce"):
                    continue
                left, bottom, right, top = (float(value) * POINT for value in one.Rect)
                distance = (RULED if kind in ("tx", "ml") else apart) * MM
                height = top - bottom + (0 if kind in ("tx", "ml") else 2 * EDGE * POINT)
                lines = 1 if kind == "tx" else int(height / distance + 0.05)
                above = float(page.mediabox[3]) * POINT - top - (0 if kind in ("tx", "ml") else EDGE * POINT)
                room = right - left + 2 * (EDGE - MARGIN) * POINT
                yield str(one.T), Place(number, left - (EDGE - MARGIN) * POINT, above, room, lines, distance)


def lines_of(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    """The text in lines at most `room` pixels wide, broken between words; longer words stick out."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def answers(edition: Edition, sheet: str, names: Mapping[str, str]) -> dict[str, str]:
    """What the example of a sheet has in each of these fields."""
    found: dict[str, str] = {}
    for (of, part), rows in samples_of(leaf.document for leaf in edition.leaves()).items():
        for row, cells in enumerate(rows, 1):
            for column, words in enumerate(cells, 1):
                ends = (f"_{sheet}_{part}_r{row}c{column}", f"_{sheet}_{part}") if row == column == 1 else (
                    f"_{sheet}_{part}_r{row}c{column}",
                )  # fmt: skip
                found |= {name: words for name in names if of == sheet and words and name.endswith(ends)}
    return found


def write(page: Image.Image, place: Place, lines: list[str], font: ImageFont.FreeTypeFont, seed: str) -> None:
    """Letters by hand: none quite on the line, none quite upright."""
    chance, draw = random.Random(seed), ImageDraw.Draw(page)  # noqa: S311 - no secret
    for number, line in enumerate(lines, 1):
        x, base = place.left, place.top + number * place.apart - 0.25 * place.apart * (place.apart < RULED * MM)
        for letter in line:
            at = (x, base - 0.12 * MM + chance.uniform(-0.25, 0.25) * MM)
            draw.text(at, letter, font=font, fill=60, anchor="ls")
            x += font.getlength(letter)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out", type=Path)
    options.add_argument("sheets", nargs="*", help="ids of worksheets; all of them, if none is named")
    options.add_argument("--language", default="en")
    options.add_argument("--apart", type=float, default=6.0, help="millimetres between lines without rules")
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    edition = select(load_course(Path.cwd())[0], Audience.PARTICIPANT, chosen.language)
    file = next(path for path in font_files() if path.name.startswith("SourceSerif4-It"))
    font = ImageFont.truetype(file, HIGH / ASCENDER * MM)
    for sheet in chosen.sheets or sheet_ids(edition):
        path = chosen.out / f"{sheet}.{chosen.language}.pdf"
        prepared = prepare_sheet(edition, sheet)
        write_book(prepared, path)
        where = dict(places(path, {field.name: field.kind for field in prepared.fields}, chosen.apart))
        written = answers(edition, sheet, dict.fromkeys(where, ""))
        with pypdfium2.PdfDocument(path) as document:
            pages = [page.render(scale=POINT, grayscale=True).to_pil().convert("L") for page in document]
        small = []
        for name, words in written.items():
            lines = lines_of(words, font, where[name].width)
            write(pages[where[name].page], where[name], lines, font, name)
            if len(lines) > where[name].lines or max(map(font.getlength, lines)) > where[name].width:
                small.append(f"{name.partition(f'_{sheet}_')[2]} ({len(lines)} of {where[name].lines})")
        for number, page in enumerate(pages, 1):
            page.save(path.with_suffix(f".{number}.png"), dpi=(DPI, DPI))
        if written:
            print(f"{sheet}: {len(written) - len(small)} of {len(written)} fit", ", ".join(small), sep="  ")


if __name__ == "__main__":
    main()
