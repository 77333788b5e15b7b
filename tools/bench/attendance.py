"""100,000 attendances into a new record: CPU seconds and memory of `taller record import`. The goal: 30 s and 300 MB.

    python tools/bench/attendance.py

500 workshops of 100 people each, from 5,000 firms, two days, in one list as spreadsheets save it; everybody is new.
"""

import resource
import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

EVENTS, PEOPLE, FIRMS = 500, 100, 5_000
GOAL_SECONDS, GOAL_MEGABYTES = 30, 300


def word(random: Random, length: int) -> str:
    """Letters that are no other word with a slip of the pen."""
    return "".join(random.choice("bcdfghjklmnpqrstvwxz") + random.choice("aeiou") for _ in range(length)).capitalize()


def write_lists(folder: Path) -> tuple[Path, Path]:
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


def main() -> int:
    with TemporaryDirectory() as name:
        folder = Path(name)
        lists = write_lists(folder)
        at = ("--record", str(folder / "own"))
        taller = [sys.executable, "-m", "builder", "record"]
        subprocess.run([*taller, "init", *at], check=True, capture_output=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([*taller, "import", *map(str, lists), *at], check=False, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(done.stdout + done.stderr)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    megabytes = after.ru_maxrss / 1024
    print(f"{seconds:.1f} CPU seconds (goal {GOAL_SECONDS}), {megabytes:.0f} MB (goal {GOAL_MEGABYTES})")
    return int(done.returncode or seconds > GOAL_SECONDS or megabytes > GOAL_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
