"""The paper of a course: as set, else the usual size in its country."""

from builder.course.reader import Reader
from builder.course.yamlfile import Listing, Node
from builder.words import is_country

PAPERS = ("a4", "us-letter")
LETTER = frozenset(("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"))
"""Countries where offices print on US Letter ("carta"), according to Unicode's CLDR."""


def read_papers(reader: Reader, papers: Node | None, country: Node | None) -> tuple[str, ...]:
    """The paper sizes of the course; the first is its default."""
    usual = ("us-letter",) if _country(reader, country) in LETTER else ("a4",)
    if papers is None:
        return usual
    listed = reader.listing(papers) if isinstance(papers, Listing) else [papers]
    return tuple(dict.fromkeys(reader.one_of(item, PAPERS, usual[0]) for item in listed)) or usual


def _country(reader: Reader, node: Node | None) -> str:
    code = reader.text(node) if node else ""
    if node is not None and not is_country(code):
        reader.problem(node.line, "bad-country", value=code)
    return code
