"""Papers, margins and type of a book, in points."""

from dataclasses import dataclass

from builder.outputs.book.spec import BookSpec
from builder.problems import UsageError

PAPERS = {"a4": (595.28, 841.89), "us-letter": (612.0, 792.0)}
MARGINS = {"inside": 62.0, "outside": 50.0, "top": 68.0, "bottom": 58.0}
LABEL_COLUMN = 80.0
"""The column at the left."""
USUAL, BOOKLET, LARGE = (10.0, 22.7), (13.0, 30.0), (16.0, 34.0)
"""Type size of the running text, and distance between ruled lines. A booklet's are larger: its pages are printed reduced."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Widths and heights, in points, from which the writer estimates what fits."""

    full: float
    column: float
    """The label column at the left, its gap included; 0 when there is none."""
    height: float
    size: float
    """Type size of the running text."""
    writing: float
    """Distance of ruled lines."""

    @property
    def head(self) -> float:
        """Size of running heads and feet."""
        return max(8.5, self.size * 0.8)

    @property
    def text(self) -> float:
        return self.full - self.column


def measures_of(spec: BookSpec) -> Measures:
    """The measures for a spec. Raises UsageError for an unknown paper."""
    if spec.paper not in PAPERS:
        raise UsageError("paper-unknown", {"name": spec.paper, "known": ", ".join(sorted(PAPERS))})
    width, height = PAPERS[spec.paper]
    return Measures(
        width - MARGINS["inside"] - MARGINS["outside"],
        _column(spec),
        height - MARGINS["top"] - MARGINS["bottom"],
        *(LARGE if spec.large_print else BOOKLET if spec.booklet else USUAL),
    )


def _column(spec: BookSpec) -> float:
    return 0.0 if spec.large_print or spec.booklet else LABEL_COLUMN
