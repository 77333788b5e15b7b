"""Tables of what firms planned, what they did, and what came of it."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator

from builder.programme import values
from builder.programme.report.figures import Cell, Gap, Table, word
from builder.programme.report.period import Period
from builder.programme.report.protect import FEWEST, OTHERS, Group, hidden, is_one_firms, nested, protected
from builder.programme.rows import Action, Progress

UNSAID = "unsaid"
BEGUN, DONE, LEFT = ("begun", "done"), ("done",), ("changed", "given-up")


def change(period: Period) -> Iterator[Table]:
    yield _plans(period)
    yield _follow_up(period)
    yield _actions(period)
    yield _evidence(period)
    yield _measures(period)
    yield _savings(period)
    yield _part(period)


def _plans(period: Period) -> Table:
    """Plans with three actions or more; whole ones state for each action who, by when, and a baseline."""
    plans: dict[tuple[str, str], list[Action]] = defaultdict(list)
    for action in period.actions:
        plans[action.event, action.firm].append(action)
    three = [plan for plan in plans.values() if len(plan) > 2]
    whole = [plan for plan in three if all(one.owner and one.due and one.baseline is not None for one in plan)]
    reached, *shown = nested([len(period.reached), len(plans), len(three), len(whole)])
    names = ("plans-made", "plans-three", "plans-whole")
    rows: list[tuple[Cell, ...]] = [(word(name), count) for name, count in zip(names, shown, strict=True)]
    base = word("base-firms-at-workshops", n=reached)
    return Table("plans", tuple(rows), base, ("action",), period.as_of("action"))


def _few(count: int) -> int | Gap:
    return count if count == 0 or count >= FEWEST else Gap.HIDDEN


def _follow_up(period: Period) -> Table:
    """Firms asked in each month, and those that couldn't be reached."""
    planned = {(action.event, action.firm) for action in period.actions}
    rows: list[tuple[Cell, ...]] = []
    for month in values.MONTHS:
        asked = {(visit.event, visit.firm): visit.reached for visit in period.visits if visit.month == month}
        reached = sum(is_reached for plan, is_reached in asked.items() if plan in planned)
        lost = sum(not is_reached for plan, is_reached in asked.items() if plan in planned)
        counts = (reached, lost, len(planned) - reached - lost)
        shown = hidden(counts) if len(planned) >= FEWEST else [Gap.HIDDEN] * 3
        rows.append((month, *shown, _plans_known(period, len(planned))))
    return Table(
        "follow-up",
        tuple(rows),
        word("base-plans", n=_plans_known(period, len(planned))),
        ("visit", "action"),
        period.as_of("visit"),
        chart=0,
    )


def _plans_known(period: Period, count: int) -> int | Gap:
    """The number of plans as the table of plans shows it."""
    return nested([len(period.reached), count])[1]


def _actions(period: Period) -> Table:
    """Actions by kind; kinds that few firms have are joined, with each firm counted once."""
    kinds = {(one.event, one.firm, one.number): one.kind or UNSAID for one in period.actions}
    states = {
        month: {(one.event, one.firm, one.number): one.state for one in period.progress if one.month == month}
        for month in (3, 6)
    }
    firms: dict[str, set[str]] = defaultdict(set)
    for (_, firm, _number), kind in kinds.items():
        firms[kind].add(firm)
    small = {kind for kind, there in firms.items() if len(there) < FEWEST}
    good = sorted((kind for kind in firms if kind not in small), key=lambda kind: (len(firms[kind]), kind))
    while small and (len(small) < 2 or len(set().union(*(firms[kind] for kind in small))) < FEWEST) and good:
        small.add(good.pop(0))
    groups = [({kind}, kind) for kind in reversed(good)] + ([(small, OTHERS)] if small else [])
    rows: list[tuple[Cell, ...]] = []
    for group, name in groups:
        here = [key for key, kind in kinds.items() if kind in group]
        there = len(set().union(*(firms[kind] for kind in group)))
        said = word(name) if name in (OTHERS, UNSAID) else word(f"action.{name}")
        rows.append((said, *(_numbers(here, states) if there >= FEWEST else (Gap.HIDDEN,) * 6)))
    total = len({action.firm for action in period.actions})
    rows.append((word("all"), *(_numbers(list(kinds), states) if total >= FEWEST else (Gap.HIDDEN,) * 6)))
    base = word("base-actions", n=_plans_known(period, total))
    return Table(
        "actions",
        tuple(rows),
        base,
        ("action", "progress"),
        period.as_of("action", "progress"),
        (word("note-actions"),),
        chart=1,
    )


def _numbers(here: list[tuple[str, str, int]], states: dict[int, dict[tuple[str, str, int], str]]) -> tuple[Cell, ...]:
    """Planned; known in month 3, begun by then; known in month 6, done by then, changed or given up."""
    third, sixth = ([states[month][key] for key in here if key in states[month]] for month in (3, 6))
    return (
        len(here), len(third), sum(state in BEGUN for state in third), len(sixth), sum(state in DONE for state in sixth),
        sum(state in LEFT for state in sixth),
    )  # fmt: skip


