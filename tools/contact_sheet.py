"""All pages of a PDF as one picture: `contact_sheet.py BOOK.pdf OUT.png`."""

import argparse
from math import ceil
from pathlib import Path

import pypdfium2
from PIL import Image

GAP = 8
GROUND = "#8c8c8c"


def contact_sheet(pdf: Path, columns: int, width: int) -> Image.Image:
    """The pages side by side in rows, from the top left, each `width` pixels wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sizes = [page.get_size() for page in document]
        columns = min(columns, len(sizes))
        height = ceil(max(width / across * up for across, up in sizes))
        rows = ceil(len(sizes) / columns)
        sheet = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), GROUND)
        for number, page in enumerate(document):
            picture = page.render(scale=width / sizes[number][0]).to_pil()
            place = number % columns * (width + GAP) + GAP, number // columns * (height + GAP) + GAP
            sheet.paste(picture, place)
            page.close()
    finally:
        document.close()
    return sheet


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("book", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--columns", type=int, default=12)
    options.add_argument("--width", type=int, default=220, help="pixels a page")
    chosen = options.parse_args()
    sheet = contact_sheet(chosen.book, max(1, chosen.columns), max(20, chosen.width))
    sheet.save(chosen.out)
    print(f"{chosen.out}: {sheet.width} x {sheet.height}")


if __name__ == "__main__":
    main()
