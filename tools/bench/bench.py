"""`make bench`: the builder beside plain MkDocs and mkdocs-to-pdf, on the same pages, in one run.

    python tools/bench/bench.py [--only NAME]... [--quick] [--json FILE] [--course DIR]

    plain    plain `mkdocs build` of the participant sites (Material, default options, no post steps)
    build    our whole build: cold, nothing changed, one session edited, one trainer note edited; our sites alone
    to-pdf   mkdocs + mkdocs-to-pdf (WeasyPrint) making the participant PDF of each language, one after the other; before,
             between and after them our participant workbooks of all languages
    packages all packages for platforms, telephones and Word, of all languages, by a build that has the editions; SCORM alone
    record   `taller record import` of 100,000 attendances into a new record, the same files again, and the report on them
    phone    how long a slow phone waits for pages of our participant site in each language, beside plain Material without its web font
    editions another edition of the course beside its base, ten and fifty small ones by one process, the ten by two
    growth   load and check, one site, the module books one by one, at 1x, 10x and 30x the course (--quick: 1x)

All on copies in a temporary folder, the builder's own files included. CPU seconds and ratios count: wall times say little on a busy machine. Memory is
that of the largest process. mkdocs-to-pdf gets a virtual environment of its own (.build/bench-venv, made here) and needs
Debian's libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0.
Exit status: 0 done (goals met or not), 1 a command of ours failed, 3 a needed program is missing.
"""

import argparse
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import peer
from attendance import DAYS, EVENTS, PEOPLE, write_lists
from editions import write_editions
from measure import Run, add, mean, run
from report import Found, Row, find_goals, table

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
NAMES = ("plain", "phone", "build", "packages", "record", "to-pdf", "editions", "growth")
PHONE_PAGES = ("index.html", "cases/index.html", "glossary.html")
"""Pages that every course has; the first session is added to them."""
FACTORS = (1, 10, 30)
FEW, MANY = 10, 50
"""Small editions."""
QUICK = (2, 4, ("--output", "site", "--output", "slides", "--output", "questions"))
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
_NOTE_END = re.compile(r"^( *):::+ */trainer", re.MULTILINE)


