"""Runs Typst on one folder after another, alone in a process with limits. Started as a script by `typst_process`; imports nothing of ours.

Each line of its input is a folder in JSON, which holds job.json; the answer is book.pdf and result.json there, and then a line: "next", or "last"
before it ends itself. Nothing outside the folder, the planners and the fonts is read.
"""

import gc
import json
import os
import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import typst

PLACES = """(places: query(
  selector(heading).or(par).or(list).or(enum).or(table).or(image).or(outline).or(footnote.entry).or(<mark>)
).map(it => {
  let place = it.location().position()
  let what = it.func()
  let value = if what == heading { it.level } else if what == metadata { it.value } else if what == table {
    (it.columns.map(repr), query(selector(par).within(it.location())).len())
  }
  (repr(what), place.page, place.x / 1pt, place.y / 1pt, value)
}), anchors: query(selector(heading).or(metadata)).filter(it => it.has("label") and it.label != <mark>).map(it => {
  let place = it.location().position()
  (str(it.label), place.page, place.y / 1pt)
}))"""
"""Typst query: where things are, in reading order, and the targets of links."""

MARKS = """(places: query(<mark>).map(it => {
  let place = it.location().position()
  ("metadata", place.page, place.x / 1pt, place.y / 1pt, it.value)
}), anchors: query(metadata).filter(it => it.has("label") and str(it.label).contains("leaf:")).map(it => {
  let place = it.location().position()
  (str(it.label), place.page, place.y / 1pt)
}), pages: query(selector(heading).or(metadata)).filter(it => it.has("label") and it.label != <mark>).map(
  it => (str(it.label), it.location().page())
).to-dict(), links: query(link).filter(it => type(it.dest) == str and it.dest.starts-with("to:")).len())"""
"""Typst query: only the positions that a planner needs, the pages of all targets of links, and the number of links to them."""
ROUNDS = 16
"""The most layouts to plan with. Each after the first takes a tenth to a half of its time, since Typst caches what is unchanged."""
NUMBERINGS = 4
"""The most layouts after those until the numbers of pages are right."""
UNSETTLED = "numbers of pages did not converge"


FULL = 150
"""Megabytes with which this process takes no other job: what Typst remembers grows with each."""


def serve() -> None:
    gc.disable()  # nothing here has cycles, and lists of thousands of places are looked through again and again
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    for line in sys.stdin:
        run(Path(json.loads(line)))
        if used() > FULL:
            answers.write(b"last\n")
            return
        answers.write(b"next\n")


def limit(seconds: int, megabytes: int) -> None:
    """Time and memory limits for a job where the system has them."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:  # Windows: the caller's time limit has to do
        return
    so_far = resource.getrusage(resource.RUSAGE_SELF)
    for what, most in (
        (resource.RLIMIT_CPU, int(so_far.ru_utime + so_far.ru_stime) + 1 + seconds), (resource.RLIMIT_AS, megabytes * 1024 * 1024),
    ):  # fmt: skip
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def used() -> float:
    """The memory of this process in MB; endless where the system doesn't say, so that it has one job."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, AttributeError):
        return float("inf")


