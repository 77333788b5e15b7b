"""Rules on the programme's tables: everything they refer to exists."""

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from builder.course.model import Course
from builder.course.programme import Activity
from builder.course.reader import nearest
from builder.problems import Problem


def names(course: Course) -> Iterator[Problem]:
    """Kinds, roles, partners and pages that the tables name exist."""
    programme = course.programme
    for kind in programme.dialogues:
        yield from _known(programme.path, programme.lines.get("dialogues", 1), kind, programme.kinds)
    for activity in programme.activities:
        line = activity.lines.get("kind", activity.line)
        yield from _known(programme.path, line, activity.kind, programme.kinds)
        yield from _taking_part(course, activity)
    if programme.community:
        keys = [page.key for page in course.pages() if page.kind != "guide"]
        for one in programme.community.knowledge:
            yield from _known(programme.community.path, one.line, one.page, keys)


def sources(course: Course) -> Iterator[Problem]:
    """Every source that the tables name is in `reference/sources.yml`."""
    programme = course.programme
    named = [(programme.path, one.line, one.source) for one in programme.reached]
    named += [(programme.path, one.lines.get("source", one.line), one.source) for one in programme.activities]
    named += [(programme.partners_path, one.line, one.source) for one in programme.partners.values()]
    for path, line, source in named:
        if source and source not in course.sources:
            yield Problem(path, line, "unknown-source", {"id": source, "nearest": nearest(source, course.sources)})


def _taking_part(course: Course, activity: Activity) -> Iterator[Problem]:
    programme = course.programme
    for role, ids in activity.partners.items():
        yield from _known(programme.path, activity.lines[f"partners/{role}"], role, programme.roles)
        for partner in ids:
            line = activity.lines.get(f"partners/{role}/{partner}", activity.line)
            yield from _known(programme.path, line, partner, programme.partners)


def _known(path: PurePosixPath, line: int, value: str, known: Collection[str]) -> Iterator[Problem]:
    if value and value not in known:
        yield Problem(path, line, "unknown-value", {"value": value, "nearest": nearest(value, known)})
