"""Cleans exports of KoboToolbox and ODK Central: drops the server's columns, and group names before heads."""

import re
from collections import Counter
from collections.abc import Sequence

_SIGNS = frozenset(
    {
        "_uuid",
        "_index",
        "_submission__uuid",
        "key",
        "parent_key",
        "__id",
        "instanceid",
        "meta/instanceid",
        "meta-instanceid",
    }
)
"""Heads that identify an export."""
_ADDED = frozenset({
    "start", "end", "deviceid", "device id", "username", "phonenumber", "submitterid", "submittername", "attachmentspresent",
    "attachmentsexpected", "status", "reviewstate", "edits", "formversion", "key", "parent_key", "instanceid", "instancename", "label",
    "notice", "consent",
})  # fmt: skip
"""Heads of metadata from servers and phones, and of questions in our forms that the record doesn't keep."""
_GROUP = re.compile(r"([^/]+/)+|([A-Za-z_]\w*-)+")
"""Group names before a question's; in Kobo they can be labels, with spaces."""


def is_export(heads: Sequence[str]) -> bool:
    """Whether a form server wrote these heads."""
    return bool(_SIGNS & {head.strip().casefold() for head in heads})


def plain_heads(heads: Sequence[str]) -> list[str]:
    """An export's heads without groups; "" for columns that the server added."""
    groups = Counter(_group(head) for head in heads)
    plain = [head.removeprefix(group) if groups[group := _group(head)] > 1 else head for head in heads]
    return ["" if _is_added(head) or _is_added(short) else short for head, short in zip(heads, plain, strict=True)]


def _group(head: str) -> str:
    found = _GROUP.match(head.strip())
    return found[0] if found else ""


def _is_added(head: str) -> bool:
    text = head.strip().casefold()
    return text.startswith(("_", "set-of-", "meta/", "meta-")) or text in _ADDED
