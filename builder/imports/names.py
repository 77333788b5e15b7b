"""Other tools' names for boxes, and our blocks for them in order of preference; the first that the format knows is used."""

from builder.course.vocabulary import RULES

_OURS: dict[str, tuple[str, ...]] = {
    "objectives": ("objectives",), "keypoints": ("keypoints",), "challenge": ("activity",), "exercise": ("activity",),
    "solution": ("solution", "answer"), "answer": ("answer",), "hint": ("hint", "tip"), "instructor": ("trainer",),
    "trainer": ("trainer",), "callout": ("note",), "caution": ("warning",), "discussion": ("discussion", "note"),
    "checklist": ("checklist", "note"), "questions": ("note",), "prereq": ("note",), "spoiler": ("spoiler", "hint", "note"),
    "testimonial": ("quotation", "quote"), "quote": ("quotation", "quote"), "note": ("note",), "tip": ("tip",), "warning": ("warning",),
    "info": ("note",), "abstract": ("note",), "summary": ("note",), "tldr": ("note",), "todo": ("note",),
    "important": ("warning",), "danger": ("warning",), "error": ("warning",), "attention": ("warning",), "failure": ("warning",),
    "fail": ("warning",), "missing": ("warning",), "bug": ("warning",), "success": ("tip",), "check": ("tip",), "done": ("tip",),
    "question": ("note",), "help": ("note",), "faq": ("note",), "example": ("note",), "cite": ("quotation", "quote"),
    "seealso": ("note",), "details": ("spoiler", "hint", "note"), "teach": ("teach",),
}  # fmt: skip
QUOTE = "quote"
"""Isn't a block of ours: the contents are written as a quotation."""
LABELS = {
    "questions": "import-questions",
    "prereq": "import-prereq",
    "discussion": "import-discussion",
    "checklist": "import-checklist",
}
"""Keys of titles for boxes that become plain ones here, so that readers still see their kind."""


def our_name(name: str) -> str:
    """Our block for a box; "" when there is none."""
    return next((one for one in _OURS.get(name, ()) if one in RULES or one == QUOTE), "")


def is_known(name: str) -> bool:
    return name in _OURS
