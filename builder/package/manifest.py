"""XML files of packages: escaped, indented, the same bytes for the same tree.

Names are written with their prefix, and the root has its `xmlns` attributes in the order in which they are written: some
programs look for them in the first bytes of the file.
"""

import xml.etree.ElementTree as etree
from functools import cache

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def node(name: str, text: str = "", /, *children: etree.Element, **attributes: str) -> etree.Element:
    """An element; `__` in an attribute's name is the colon, a trailing `_` is dropped (`class_`)."""
    made = etree.Element(name, {_name(key): value for key, value in attributes.items()} if attributes else {})
    made.text = text or None
    if children:
        made.extend(children)
    return made


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("__", ":")


def xml_bytes(root: etree.Element) -> bytes:
    """The file's bytes. Indents `root` in place, so no element may mix text and elements."""
    etree.indent(root)
    return (HEAD + etree.tostring(root, encoding="unicode") + "\n").encode()
