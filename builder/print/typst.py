"""Runs Typst in a child process, each job in its own temporary folder; its messages become problems with file and line."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from builder.print.code import Origin
from builder.print.fonts import font_folders
from builder.print.typst_process import run
from builder.problems import ContentError, Problem

SECONDS = 600
MEGABYTES = 6000
"""Limit of address space; actual use is far less."""
_PLACE = re.compile(r"main\.typ:(\d+):")


class Place(NamedTuple):
    """Where an element of a book is: its name in Typst, its page (from 1), and points from the left and the top."""

    what: str
    page: int
    x: float
    y: float
    value: Any
    """A heading's level; for marks, source `path:line` and part ("open", "close") of a block kept together, or no source
    and "label" for the label of a box; for tables, columns and number of paragraphs."""


def tops_of_notes(places: Iterable[Place]) -> dict[int, float]:
    """Page -> points from the top to its first footnote."""
    tops: dict[int, float] = {}
    for place in places:
        if place.what == "entry":
            tops[place.page] = min(place.y, tops.get(place.page, place.y))
    return tops


class Anchor(NamedTuple):
    """The target of a link: its label, its page (from 1), and points from the top."""

    label: str
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Compiled:
    pdf: bytes
    places: tuple[Place, ...]
    anchors: tuple[Anchor, ...]
    settled: Mapping[str, Any]
    """The planners' final `plan`, the numbers of `pages` by label, and the digest of the `layout`; empty without planners."""

    @property
    def plan(self) -> Mapping[str, Mapping[str, Any]]:
        return dict(self.settled.get("plan", {}))


class Planning(NamedTuple):
    """What decides how a book is set differently after it was laid out."""

    planners: Sequence[Path] = ()
    """Files with a function `revised`, which in turn give the next `plan.json` for the template from where things are."""
    settled: Mapping[str, Any] = {}
    """`Compiled.settled` of a book that ought to be laid out alike, to begin with; it is checked. Empty for none."""


_NO_PLANNING = Planning()


def compile_book(
    main: str,
    template: str,
    assets: Mapping[str, bytes],
    settings: Mapping[str, str],
    timestamp: int,
    origins: Sequence[Origin],
    seconds: int = SECONDS,
    planning: Planning = _NO_PLANNING,
) -> Compiled:
    """The PDF, and where things are in it. Raises ContentError with the lines that Typst complains about."""
    with TemporaryDirectory(prefix="taller-") as name:
        folder = Path(name)
        _write(folder, main, template, assets)
        job = {
            "fonts": [str(path) for path in font_folders()],
            "settings": {**settings, **_spoken(settings.get("lang", ""))},
            "timestamp": timestamp,
            "seconds": seconds,
            "formulas": "math.equation(" in main,  # in Typst's own font for them, which is pinned with it
            "megabytes": MEGABYTES,
            "planners": [str(planner) for planner in planning.planners],
            "settled": planning.settled,
        }
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        _run(folder, origins, seconds)
        return _result(folder, origins)


def _spoken(language: str) -> dict[str, str]:
    """`pt-BR` as Typst takes it: language and country apart."""
    own, _, region = language.rpartition("-") if len(language) > 3 else (language, "", "")
    return {"lang": own.partition("-")[0], "region": region if len(region) == 2 else ""} if language else {}


def _write(folder: Path, main: str, template: str, assets: Mapping[str, bytes]) -> None:
    """Writes the files that Typst may read."""
    root = folder / "root"
    (root / "assets").mkdir(parents=True)
    (root / "main.typ").write_text(main, encoding="utf-8", newline="\n")
    for name in ("plan.json", "pages.json"):
        (root / name).write_text("{}", encoding="utf-8")
    (root / "book.typ").write_text(template, encoding="utf-8", newline="\n")
    for asset, content in assets.items():
        (root / "assets" / asset).write_bytes(content)


def _result(folder: Path, origins: Sequence[Origin]) -> Compiled:
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    problems = [problem for text in result["errors"] for problem in _problems(text, origins)]
    if problems:
        raise ContentError(problems)
    unsettled = [_unsettled(text, origins) for text in result["warnings"] if "converge" in text]
    if unsettled:
        raise ContentError(unsettled)
    places = tuple(Place(*row) for row in result["places"])
    return Compiled(
        (folder / "book.pdf").read_bytes(), places, tuple(Anchor(*row) for row in result["anchors"]), result["settled"]
    )


def _run(folder: Path, origins: Sequence[Origin], seconds: int) -> None:
    """Has a child process do the job. Raises ContentError, without a line, if it ends without a result."""
    try:
        why = run(folder, seconds)
    except TimeoutError as error:
        raise ContentError([_fault("time limit", origins, 0)]) from error
    if why:
        raise ContentError([_fault(why, origins, 0)])


def _problems(diagnostic: str, origins: Sequence[Origin]) -> list[Problem]:
    """One problem for each error in Typst's text."""
    found = []
    for part in re.split(r"(?m)^error: ", diagnostic):
        if part.strip():
            place = _PLACE.search(part)
            found.append(_fault(part.strip().splitlines()[0], origins, int(place[1]) if place else 0))
    return found


def _unsettled(text: str, origins: Sequence[Origin]) -> Problem:
    return _fault(text.strip().splitlines()[0], origins, 0)


def _fault(message: str, origins: Sequence[Origin], line: int) -> Problem:
    """A problem at the source of a generated line; mkdocs.yml at line 0 if that is unknown, so no innocent file is blamed."""
    known = [origin for origin in origins[max(0, line - 1) :: -1] if origin[0]] if line else []
    path, number = (known or [("mkdocs.yml", 0)])[0]
    return Problem(PurePosixPath(path), number, "engine-failed", {"engine": "Typst", "reason": message})
