"""Papers, margins and type of a book, in points."""

from dataclasses import dataclass

from builder.course.model import Audience
from builder.outputs.book.spec import BookSpec
from builder.problems import UsageError

PAPERS = {"a4": (595.28, 841.89), "us-letter": (612.0, 792.0)}
MARGINS = {"inside": 62.0, "outside": 50.0, "top": 68.0, "bottom": 58.0}
LABEL_COLUMN, NOTE_COLUMN = 80.0, 132.0
"""The column at the left: of labels, and of the trainer's notes."""
USUAL, BOOKLET, LARGE = (10.0, 22.7), (13.0, 30.0), (16.0, 34.0)
"""Size of the running text, and distance of ruled lines. A booklet is printed smaller."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Widths and heights in points that the writer's guesses need."""

    full: float
    column: float
    """The label column at the left, its gap included; 0 when there is none."""
    height: float
    size: float
    """Of the running text."""
    writing: float
    """Distance of ruled lines."""

    @property
    def text(self) -> float:
        return self.full - self.column


def measures_of(spec: BookSpec, audience: Audience) -> Measures:
    """Raises UsageError for a paper that nobody knows."""
    if spec.paper not in PAPERS:
        raise UsageError("paper-unknown", {"name": spec.paper, "known": ", ".join(sorted(PAPERS))})
    width, height = PAPERS[spec.paper]
    return Measures(
        width - MARGINS["inside"] - MARGINS["outside"],
        _column(spec, audience),
        height - MARGINS["top"] - MARGINS["bottom"],
        *(LARGE if spec.large_print else BOOKLET if spec.booklet else USUAL),
    )


def _column(spec: BookSpec, audience: Audience) -> float:
    if spec.large_print or spec.booklet:
        return 0.0
    return NOTE_COLUMN if audience is Audience.TRAINER else LABEL_COLUMN
