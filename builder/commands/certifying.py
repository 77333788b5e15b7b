"""`taller certificate issue` and `withdraw`: from the record's conditions to the paper and the signed file."""

import re
from dataclasses import replace as replaced
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from builder.commands.follow_up import said_of
from builder.commands.show import written
from builder.commands.signing import checked_folder, edition_of, folder_option, write_folder
from builder.commands.spoken import At, argument, at, command, option
from builder.commands.whereabouts import need_signing, place_of_record, record_option
from builder.course.paper import PAPERS
from builder.problems import UsageError

if TYPE_CHECKING:
    from builder.edition.select import Edition
    from builder.outputs.people.page import Occasion
    from builder.outputs.people.people import Person
    from builder.programme.place import Place
    from builder.programme.signed.credential import Holding
    from builder.programme.signed.issue import Wish
    from builder.programme.signed.published import Edition as Published
    from builder.programme.store import Reading, Writing

FOLDER = "certificates"
_DAY = click.DateTime(["%Y-%m-%d"])


class Issued(NamedTuple):
    """A certificate, whether it is new, and the files that were written."""

    holding: "Holding"
    is_new: bool
    files: list[Path]


@command(
    "issue",
    "taller certificate issue T-7 --agrees",
    "taller certificate issue T-7 --named --number 12/2026 --language es",
)
@argument("trainer")
@record_option
@option("--agrees", is_flag=True)
@option("--named", is_flag=True)
@option("--date", "on", type=_DAY, metavar="YYYY-MM-DD")
@option("--number", default="", metavar="N")
@option("--again", is_flag=True)
@option("--unsigned", is_flag=True)
@option("--language", default="", metavar="CODE")
@option("--paper", type=click.Choice(PAPERS))
@folder_option
@at
def issue(
    here: At, /, *, trainer: str, given: str, agrees: bool, named: bool, folder: Path | None, **details: Any
) -> None:  # fmt: skip
    place = place_of_record(given)
    unsigned = details["unsigned"]
    edition = _edition(here, details["language"])
    wish = _wish(trainer, edition, unsigned=unsigned, **{name: details[name] for name in ("on", "number", "again")})
    if unsigned:
        holding, is_new, files = _on_paper(here, place, wish, edition, details["paper"])
    else:
        need_signing()
        agreed = "named" if named else "agrees" if agrees else ""
        holding, is_new, files = _signed(here, place, wish, edition, details["paper"], agreed, folder)
    written(files)
    said = {"trainer": trainer, "number": holding.number, "day": holding.until}
    kind = "on-paper" if unsigned else "issued"
    click.echo(here.word(f"certificate-{kind}" if is_new else "certificate-again", **said))


def _on_paper(here: At, place: "Place", wish: "Wish", edition: "Edition", paper: str | None) -> "Issued":
    """Issues without a key or website: recorded and printed, to be signed later."""
    from builder.programme.store import Store

    with Store(place) as store, store.writing() as writing:
        holding, is_new = _issued(here, writing, wish)
        files = [_print(here, place, writing, holding, edition, _occasion(holding, edition, paper))]
    return Issued(holding, is_new, files)


def _signed(
    here: At, place: "Place", wish: "Wish", edition: "Edition", paper: str | None, agreed: str, folder: Path | None
) -> "Issued":  # fmt: skip
    from builder.programme.signed.issue import agree
    from builder.programme.store import Store

    target = checked_folder(here, place, folder)
    with Store(place) as store, store.writing() as writing:
        edition_of(writing, place)  # fails without a key before anything is changed
        if agreed:
            agree(writing, wish.trainer, _day(None), named=agreed == "named")
        holding, is_new = _issued(here, writing, wish)
        published = edition_of(writing, place)
        course = published.issuer.course if edition.language == published.issuer.language else ""
        occasion = replaced(
            _occasion(holding, edition, paper), title=course, check=published.issuer.of(holding.path)
        )  # fmt: skip
        house = replaced(edition, config=replaced(edition.config, institution=published.issuer.institution))
        paper_file = _print(here, place, writing, holding, house, occasion)
        files = [paper_file, _write_token(here, paper_file.with_suffix(".jwt"), holding, published)]
    write_folder(here, published, target)
    return Issued(holding, is_new, files)


def _edition(here: At, language: str) -> "Edition":
    """The participants' edition of the course in this folder, whose branding the paper uses."""
    from builder.commands.course import course_as_it_is, language_of
    from builder.course.model import Audience
    from builder.edition.select import select

    course = course_as_it_is(here.root)
    return select(course, Audience.PARTICIPANT, language_of(course, language))


