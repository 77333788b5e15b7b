"""Issues certificates from the record: who may get one, what is kept about it, what is published."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from secrets import choice, randbelow, token_hex

from builder.problems import UsageError
from builder.programme.around import months_later
from builder.programme.keeping import SLOTS, Signed
from builder.programme.rows import Delivery, Event, Trainer
from builder.programme.signed.credential import Holding
from builder.programme.staff import Certificate
from builder.programme.store import Reading, Writing
from builder.programme.trainers import CERTIFIED, LEVEL, SESSIONS, TO_CERTIFICATE, Condition, Standing, standing_of

MONTHS = 24
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Characters that aren't mistaken for one another."""
LENGTH = 10
"""Long enough that codes can't be guessed by trial."""


class ConditionsError(Exception):
    """The trainer doesn't meet the conditions for a certificate; `missing` holds those."""

    def __init__(self, missing: tuple[Condition, ...]) -> None:
        super().__init__(missing)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Wish:
    """What the institution decided."""

    trainer: str
    day: date
    number: str = ""
    edition: str = ""
    again: bool = False
    """Whether to issue although the last certificate was withdrawn."""
    is_signed: bool = True
    """Whether it is signed; otherwise it is on paper only, and can be signed later."""


def agree(writing: Writing, code: str, day: date, *, named: bool) -> None:
    """Records a trainer's consent. Raises UsageError for an unknown trainer."""
    found = writing.rows(Trainer, code=code)
    if not found:
        raise UsageError("trainer-unknown", {"trainer": code})
    known = found[0]
    writing.put([replace(known, consent=known.consent or day, named=known.named or (day if named else None))])


def take_back(writing: Writing, code: str, *, name_only: bool) -> None:
    """Withdraws a trainer's consent to publication, or only to the name. Raises UsageError."""
    found = writing.rows(Trainer, code=code)
    if not found:
        raise UsageError("trainer-unknown", {"trainer": code})
    writing.put([replace(found[0], named=None, consent=found[0].consent if name_only else None)])


def issue(writing: Writing, wish: Wish) -> tuple[Holding, bool]:
    """The trainer's certificate, and whether it is new: a valid one is kept, one on paper gets signed, otherwise one is
    issued.

    Raises UsageError, and ConditionsError when conditions of the guide aren't met.
    """
    standing = standing_of(writing, wish.trainer, wish.day)
    if standing is None:
        raise UsageError("trainer-unknown", {"trainer": wish.trainer})
    _refuse(standing, wish)
    signed = {one.given: one for one in writing.rows(Signed, trainer=wish.trainer)}
    valid = _valid(writing, wish)
    is_there = valid is not None and (valid.given in signed or not wish.is_signed)
    if valid and is_there and standing.missing("renewal"):
        return _holding(standing.trainer, valid, signed.get(valid.given)), False
    if valid is None or is_there:
        valid = _new(standing, wish, signed)
    return _kept(writing, standing.trainer, valid, wish), True


def withdraw(writing: Writing, code: str, day: date) -> list[Certificate]:
    """Withdraws a trainer's certificates valid on the day and returns them. Raises UsageError when there are none."""
    listed = writing.rows(Certificate, trainer=code)
    valid = [one for one in listed if not one.withdrawn and one.given <= day <= one.until]
    if not valid:
        raise UsageError("certificate-none", {"trainer": code})
    writing.put(replace(one, withdrawn=day) for one in valid)
    return valid


def holdings(reading: Reading) -> Iterator[Holding]:
    """The certificates that may be published: of trainers who consent and weren't forgotten."""
    trainers = {one.code: one for one in reading.rows(Trainer)}
    certificates = {(one.trainer, one.given): one for one in reading.rows(Certificate)}
    for kept in reading.rows(Signed):
        trainer, certificate = trainers[kept.trainer], certificates.get((kept.trainer, kept.given))
        if trainer.consent and trainer.name and certificate:
            yield _holding(trainer, certificate, kept)


