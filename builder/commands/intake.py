"""`taller record import`: reads lists, form exports and saved records into the programme's record."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder.commands.show import show
from builder.commands.spoken import At, argument, at, command, option
from builder.commands.whereabouts import place_of_record, record_option

if TYPE_CHECKING:
    from builder.programme.incoming.take import Taken
    from builder.programme.place import Place

LISTS = (
    "registration", "attendance", "tests", "marks", "plan", "visits", "institution", "partner", "event", "support", "agreement", "trainer",
    "delivery", "training", "certificate", "firm", "person", "coaching", "progress", "measure", "story", "expense",
)  # fmt: skip


@command(
    "import",
    "taller record import events.csv firms.xlsx",
    "taller record import registration.csv attendance.xlsx --event MX-2026-01 --dry-run",
    "taller record import month-3.csv --answers alike.csv",
)
@argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@record_option
@option("--event", default="", metavar="CODE")
@option("--kind", type=click.Choice(LISTS), default=None)
@option("--name", "names", multiple=True, metavar="COLUMN")
@option("--dates", type=click.Choice(["day-first", "month-first"]), default=None)
@option("--correct", is_flag=True)
@option("--answers", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.csv")
@option("--dry-run", is_flag=True)
@at
@click.pass_context
def take_in(ctx: click.Context, here: At, /, files: tuple[Path, ...], **said: Any) -> None:
    taken = _take(files, **said)
    _tell(here, taken, dry_run=said["dry_run"])
    if taken.asked:
        _ask(here, taken, said["answers"] or _beside(place_of_record(said["given"]), files) / "alike.csv")
        ctx.exit(1)


def _take(
    files: tuple[Path, ...],
    *,
    given: str,
    answers: Path | None,
    correct: bool,
    dry_run: bool,
    dates: str | None,
    **said: Any,
) -> "Taken":
    """What was imported; nothing is kept with `dry_run`, or when somebody must decide about similar people or firms."""
    place = place_of_record(given)
    from builder.programme.incoming.alike import read_answers
    from builder.programme.incoming.parsed import Asked
    from builder.programme.incoming.take import take
    from builder.programme.store import Store, drop

    asked = Asked(said["event"], said["kind"] or "", said["names"], None if dates is None else dates == "month-first")
    answered = read_answers(answers) if answers and answers.exists() else []
    with Store(place) as store, store.writing() as writing:
        taken = take(writing, files, asked, datetime.now(UTC).date(), correct=correct, answers=answered)
        if dry_run or taken.asked:
            drop()
    if answered and taken.asked and not dry_run:
        with Store(place) as store, store.writing() as writing:
            writing.put(answered)  # keep the answers given, although there are more questions now
    return taken


def _tell(here: At, taken: "Taken", *, dry_run: bool) -> None:
    """Prints files and numbers, but no names."""
    from builder.words import programme_words

    titles = programme_words(here.language)["tables"]
    show(taken.warnings, here.language, "text", err=True)
    for path in taken.known_files:
        click.echo(f"{path.name}: {here.word('import-known')}")
    for name, kind, lines in taken.kinds:
        title = titles[kind][0] if kind in titles else here.word(f"list-{kind}")
        click.echo(f"{name}: {title}, {here.word('import-lines', n=lines)}")
    for table, (title, _) in titles.items() if not taken.asked else ():
        new, changed = taken.new[table], taken.changed[table]
        if new or changed:
            click.echo(f"{title}: {here.word('import-counts', new=new, changed=changed)}")
    if not taken.asked:
        click.echo(here.word("import-would" if dry_run else "import-done", same=taken.same))


def _beside(place: "Place", files: Sequence[Path]) -> Path:
    """A folder fit for a file with names: the record's, or else that of the lists."""
    return place.file.parent if place.file else files[0].parent


def _ask(here: At, taken: "Taken", wanted: Path) -> None:
    """Writes the similar pairs with their names to a new file; the screen shows only codes."""
    from builder.programme.incoming.alike import write_questions
    from builder.programme.place import refuse_published

    refuse_published(wanted.absolute())
    for pair in taken.asked[:20]:
        click.echo(here.word("import-alike", one=pair.one, other=pair.other), err=True)
    free = (wanted.with_stem(f"{wanted.stem}{number or ''}") for number in count() if number != 1)
    target = next(path for path in free if not path.exists())
    write_questions(target, taken.asked, taken.names)
    click.echo(here.word("import-asked", n=len(taken.asked), file=target), err=True)