class Bench:
    """The runs of one invocation: where they work and what they found."""

    def __init__(self, course: Path, folder: Path) -> None:
        self.folder = folder
        self.course = folder / "course"
        self.found = Found()
        self.worst_book: dict[str, float] = {}
        # A copy of the builder, too: an edit while the bench runs would change the digests of all outputs.
        shutil.copytree(ROOT / "builder", folder / "builder", ignore=shutil.ignore_patterns("__pycache__"))
        # Byte code is kept, as on any machine; the peer's was compiled on installation.
        self.environment = {**QUIET, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": ""}
        self.script("grow.py", course, self.course, 1)

    # -- commands

    def run(self, command: Sequence[str | Path]) -> Run:
        return run(command, self.folder, self.environment)

    def script(self, name: str, *arguments: object) -> Run:
        """Runs a script of this folder; ends the bench if it fails, as later results would be meaningless."""
        done = self.run([sys.executable, HERE / name, *map(str, arguments)])
        if done.code:
            sys.exit(f"tools/bench/{name}: {done.last_words()}")
        return done

    def taller(self, *arguments: str, course: Path | None = None) -> Run:
        return self.run([sys.executable, "-m", "builder", "-C", course or self.course, *arguments])

    def mkdocs(self, python: Path, config: Path, site: Path) -> Run:
        command: list[str | Path] = [python, "-m", "mkdocs", "build", "--quiet"]
        return self.run([*command, "--config-file", config, "--site-dir", site])

    def note(self, name: str, what: str, done: Run, pages: int = 0, note: str = "") -> None:
        self.found.rows.append(Row(name, what, done, pages, note))
        state = f"failed: {done.last_words()}" if done.code else f"{done.cpu:.1f} CPU s"
        print(f"  {what}: {state}", file=sys.stderr, flush=True)

    def pages(self, files: Sequence[Path]) -> int:
        return sum(json.loads(self.script("steps.py", "pages", *files).output)) if files else 0

    # -- what is timed

    def stage(self) -> list[Path]:
        """The folders with the participant sites' sources, one for each language."""
        target = self.folder / "stage"
        if not target.exists():
            self.script("steps.py", "stage", self.course, target)
        return sorted(path for path in target.iterdir() if path.is_dir())

    def plain(self) -> None:
        runs = [
            self.mkdocs(Path(sys.executable), folder / "plain.yml", self.folder / "plain" / folder.name)
            for folder in self.stage()
        ]
        pages = sum(len(list((folder / "docs").rglob("*.md"))) for folder in self.stage())
        self.note("plain", "plain mkdocs build, participant sites", add(runs), pages)

    def phone(self) -> None:
        """Builds both sites of each language, then measures them in turn."""
        self.found.phone = {}
        for folder in self.stage():
            self.found.phone |= self.visits(folder)

    def visits(self, folder: Path) -> dict[str, float]:
        """How long a phone waits for our pages of one language, by metric, relative to plain Material."""
        ours, theirs = (self.folder / "phone" / folder.name / name for name in ("ours", "theirs"))
        for name, target in (("phone.yml", theirs), ("mkdocs.yml", ours)):
            self.mkdocs(Path(sys.executable), folder / name, target)
        self.script("steps.py", "finish", ours)
        session = min(
            path.relative_to(ours).as_posix() for path in ours.glob("modules/*/*.html") if path.stem != "index"
        )
        visits = json.loads(self.script("phone.py", ours, theirs, *PHONE_PAGES, session).output)
        return {
            f"{folder.name}, {network}, {page}: {what}": pair["ours"][place] / pair["theirs"][place]
            for network, pages in visits.items()
            for page, pair in pages.items()
            for place, what in ((0, "largest paint"), (2, "load"))
        }

    def alone(self, *chosen: str) -> Run:
        """Builds this and nothing else; the leak gate would also read what was built earlier."""
        for name in ("dist", ".build"):
            shutil.rmtree(self.course / name, ignore_errors=True)
        return self.taller("build", *chosen)

    def build(self) -> None:
        self.note("build-cold", "our whole build, cold", self.taller("build", "--force"))
        again = self.taller("build")
        self.note("build-unchanged", "again, nothing changed", again, note=_made(again))
        session = _session_with_note(self.course)
        text = session.read_text(encoding="utf-8")
        session.write_text(text + "\nHere the bench adds a sentence for everybody.\n", encoding="utf-8")
        edited = self.taller("build")
        self.note("build-session", "again, one English session edited", edited, note=_made(edited))
        text = session.read_text(encoding="utf-8")
        sentence = r"\n\1Here the bench adds a sentence for trainers.\n\g<0>"
        session.write_text(_NOTE_END.sub(sentence, text, count=1), encoding="utf-8")
        edited = self.taller("build")
        self.note("build-note", "again, one trainer note edited", edited, note=_made(edited))
        main = self.alone("--output", "site", "--output", "workbook")
        self.note("our-main", "our sites and three workbooks, all languages", main)
        sites = self.alone("--audience", "participant", "--output", "site")
        self.note("our-sites", "our participant sites alone", sites)

    def packages(self) -> None:
        """Times all packages beside a build with the editions, all SCORM packages, and the first module's with its size."""
        started = self.script("steps.py", "packages", self.course, self.folder / "packages")
        row = json.loads(started.output)
        made = replace(started, cpu=row["made"])
        self.note("packages", f"all packages ({row['files']}), beside the editions", made)
        self.note("packages-gate", "the leak gate's reading of them", replace(started, cpu=row["read"]))
        self.found.module = (row["each"], row["largest"])
        self.note("scorm", "our SCORM packages, all languages", self.alone("--output", "scorm"))
        slug = min((self.course / "modules").iterdir()).name.partition("-")[2]
        module = self.alone("--output", "scorm", "--only-module", slug, "--lms", "moodle", "--language", "en")
        sizes = [file.stat().st_size for file in (self.course / "dist/trainer/downloads").glob("*.zip")]
        self.note("scorm-module", "one module as SCORM 1.2", module, note=f"{sum(sizes) / 1000:.0f} kB")

    def record(self) -> None:
        """The programme's record, in SQLite."""
        lists, at = write_lists(self.folder / "lists"), ("--record", str(self.folder / "own"))
        self.taller("record", "init", *at)
        count = f"{EVENTS * PEOPLE * DAYS:,} attendances"
        self.note("record", f"{count} into a new record", self.taller("record", "import", *map(str, lists), *at))
        self.note("record-again", "the same files again", self.taller("record", "import", *map(str, lists), *at))
        dates = ("--from", "2026-01-01", "--to", "2026-12-31", "--output", str(self.folder))
        self.note("record-report", "the report on them, three files", self.taller("report", *at, *dates))

    def to_pdf(self) -> None:
        """Runs theirs and ours in turn, since a machine's speed changes from minute to minute."""
        target = self.folder / "to-pdf"
        chosen = ("--audience", "participant", "--output", "workbook")
        theirs, ours = [], [self.alone(*chosen)]
        for folder in self.stage():
            theirs.append(self.mkdocs(peer.PYTHON, folder / "to-pdf.yml", target / folder.name))
            ours.append(self.alone(*chosen))
        whole, books = add(theirs), mean(ours)
        files = sorted((self.course / "dist" / "participant" / "downloads").glob("participant-workbook*.pdf"))
        name = f"our participant workbooks alone, mean of {len(ours)}"
        self.note("our-workbooks", name, books, 0 if books.code else self.pages(files))
        pages = 0 if whole.code else self.pages(sorted(target.glob("*/book.pdf")))
        self.note("to-pdf", "mkdocs-to-pdf, participant PDFs", whole, pages)

    def editions(self, few: int, many: int, outputs: Sequence[str] = ()) -> None:
        """Times an edition with its own name, colour and two pages, and small ones that only build question banks.

        `few`, `many`: how many small ones; `outputs`: of the course and the edition beside it, all if empty.
        """
        cache, chosen = ("--cache", str(self.folder / "cache"), *outputs), ("--output", "questions")
        base = self.fleet(write_editions(self.course, self.folder / "base", 1), *cache)
        self.note("edition-base", "the course as the first edition of a fleet", base)
        two = sorted(self.course.glob("modules/*/module.en.md"))[:2]
        own = write_editions(self.course, self.folder / "own", 1, "#00543d", two)
        self.note("edition-beside", "an edition beside it: name, colour, two pages", self.fleet(own, *cache))
        for name, count, workers in (("few", few, 1), ("together", few, 2), ("many", many, 1)):
            folder = write_editions(self.course, self.folder / f"small-{name}", count)
            done = self.fleet(folder, *chosen, "--workers", str(workers))
            self.note(f"small-{name}", f"{count} small editions, workers: {workers}", done, count)

    def fleet(self, folder: Path, *options: str) -> Run:
        return self.run([sys.executable, "-m", "builder", "fleet", "build", folder, *options])

    def growth(self, factors: Sequence[int]) -> None:
        for factor in factors:
            course = self.folder / f"course-{factor}x"
            facts = json.loads(self.script("grow.py", self.course, course, factor).output)
            pages, language = facts["pages"], facts["languages"][0]
            self.note(f"check-{factor}x", f"load and check, {factor}x", self.taller("check", course=course), pages)
            chosen = ("--output", "site", "--audience", "participant", "--language", language)
            site = self.taller("build", "--force", *chosen, course=course)
            self.note(f"site-{factor}x", f"one participant site, {factor}x", site, _count_pages(course, language))
            self.books(course, factor)

    def books(self, course: Path, factor: int) -> None:
        """The module books; their times are without loading the course, which `check` shows."""
        target = self.folder / f"books-{factor}x"
        rows = [json.loads(line) for line in self.script("steps.py", "books", course, target).output.splitlines()]
        wall, cpu = (sum(row[key] for row in rows) for key in ("wall", "cpu"))
        total = Run(wall, cpu, max(row["peak"] for row in rows))
        self.worst_book[f"{factor}x"] = max(row["peak"] - 150 - 3 * row["pages"] for row in rows)
        pages = sum(row["pages"] for row in rows)
        self.note(f"books-{factor}x", f"module books one by one, {factor}x", total, pages, f"{len(rows)} books")


def _session_with_note(course: Path) -> Path:
    """The first English session that has a trainer note; exits if there is none."""
    for path in sorted(course.glob("modules/*/*.en.md")):
        if path.name != "module.en.md" and _NOTE_END.search(path.read_text(encoding="utf-8")):
            return path
    sys.exit("the course has no English session with a trainer note")


def _count_pages(course: Path, language: str) -> int:
    """The number of pages on a participant site that authors wrote."""
    folders = ("modules/*", "casestories")
    return sum(len(list(course.glob(f"{folder}/*.{language}.md"))) for folder in folders)


def _made(done: Run) -> str:
    """The number of outputs remade, by audience."""
    names = re.findall(r"^made .* dist/([a-z]+)/", done.output, re.MULTILINE)
    if done.code:
        return ""
    counts = [f"{names.count(name)} {name}" for name in ("participant", "solutions", "trainer") if name in names]
    return "made: " + (", ".join(counts) or "nothing")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=NAMES, help="only this part; can be repeated")
    parser.add_argument("--quick", action="store_true", help="growth at 1x only, few editions of few outputs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE, too")
    parser.add_argument("--course", type=Path, metavar="DIR", default=ROOT, help="another course")
    return parser.parse_args()


