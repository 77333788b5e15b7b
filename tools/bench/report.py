"""The bench's results: rows, goals, and how they are printed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from measure import Run

BASE = "build-cold"
"""The row that the others are compared with."""
LIASCRIPT = (4.4, 7_400_000)
"""Seconds and bytes of a SCORM 1.2 package of four short sections by LiaScript's exporter, measured once with nothing beside it."""
NOISE = 0.05
"""The relative difference in CPU seconds that two equal runs may show."""


@dataclass(frozen=True, slots=True)
class Row:
    """A timed command. `pages` are printed pages or pages of the course."""

    name: str
    what: str
    run: Run
    pages: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A value that the builder must reach."""

    what: str
    value: float
    limit: float
    unit: str = ""

    @property
    def is_met(self) -> bool:
        return self.value <= self.limit


@dataclass(slots=True)
class Found:
    """All results, in the order of measurement."""

    rows: list[Row] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    module: tuple[float, int] | None = None
    """Seconds to make a module's SCORM package, among all packages, and bytes of the largest."""
    phone: Mapping[str, float] = field(default_factory=dict)
    """Network, page and metric -> our time divided by theirs."""

    def row(self, name: str) -> Row | None:
        """The row with this name, if its command succeeded; otherwise None."""
        return next((row for row in self.rows if row.name == name and not row.run.code), None)

    def as_json(self) -> dict[str, object]:
        rows = [
            {
                "name": row.name, "what": row.what, "wall": round(row.run.wall, 3), "cpu": round(row.run.cpu, 3),
                "peak": round(row.run.peak, 1), "pages": row.pages, "status": row.run.code, "note": row.note,
            }
            for row in self.rows
        ]  # fmt: skip
        goals = [
            {"what": g.what, "value": round(g.value, 4), "limit": round(g.limit, 4), "met": g.is_met}
            for g in self.goals
        ]
        return {"rows": rows, "goals": goals}


def table(found: Found) -> Iterator[str]:
    """The rows, side by side, with their ratio to the cold build (growth: per page, to the course as it is)."""
    base = found.row(BASE)
    yield from _section("side by side", [row for row in found.rows if not _factor(row)], base)
    grown = [row for row in found.rows if _factor(row)]
    if grown:
        yield ""
        yield from _growth(grown, found)
    failed = [row for row in found.rows if row.run.code]
    for row in failed:
        yield f"FAILED {row.what}: {row.run.last_words()}"
    if found.goals:
        yield ""
        yield f"{'goal':64} {'found':>9} {'at most':>9}"
        for goal in found.goals:
            verdict = "met" if goal.is_met else "MISSED"
            yield f"{goal.what:64} {goal.value:9.3f} {goal.limit:9.3f} {goal.unit:3} {verdict}"


def _section(title: str, rows: Sequence[Row], base: Row | None) -> Iterator[str]:
    if not rows:
        return
    yield f"{title:46} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'wall':>7} {'CPU':>7} {'pages':>6} {'CPU ms/p':>8}"
    for row in rows:
        run = row.run
        wall, cpu = (_ratio(run.wall, base.run.wall), _ratio(run.cpu, base.run.cpu)) if base else ("-", "-")
        each = f"{1000 * run.cpu / row.pages:8.0f}" if row.pages and not run.code else " " * 8
        yield (
            f"{row.what:46} {run.wall:8.1f} {run.cpu:8.1f} {run.peak:8.0f} {wall:>7} {cpu:>7} "
            f"{row.pages or '':>6} {each} {row.note}".rstrip()
        )


def _growth(rows: Sequence[Row], found: Found) -> Iterator[str]:
    yield f"{'growth':46} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'pages':>6} {'pages x':>8} {'CPU x':>7} {'CPU/p x':>8}"
    for row in rows:
        run, first = row.run, found.row(f"{row.name.rpartition('-')[0]}-1x")
        pages = cpu = each = "-"
        if first and first.pages and row.pages and not run.code:
            pages, cpu = _ratio(row.pages, first.pages), _ratio(run.cpu, first.run.cpu)
            each = _ratio(run.cpu / row.pages, first.run.cpu / first.pages)
        yield (
            f"{row.what:46} {run.wall:8.1f} {run.cpu:8.1f} {run.peak:8.0f} {row.pages:6} "
            f"{pages:>8} {cpu:>7} {each:>8} {row.note}".rstrip()
        )


