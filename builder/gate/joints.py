"""Short secrets: too few letters to search for alone, so they are searched for with the words around them.

"Ask Ana" may be anywhere; "... on the table. Ask Ana" only where the note leaked. What is searched for is a joint: the
letters of a short part of hidden text with those of its neighbours, before, after, or both.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from builder.course.items import ANY_MARK
from builder.edition.removed import Passage
from builder.gate.runs import BREAK, LETTERS, PARTS, WORDS, letters, plain_lines, signs

SIDE = LETTERS // 2
"""Letters of each neighbour where both are included."""
STEP = 12
"""The step of their `Index`: there are few joints, so a long one will do."""
ALONE = 4
"""The least letters of a part searched for with only one neighbour: any text might begin with a shorter one."""
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_BLOCK_MARK = re.compile(r"^\s*:{3,}.*$", re.MULTILINE)
_ITEM = re.compile(rf"^\s*{ANY_MARK}\s+(?:\[[ xX]\]\s+)?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Joints:
    words: set[str]
    """As `letters` spells them."""
    numbers: set[str]
    """For parts without a letter, as `signs` spells them."""


def find_joints(passages: Iterable[Passage], phrases: Iterable[str]) -> Joints:
    """The joints of all parts of hidden text that are too short for a run.

    `phrases`: titles and words of the interface. Outputs put them beside any text, so a part with which one of them begins
    or ends proves no leak there.
    """
    common = BREAK.join(["", *map(letters, phrases), ""])
    found = Joints(set(), set())
    for passage in passages:
        if not passage.before and not passage.after:
            continue  # a whole page would leak as a whole, and its runs are searched for
        parts = [part for part in map(shown, PARTS.split("\n" + _BLOCK_MARK.sub("", passage.text))) if signs(part)]
        short = [not _has_run(part) for part in parts]
        if any(short):
            for spell, joints in ((letters, found.words), (signs, found.numbers)):
                joints.update(_of_passage(passage, parts, short, spell, common))
    return found


def _has_run(part: str) -> bool:
    return len(part.split()) >= WORDS and len(letters(part)) >= LETTERS


def _of_passage(
    passage: Passage, parts: list[str], short: list[bool], spell: Callable[[str], str], common: str
) -> Iterator[str]:
    """The joints of each short part with its hidden neighbours, and with the text around it that readers see."""
    spelt = [spell(part) for part in parts]
    before, after = spell(shown(passage.before)), spell(shown(passage.after))
    stream, ends = "".join(spelt), list(accumulate(map(len, spelt)))
    for part, text, end, is_short in zip(parts, spelt, ends, short, strict=True):
        if is_short and bool(letters(part)) is (spell is letters):
            start = end - len(text)
            yield from _joints(stream[max(0, start - LETTERS) : start], text, stream[end : end + LETTERS], common)
            yield from _joints(before[-LETTERS:], text, after[:LETTERS], common)


def _joints(before: str, text: str, after: str, common: str) -> Iterator[str]:
    if len(before) >= SIDE and len(after) >= SIDE and f"{BREAK}{text}{BREAK}" not in common:
        yield before[-SIDE:] + text + after[:SIDE]
    if len(text) >= ALONE and len(before) == LETTERS and f"{BREAK}{text}" not in common:
        yield before + text
    if len(text) >= ALONE and len(after) == LETTERS and f"{text}{BREAK}" not in common:
        yield text + after


def shown(text: str) -> str:
    """The text as it appears on a page: no block marks, pictures, bullets or inline marks."""
    return plain_lines(_ITEM.sub("", _BLOCK_MARK.sub("", _PICTURE.sub("", text)))).strip()
