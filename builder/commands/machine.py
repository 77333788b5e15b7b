"""Describes faults of the machine in one line: a full disk, a read-only folder, too many open files."""

import errno

from builder.words import command_words


def machine_text(error: OSError | MemoryError, language: str) -> str:
    """What went wrong and what to do, in one line; the file first, where it is known."""
    words = command_words(language)["machine"]
    if isinstance(error, MemoryError):
        return words["ENOMEM"]
    known = words.get(errno.errorcode.get(error.errno or 0, ""))
    text = known or " ".join(str(error.strerror or error).split())
    name = error.filename or error.filename2
    return f"{name}: {text}" if isinstance(name, str) and name else text
