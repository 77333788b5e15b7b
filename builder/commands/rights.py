"""`taller record about`, `forget`, `export`: people's rights over their data, and tables without names."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.commands.spoken import At, argument, at, command, option
from builder.commands.whereabouts import place_of_record, record_option
from builder.problems import UsageError

if TYPE_CHECKING:
    from builder.programme.store import Reading


@command("about", 'taller record about "Ana Pérez" --output about.json')
@argument("who")
@record_option
@option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE.json")
@at
def tell(here: At, *, who: str, given: str, output: Path) -> None:
    place = place_of_record(given)
    from builder.commands.target import refuse_overwriting, replace
    from builder.programme.place import refuse_published
    from builder.programme.rights import about
    from builder.programme.store import Store

    refuse_published(output.absolute())
    refuse_overwriting(output, [], here.root, (b"{",))
    with Store(place) as store, store.reading() as reading:
        found = about(reading, _code(reading, who))
    replace(output, lambda draft: _write_private(draft, json.dumps(found, ensure_ascii=False, indent=1, default=str)))
    click.echo(here.word("record-about", file=output, n=sum(map(len, found.values()))))


@command(
    "forget", 'taller record forget "Ana Pérez"', "taller record forget P-7KQ2M4XAQB", "taller record forget --due"
)
@argument("who", nargs=-1)
@record_option
@option("--due", is_flag=True)
@option("--dry-run", is_flag=True)
@at
def forget_them(here: At, *, who: tuple[str, ...], given: str, due: bool, dry_run: bool) -> None:
    place = place_of_record(given)
    from builder.programme import rights
    from builder.programme.store import Store, drop

    today = datetime.now(UTC).date()
    with Store(place) as store, store.writing() as writing:
        wanted = dict.fromkeys((*(_code(writing, one) for one in who), *(rights.due(writing, today) if due else ())))
        for code in wanted:
            _say(here, code, rights.forget(writing, code, today))
        if dry_run:
            drop()
    click.echo(here.word("record-would-forget" if dry_run else "record-forgotten", n=len(wanted)))


def _code(reading: "Reading", who: str) -> str:
    """The code of the person with this code, name, telephone or mail. Raises UsageError unless exactly one matches."""
    from builder.programme.rights import codes_of

    codes = codes_of(reading, who)
    if not codes:
        raise UsageError("record-nobody")
    if len(codes) > 1:
        raise UsageError("record-several", {"codes": ", ".join(codes)})
    return codes[0]


def _say(here: At, code: str, changed: dict[str, int]) -> None:
    from builder.words import programme_words

    titles = programme_words(here.language)["tables"]
    parts = [f"{titles[name][0]} {count}" for name, count in changed.items() if name in titles]
    click.echo(f"{code}: {', '.join(parts)}")


@command("export", "taller record export for-the-university")
@argument("folder", type=click.Path(file_okay=False, path_type=Path))
@record_option
@at
def export(here: At, *, folder: Path, given: str) -> None:
    place = place_of_record(given)
    from builder.commands.target import refuse_overwriting, replace
    from builder.programme.rights import leaving
    from builder.programme.store import Store
    from builder.sheets.cells import as_csv

    with Store(place) as store, store.reading() as reading:
        for name, rows in leaving(reading):
            target, content = folder / f"{name}.csv", as_csv(rows)
            refuse_overwriting(target, [], here.root, (b"\xef\xbb\xbf",))
            replace(target, lambda draft, content=content: draft.write_bytes(content))  # type: ignore[misc]
    click.echo(here.word("record-exported", folder=folder))


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