@cache
def fonts_in(folders: tuple[str, ...], *, own: bool) -> typst.Fonts:
    """The fonts of these folders, and Typst's `own`."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=own, font_paths=list(folders))


@cache
def planner(path: str) -> Callable[..., dict[str, Any]]:
    """The function `revised` of a file, which may import its neighbours, but no package of ours as a whole: these stay empty."""
    folder, names = Path(path).parent, [Path(path).stem]
    while (folder / "__init__.py").is_file():
        names.insert(0, folder.name)
        folder = folder.parent
    for count in range(1, len(names)):
        package = ModuleType(".".join(names[:count]))
        package.__path__ = [str(folder.joinpath(*names[:count]))]
        sys.modules.setdefault(package.__name__, package)
    return import_module(".".join(names)).revised  # type: ignore[no-any-return]


def run(folder: Path) -> None:
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    limit(job["seconds"], job["megabytes"])
    fonts = fonts_in(tuple(job["fonts"]), own=job["formulas"])
    root = folder / "root"
    compiler = typst.Compiler(
        input=root / "main.typ", root=root, font_paths=fonts, sys_inputs=job["settings"],
        package_path=folder / "none", package_cache_path=folder / "none",
    )  # fmt: skip
    result: dict[str, Any] = {"errors": [], "warnings": [], "places": [], "anchors": [], "settled": {}}
    is_settled = True
    try:
        if job["planners"]:
            result["settled"] = repeat(compiler, root, job["settled"]) or settle(compiler, root, job)
            is_settled = bool(result["settled"]["layout"])
        _, warnings = compiler.compile_with_warnings(
            output=str(folder / "book.pdf"), format="pdf", pdf_standards=["ua-1"], timestamp=job["timestamp"]
        )
        result["warnings"] = [warning.diagnostic or warning.message for warning in warnings]
        if not is_settled:
            result["warnings"] = [UNSETTLED]
        result |= seen(compiler, PLACES)
    except typst.TypstError as error:
        result["errors"] = [error.diagnostic or error.message]
    (folder / "result.json").write_text(json.dumps(result), encoding="utf-8")


def seen(compiler: typst.Compiler, asked: str) -> dict[str, Any]:
    """The places and anchors that a query finds."""
    found = compiler.eval(asked)
    return dict(json.loads(found) if isinstance(found, (str, bytes)) else found)


def repeat(compiler: typst.Compiler, root: Path, settled: dict[str, Any]) -> dict[str, Any]:
    """Lays the book out as one that differs in nothing that was planned, only in the institution's name or colour.

    Empty, and as if nothing had been tried, when there is no such book or something stands elsewhere than in it.
    """
    if not settled:
        return {}
    set_to(root, settled["plan"], settled["pages"])
    try:
        found = seen(compiler, MARKS)
        if digest(found) == settled["layout"] and found["pages"] == settled["pages"]:
            return settled
    except RuntimeError:  # from `eval`: `settle` meets it again
        pass
    set_to(root, {}, {})
    return {}


def settle(compiler: typst.Compiler, root: Path, job: dict[str, Any]) -> dict[str, Any]:
    """The last plan, the numbers of pages, and the digest of the layout, empty if these numbers don't fit it: it is laid out
    until nothing changes.

    Typst's errors are reported when it makes the PDF.
    """
    planners = [planner(path) for path in job["planners"]]
    page = {name: float(job["settings"][name]) for name in ("top", "height")}
    plan: dict[str, Any] = {}
    pages: dict[str, int] = {}
    for number in range(ROUNDS + NUMBERINGS):
        try:
            found = seen(compiler, MARKS)
        except RuntimeError:  # from `eval`, which doesn't say where
            return {"plan": plan, "pages": pages, "layout": "unknown"}
        better = plan
        for revised in planners if number < ROUNDS else ():
            better = revised(found["places"], found["anchors"], better, page)
        if better == plan and (pages == found["pages"] or not found["links"]):
            return {"plan": plan, "pages": pages, "layout": digest(found)}
        if better == plan:
            pages = found["pages"]
        plan = better
        set_to(root, plan, pages)
    return {"plan": plan, "pages": pages, "layout": ""}


def set_to(root: Path, plan: dict[str, Any], pages: dict[str, int]) -> None:
    """Writes what the template reads: the plan and the numbers of pages."""
    for name, facts in (("plan", plan), ("pages", pages)):
        (root / f"{name}.json").write_text(json.dumps(facts, sort_keys=True), encoding="utf-8")


def digest(found: dict[str, Any]) -> str:
    """Equal for layouts in which all that a planner looks at is in the same places."""
    return sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


if __name__ == "__main__":
    serve()
