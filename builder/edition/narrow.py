"""Finds the part of an edition that an engine fails on, halving it down to one title, paragraph or block.

`check` should find every fault before an engine does. If it doesn't, the message must still name page and line.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TypeVar

from builder.course.config import NAME
from builder.course.model import Document
from builder.course.worksheets import find_sheets
from builder.edition.select import Edition, Leaf
from builder.problems import ContentError, MissingToolError, Problem, UsageError

NO_TITLE = "-"
Made = TypeVar("Made")
Attempt = Callable[[Edition, Path], object]
"""Makes an output of an edition at a path that doesn't exist yet; the result is discarded."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of a page that are tried as one; `is_head`: the title in the front matter."""

    path: PurePosixPath
    first: int
    last: int
    is_head: bool = False


def located(edition: Edition, engine: str, make: Callable[[Edition], Made], attempt: Attempt) -> Made:
    """What `make` makes of the edition. If it fails without a line, `attempt` is called with parts of the edition to find it.

    Raises ContentError; OSError, MemoryError, UsageError and MissingToolError pass through.
    """
    try:
        return make(edition)
    except ContentError as error:
        if all(problem.line or problem.code != "engine-failed" for problem in error.problems):
            raise
        raise ContentError(_placed(edition, error.problems, attempt)) from error
    except (OSError, MemoryError, UsageError, MissingToolError):
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        problem = Problem(PurePosixPath(NAME), 0, "engine-failed", {"engine": engine, "reason": reason})
        raise ContentError(_placed(edition, [problem], attempt)) from error


def told(edition: Edition, engine: str, error: Exception) -> Exception:
    """The error as a ContentError at the line on which our own renderer fails; itself, if that isn't the cause."""
    part = None if isinstance(error, ContentError) else narrow(edition, _render)
    if part is None:
        return error
    arguments = {"engine": engine, "reason": f"{type(error).__name__}: {error}"}
    return ContentError([Problem(part.path, part.first, "engine-failed", arguments)])


def _render(edition: Edition, _: Path) -> None:
    from builder.edition.render import render  # noqa: PLC0415 - takes long to load, and is for faults only
    from builder.edition.resolve import page_markdown  # noqa: PLC0415 - the same

    sheets = find_sheets(leaf.document for leaf in edition.leaves())
    for leaf in edition.leaves():
        text = page_markdown(edition, leaf, lambda *_: "", sheets)
        render(text, leaf.document.language, keys=True, trainer=True)


def _placed(edition: Edition, problems: Sequence[Problem], attempt: Attempt) -> Iterator[Problem]:
    """The problems, an engine's failures at the line that it fails on if there is just one."""
    part = narrow(edition, attempt, [problem.path for problem in problems])
    for problem in problems:
        is_lost = problem.code == "engine-failed" and not problem.line
        yield replace(problem, path=part.path, line=part.first) if part and is_lost else problem


def narrow(edition: Edition, attempt: Attempt, named: Sequence[PurePosixPath] = ()) -> Part | None:
    """The part without which the attempt succeeds; looked for on the named pages first.

    None when it fails with empty pages, too, or only with several parts together.
    """
    parts = [part for leaf in edition.leaves() for part in find_parts(leaf.document)]
    if not _works(edition, (), attempt):
        return None
    on_page = [part for part in parts if part.path in named]
    if on_page and not _works(edition, on_page, attempt):
        parts = on_page
    while len(parts) > 1:
        half = parts[: len(parts) // 2]
        parts = parts[len(half) :] if _works(edition, half, attempt) else half
    return parts[0] if parts and not _works(edition, parts, attempt) else None


def _works(edition: Edition, parts: Sequence[Part], attempt: Attempt) -> bool:
    try:
        with TemporaryDirectory(prefix="taller-") as folder:
            attempt(only(edition, parts), Path(folder) / "made")
    except UsageError:
        return True  # what was requested isn't among the parts
    except (OSError, MemoryError, MissingToolError):
        raise
    except Exception:  # noqa: BLE001 - any failure is what is looked for
        return False
    return True


def find_parts(document: Document) -> Iterator[Part]:
    """The title, then in order each block or code fence, and each run of lines between empty ones outside them."""
    head = document.meta_lines.get("title", 0)
    if head:
        yield Part(document.path, head, head, is_head=True)
    whole = sorted([(block.line, block.end) for block in document.blocks] + list(document.fences))
    number, last = 1, len(document.lines)
    while number <= last:
        end = next((end for first, end in whole if first <= number <= end), 0)
        if not end and document.lines[number - 1].strip():
            starts = {first for first, _ in whole}
            end = number
            while end < last and document.lines[end].strip() and end + 1 not in starts:
                end += 1
        if end:
            yield Part(document.path, number, end)
        number = (end or number) + 1


def only(edition: Edition, parts: Sequence[Part]) -> Edition:
    """The edition with all its pages, but nothing on them except these parts."""
    kept: dict[PurePosixPath, list[Part]] = {}
    for part in parts:
        kept.setdefault(part.path, []).append(part)

    def cut(leaf: Leaf) -> Leaf:
        return replace(leaf, document=_only(leaf.document, kept.get(leaf.document.path, ())))

    return replace(
        edition,
        home=cut(edition.home),
        modules=tuple(replace(one, page=cut(one.page), sessions=tuple(map(cut, one.sessions))) for one in edition.modules),
        cases=tuple(replace(one, page=cut(one.page)) for one in edition.cases),
        guides=tuple(replace(one, page=cut(one.page)) for one in edition.guides),
        free=tuple(map(cut, edition.free)),
        case_users={slug: [cut(leaf) for leaf in leaves] for slug, leaves in edition.case_users.items()},
    )  # fmt: skip


def _only(document: Document, parts: Sequence[Part]) -> Document:
    has_head = any(part.is_head for part in parts)
    numbers = {number for part in parts if not part.is_head for number in range(part.first, part.last + 1)}
    meta = {key: value for key, value in document.meta.items() if has_head or key not in ("title", "summary")}
    return replace(
        document,
        meta=meta if has_head else {**meta, "title": NO_TITLE},
        lines=tuple(line if number in numbers else "" for number, line in enumerate(document.lines, 1)),
        blocks=tuple(block for block in document.blocks if block.line in numbers),
        fences=tuple(fence for fence in document.fences if fence[0] in numbers),
    )
