"""A report as a tagged PDF: tables with heads, bars with their numbers in words."""

from pathlib import Path, PurePosixPath

from builder.print.code import Code, literal
from builder.print.written import write_code
from builder.programme.report.spoken import SpokenReport, SpokenTable

TEMPLATE = Path(__file__).with_name("report.typ")
PAPERS = {"a4": "a4", "us-letter": "us-letter"}


def write_pdf(report: SpokenReport, target: Path, institution: str, colour: str, paper: str) -> None:
    """Writes the report. Raises ContentError when Typst fails."""
    code = Code()
    code.at(str(PurePosixPath(target.as_posix())), 1)
    code.add('#import "book.typ": *')
    head = ", ".join(literal(text) for text in (report.title, report.subtitle, report.made, institution))
    code.add(f"#show: report.with({head})")
    for table in report.tables:
        code.add(_table(table))
    settings = {"lang": report.language, "colour": colour, "paper": PAPERS[paper]}
    write_code(code, TEMPLATE, settings, report.last, target)


def _table(table: SpokenTable) -> str:
    aligned = _listed("right" if is_number else "left" for is_number in table.numeric)
    shares = _listed(f"{100 * share:.2f}fr" for share in table.shares)
    drawn = _listed(f"({literal(name)}, {value:g})" for name, value in table.drawn)
    rows = _listed(_listed(map(literal, row)) for row in table.rows)
    below = _listed(map(literal, table.below))
    return f"#figures({literal(table.title)}, {_listed(map(literal, table.heads))}, {rows}, {aligned}, {shares}, {below}, {drawn}, {literal(table.drawn_alt)})"


def _listed(parts: object) -> str:
    """A Typst array, even of a single part."""
    return "(" + "".join(f"{part}, " for part in parts) + ")"  # type: ignore[attr-defined]
