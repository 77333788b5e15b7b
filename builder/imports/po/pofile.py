"""Reads and writes PO files with polib. A stranger's file is passed as text, never by name."""

import polib

from builder.imports.draft import SourceError
from builder.imports.po.entry import Entry, FileOfMessages

_END = "\n# \n"
"""Appended to texts: polib takes a text that is also the name of a file for that file, and no name ends like this."""


def po_bytes(file: FileOfMessages) -> bytes:
    """The file's contents; equal messages give equal bytes."""
    made = polib.POFile(wrapwidth=100)
    made.metadata = {
        "Project-Id-Version": file.project, "Report-Msgid-Bugs-To": "", "PO-Revision-Date": f"{file.day} 00:00+0000",
        "Last-Translator": "", "Language-Team": file.language, "Language": file.language.replace("-", "_"), "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": file.source_language.replace("-", "_"),
    }  # fmt: skip
    made.header = file.title
    for entry in file.entries:
        flags = [*(["fuzzy"] if entry.is_fuzzy else []), *(["python-brace-format"] if "{" in entry.text else [])]
        made.append(
            polib.POEntry(
                msgctxt=entry.context,
                msgid=entry.text,
                msgstr=entry.translation,
                flags=flags,
                comment="\n".join(entry.comments),
                tcomment=entry.note,
                occurrences=[] if entry.is_obsolete else [(entry.path, str(entry.line))],
                previous_msgid=entry.previous or None,
                obsolete=entry.is_obsolete,
            )
        )
    return f"{made}".encode()


def read_po(content: bytes, shown: str) -> list[Entry]:
    """The messages of a file. Raises SourceError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError("not-utf8", shown, content.count(b"\n", 0, error.start) + 1) from None
    try:
        found = polib.pofile(f"{text}{_END}", encoding="utf-8")
    except OSError as error:
        raise SourceError("source-unread", shown, _line(str(error)), kind="PO") from None
    language, source = (str(found.metadata.get(key, "")).replace("_", "-") for key in ("Language", "X-Source-Language"))
    return [_read(entry, shown, language, source) for entry in found]


def _read(entry: polib.POEntry, shown: str, language: str, source: str) -> Entry:
    return Entry(
        context=entry.msgctxt or "", text=entry.msgid, translation=entry.msgstr, is_fuzzy=entry.fuzzy, path=shown,
        line=entry.linenum or 1, language=language, source_language=source, is_obsolete=bool(entry.obsolete),
        of=entry.occurrences[0][0] if entry.occurrences else "",
    )  # fmt: skip


def _line(message: str) -> int:
    """The line that the library names in its message."""
    digits = "".join(sign if sign.isdigit() else " " for sign in message.rpartition("line")[2]).split()
    return int(digits[0]) if digits else 0
