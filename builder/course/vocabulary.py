"""The blocks that authors may write: names, attributes, nesting. One table, which all other code reads."""

from collections.abc import Mapping
from dataclasses import dataclass

BOXES = frozenset({"note", "tip", "warning", "discussion", "checklist", "quotation"})
FOLDED = frozenset({"hint", "solution"})
"""Collapsed on screens, at the end of the page on paper. All readers get them, unlike `HIDDEN` blocks."""
HIDDEN = {"trainer": "trainer", "answer": "solutions"}
"""Block -> the lowest audience that gets it. Its closing mark must repeat its name."""
FIELDS = frozenset({"lines", "box", "fill-table", "scale", "choices"})
PRIORITIES = ("must", "should", "could")
_NOTES = BOXES | HIDDEN.keys() | {"figure"}
_ASIDE = frozenset({*HIDDEN, "figure"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What one block needs and may have."""

    children: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    """Required attributes; `id` and `title` count as such."""
    anywhere: bool = True
    """False: only inside a block that lists it."""


def _rule(
    children: frozenset[str] = frozenset(), attributes: str = "", needs: str = "", *, anywhere: bool = True
) -> Rule:
    return Rule(children, frozenset(attributes.split()), frozenset(needs.split()), anywhere)


RULES: Mapping[str, Rule] = {
    "objectives": _rule(frozenset(), "slide"),
    "keypoints": _rule(frozenset(), "slide"),
    "teach": _rule(
        _NOTES | FOLDED | {"activity", "quiz", "case", "example", "worksheet", "slide"},
        "minutes priority materials slide",
    ),
    "activity": _rule(
        _NOTES | FOLDED | {"worksheet", "example", "case", "quiz", "slide"},
        "minutes group-size priority materials slide",
        "id title minutes",
    ),
    "slide": _rule(frozenset(HIDDEN)),
    "worksheet": _rule(_NOTES | FIELDS, "signed in-plan sensitive slide", "id title"),
    "lines": _rule(frozenset(), "rows from", "id", anywhere=False),
    "box": _rule(frozenset(), "rows from", "id", anywhere=False),
    "fill-table": _rule(frozenset(), "rows from columns month", "id", anywhere=False),
    "scale": _rule(frozenset(), "from-value to-value low high from", "id from-value to-value", anywhere=False),
    "choices": _rule(frozenset(), "type from", "id", anywhere=False),
    "example": _rule(frozenset({"value"}), "of", "of title"),
    "value": _rule(frozenset(), "of", "of", anywhere=False),
    "quiz": _rule(frozenset({"question"}), "use slide", "id use"),
    "question": _rule(frozenset(), "type", "id type", anywhere=False),
    "answer": _rule(BOXES | {"example", "figure"}),
    "trainer": _rule(BOXES | {"figure", "activity", "worksheet", "example", "case", "answer"}),
    "case": _rule(_ASIDE, "of slide", "of"),
    **{name: _rule(_ASIDE, "slide") for name in ("note", "tip", "warning", "discussion", "checklist")},
    "quotation": _rule(frozenset(HIDDEN), "slide", "title"),
    "figure": _rule(frozenset(), "width numbered"),
    **{name: _rule(_ASIDE) for name in ("hint", "solution")},
}
VALUES: Mapping[str, tuple[str, ...]] = {
    "priority": PRIORITIES,
    "use": ("self-check", "test"),
    "type": ("single", "multiple"),
    "signed": ("name", "code", "no"),
    "in-plan": ("diagnosis", "check"),
    "sensitive": ("yes",),
    "slide": ("yes", "no"),
    "numbered": ("yes",),
}
"""Attributes with a closed list of values."""
NUMBERS: Mapping[str, tuple[int, int]] = {
    "minutes": (1, 480),
    "width": (10, 100),
    "rows": (1, 30),
    "from-value": (0, 10),
    "to-value": (1, 10),
    "month": (1, 36),
}
"""Attributes that are whole numbers, and their limits."""
COLUMNS = (
    "action", "owner", "date", "cost", "monthly-cost", "saving", "payback", "indicator", "baseline", "goal", "number",
    "evidence",
)  # fmt: skip
"""What a column of a table may hold for the action plan; row 1 is action 1 in every table of the course."""
TEXTS = frozenset({"materials", "low", "high"})
"""Attributes whose values are text and so differ between languages."""
HEADED = frozenset({"objectives", "keypoints", "teach", "activity", "worksheet", "quiz"})
"""Blocks whose title is a heading."""
SUGGESTIONS = {
    "actividad": "activity", "objetivos": "objectives", "claves": "keypoints", "hoja": "worksheet",
    "lineas": "lines", "caja": "box", "cuadro": "box", "tabla": "fill-table", "escala": "scale",
    "opciones": "choices", "ejemplo": "example", "valor": "value", "prueba": "quiz", "pregunta": "question",
    "respuesta": "answer", "facilitador": "trainer", "facilitadora": "trainer", "instructor": "trainer",
    "caso": "case", "diapositiva": "slide", "lámina": "slide", "nota": "note", "consejo": "tip", "advertencia": "warning", "aviso": "warning",
    "pista": "hint", "solución": "solution", "discusión": "discussion", "conversación": "discussion", "lista": "checklist",
    "figura": "figure", "imagen": "figure", "image": "figure", "picture": "figure", "cita": "quotation", "testimonio": "quotation", "testimonial": "quotation", "spoiler": "hint", "callout": "note",
    "exercise": "activity", "challenge": "activity", "table": "fill-table",
}  # fmt: skip
"""Name that people write instead -> the block that they mean."""
