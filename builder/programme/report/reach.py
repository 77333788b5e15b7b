"""Tables of what took place, with whom, and which firms it reached."""

from collections import Counter
from collections.abc import Iterator

from builder.programme import values
from builder.programme.report.figures import Cell, Gap, Table, word
from builder.programme.report.period import Period
from builder.programme.report.protect import FEWEST, OTHERS, Group, hidden, protected
from builder.programme.rows import Firm

UNSAID = "unsaid"


def reach(period: Period) -> Iterator[Table]:
    yield _activities(period)
    yield _partners(period)
    yield from _firms(period)
    yield _sectors(period)


def _activities(period: Period) -> Table:
    events = sorted(period.events, key=lambda event: (event.first_day, event.code))
    firms = [len(period.firms_at(event.code)) for event in events]
    sexes = {trainer.code: trainer.sex for trainer in period.trainers}
    came = {one.event for one in period.there}
    rows = []
    for event, count in zip(events, hidden(firms), strict=True):
        led = {one.trainer for one in period.deliveries if one.event == event.code and one.role != "observer"}
        by_sex = Counter(sexes.get(code) for code in led)
        trainers: tuple[Cell, ...] = (by_sex["woman"], by_sex["man"]) if led else (Gap.MISSING, Gap.MISSING)
        shown = count if event.code in came else Gap.MISSING
        place = word("place", country=word_country(event.country), place=event.place or "")
        rows.append((place, event.title, event.first_day, event.last_day, *trainers, shown))
    return Table(
        "activities", tuple(rows), word("base-events", n=len(events)), ("event", "delivery", "attendance"),
        period.as_of("event", "delivery", "attendance"),
    )  # fmt: skip


def word_country(code: str) -> str:
    """A country's code, to be replaced by its name in the report's language."""
    return f"country:{code}"


def _partners(period: Period) -> Table:
    names = {partner.code: partner for partner in period.partners}
    rows = []
    for event in sorted(period.events, key=lambda event: (event.first_day, event.code)):
        here = [names[one.partner] for one in period.support if one.event == event.code]
        cells = ["; ".join(sorted(one.name for one in here if one.kind == kind)) or None for kind in values.PARTNERS]
        if here:
            place = word("event-on", country=word_country(event.country), place=event.place or "", day=event.first_day)
            rows.append((place, *cells))
    count = len({one.partner for one in period.support})
    return Table(
        "partners", tuple(rows), word("base-partners", n=count, of=len(period.events), known=len(rows)), ("partner", "support"),
        period.as_of("partner", "support"),
    )  # fmt: skip


def _firms(period: Period) -> Iterator[Table]:
    """One table by size and owner if no cell is small, otherwise two."""
    firms = list(period.reached.values())
    sizes = [size for size in (*values.SIZES, UNSAID) if any((firm.size or UNSAID) == size for firm in firms)]
    cells = {(size, owner): _count(firms, size, owner) for size in sizes for owner in (*values.OWNERS, UNSAID)}
    base, sources = word("base-firms", n=_few(len(firms))), ("firm", "person", "attendance")
    as_of = period.as_of(*sources)
    if firms and all(count == 0 or count >= FEWEST for count in cells.values()):
        rows = [(_said("size", size), *(cells[size, owner] for owner in (*values.OWNERS, UNSAID)), sum(cells[size, owner] for owner in (*values.OWNERS, UNSAID)))
                for size in sizes]  # fmt: skip
        total = tuple(sum(cells[size, owner] for size in sizes) for owner in (*values.OWNERS, UNSAID))
        yield Table("reach", (*rows, (word("all"), *total, len(firms))), base, sources, as_of)
        return
    for key, name, listed in (
        ("sizes", "size", (*values.SIZES, UNSAID)),
        ("owners", "owner", (*values.OWNERS, UNSAID)),
    ):
        groups = [Group(value, sum((getattr(firm, name) or UNSAID) == value for firm in firms)) for value in listed]
        yield Table(key, tuple(_rows(name, protected(groups), len(firms))), base, sources, as_of, chart=1)


def _count(firms: list[Firm], size: str, owner: str) -> int:
    return sum((firm.size or UNSAID) == size and (firm.owner or UNSAID) == owner for firm in firms)


def _rows(name: str, groups: list[Group] | None, total: int) -> Iterator[tuple[Cell, ...]]:
    for group in groups or ():
        yield _said(name, group.name), group.firms, *group.numbers
    yield word("all"), _few(total)


def _few(count: int) -> int | Gap:
    return count if count == 0 or count >= FEWEST else Gap.HIDDEN


def _said(name: str, value: str) -> Cell:
    return word(value) if value in (UNSAID, OTHERS) else word(f"{name}.{value}")


def _sectors(period: Period) -> Table:
    """Firms by sector, with the women and men trained; sexes are hidden if even all firms are few."""
    people = [person for person in period.people if person.code in period.trained and person.firm in period.reached]
    sector = {firm.code: firm.sector or UNSAID for firm in period.reached.values()}
    groups = []
    for name in (*values.SECTORS, UNSAID):
        here = [person for person in people if sector.get(person.firm or "") == name]
        sexes = Counter(person.sex for person in here)
        firms = sum(value == name for value in sector.values())
        rest = len(here) - sexes["woman"] - sexes["man"]
        groups.append(Group(name, firms, (rest,), (sexes["woman"], sexes["man"])))
    found = protected(groups)
    rows: list[tuple[Cell, ...]] = [
        (_said("sector", group.name), group.firms, *group.people, *group.numbers) for group in found or ()
    ]
    totals: list[Cell] = [Gap.HIDDEN] * 3
    if found:
        totals = [
            sum(group.people[0] for group in found),
            sum(group.people[1] for group in found),
            sum(group.numbers[0] for group in found),
        ]
    rows.append((word("all"), _few(len(sector)), *totals))
    without = sum(person.code in period.trained and not person.firm for person in period.people)
    notes = (word("without-firm", n=without),) if without else ()
    sources = ("firm", "person", "attendance")
    return Table(
        "sectors", tuple(rows), word("base-firms", n=_few(len(sector))), sources, period.as_of(*sources), notes, chart=1
    )
