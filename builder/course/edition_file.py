"""`edition.yml`: the settings of an institution's edition, laid over those of the course that it is made from."""

from collections.abc import Mapping
from dataclasses import dataclass

from builder.course.config import OURS
from builder.course.reader import Reader
from builder.course.settings import Adapted
from builder.course.yamlfile import Node, Scalar, Table

_NEEDED = ("base", "name", "institution")
_TOP = {"name": "site_name", "site_url": "site_url", "description": "site_description", "copyright": "copyright"}
"""Key of `edition.yml` -> key at the top of a course's settings."""
_NOT_INHERITED = frozenset({"id", "institution", "imprint", "preface", "logo", "partners", "country", "currency"})
"""Keys that speak for the base's own institution or country, which an adaptation must not do."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Which sessions and modules an edition takes: names as `module` or `module/session`, each with its line."""

    keep: Mapping[str, int]
    """Empty: all of them."""
    leave_out: Mapping[str, int]


def read_edition(reader: Reader, node: Node | None) -> Table:
    """The table of `edition.yml`, its keys checked."""
    return reader.table(node, _NEEDED, (*_TOP, *OURS, "sessions"))


def read_sessions(reader: Reader, node: Node | None) -> Sessions:
    table = reader.table(node, (), ("keep", "leave_out"))

    def names(key: str) -> dict[str, int]:
        return {reader.text(item): item.line for item in reader.listing(table.entries.get(key))}

    return Sessions(names("keep"), names("leave_out"))


def laid_over(own: Table, base: Table) -> Table:
    """Settings in the form of a course's `mkdocs.yml`: the edition's where it sets something, else the base's."""
    top = {now: own.entries[key] for key, now in _TOP.items() if key in own.entries}
    lines = {now: own.lines[key] for key, now in _TOP.items() if key in own.entries}
    for key in ("site_description", "copyright"):
        if key not in top and key in base.entries:
            top[key], lines[key] = base.entries[key], base.lines[key]
    ours = _ours(own, settings_of(base))
    extra = Table({"taller": ours}, {"taller": own.line}, own.line)
    return Table({**top, "extra": extra}, {**lines, "extra": own.line}, own.line)


def _ours(own: Table, base: Table) -> Table:
    kept = base.entries.keys() - _NOT_INHERITED
    said = own.entries.keys() & set(OURS)
    entries = {**{key: base.entries[key] for key in kept}, **{key: own.entries[key] for key in said}}
    lines = {**{key: base.lines[key] for key in kept}, **{key: own.lines[key] for key in said}}
    texts = merged(own.entries.get("texts"), base.entries.get("texts"))
    return Table({**entries, "texts": texts} if texts else entries, lines, own.line)


def merged(own: Node | None, base: Node | None, depth: int = 1) -> Node | None:
    """Two tables merged by key for `depth` levels; the edition's entries replace the base's."""
    if not isinstance(own, Table) or not isinstance(base, Table):
        return base if own is None else own
    both = own.entries.keys() & base.entries.keys() if depth > 1 else ()
    deeper = {key: merged(own.entries[key], base.entries[key], depth - 1) for key in both}
    entries = {**base.entries, **own.entries, **{key: node for key, node in deeper.items() if node}}
    return Table(entries, {**base.lines, **own.lines}, own.line)


def settings_of(base: Table) -> Table:
    """The table below `extra: taller:`; an empty one if there is none."""
    node: Node | None = base
    for key in ("extra", "taller"):
        node = node.entries.get(key) if isinstance(node, Table) else None
    return node if isinstance(node, Table) else Table({}, {}, 0)


def adapted(base: Table) -> Adapted:
    """The course that the edition was made from, as its settings describe it."""
    ours = settings_of(base)
    return Adapted(
        name=_said(base, "site_name"),
        institution=_said(ours, "institution"),
        version=_said(ours, "version") or "1.0",
        url=_said(base, "site_url"),
        license=_said(ours, "license"),
    )


def _said(table: Table, key: str) -> str:
    node = table.entries.get(key)
    return " ".join(node.text.split()) if isinstance(node, Scalar) else ""
