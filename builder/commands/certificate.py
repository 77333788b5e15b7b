"""`taller certificate`: trainers' certificates that anybody can check. `verify` checks one."""

from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import click

from builder.commands.certifying import issue, withdraw
from builder.commands.signing import FOLDER, hide, init, new_key, publish
from builder.commands.spoken import At, Group, argument, at, command, option
from builder.commands.whereabouts import need_signing
from builder.problems import ContentError, Problem, UsageError

_MOST = 100_000
"""The greatest size of a signed file, in bytes."""


@command(
    "verify",
    "taller certificate verify T-7-2026-11-29.jwt",
    'taller certificate verify certificate.jwt --folder downloaded --name "Ana Pérez"',
)
@argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER")
@option("--name", default="", metavar="NAME")
@at
def verify(here: At, /, file: Path, *, folder: Path | None, name: str) -> None:
    need_signing()
    from builder.programme.signed.check import check, published_in
    from builder.programme.signed.token import TokenError
    from builder.words import long_date

    where = folder or _folder_of(file)
    shown = PurePosixPath(file.as_posix())
    try:
        published = published_in(where)
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError("certificate-no-folder", {"folder": where}) from error
    try:
        found = check(_token(file), published, datetime.now(UTC), name)
    except TokenError as error:
        raise ContentError([Problem(shown, 0, error.code)]) from error
    last = long_date(found.last.date(), here.language) if found.last else "–"
    said = {"what": found.achievement, "who": found.institution, "address": found.address, "number": found.number}
    said = {key: _plain(text) for key, text in said.items()}
    click.echo(
        here.word("certificate-says", **said, name=_plain(found.name) or here.word("certificate-hidden"), day=last)
    )
    if found.faults:
        raise ContentError(Problem(shown, 0, code, {"day": last}) for code in found.faults)
    click.echo(here.word("certificate-valid"))


def _plain(text: str) -> str:
    """Replaces control characters, so that another institution's texts can't manipulate the terminal."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def _token(file: Path) -> str:
    with file.open("rb") as opened:
        return opened.read(_MOST).decode("ascii", "replace").strip()


def _folder_of(file: Path) -> Path:
    """The folder with the institution's keys and list: around the file, beside it, or the one published here."""
    from builder.programme.place import place_of

    own = (place_of("").file or Path()).parent / FOLDER
    around = file.absolute().parents[:3]
    near = [*around, *(one / FOLDER for one in around), own]
    return next((one for one in near if (one / "keys.json").is_file()), file.absolute().parent)


certificate = Group(
    "certificate",
    commands=[init, issue, withdraw, hide, publish, verify, new_key],
    examples=(
        "taller certificate init --address https://www.example.org/certificates/",
        "taller certificate issue T-7 --agrees",
        "taller certificate verify certificate.jwt",
    ),
)
