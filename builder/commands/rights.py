"""`taller record about`, `forget`, `export`: what people may ask of the programme's record, and tables without names."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from builder.commands.spoken import At, argument, at, command, option
from builder.commands.whereabouts import place_of_record, record_option
from builder.problems import UsageError


@command("about", "taller record about P-7KQ2M4XAQB --output about.json")
@argument("code")
@record_option
@option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE.json")
@at
def tell(here: At, *, code: str, given: str, output: Path) -> None:
    place = place_of_record(given)
    from builder.commands.target import refuse_overwriting, replace
    from builder.programme.rights import about
    from builder.programme.store import Store

    refuse_overwriting(output, [], here.root, (b"{",))
    with Store(place) as store, store.reading() as reading:
        found = about(reading, code)
    if not found:
        raise UsageError("record-nobody", {"code": code})
    replace(output, lambda draft: _write_private(draft, json.dumps(found, ensure_ascii=False, indent=1, default=str)))
    click.echo(here.word("record-about", file=output, n=sum(map(len, found.values()))))


@command("forget", "taller record forget P-7KQ2M4XAQB", "taller record forget --due")
@argument("codes", nargs=-1)
@record_option
@option("--due", is_flag=True)
@option("--dry-run", is_flag=True)
@at
def forget_them(here: At, *, codes: tuple[str, ...], given: str, due: bool, dry_run: bool) -> None:
    place = place_of_record(given)
    from builder.programme import rights
    from builder.programme.store import Store, drop

    today = datetime.now(UTC).date()
    with Store(place) as store, store.writing() as writing:
        wanted = [*codes, *(rights.due(writing, today) if due else ())]
        unknown = [code for code in wanted if not rights.table_with(writing, code)]
        if unknown:
            raise UsageError("record-nobody", {"code": ", ".join(unknown)})
        for code in wanted:
            _say(here, code, rights.forget(writing, code, today))
        if dry_run:
            drop()
    click.echo(here.word("record-would-forget" if dry_run else "record-forgotten", n=len(wanted)))


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
