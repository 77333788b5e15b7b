"""Readers of `reference/programme.yml`, `partners.yml` and `community.yml`."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from builder.course.limits import LONGEST_TEXT
from builder.course.programme import (
    Activity,
    Channel,
    Community,
    Contribution,
    Event,
    Organisation,
    Programme,
    Reached,
)
from builder.course.reader import NOTHING, Reader
from builder.course.yamlfile import Node, Scalar, Table
from builder.words import is_country

GISCUS = ("repo", "repo-id", "category", "category-id")
_SHAPES = {
    "discourse": r"https://[\w.-]+(?::\d+)?",
    "mail": r"mailto:[^\s@]+@[\w.-]+|https://\S+",
    "matrix": r"https://matrix\.to/#/\S+",
    "whatsapp": r"https://(?:chat\.whatsapp\.com|wa\.me|whatsapp\.com)/\S+",
    "other": r"https://\S+",
}
"""Kind of channel -> what its address looks like."""
KINDS = ("giscus", *_SHAPES)
_EXAMPLES = {
    "discourse": "https://forum.example.org",
    "mail": "mailto:list@example.org",
    "matrix": "https://matrix.to/#/#room:example.org",
    "whatsapp": "https://chat.whatsapp.com/AbC123",
    "other": "https://example.org/group",
    "repo": "chamber/community",
    "repo-id": "R_kgDOAbc123",
    "category": "General",
    "category-id": "DIC_kwDOAbc123",
}
_PLAIN = re.compile(r"[\w./ -]{1,100}")
_NO_DAY = date(1, 1, 1)


def read_programme(
    history: tuple[Reader, Table], partners: tuple[Reader, Table], community: tuple[Reader, Table]
) -> Programme:
    """The programme from its three files; a missing file is passed as `NOTHING`."""
    reader, table = history
    get = reader.table(table, (), ("about", "kinds", "dialogues", "roles", "reached", "activities")).entries.get
    activities = [_activity(reader, *entry) for entry in reader.entries(get("activities"))]
    return Programme(
        path=reader.path,
        about=reader.words(get("about"), LONGEST_TEXT),
        kinds={key: reader.words(node) for key, node, _ in reader.entries(get("kinds"))},
        dialogues=tuple(reader.text(item) for item in reader.listing(get("dialogues"))),
        roles={key: reader.words(node) for key, node, _ in reader.entries(get("roles"))},
        reached=tuple(_reached(reader, item) for item in reader.listing(get("reached"))),
        activities=tuple(sorted(activities, key=lambda one: (one.first, one.last), reverse=True)),
        partners_path=partners[0].path,
        partners={one.id: one for one in _partners(*partners)},
        community=_community(*community) if community[1] is not NOTHING else None,
        lines=table.lines,
    )


def _reached(reader: Reader, node: Node) -> Reached:
    entry = reader.table(node, ("value", "what", "source")).entries
    return Reached(
        reader.text(entry.get("value")), reader.words(entry.get("what")), reader.text(entry.get("source")), node.line
    )


def _activity(reader: Reader, key: str, node: Node, line: int) -> Activity:
    needed = ("title", "kind", "first", "country", "source")
    more = ("last", "place", "from", "people", "firms", "partners", "agreed", "note")
    table = reader.table(node, needed, more)
    get = table.entries.get
    first, last = _days(reader, table)
    partners, lines = _taking_part(reader, get("partners"))
    return Activity(
        id=key,
        title=reader.words(get("title")),
        kind=reader.text(get("kind")),
        first=first,
        last=last,
        country=_country(reader, get("country")),
        place=reader.words(get("place")),
        came_from=tuple(_country(reader, item) for item in reader.listing(get("from"))),
        people=_count(reader, get("people")),
        firms=_count(reader, get("firms")),
        partners=partners,
        agreed=reader.words(get("agreed"), LONGEST_TEXT),
        note=reader.words(get("note"), LONGEST_TEXT),
        source=reader.text(get("source")),
        lines={**table.lines, **lines},
        line=line,
    )


def _days(reader: Reader, table: Table) -> tuple[date, date]:
    """The first and the last day; a last day before the first is a problem."""
    first = reader.day(table.entries.get("first"), _NO_DAY)
    last = reader.day(table.entries.get("last"), first)
    if last < first:
        reader.problem(table.lines["last"], "days-backwards", first=first.isoformat(), last=last.isoformat())
    return first, max(first, last)


def _taking_part(reader: Reader, node: Node | None) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, int]]:
    """Role -> ids of partners, and the line of each role and partner (as `Activity.lines`)."""
    table, found, lines = reader.table(node), {}, {}
    for role, listed in table.entries.items():
        items = reader.listing(listed)
        found[role] = tuple(reader.text(item) for item in items)
        lines[f"partners/{role}"] = table.lines[role]
        lines |= {f"partners/{role}/{item.text}": item.line for item in items if isinstance(item, Scalar)}
    return found, lines


def _count(reader: Reader, node: Node | None) -> int:
    return reader.number(node, 0, 1, 1_000_000) if node else 0


def _country(reader: Reader, node: Node | None) -> str:
    code = reader.text(node)
    if node is not None and not is_country(code):
        reader.problem(node.line, "bad-country", value=code)
        return ""
    return code


def _partners(reader: Reader, table: Table) -> Iterator[Organisation]:
    for key, node, line in reader.entries(table):
        get = reader.table(node, ("name",), ("country", "about", "url", "source")).entries.get
        yield Organisation(
            key,
            reader.text(get("name"), key),
            _country(reader, get("country")),
            reader.words(get("about"), LONGEST_TEXT),
            _address(reader, get("url")),
            reader.text(get("source")),
            line,
        )


def _address(reader: Reader, node: Node | None) -> str:
    text = reader.text(node, most=LONGEST_TEXT)
    if node is not None and not re.fullmatch(r"https?://[^\s\"'<>]+", text):
        reader.problem(node.line, "bad-address", value=text)
        return ""
    return text


def _community(reader: Reader, table: Table) -> Community:
    get = reader.table(table, (), ("about", "rules", "channels", "knowledge", "events")).entries.get
    return Community(
        path=reader.path,
        about=reader.words(get("about"), LONGEST_TEXT),
        rules=tuple(reader.words(item, LONGEST_TEXT) for item in reader.listing(get("rules"))),
        channels=tuple(found for item in reader.listing(get("channels")) if (found := _channel(reader, item))),
        knowledge=tuple(_contribution(reader, item) for item in reader.listing(get("knowledge"))),
        events=tuple(sorted((_event(reader, *one) for one in reader.entries(get("events"))), key=lambda e: e.first)),
    )


def _channel(reader: Reader, node: Node) -> Channel | None:
    """A channel, or None with a problem when its address doesn't fit its kind: the site links to it or embeds it."""
    kind = reader.one_of(reader.table(node).entries.get("kind"), KINDS, "")
    if not kind:
        reader.table(node, ("kind",), ("title", "address", *GISCUS))
        return None
    names = GISCUS if kind == "giscus" else ("address",)
    get = reader.table(node, ("kind", *names), ("title",)).entries.get
    values = {name: reader.text(get(name), printed=False, most=LONGEST_TEXT) for name in names}
    for name, value in values.items():
        shape = _SHAPES[kind] if name == "address" else (r"[\w.-]+/[\w.-]+" if name == "repo" else _PLAIN.pattern)
        if name in reader.table(node).entries and not re.fullmatch(shape, value):
            example = _EXAMPLES[kind if name == "address" else name]
            reader.problem(reader.table(node).lines[name], "bad-channel", kind=kind, value=value, example=example)
            return None
    settings = values if kind == "giscus" else {}
    return Channel(kind, reader.words(get("title")), values.get("address", ""), settings, node.line)


def _contribution(reader: Reader, node: Node) -> Contribution:
    table = reader.table(node, ("title", "by", "day"), ("page", "url", "about"))
    get = table.entries.get
    if ("page" in table.entries) == ("url" in table.entries):
        reader.problem(node.line, "knowledge-where")
    return Contribution(
        reader.words(get("title")),
        reader.text(get("by")),
        reader.day(get("day"), _NO_DAY),
        reader.text(get("page")),
        _address(reader, get("url")),
        reader.words(get("about"), LONGEST_TEXT),
        table.lines.get("page", node.line),
    )


def _event(reader: Reader, key: str, node: Node, line: int) -> Event:
    table = reader.table(node, ("title", "first"), ("last", "place", "about"))
    get = table.entries.get
    first, last = _days(reader, table)
    return Event(
        key,
        reader.words(get("title")),
        first,
        last,
        reader.words(get("place")),
        reader.words(get("about"), LONGEST_TEXT),
        line,
    )
