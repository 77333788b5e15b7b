"""Rules on case stories: complete facts, sources, used somewhere."""

from collections.abc import Iterator

from builder.course.model import Course
from builder.course.reader import nearest
from builder.problems import Problem


def facts(course: Course) -> Iterator[Problem]:
    """Facts name known sectors, topics, core subjects and sources."""
    for case in course.cases:
        found = case.facts
        groups = (
            ("sectors", "sector", (found.sector,)),
            ("topics", "topics", found.topics),
            ("core-subjects", "core-subjects", found.core_subjects),
        )
        for group, key, ids in groups:
            for identifier in filter(None, ids):
                if identifier not in course.topics[group]:
                    arguments = {"value": identifier, "nearest": nearest(identifier, course.topics[group])}
                    yield Problem(
                        found.path,
                        found.lines.get(f"{key}/{identifier}", found.lines.get(key, 1)),
                        "unknown-value",
                        arguments,
                    )
        if not found.sector and not found.sources:
            continue  # the file or its keys are missing, which was reported on reading
        if not found.sources:
            yield Problem(found.path, found.lines.get("sources", 1), "case-without-source", {"name": case.slug})
        for figure in found.figures:
            if figure.source not in {**course.sources, **found.sources}:
                arguments = {
                    "id": figure.source,
                    "nearest": nearest(figure.source, {**course.sources, **found.sources}),
                }
                yield Problem(found.path, figure.source_line, "unknown-source", arguments)


def case_blocks(course: Course) -> Iterator[Problem]:
    """A `case` block points to a story that exists."""
    slugs = {case.slug for case in course.cases}
    for document in course.documents():
        for block in document.walk():
            of = block.attributes.get("of", "")
            if block.name == "case" and of and of not in slugs:
                yield Problem(document.path, block.line, "unknown-case", {"id": of, "nearest": nearest(of, slugs)})


def unused_cases(course: Course) -> Iterator[Problem]:
    """Each story is used by a session or a guide."""
    texts = []
    for document in course.documents():
        if document.kind in ("session", "guide", "module"):
            texts += [line for line in document.lines if "casestories/" in line]
            texts += [f"casestories/{b.attributes.get('of')}." for b in document.walk() if b.name == "case"]
    everything = "\n".join(texts)
    for case in course.cases:
        if f"casestories/{case.slug}." not in everything:
            yield Problem(case.facts.path, 1, "unused-case", {"name": case.slug})