def main() -> int:
    chosen = _arguments()
    parts = chosen.only or NAMES
    if "to-pdf" in parts:
        peer.install()
        missing = peer.missing_tool()
        if missing:
            print(missing, file=sys.stderr)
            return 3
    with TemporaryDirectory(prefix="taller-bench-") as name:
        bench = Bench(chosen.course.resolve(), Path(name))
        bench_parts: dict[str, Callable[[], None]] = {
            "plain": bench.plain,
            "phone": bench.phone,
            "build": bench.build,
            "packages": bench.packages,
            "record": bench.record,
            "to-pdf": bench.to_pdf,
            "editions": lambda: bench.editions(*(QUICK if chosen.quick else (FEW, MANY))),
            "growth": lambda: bench.growth(FACTORS[:1] if chosen.quick else FACTORS),
        }
        # `plain` and `to-pdf` stage the unchanged course, which `build` edits: so it is staged first.
        bench.stage()
        for part in NAMES:
            if part in parts:
                bench_parts[part]()
    found = bench.found
    found.goals = list(find_goals(found, bench.worst_book))
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores; ratios are to our whole build, cold")
    print("\n".join(table(found)))
    if chosen.json:
        chosen.json.write_text(json.dumps(found.as_json(), indent=1) + "\n", encoding="utf-8")
    return 1 if any(row.run.code for row in found.rows if row.name != "to-pdf") else 0


if __name__ == "__main__":
    sys.exit(main())