def _evidence(period: Period) -> Table:
    """The evidence for actions done by month 6."""
    done = [one for one in period.progress if one.month == 6 and one.state == "done"]
    groups = [_evidence_group(done, name) for name in (*values.EVIDENCE, UNSAID)]
    total = len({one.firm for one in done})
    is_shown = all(group.firms == 0 or group.firms >= FEWEST for group in groups)
    rows: list[tuple[Cell, ...]] = []
    for group in groups:
        said = word(UNSAID) if group.name == UNSAID else word(f"evidence.{group.name}")
        rows.append((said, group.numbers[0] if is_shown else Gap.HIDDEN))
    rows.append((word("all"), len(done) if total >= FEWEST or not done else Gap.HIDDEN))
    return Table(
        "evidence", tuple(rows), word("base-firms", n=_few(total)), ("progress",), period.as_of("progress"), chart=1
    )


def _evidence_group(done: list[Progress], name: str) -> Group:
    here = [one for one in done if (one.evidence or UNSAID) == name]
    return Group(name, len({one.firm for one in here}), (len(here),))


def _measures(period: Period) -> Table:
    """Indicators measured twice, separately by kind of evidence, since these mustn't be added up."""
    rows: list[tuple[Cell, ...]] = []
    for indicator in values.INDICATORS:
        for evidence in (*values.EVIDENCE, None):
            here = [
                one for one in period.measures
                if one.month == 6 and one.indicator == indicator and one.evidence == evidence and None not in (one.start, one.value)
            ]  # fmt: skip
            if here:
                firms = len({one.firm for one in here})
                known = word(f"evidence.{evidence}") if evidence else word(UNSAID)
                starts, ends = [one.start or 0.0 for one in here], [one.value or 0.0 for one in here]
                changes = sorted(end - start for start, end in zip(starts, ends, strict=True))
                numbers: tuple[Cell, ...] = (firms, math.fsum(starts), math.fsum(ends), changes[0], changes[-1])
                if firms < FEWEST:
                    numbers = (Gap.HIDDEN,) * 5
                elif is_one_firms(starts) or is_one_firms(ends):
                    numbers = (firms, Gap.HIDDEN, Gap.HIDDEN, Gap.HIDDEN, Gap.HIDDEN)
                rows.append((word(f"indicator.{indicator}"), known, *numbers))
    base = word("base-firms-measured", n=_few(len({one.firm for one in period.measures if one.month == 6})))
    return Table("measures", tuple(rows), base, ("measure",), period.as_of("measure"), (word("note-measures"),))


def _savings(period: Period) -> Table:
    rows: list[tuple[Cell, ...]] = []
    here = [visit for visit in period.visits if visit.month == 6 and visit.saved is not None]
    for currency in sorted({visit.currency or "" for visit in here}):
        for evidence in (*values.EVIDENCE, None):
            amounts = [
                visit.saved or 0.0
                for visit in here
                if (visit.currency or "") == currency and visit.saved_evidence == evidence
            ]
            if amounts:
                known = word(f"evidence.{evidence}") if evidence else word(UNSAID)
                is_shown = len(amounts) >= FEWEST and not is_one_firms(amounts)
                numbers: tuple[Cell, ...] = (
                    _few(len(amounts)),
                    round(math.fsum(amounts), 2) if is_shown else Gap.HIDDEN,
                )
                rows.append((currency or Gap.MISSING, known, *numbers))
    return Table(
        "savings",
        tuple(rows),
        word("base-reached-6", n=_asked(period, len(here))),
        ("visit",),
        period.as_of("visit"),
        (word("note-measures"),),
    )


def _asked(period: Period, answers: int) -> int | Gap:
    """Firms reached in month 6; hidden if only a few didn't answer, since their number could be worked out."""
    asked = len({(visit.event, visit.firm) for visit in period.visits if visit.month == 6 and visit.reached})
    return Gap.HIDDEN if 0 < asked - answers < FEWEST else _few(asked)


def _part(period: Period) -> Table:
    """What firms say they would have done without the workshop."""
    answers = Counter(visit.part for visit in period.visits if visit.month == 6 and visit.part)
    found = protected([Group(name, answers[name]) for name in values.PARTS])
    rows: list[tuple[Cell, ...]] = [
        (word(group.name) if group.name == OTHERS else word(f"part.{group.name}"), group.firms) for group in found or ()
    ]
    total = sum(answers.values())
    rows.append((word("all"), _few(total)))
    return Table(
        "part", tuple(rows), word("base-reached-6", n=_asked(period, total)), ("visit",), period.as_of("visit"), chart=1
    )