def shown_work(reading: Reading, code: str) -> tuple[Event | None, Event | None]:
    """The workshops to print: the first co-delivery with enough sessions, and the first passed observation; None if
    missing.
    """
    events = {one.code: one for one in reading.rows(Event)}
    parts = sorted(reading.rows(Delivery, trainer=code), key=lambda one: events[one.event].first_day)
    beside = (one for one in parts if one.role == "co-delivery" and (one.sessions or 0) >= SESSIONS)
    observed = (one for one in parts if one.role == "observed" and (one.level or 0) >= LEVEL)
    first, second = next(beside, None), next(observed, None)
    return events[first.event] if first else None, events[second.event] if second else None


def withdrawn_slots(reading: Reading) -> set[int]:
    """Status list indexes of withdrawn certificates, including those no longer published."""
    withdrawn = {(one.trainer, one.given) for one in reading.rows(Certificate) if one.withdrawn}
    return {one.slot for one in reading.rows(Signed) if (one.trainer, one.given) in withdrawn}


def _refuse(standing: Standing, wish: Wish) -> None:
    trainer = standing.trainer
    if not trainer.name:
        raise UsageError("certificate-no-name", {"trainer": trainer.code})
    if standing.withdrawn and not wish.again:
        raise UsageError("certificate-withdrawn-before", {"trainer": trainer.code, "day": standing.withdrawn})
    if missing := standing.missing(*TO_CERTIFICATE):
        raise ConditionsError(missing)
    if wish.is_signed and trainer.consent is None:
        raise UsageError("certificate-consent", {"trainer": trainer.code})


def _valid(reading: Reading, wish: Wish) -> Certificate | None:
    """The latest certificate valid on the day; None if there is none."""
    found = [
        one
        for one in reading.rows(Certificate, trainer=wish.trainer)
        if one.given <= wish.day <= one.until and not one.withdrawn
    ]
    return found[-1] if found else None


def _new(standing: Standing, wish: Wish, signed: dict[date, Signed]) -> Certificate:
    """A new certificate. Raises ConditionsError while an earlier one can't be renewed, UsageError."""
    if wish.day in signed:
        raise UsageError("certificate-there", {"trainer": wish.trainer, "day": wish.day})
    missing = standing.missing("renewal")
    if missing and not wish.again:
        raise ConditionsError(missing)
    return Certificate(wish.trainer, wish.day, months_later(wish.day, MONTHS))


def _kept(writing: Writing, trainer: Trainer, certificate: Certificate, wish: Wish) -> Holding:
    kept = Signed(wish.trainer, certificate.given, _slot(writing), _code(), token_hex(16)) if wish.is_signed else None
    certificate = replace(
        certificate,
        number=wish.number or certificate.number or (kept.code if kept else _code()),
        edition=certificate.edition or wish.edition or None,
    )
    writing.put(filter(None, (certificate, kept, _certified(trainer, certificate))))
    return _holding(trainer, certificate, kept)


def _certified(trainer: Trainer, certificate: Certificate) -> Trainer:
    stage = trainer.stage if trainer.stage in CERTIFIED else "trainer"
    return replace(trainer, stage=stage, since=certificate.given, until=certificate.until)


def _slot(reading: Reading) -> int:
    """A free random index: consecutive ones would reveal the order of issue."""
    taken = {one.slot for one in reading.rows(Signed)}
    while (found := randbelow(SLOTS)) in taken:
        pass
    return found


def _code() -> str:
    return "".join(choice(LETTERS) for _ in range(LENGTH))


def _holding(trainer: Trainer, certificate: Certificate, kept: Signed | None) -> Holding:
    slot, code, salt = (kept.slot, kept.code, kept.salt) if kept else (0, "", "")
    return Holding(
        trainer.code, trainer.name or "", trainer.named is not None and not certificate.withdrawn, certificate.given, certificate.until,
        certificate.withdrawn, certificate.number or "", certificate.edition or "", slot, code, salt,
    )  # fmt: skip