def _ratio(value: float, base: float) -> str:
    return f"{value / base:.3f}" if base else "-"


def _factor(row: Row) -> str:
    """The factor of a row about growth, such as `10x`; "" for other rows."""
    last = row.name.rpartition("-")[2]
    return last if last.endswith("x") and last[:-1].isdigit() else ""


def find_goals(found: Found, worst_book: Mapping[str, float]) -> Iterator[Goal]:
    """The goals for which this run has numbers. `worst_book`: factor -> MB over (or under) a book's limit."""
    cold, to_pdf, main = found.row(BASE), found.row("to-pdf"), found.row("our-main")
    books = found.row("our-workbooks")
    if main and to_pdf:
        yield Goal("sites and three workbooks / mkdocs-to-pdf, wall", main.run.wall / to_pdf.run.wall, 0.5)
    limits = (("build-unchanged", "nothing changed", 0.1), ("build-session", "one session edited", 0.6))
    for name, what, limit in limits:
        row = found.row(name)
        if cold and row:
            yield Goal(f"{what} / cold, wall", row.run.wall / cold.run.wall, limit)
            yield Goal(f"{what} / cold, CPU", row.run.cpu / cold.run.cpu, limit)
    packages = found.row("packages")
    if packages:
        yield Goal("all packages beside the editions, CPU", packages.run.cpu, 12, "s")
    if found.module:
        yield Goal("a SCORM module among all / LiaScript's export, time", found.module[0] / LIASCRIPT[0], 0.1)
        yield Goal("the largest SCORM module / LiaScript's, size", found.module[1] / LIASCRIPT[1], 0.05)
    yield from _of_editions(found)
    record = found.row("record")
    if record:
        yield Goal("100,000 attendances into the record, CPU", record.run.cpu, 30, "s")
        yield Goal("100,000 attendances into the record, peak memory", record.run.peak, 300, "MB")
    if books and to_pdf and books.pages and to_pdf.pages:
        ours, theirs = books.run.cpu / books.pages, to_pdf.run.cpu / to_pdf.pages
        yield Goal("CPU per printed page, ours / mkdocs-to-pdf", ours / theirs, 0.25)
    for row in found.rows:
        factor = _factor(row)
        first = found.row(f"{row.name.removesuffix(factor)}1x")
        if factor and factor != "1x" and first and first.pages and row.pages and not row.run.code:
            growth = (row.run.cpu / first.run.cpu) / (row.pages / first.pages)
            yield Goal(f"{row.what}: growth of CPU / growth of pages", growth, 1 + NOISE)
        tenth = found.row("site-10x") if row.name == "site-30x" else None
        if tenth and not row.run.code and not tenth.run.code:
            yield Goal(f"{row.what}: CPU / that of 10x", row.run.cpu / tenth.run.cpu, 3.2)
        if factor == "30x" and not row.name.startswith("books"):
            yield Goal(f"{row.what}: peak memory", row.run.peak, 600, "MB")
    for what, ratio in found.phone.items():
        yield Goal(f"{what}, ours / plain Material", ratio, 1 + NOISE)
    for factor, excess in worst_book.items():
        yield Goal(f"module books {factor}: peak - (150 MB + 3 MB a page), worst", excess, 0, "MB")


def _of_editions(found: Found) -> Iterator[Goal]:
    base, beside = found.row("edition-base"), found.row("edition-beside")
    if base and beside:
        yield Goal("an edition beside its base / its base, CPU", beside.run.cpu / base.run.cpu, 0.6)
    few, many, together = (found.row(f"small-{name}") for name in ("few", "many", "together"))
    if few and many:
        name = f"CPU of an edition, one of {many.pages} / one of {few.pages}"
        yield Goal(name, many.run.cpu / many.pages / (few.run.cpu / few.pages), 1.1)
    if few and together:
        yield Goal(f"{few.pages} editions, two workers / one, wall", together.run.wall / few.run.wall, 1 / 1.7)
