"""What the last build left, read from and written to `.build/state.json`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Earlier:
    """An output as it was last made."""

    key: str = ""
    """The digest of what it was made from, and its name in the cache."""
    content: str = ""
    """What its task called its content."""
    kind: str = ""
    """The output that it is one of."""
    builder: str = ""
    """The digest of the builder that made it."""


@dataclass(frozen=True, slots=True)
class State:
    course: str = ""
    """The digest of the input; empty when files changed meanwhile."""
    choice: str = ""
    """What was asked for; empty when an output is stale."""
    others: Sequence[str] = ()
    """Files of the input that only the settings name: logos outside the course's folders."""
    outputs: Mapping[str, Earlier] = field(default_factory=dict)
    """Each output of dist by its name."""
    rows: Sequence[tuple[str, int]] = ()
    """Name and size of each output."""
    gate: Mapping[str, str] = field(default_factory=dict)
    """Digest of a file -> digest of the secrets it was found free of."""
    listed: str = ""
    """The digest of the list of our files: with another list, dist is not what this state tells of."""
    stamps: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """File of dist -> size and time (ns): with both as they were, its content needn't be read."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Only from version 0.1, which had no list of its files: every file of dist, and its size."""


def read_state(path: Path) -> State:
    """The state in a file; an empty one if none can be read."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        contents = loaded.pop("contents", {})
        outputs = loaded.pop("outputs")
        return State(outputs={name: _earlier(row, contents.get(name, "")) for name, row in outputs.items()}, **loaded)
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return State()


def _earlier(row: str | Mapping[str, str], content: str) -> Earlier:
    """A row of now, or the bare key of version 0.1."""
    return Earlier(row, content) if isinstance(row, str) else Earlier(**row)


def write_state(path: Path, state: State) -> None:
    """Replaces the file in one step."""
    draft = path.with_name(f"{path.name}.draft")
    draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
    draft.replace(path)
