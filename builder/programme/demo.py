"""A fictional programme for trying out and testing: 3 institutions, 12 workshops, 230 firms; always the same."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from builder.programme import values
from builder.programme.keeping import Setting, Source
from builder.programme.rows import (
    Action,
    Agreement,
    Attendance,
    Delivery,
    Event,
    Expense,
    Firm,
    Institution,
    Mark,
    Measure,
    Partner,
    Person,
    Progress,
    Registration,
    Story,
    Support,
    Test,
    Trainer,
    Visit,
)  # fmt: skip
from builder.programme.staff import Coaching, Training
from builder.programme.store import FICTIONAL

SEED = 2014
LAST_ENTRY = date(2027, 2, 1)
FIRMS, WORKSHOPS = 230, 12
_PLACES = (("MX", "Puebla", "I-1"), ("CR", "Cartago", "I-2"), ("JM", "Mandeville", "I-3"))
_FIRST = (
    "Ana",
    "Juan",
    "Eva",
    "Luis",
    "Marta",
    "Pedro",
    "Rosa",
    "Carlos",
    "Lucía",
    "Jorge",
    "Elena",
    "Diego",
    "Nadia",
    "Marlon",
    "Keisha",
    "Andre",
)
_LAST = (
    "Pérez",
    "Gómez",
    "Ruiz",
    "Campbell",
    "López",
    "Sánchez",
    "Torres",
    "Brown",
    "Castro",
    "Mora",
    "Vargas",
    "Williams",
    "Solano",
    "Reyes",
)
_TRADES = ("Panadería", "Taller", "Café", "Hotel", "Imprenta", "Tienda", "Granja", "Bakery", "Carpintería", "Textiles")
_TREES = (
    "Ceiba",
    "Guanacaste",
    "Jacaranda",
    "Mahoe",
    "Ahuehuete",
    "Cenízaro",
    "Poró",
    "Lignum",
    "Encino",
    "Almendro",
    "Roble",
    "Cedro",
    "Laurel",
)
_ENDINGS = ("Alta", "Baja", "Nueva", "Vieja", "Roja", "Azul", "Verde", "Blanca", "Grande", "Chica", "Sola", "Doble", "Larga", "Corta", "Fría",
            "Clara", "Honda", "Seca")  # fmt: skip


def demo() -> list[Any]:
    """The rows of the fictional programme."""
    random = Random(SEED)  # noqa: S311 - nothing is to be kept secret
    rows: list[Any] = [*_frame(random)]
    workshops = [row for row in rows if isinstance(row, Event) and row.kind == "workshop"]
    firms = [_firm(random, number) for number in range(FIRMS)]
    rows += firms
    for number, firm in enumerate(firms):
        event = workshops[number * WORKSHOPS // FIRMS]
        rows += _people(random, firm, event, number)
        if number % 23 == 0:  # some firms send somebody to the next one, too
            rows += [Attendance(workshops[(workshops.index(event) + 1) % WORKSHOPS].code, f"D-{number:03}-0", later, present=True)
                     for later in _days(workshops[(workshops.index(event) + 1) % WORKSHOPS])]  # fmt: skip
        rows += _path(random, firm, event)
        rows += [Coaching(event.code, firm.code, f"T-{number % 8 + 1}")] if number % 10 else []
    for event in workshops:
        rows += _learning(random, event)
    tables = sorted({type(row).__name__.lower() for row in rows})
    return [*rows, Setting(FICTIONAL, "yes"), *(Source("demo", table, "demo", LAST_ENTRY, 0) for table in tables)]


def _frame(random: Random) -> Iterator[Any]:
    """Institutions, events, partners, trainers, money."""
    names = ("Cámara de Villanueva (ficticia)", "Asociación del Valle (ficticia)", "Hill Chamber (fictional)")
    for number, name in enumerate(names):
        yield Institution(f"I-{number + 1}", name, _PLACES[number][0], "host")
    for number, kind in enumerate(values.PARTNERS * 2):
        yield Partner(f"A-{number + 1}", f"Aliado {number + 1} (ficticio)", kind, _PLACES[number % 3][0])
    for number, stage in enumerate(
        ("master", "master", "trainer", "trainer", "trainer", "trainer", "co-trainer", "co-trainer", "trainee")
    ):
        country, _, institution = _PLACES[number % 3]
        yield Trainer(f"T-{number + 1}", stage, f"{_FIRST[number]} {_LAST[number]} (ficticia)", values.SEXES[number % 2], institution, country,
                      date(2025, 6, 1), date(2027, 5, 31) if stage in ("trainer", "master") else None)  # fmt: skip
    yield from _trainings()
    for number in range(WORKSHOPS):
        country, place, institution = _PLACES[number % 3]
        first = date(2026, 1, 20) + timedelta(18 * number)
        event = Event(f"{country}-2026-{number // 3 + 1:02}", "workshop", "Taller ficticio: responsabilidad en empresas pequeñas", country,
                      first, first + timedelta(1), place, institution, 12, "1")  # fmt: skip
        yield event
        yield Support(event.code, f"A-{number % 8 + 1}", "sala")
        yield Support(event.code, f"A-{(number + 3) % 8 + 1}", "dinero")
        for turn in (0, 3):
            is_observed = turn == 0 and number in (4, 5, 6, 10, 11)
            role = "observed" if is_observed else "lead" if turn == 0 else "co-delivery"
            level = 3 if is_observed else None
            yield Delivery(event.code, f"T-{(number + turn) % 8 + 1}", role, 7, level, first + timedelta(25))
        yield Expense(event.code, "room", "USD", 1000, 900 + random.randint(0, 300), 200)
        yield Expense(event.code, "people", "USD", 2400, 2400, None)
    for number, (kind, title) in enumerate(
        (("dialogue-parties", "Diálogo ficticio"), ("dialogue-legislators", "Fictional dialogue"))
    ):
        country, place, institution = _PLACES[number]
        day = date(2026, 9, 10 + number)
        yield Event(f"{country}-2026-D{number + 1}", kind, title, country, day, day, place, institution)
        yield Agreement(f"AC-{number + 1}", f"{country}-2026-D{number + 1}", "Comprar a empresas pequeñas en lotes pequeños (ficticio)", "Aliado 1",
                        date(2026, 12, 10), ("kept", "open")[number], date(2026, 10, 12))  # fmt: skip


def _trainings() -> Iterator[Any]:
    """A training of trainers in the year before; one trainee hasn't passed the teach-back."""
    first = date(2025, 12, 8)
    yield Event(
        "MX-2025-F1",
        "training",
        "Formación ficticia de formadores",
        "MX",
        first,
        first + timedelta(2),
        "Puebla",
        "I-1",
        18,
        "1",
    )
    for number in range(3, 10):
        shown = "not-yet" if number == 9 else "again" if number == 8 else "passed"
        yield Training("MX-2025-F1", f"T-{number}", 3 if number < 9 else 2, 10 - number % 3, 10, shown)


