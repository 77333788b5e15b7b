"""What the last build recorded, read from and written to `.build/state.json`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Earlier:
    """An output as it was last made."""

    key: str = ""
    """The digest of its inputs, and its name in the cache."""
    content: str = ""
    """The content digest that its task returned; may be empty."""
    kind: str = ""
    """The kind of output."""
    builder: str = ""
    """The digest of the builder that made it."""


@dataclass(frozen=True, slots=True)
class State:
    course: str = ""
    """The digest of the input; empty when files changed during the build."""
    choice: str = ""
    """The `repr` of the choice; empty when an output is stale."""
    others: Sequence[str] = ()
    """Input files that only the settings name: logos outside the course's folders."""
    outputs: Mapping[str, Earlier] = field(default_factory=dict)
    """The outputs in dist by name."""
    rows: Sequence[tuple[str, int]] = ()
    """Name and size of each output."""
    gate: Mapping[str, str] = field(default_factory=dict)
    """The digest of a file -> the digest of the secrets that it was found free of."""
    listed: str = ""
    """The digest of the list of our files; if the list differs, this state isn't about that dist."""
    stamps: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """A file of dist -> its size and time (ns); if both are unchanged, it needn't be read."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Only from version 0.1, which kept no list: the size of every file of dist."""


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
    """An output's row; version 0.1 wrote only the key."""
    return Earlier(row, content) if isinstance(row, str) else Earlier(**row)


def write_state(path: Path, state: State) -> None:
    """Replaces the file in one step."""
    draft = path.with_name(f"{path.name}.draft")
    draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
    draft.replace(path)
