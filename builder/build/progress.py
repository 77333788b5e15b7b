"""How a build reports what it is doing."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that begins (check, assemble, gate), or the count of outputs."""

    name: str
    """The stage, or the output that was finished last."""
    done: int = 0
    total: int = 0
    """How many outputs are made in this build; 0 for a stage."""
    now: str = ""
    """An output that is being made."""


Progress = Callable[[Step], object]
