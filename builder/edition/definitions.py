"""Definition lists: a term on one line, `: its meaning` on the next. A strict subset of what other Markdown dialects allow."""

import xml.etree.ElementTree as etree

from markdown.blockprocessors import BlockProcessor

from builder.course.items import DEFINED


class Definitions(BlockProcessor):
    """A run of lines in which one after the first begins with a colon; consecutive runs form one list.

    A line right above a definition is a term, unless it is indented: then it continues the definition before it.
    """

    def test(self, parent: etree.Element, block: str) -> bool:  # noqa: ARG002 - the library's
        lines = block.split("\n")
        return len(lines) > 1 and not DEFINED.match(lines[0]) and any(map(DEFINED.match, lines[1:]))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        last = self.lastChild(parent)
        found = last if last is not None and last.tag == "dl" else etree.SubElement(parent, "dl")
        lines = blocks.pop(0).split("\n")
        entry: etree.Element | None = None
        for line, after in zip(lines, [*lines[1:], ""], strict=True):
            defined = DEFINED.match(line)
            if defined:
                entry = etree.SubElement(found, "dd")
                entry.text = line[defined.end() :].strip()
            elif entry is None or entry.tag == "dt" or (DEFINED.match(after) and not line.startswith(" ")):
                entry = etree.SubElement(found, "dt")
                entry.text = line.strip()
            else:
                entry.text = f"{entry.text}\n{line.strip()}"
