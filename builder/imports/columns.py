"""Reads other people's tables into cells under our column names, whatever language their headings are in."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from builder.problems import ContentError, Problem
from builder.sheets.table import Limits, Row, read_sheets
from builder.words import is_language

LIMITS = Limits(text=5_000_000)
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "key", "clave", "identificador"),
    "term": ("term", "word", "termino", "palabra"),
    "text": ("text", "meaning", "definition", "texto", "significado", "definicion"),
    "title": ("title", "titulo"),
    "publisher": ("publisher", "institution", "editorial", "institucion", "entidad"),
    "year": ("year", "ano"),
    "language": ("language", "idioma", "lengua"),
    "url": ("url", "address", "link", "direccion", "enlace"),
    "note": ("note", "nota"),
    "case": ("case", "caso"),
    "what": ("what", "figure", "que", "dato"),
    "value": ("value", "valor"),
    "by": ("by", "said by", "segun"),
    "source": ("source", "fuente"),
}
_SUFFIX = re.compile(r"^(?P<name>.+?)[ _(-]+(?P<language>[a-z]{2}(?:-[a-z]{2})?)\)?$")
SAID_BY = {"empresa": "company", "independiente": "independent"}


@dataclass(frozen=True, slots=True)
class Cells:
    """A row. Keys are one of our names and a language, "" where the heading names none."""

    line: int
    cells: Mapping[tuple[str, str], str]

    def get(self, name: str) -> str:
        return self.cells.get((name, ""), "")

    def by_language(self, name: str, language: str) -> dict[str, str]:
        """The texts of a column by language; `language` stands in where the heading names none, and comes first."""
        found = {own or language: text for (key, own), text in self.cells.items() if key == name and text}
        return {language: found[language], **found} if language in found else found


def read_cells(path: Path, kinds: Mapping[str, Sequence[str]]) -> tuple[str, list[Cells]]:
    """The kind of a table, known by the columns that `kinds` requires, and its rows. Raises ContentError for any other."""
    shown = PurePosixPath(path.name)
    sheets = [rows for rows in read_sheets(path, shown, _rate, LIMITS).values() if rows]
    if len(sheets) != 1:
        raise ContentError(
            [Problem(shown, 1, "source-empty" if not sheets else "list-sheets", {"sheets": len(sheets)})]
        )
    heads = [named(cell) for cell in sheets[0][0].cells]
    names = {name for name, _ in heads}
    kind = next((kind for kind, needed in kinds.items() if names.issuperset(needed)), "")
    if not kind:
        told = "; ".join(f"{kind}: {', '.join(needed)}" for kind, needed in kinds.items())
        raise ContentError([Problem(shown, sheets[0][0].line, "csv-columns", {"kinds": told})])
    return kind, [Cells(row.line, dict(zip(heads, row.cells, strict=False))) for row in sheets[0][1:]]


def named(heading: str) -> tuple[str, str]:
    """`Término (es)` -> ("term", "es"); an unknown heading is returned in plain lower case, with ""."""
    plain = unicodedata.normalize("NFKD", heading.replace("ñ", "n")).encode("ascii", "ignore").decode().strip().lower()
    match = _SUFFIX.match(plain)
    code = re.sub("-..", lambda country: country[0].upper(), match["language"]) if match else ""
    for text, language in ((plain, ""), *([(match["name"], code)] if match else [])):
        name = next((name for name, words in _NAMES.items() if text in words), "")
        if name and (not language or is_language(language)):
            return name, language
    return plain, ""


def _rate(rows: Sequence[Row]) -> int:
    return sum(named(cell)[0] in _NAMES for row in rows[:1] for cell in row.cells)


def unknown(rows: Iterable[Cells]) -> list[str]:
    """Headings that no column of ours corresponds to."""
    return sorted({name for row in rows for name, _ in row.cells if name and name not in _NAMES})