def _firm(random: Random, number: int) -> Firm:
    country, place, institution = _PLACES[(number * WORKSHOPS // FIRMS) % 3]
    women, men = random.randint(0, 18), random.randint(0, 22)
    size = "micro" if women + men < 10 else "small"
    name = f"{_TRADES[number % 10]} {_TREES[number % 13]} {_ENDINGS[number % 18]} (ficticia)"
    sector = random.choices(values.SECTORS[:12], range(12, 0, -1))[0]
    owner = random.choices((*values.OWNERS, None), (5, 6, 3, 1))[0]
    return Firm(
        f"E-{number + 1:03}",
        name,
        country,
        place,
        sector,
        size if number % 29 else "medium",
        owner,
        women,
        men,
        institution,
    )


def _people(random: Random, firm: Firm, event: Event, number: int) -> Iterator[Any]:
    for place in range(2):
        sex = random.choices(("woman", "man", None), (10, 9, 1))[0]
        name = f"{random.choice(_FIRST)} {random.choice(_LAST)} {random.choice(_LAST)} {_ENDINGS[number % 18]}-{number + 1}{'ab'[place]}"
        person = Person(f"D-{number:03}-{place}", firm.code, name, sex)
        yield person
        yield Registration(event.code, person.code, event.first_day - timedelta(20), random.choice(values.ANSWERS))
        for turn, day in enumerate(_days(event)):
            yield Attendance(event.code, person.code, day, random.random() > 0.06 * (turn + place))


def _days(event: Event) -> list[date]:
    return [event.first_day, event.last_day]


def _path(random: Random, firm: Firm, event: Event) -> Iterator[Any]:
    """What a firm planned, and what came of it."""
    if random.random() < 0.08:
        return
    kinds = random.sample(values.ACTIONS[:10], 3)
    for number, kind in enumerate(kinds, 1):
        has_baseline = random.random() > 0.2
        yield Action(event.code, firm.code, number, "acción ficticia", kind, "gerencia", None, event.last_day + timedelta(120), "indicador", "kg",
                     float(random.randint(5, 90)) if has_baseline else None, event.last_day if has_baseline else None, None)  # fmt: skip
    for month in values.MONTHS:
        reached = random.random() > 0.04 * month
        saved = float(random.randint(10, 400)) if month == 6 and reached and random.random() > 0.5 else None
        yield Visit(event.code, firm.code, month, reached, event.last_day + timedelta(30 * month), random.choice(values.HOW), "colleague",
                    random.choice(values.PARTS) if reached and month > 1 else None, "USD" if saved else None, None, saved,
                    random.choice(values.EVIDENCE) if saved else None)  # fmt: skip
        if reached:
            yield from _progress(random, firm, event, month)
    if random.random() < 0.1:
        yield Story(
            f"H-{firm.code}", random.choice(values.STORIES), firm.code, event.code, "historia ficticia", event.last_day
        )


def _progress(random: Random, firm: Firm, event: Event, month: int) -> Iterator[Any]:
    weights = {1: (5, 5, 0, 1, 0), 3: (2, 6, 2, 1, 1), 6: (1, 3, 6, 1, 1)}[month]
    for number in (1, 2, 3):
        state = random.choices(values.STATES, weights)[0]
        evidence = random.choice(values.EVIDENCE) if state != "not-begun" else None
        yield Progress(event.code, firm.code, month, number, state, float(random.randint(1, 80)), evidence)
    if month == 6 and random.random() < 0.4:
        start = random.randint(200, 4000)
        yield Measure(
            event.code,
            firm.code,
            6,
            "electricity",
            start,
            None,
            round(start * random.uniform(0.7, 1.05)),
            None,
            "paper",
        )


def _learning(random: Random, event: Event) -> Iterator[Any]:
    for number in range(34):
        code, form = (
            f"{'ABCDEFGHJK'[number % 10]}{'LMNPQRSTUV'[number // 10]}{random.randint(10, 99)}",
            "AB"[number % 2],
        )
        before = random.randint(3, 12)
        yield Test(event.code, code, "before", form, before, 15, "1")
        if random.random() > 0.12:
            yield Test(
                event.code, code, "after", "BA"[number % 2], min(15, max(0, before + random.randint(-1, 6))), 15, "1"
            )
    for statement in values.STATEMENTS:
        low = random.randint(0, 2)
        yield Mark(event.code, statement, low, random.randint(0, 3), random.randint(8, 14), random.randint(10, 16))
