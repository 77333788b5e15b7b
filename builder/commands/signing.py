"""`taller certificate init`, `new-key`, `publish`, `hide`: the institution's key and its published folder."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.commands.spoken import At, argument, at, command, option
from builder.commands.whereabouts import need_signing, place_of_record, record_option

if TYPE_CHECKING:
    from builder.programme.place import Place
    from builder.programme.signed.issuer import Issuer
    from builder.programme.signed.published import Edition
    from builder.programme.store import Reading

FOLDER = "publish"

folder_option = option("--folder", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
"""Where to write what is to be published."""


@command(
    "init",
    "taller certificate init --address https://www.example.org/certificates/",
    'taller certificate init --address https://www.example.org/certificados/ --institution "Cámara Ejemplo" --language es',
)
@option("--address", default="", metavar="ADDRESS")
@option("--institution", default="", metavar="NAME")
@option("--course", default="", metavar="TITLE")
@option("--language", default="", metavar="CODE")
@record_option
@at
def init(here: At, *, address: str, institution: str, course: str, language: str, given: str) -> None:
    place = place_of_record(given)
    need_signing()
    from builder.programme.signed.issuer import keep_issuer, keep_key, key_of
    from builder.programme.signed.keys import PRIVATE, check_key, has_key, key_folder, load_keys, make_key, thumbprint
    from builder.programme.store import Store

    with Store(place) as store, store.writing() as writing:
        issuer = _issuer(here, writing, address, institution, course, language)
        keep_issuer(writing, issuer)
        known = key_of(writing)
        keys = load_keys(place) if known or has_key(place) else make_key(place)
        check_key(keys, known or thumbprint(keys.public[0]))
        keep_key(writing, thumbprint(keys.public[0]))
    click.echo(here.word("certificate-ready", address=issuer.address, file=key_folder(place) / PRIVATE))


def _issuer(here: At, reading: "Reading", address: str, institution: str, course: str, language: str) -> "Issuer":
    """The issuer from the options, else from the record, else from the course in this folder. Raises UsageError."""
    from builder.problems import UsageError
    from builder.programme.keeping import Setting
    from builder.programme.signed.issuer import Issuer, address_of, issuer_of

    is_known = any(one.name == "certificate-address" for one in reading.rows(Setting))
    known = issuer_of(reading) if is_known else Issuer("", "", "", "")
    if not address and not known.address:
        raise UsageError("certificate-no-address")
    house, title, first = ("", "", "") if is_known else _of_course(here, language)
    found = Issuer(
        address_of(address) if address else known.address, " ".join((institution or known.institution or house).split())[:200],
        " ".join((course or known.course or title).split())[:200], language or known.language or first or here.language,
    )  # fmt: skip
    if not found.institution or not found.course:
        raise UsageError("certificate-no-institution")
    return found


def _of_course(here: At, language: str) -> tuple[str, str, str]:
    """Institution, title and language of the course in this folder; empty where there is none."""
    from builder.commands.course import course_as_it_is, is_course, language_of
    from builder.course.model import Audience
    from builder.edition.select import select

    if not is_course(here.root):
        return "", "", ""
    course = course_as_it_is(here.root)
    chosen = language_of(course, language)
    title = select(course, Audience.PARTICIPANT, chosen).home.title
    return course.config.institution, title or course.config.site_name, chosen


@command("new-key", "taller certificate new-key", "taller certificate new-key --stolen")
@option("--stolen", is_flag=True)
@folder_option
@record_option
@at
def new_key(here: At, *, stolen: bool, folder: Path | None, given: str) -> None:
    place = place_of_record(given)
    need_signing()
    from builder.programme.signed.issuer import issuer_of, keep_key
    from builder.programme.signed.keys import load_keys, make_key, thumbprint
    from builder.programme.store import Store

    known = () if stolen else load_keys(place).public
    target = checked_folder(here, place, folder)
    with Store(place) as store, store.writing() as writing:
        issuer_of(writing)
        keep_key(writing, thumbprint(make_key(place, known).public[0]))
        edition = edition_of(writing, place)
    write_folder(here, edition, target)
    click.echo(here.word("certificate-key-stolen" if stolen else "certificate-key-new"))


@command("publish", "taller certificate publish", "taller certificate publish --folder website/certificates")
@folder_option
@record_option
@at
def publish(here: At, *, folder: Path | None, given: str) -> None:
    place = place_of_record(given)
    need_signing()
    from builder.programme.store import Store

    target = checked_folder(here, place, folder)
    with Store(place) as store, store.reading() as reading:
        edition = edition_of(reading, place)
    write_folder(here, edition, target)


@command("hide", "taller certificate hide T-7", "taller certificate hide T-7 --name")
@argument("trainer")
@option("--name", is_flag=True)
@folder_option
@record_option
@at
def hide(here: At, *, trainer: str, name: bool, folder: Path | None, given: str) -> None:
    place = place_of_record(given)
    need_signing()
    from builder.programme.signed.issue import take_back
    from builder.programme.store import Store

    target = checked_folder(here, place, folder)
    with Store(place) as store, store.writing() as writing:
        take_back(writing, trainer, name_only=name)
        edition = edition_of(writing, place)
    write_folder(here, edition, target)


def edition_of(reading: "Reading", place: "Place") -> "Edition":
    """What is to be published today. Raises UsageError before `init`."""
    from builder.programme.signed.issue import holdings, withdrawn_slots
    from builder.programme.signed.issuer import issuer_of, key_of
    from builder.programme.signed.keys import check_key, load_keys
    from builder.programme.signed.published import Edition

    today, issuer, keys = datetime.now(UTC).date(), issuer_of(reading), load_keys(place)
    check_key(keys, key_of(reading))
    return Edition(issuer, keys, tuple(holdings(reading)), frozenset(withdrawn_slots(reading)), today)


def checked_folder(here: At, place: "Place", folder: Path | None) -> Path:
    """The folder to write to. Raises UsageError when it holds the key, the record or another institution's files."""
    from builder.commands.target import refuse_overwriting
    from builder.programme.place import folder_beside
    from builder.programme.signed.published import refuse_another, refuse_private

    target = folder or folder_beside(place, FOLDER)
    refuse_private(target, place)
    refuse_another(target)
    refuse_overwriting(target / "issuer.json", [], here.root, (b"{",))
    return target


def write_folder(here: At, edition: "Edition", folder: Path) -> None:
    """Writes changed files, removes those no longer published, and says where the folder belongs."""
    from builder.commands.target import replace
    from builder.programme.signed.published import files, remove_stale

    wanted = dict(files(edition))
    for path, content in wanted.items():
        target = folder / path
        if not target.is_file() or target.read_bytes() != content:
            replace(target, lambda draft, content=content: draft.write_bytes(content))  # type: ignore[misc]
    for code in remove_stale(folder, frozenset(wanted)):
        click.echo(here.word("certificate-removed", code=code))
    click.echo(
        here.word("certificate-published", folder=folder, n=len(edition.holdings), address=edition.issuer.address)
    )
