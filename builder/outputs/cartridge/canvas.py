"""One test as a QTI 1.2 package, which Canvas imports as a quiz; it can't import the formats of the question banks."""

import xml.etree.ElementTree as etree

from builder.edition.select import Edition
from builder.outputs.cartridge.quiz import assessment
from builder.outputs.cartridge.version import CC11
from builder.package.manifest import node, xml_bytes
from builder.package.quizzes import Quiz

_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_TYPE = "imsqti_xmlv1p2"


def canvas_test(edition: Edition, quiz: Quiz) -> dict[str, bytes]:
    """Path in the package -> file. Pictures are embedded in the questions."""
    path = f"{quiz.id}/{quiz.id}.xml"
    return {
        "imsmanifest.xml": xml_bytes(_manifest(quiz, path)),
        path: xml_bytes(assessment(edition, quiz, CC11)),
    }


def _manifest(quiz: Quiz, path: str) -> etree.Element:
    file = node("resource", "", node("file", href=path), identifier=f"quiz-{quiz.id}", type=_TYPE, href=path)
    about = node("metadata", "", node("schema", "IMS Content"), node("schemaversion", "1.1.3"))
    return node(
        "manifest",
        "",
        about,
        node("organizations"),
        node("resources", "", file),
        xmlns=_PACKAGE,
        identifier=f"package-{quiz.id}",
    )
