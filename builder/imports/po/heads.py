"""The texts in the front matter of a page: its title and its summary."""

from collections.abc import Sequence
from pathlib import PurePosixPath

import yaml

from builder.course.limits import LONGEST_TITLE
from builder.course.stamp import STAMP
from builder.imports.po.tables import composed, scalar_unit
from builder.imports.po.unit import Unit

_SAID = {"title": LONGEST_TITLE, "summary": 0}


def read_head(path: PurePosixPath, text: str, starts: Sequence[int], language: str) -> tuple[list[Unit], list[str]]:
    """The texts, and the values that a translation keeps. `starts`: where the lines of the head begin, and the one
    after it.
    """
    head = text[starts[1] : starts[-2]] if len(starts) > 2 else ""
    root = composed(path, head)
    units, signs = [], []
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value in _SAID and isinstance(value, yaml.ScalarNode):
            kind = f"page-{key.value}"
            units.append(scalar_unit(value, key.value, kind, language, head, starts[1], 1, _SAID[key.value]))
        elif key.value != STAMP:
            signs.append(f"{key.value}: {head[value.start_mark.index : value.end_mark.index].strip()}")
    return units, signs
