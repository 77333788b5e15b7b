"""Comments, which are never published: removed from a line before anything else reads it."""

import re

from builder.course.code import mask_code

_WITHIN = re.compile(r"<!--|--!>|<\s*!\s*-")
"""Not allowed in a comment: it was probably meant to end it, or to start another."""
OpenComment = tuple[int, list[str]]
"""The line on which a comment opened that is not closed yet, and what has been read of it."""


def without_comments(
    line: str, number: int, comment: OpenComment | None, closed: list[str]
) -> tuple[str, OpenComment | None, list[str]]:
    """The rest of the line, the comment still open (or None), and faulty marks; closed comments' texts go to `closed`."""
    kept, wrong = "", []
    if comment is None and "`" in line and mask_code(line).count("<!--") != line.count("<!--"):
        wrong.append("`<!--`")
    while True:
        if comment:
            body, end, rest = line.partition("-->")
            if found := _WITHIN.search(body):
                wrong.append(found[0])
            comment[1].append(body)
            if not end:
                return kept.rstrip(), comment, wrong
            closed.append("\n".join(comment[1]))
            line, comment = rest, None
        before, start, rest = line.partition("<!--")
        kept += before
        if not start:
            return kept, None, wrong
        if rest.startswith((">", "->")):
            wrong.append(f"<!--{rest[:2]}".strip())
        line, comment = rest, (number, [])
