"""Lists with 100,000 attendances, for the bench's part `record`.

500 workshops of 100 people each, from 5,000 firms, two days, in one list as spreadsheets save it; everybody is new.
"""

from pathlib import Path
from random import Random

EVENTS, PEOPLE, FIRMS, DAYS = 500, 100, 5_000, 2


def word(random: Random, length: int) -> str:
    """A random word that isn't a misspelling of any other."""
    return "".join(random.choice("bcdfghjklmnpqrstvwxz") + random.choice("aeiou") for _ in range(length)).capitalize()


def write_lists(folder: Path) -> tuple[Path, Path]:
    """Writes the lists of events and of attendances to a new folder, and returns their paths."""
    folder.mkdir()
    random = Random(1)
    firms = [f"{word(random, 5)} {word(random, 5)}" for _ in range(FIRMS)]
    events = "".join(f"E-{number:03},workshop,T,MX,2026-03-24,2026-03-25\n" for number in range(EVENTS))
    (folder / "events.csv").write_text("code,kind,title,country,first day,last day\n" + events)
    rows = (
        f"E-{number // PEOPLE:03},{word(random, 4)},{word(random, 4)} {word(random, 4)},{firms[number // 2 % FIRMS]},x,{random.choice(('x', 'no'))}\n"
        for number in range(EVENTS * PEOPLE)
    )
    (folder / "came.csv").write_text("event,Nombre,Apellidos,Empresa,Día 1,Día 2\n" + "".join(rows), encoding="utf-8")
    return folder / "events.csv", folder / "came.csv"
