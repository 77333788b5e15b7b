"""The content rules: each a small function `Course -> problems`, all in one list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from builder.check import (
    abbreviations,
    agenda,
    ages,
    banks,
    cases,
    dialects,
    downloads,
    figures,
    formulas,
    lengths,
    links,
    notes,
    pictures,
    plain,
    programme,
    quizzes,
    records,
    renames,
    shape,
    slides,
    structure,
    style,
    text,
    themes,
    translation,
    worksheets,
)
from builder.course.load import load_course
from builder.course.model import Course
from builder.problems import ContentError, Problem

Rule = Callable[[Course], Iterable[Problem]]
RULES: tuple[Rule, ...] = (
    structure.attributes,
    structure.addresses,
    renames.old_names,
    structure.ids,
    structure.headings,
    structure.objectives,
    structure.stated_minutes,
    structure.guides,
    structure.materials,
    shape.shapes,
    text.definitions,
    abbreviations.abbreviations,
    dialects.marks,
    plain.plain_texts,
    text.raw_html,
    text.glyphs,
    style.avoided_words,
    links.readable,
    links.targets,
    downloads.files,
    links.terms_and_sources,
    links.uncited_sources,
    pictures.shown_pictures,
    pictures.picture_files,
    notes.glanced_at,
    formulas.settable,
    figures.shown,
    figures.named,
    slides.readable,
    worksheets.fields,
    worksheets.carried_values,
    worksheets.examples,
    records.columns,
    records.plan_sheets,
    records.course_id,
    records.site_address,
    quizzes.quizzes,
    quizzes.guessable,
    banks.question_banks,
    lengths.names,
    lengths.titles,
    cases.facts,
    themes.known,
    cases.case_blocks,
    cases.unused_cases,
    agenda.agendas,
    programme.names,
    programme.sources,
    translation.parity,
    translation.missing,
    translation.stale,
    translation.from_the_right,
    ages.checked,
)


NO_REASON = frozenset(
    {"missing-glyph", "control-character", "marks-in-plain", "raw-html", "unknown-mark", "lone-mark", "missing-alt", "bad-month"}
)  # fmt: skip
"""Errors that don't make a page differ from its translation."""


def check_course(course: Course, found: Iterable[Problem] = ()) -> list[Problem]:
    """All problems of the course and those `found` on reading it, by file and line, placed where authors find them."""
    problems = sorted({*found, *(problem for rule in RULES for problem in rule(course))})
    faulty = {one.path for one in problems if not (one.is_warning or one.code in NO_REASON or one.code == _ECHO)}
    places = course.config.places
    kept = (one for one in problems if one.code != _ECHO or not faulty & {one.path, _counterpart(one)})
    return places.all(one for one in kept if one.code not in _IDLE or not places.is_below(one))


_IDLE = frozenset({"uncited-source", "unused-case"})
"""Warnings that don't count in an edition's base: the edition may leave out or replace the pages that used the source
or case.
"""
_ECHO = "translation-differs"


def _counterpart(problem: Problem) -> PurePosixPath:
    """The page that a translation was compared with."""
    return problem.path.with_name(str(problem.arguments["other"]).rpartition(":")[0])


def checked_course(root: Path, outputs: Sequence[str] = ()) -> Course:
    """The course in `root`; raises ContentError when it has errors (warnings don't count).

    `outputs`: those asked for; what they need is checked like what those of the settings need.
    """
    course, problems = load_course(root)
    config = course.config
    asked = replace(config, outputs=(*config.outputs, *outputs) if config.outputs else ())
    found = check_course(replace(course, config=asked), problems)
    errors = [problem for problem in found if not problem.is_warning]
    if errors:
        raise ContentError(errors)
    return course