def _wish(
    trainer: str, edition: "Edition", on: datetime | None, number: str, *, again: bool, unsigned: bool
) -> "Wish":  # fmt: skip
    from builder.programme.signed.issue import Wish

    known = " ".join(number.split())[:60]
    return Wish(trainer, _day(on), known, f"{edition.config.released}", again, is_signed=not unsigned)


def _issued(here: At, writing: "Writing", wish: "Wish") -> "tuple[Holding, bool]":
    from builder.programme.signed.issue import ConditionsError, issue

    try:
        return issue(writing, wish)
    except ConditionsError as error:
        what = "; ".join(said_of(here, one) for one in error.missing)
        raise UsageError("certificate-conditions", {"trainer": wish.trainer, "what": what}) from error


def _day(given: datetime | None) -> date:
    """The given day, or today. Raises UsageError for a day in the future."""
    today = datetime.now(UTC).date()
    if given and given.date() > today:
        raise UsageError("certificate-day", {"day": given.date()})
    return given.date() if given else today


def _occasion(holding: "Holding", edition: "Edition", paper: str | None) -> "Occasion":
    from builder.outputs.people.page import Occasion

    return Occasion(
        "trainer-certificate", dates=(holding.given,), paper=paper or edition.config.papers[0], until=holding.until, edition=_spoken(holding.edition, edition.language)
    )  # fmt: skip


def _print(
    here: At, place: "Place", reading: "Reading", holding: "Holding", edition: "Edition", occasion: "Occasion"
) -> Path:  # fmt: skip
    """Writes the PDF, readable only by its owner, and returns its path."""
    from builder.commands.target import keep_private, refuse_overwriting
    from builder.outputs.people.page import write_people
    from builder.programme.place import folder_beside

    name = re.sub(r"[^\w-]+", "-", f"{holding.trainer}-{holding.given}")
    target = folder_beside(place, FOLDER) / f"{name}.pdf"
    person = _person(reading, holding, edition.language)
    refuse_overwriting(target, [], here.root, (b"%PDF",))
    keep_private(target, lambda draft: write_people(edition, [person], target, occasion, draft))
    return target


def _write_token(here: At, target: Path, holding: "Holding", published: "Published") -> Path:
    from builder.commands.target import keep_private, refuse_overwriting
    from builder.programme.signed.credential import credential
    from builder.programme.signed.token import sign

    refuse_overwriting(target, [], here.root, (b"ey",))
    token = sign(credential(published.issuer, holding), published.keys, published.issuer)
    keep_private(target, lambda draft: draft.write_text(token, encoding="ascii"))
    return target


def _person(reading: "Reading", holding: "Holding", language: str) -> "Person":
    """The person as printed, with the dates of the workshops that count."""
    from builder.outputs.people.people import Person, check_people
    from builder.programme.signed.issue import shown_work
    from builder.words import date_span

    beside, observed = shown_work(reading, holding.trainer)
    person = Person(" ".join(holding.name.split()), 0, number=holding.number)
    person = replaced(
        person,
        together=date_span(beside.first_day, beside.last_day, language) if beside else "",
        observed=date_span(observed.first_day, observed.last_day, language) if observed else "",
    )
    check_people([person], Path(holding.trainer))
    return person


def _spoken(edition: str, language: str) -> str:
    """An edition's name; one that is a date is written out."""
    from builder.words import long_date

    try:
        return long_date(date.fromisoformat(edition), language)
    except ValueError:
        return edition


@command("withdraw", "taller certificate withdraw T-7", "taller certificate withdraw T-7 --date 2026-11-20")
@argument("trainer")
@record_option
@option("--date", "on", type=_DAY, metavar="YYYY-MM-DD")
@folder_option
@at
def withdraw(here: At, *, trainer: str, given: str, on: datetime | None, folder: Path | None) -> None:
    place = place_of_record(given)
    need_signing()
    from builder.programme.rows import Trainer
    from builder.programme.signed.issue import withdraw as withdrawn
    from builder.programme.store import Store

    target = checked_folder(here, place, folder)
    with Store(place) as store, store.writing() as writing:
        if not writing.rows(Trainer, code=trainer):
            raise UsageError("trainer-unknown", {"trainer": trainer})
        found = withdrawn(writing, trainer, _day(on))
        published = edition_of(writing, place)
    write_folder(here, published, target)
    click.echo(here.word("certificate-withdrawn", trainer=trainer, n=len(found)))
