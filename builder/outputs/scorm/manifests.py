"""`imsmanifest.xml` for SCORM 1.2 and 2004 4th edition: one organization, one item, one SCO, and all file names."""

import xml.etree.ElementTree as etree
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from builder.package.manifest import node, xml_bytes

Version = Literal["scorm12", "scorm2004"]
NAME = "imsmanifest.xml"
LAUNCH = "index.html"
_SPACES = {
    "scorm12": {
        "xmlns": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    },
    "scorm2004": {
        "xmlns": "http://www.imsglobal.org/xsd/imscp_v1p1",
        "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_v1p3",
        "xmlns:imsss": "http://www.imsglobal.org/xsd/imsss",
    },
}
_EDITION = {"scorm12": "1.2", "scorm2004": "2004 4th Edition"}


@dataclass(frozen=True, slots=True)
class Description:
    identifier: str
    """Letters, digits, dots and hyphens; a letter first."""
    title: str
    version: str
    """Version of the course."""


def manifest(version: Version, about: Description, files: Iterable[str]) -> bytes:
    """The manifest of a package with these files."""
    is_2004 = version == "scorm2004"
    item = node("item", "", node("title", about.title), identifier="item", identifierref="page")
    if is_2004:
        # The page itself reports completion and success.
        by_content = node("imsss:deliveryControls", completionSetByContent="true", objectiveSetByContent="true")
        item.append(node("imsss:sequencing", "", by_content))
    organization = node("organization", "", node("title", about.title), item, identifier="course")
    resource = node("resource", identifier="page", type="webcontent", href=LAUNCH)
    resource.set("adlcp:scormType" if is_2004 else "adlcp:scormtype", "sco")
    resource.extend(node("file", href=name) for name in sorted(files))
    return xml_bytes(
        node(
            "manifest",
            "",
            _metadata(version),
            node("organizations", "", organization, default="course"),
            node("resources", "", resource),
            identifier=about.identifier,
            version=about.version[:20],
            **{name.replace(":", "__"): value for name, value in _SPACES[version].items()},
        )
    )


def _metadata(version: Version) -> etree.Element:
    return node("metadata", "", node("schema", "ADL SCORM"), node("schemaversion", _EDITION[version]))
