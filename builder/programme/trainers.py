"""How far trainers have got: the trainers' guide's conditions for each stage, and how many are met in the record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from builder.programme.around import months_later
from builder.programme.rows import Delivery, Event, Trainer, Visit
from builder.programme.staff import Certificate, Coaching, Training
from builder.programme.store import Reading

TO_CERTIFICATE = ("trainee", "co-trainer", "trainer")
"""The stages whose conditions must be met for a certificate."""
CERTIFIED = ("trainer", "master")
MONTHS_TO_CERTIFICATE = 12
"""The most months from the training to the certificate; later, the teach-back must be repeated."""
SESSIONS = 4
"""Sessions that must be led beside a trainer."""
LEVEL = 3
"""The level that must be reached on the observation sheet."""
_LED = ("lead", "observed")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: how much of it the record holds, and how much is needed."""

    stage: str
    """The stage, or `renewal` for an expiring certificate."""
    name: str
    found: int | None
    """None if nothing was recorded."""
    needed: int

    @property
    def is_met(self) -> bool:
        return self.found is not None and self.found >= self.needed


@dataclass(frozen=True, slots=True)
class Standing:
    """A trainer on the way to the certificate, to its renewal, to master trainer."""

    trainer: Trainer
    co_delivered: int
    observed: int
    """The number of observed deliveries."""
    led: int
    withdrawn: date | None
    """The day on which the latest certificate was withdrawn; None if it wasn't."""
    conditions: tuple[Condition, ...]

    def missing(self, *stages: str) -> tuple[Condition, ...]:
        return tuple(one for one in self.conditions if one.stage in stages and not one.is_met)


@dataclass(frozen=True, slots=True)
class Noted:
    """What the record holds about one trainer."""

    trainer: Trainer
    deliveries: tuple[Delivery, ...]
    trainings: tuple[Training, ...]
    certificates: tuple[Certificate, ...]
    """Ordered by date of issue."""
    coached: tuple[int, ...]
    """For each coached firm, the last month in which it was reached, or 0."""
    events: Mapping[str, Event]
    day: date

    def parts(self, *roles: str, since: date = date.min) -> list[Delivery]:
        """The trainer's parts, by day."""
        found = [one for one in self.deliveries if one.role in roles and self.events[one.event].first_day >= since]
        return sorted(found, key=lambda one: (self.events[one.event].first_day, one.event))


def standings(reading: Reading, day: date) -> list[Standing]:
    """Each trainer's standing with the conditions of all stages, by code."""
    return [_standing(one) for one in _noted(reading, day)]


def standing_of(reading: Reading, code: str, day: date) -> Standing | None:
    """The trainer's standing; None for an unknown code."""
    return next((one for one in standings(reading, day) if one.trainer.code == code), None)


def _noted(reading: Reading, day: date) -> Iterator[Noted]:
    events = {one.code: one for one in reading.rows(Event)}
    deliveries, trainings, coachings = reading.rows(Delivery), reading.rows(Training), reading.rows(Coaching)
    reached: dict[tuple[str, str], int] = {}
    for visit in reading.stream(Visit):
        if visit.reached:
            reached[visit.event, visit.firm] = max(visit.month, reached.get((visit.event, visit.firm), 0))
    for trainer in reading.rows(Trainer):
        yield Noted(
            trainer,
            tuple(one for one in deliveries if one.trainer == trainer.code),
            tuple(one for one in trainings if one.trainer == trainer.code),
            reading.rows(Certificate, trainer=trainer.code),
            tuple(reached.get((one.event, one.firm), 0) for one in coachings if one.trainer == trainer.code),
            events,
            day,
        )


def _standing(noted: Noted) -> Standing:
    conditions = [*_trainee(noted), *_co_trainer(noted), *_trainer(noted)]
    conditions += _renewal(noted) if noted.trainer.until else []
    conditions += _master(noted) if noted.trainer.stage == "trainer" else []
    withdrawn = noted.certificates[-1].withdrawn if noted.certificates else None
    return Standing(
        noted.trainer, len(noted.parts("co-delivery")), len(noted.parts("observed")), len(noted.parts("lead")), withdrawn, tuple(conditions)
    )  # fmt: skip


def _trainee(noted: Noted) -> Iterator[Condition]:
    yield Condition("trainee", "days", _most(one.full_days for one in noted.trainings), 3)
    yield Condition("trainee", "test", _most(_of_ten(one) for one in noted.trainings), 8)
    yield Condition("trainee", "teach-back", _most(_shown(noted, one) for one in noted.trainings), 1)


def _co_trainer(noted: Noted) -> Iterator[Condition]:
    yield Condition("co-trainer", "co-delivery", _most(one.sessions for one in noted.parts("co-delivery")), SESSIONS)


def _trainer(noted: Noted) -> Iterator[Condition]:
    first = noted.parts("co-delivery", *_LED)[:1]
    yield Condition("trainer", "observed", _most(one.level for one in noted.parts("observed")), LEVEL)
    yield Condition("trainer", "coached", _most(noted.coached), 3)
    yield Condition("trainer", "data", _most(int(one.returned is not None) for one in first), 1)


def _renewal(noted: Noted) -> Iterator[Condition]:
    """Since the certificate was issued: two workshops or five coached firms, a refresher day, and an observation."""
    since = noted.trainer.since or date.min
    days = [one.full_days for one in noted.trainings if noted.events[one.event].first_day > since]
    if sum(month >= 6 for month in noted.coached) < 5:
        yield Condition("renewal", "workshops", len(noted.parts("co-delivery", *_LED, since=since)), 2)
    yield Condition("renewal", "refresher", _most(days), 1)
    yield Condition("renewal", "observation", len(noted.parts("observed", since=since)), 1)


def _master(noted: Noted) -> Iterator[Condition]:
    yield Condition("master", "workshops", len(noted.parts("co-delivery", *_LED)), 3)
    yield Condition("master", "coached-firms", sum(month >= 6 for month in noted.coached), 5)


def _most(found: "Iterator[int | None] | list[int | None] | tuple[int, ...]") -> int | None:
    return max((one for one in found if one is not None), default=None)


def _of_ten(training: Training) -> int | None:
    """Right answers scaled to ten questions, also assumed where their number wasn't recorded; None without a result."""
    if training.right is None:
        return None
    return training.right * 10 // (training.questions or 10)


def _shown(noted: Noted, training: Training) -> int | None:
    """1 for a passed teach-back, which expires for those without a certificate, otherwise 0; None when not recorded."""
    if training.teach_back is None:
        return None
    is_recent = months_later(noted.events[training.event].last_day, MONTHS_TO_CERTIFICATE) >= noted.day
    return int(training.teach_back != "not-yet" and (is_recent or noted.trainer.stage in CERTIFIED))
