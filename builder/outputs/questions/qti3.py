"""QTI 3: a package with a file for each question, one for each quiz, and a manifest."""

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from math import ceil

from builder.edition.select import Edition
from builder.outputs.questions.bank import Category
from builder.package.manifest import xml_bytes
from builder.package.markup import blocks, document, has_blocks, inner
from builder.package.quizzes import Answer, Item, Quiz

_QTI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/"
_PICTURES = "../pictures/"


def qti3(edition: Edition, bank: Sequence[Category]) -> dict[str, bytes]:
    """Path in the package -> file."""
    files: dict[str, bytes] = {}
    resources: list[etree.Element] = []
    for category in bank:
        for quiz in category.quizzes:
            pictures = quiz.pictures(edition)
            files |= {f"pictures/{name}": image.bytes_in(edition.language) for name, image in pictures.items()}
            files[f"tests/{quiz.id}.xml"] = xml_bytes(_test(quiz))
            resources.append(_resource(quiz.id, "test", f"tests/{quiz.id}.xml", [item.id for item in quiz.items], ()))
        for name, item in category.items():
            files[f"items/{item.id}.xml"] = document(_item(name, item, edition.language))
            resources.append(_resource(item.id, "item", f"items/{item.id}.xml", (), sorted(_pictures_of(item))))
    files["imsmanifest.xml"] = xml_bytes(_manifest(resources))
    return dict(sorted(files.items()))


def _pictures_of(item: Item) -> set[str]:
    return {f"pictures/{image.get('src', '')}" for text in item.elements() for image in text.iter("img")}


def _root(tag: str, space: str, schema: str, **attributes: str) -> etree.Element:
    """A root element whose name space comes first, since some programs look no further."""
    head = {"xmlns": space, "xmlns:xsi": _XSI, "xsi:schemaLocation": f"{space} {_SCHEMAS}{schema}"}
    return etree.Element(tag, head | attributes)


# -- the manifest


def _manifest(resources: Sequence[etree.Element]) -> etree.Element:
    root = _root("manifest", _PACKAGE, "imsqtiv3p0_imscpv1p2_v1p0.xsd", identifier="questions")
    metadata = etree.SubElement(root, "metadata")
    etree.SubElement(metadata, "schema").text = "QTI Package"
    etree.SubElement(metadata, "schemaversion").text = "3.0.0"
    etree.SubElement(root, "organizations")
    etree.SubElement(root, "resources").extend(resources)
    return root


def _resource(
    identifier: str, kind: str, path: str, needs: Sequence[str], pictures: Sequence[str]
) -> etree.Element:  # fmt: skip
    made = etree.Element("resource", identifier=identifier, type=f"imsqti_{kind}_xmlv3p0", href=path)
    for name in (path, *pictures):
        etree.SubElement(made, "file", href=name)
    for name in needs:
        etree.SubElement(made, "dependency", identifierref=name)
    return made


# -- a quiz


def _test(quiz: Quiz) -> etree.Element:
    root = _root("qti-assessment-test", _QTI, "imsqti_asiv3p0_v1p0.xsd", identifier=quiz.id, title=quiz.title)
    _outcome(root, "SCORE", "float", "0")
    part = etree.SubElement(root, "qti-test-part", {"identifier": "part", "navigation-mode": "nonlinear"})
    part.set("submission-mode", "individual")
    attributes = {"identifier": "section", "title": quiz.title, "visible": "true"}
    section = etree.SubElement(part, "qti-assessment-section", attributes)
    for item in quiz.items:
        reference = {"identifier": item.id, "href": f"../items/{item.id}.xml"}
        etree.SubElement(section, "qti-assessment-item-ref", reference)
    total = etree.SubElement(etree.SubElement(root, "qti-outcome-processing"), "qti-set-outcome-value")
    total.set("identifier", "SCORE")
    etree.SubElement(etree.SubElement(total, "qti-sum"), "qti-test-variables", {"variable-identifier": "SCORE"})
    return root


def _outcome(root: etree.Element, name: str, kind: str, usual: str = "", *, is_many: bool = False) -> None:
    attributes = {"identifier": name, "cardinality": "multiple" if is_many else "single", "base-type": kind}
    declared = etree.SubElement(root, "qti-outcome-declaration", attributes)
    if usual:
        etree.SubElement(etree.SubElement(declared, "qti-default-value"), "qti-value").text = usual


# -- a question


def _item(name: str, item: Item, language: str) -> etree.Element:
    fixed = {"adaptive": "false", "time-dependent": "false", "xml:lang": language}
    root = _root("qti-assessment-item", _QTI, "imsqti_asiv3p0_v1p0.xsd", identifier=item.id, title=name)
    root.attrib.update(fixed)
    _response(root, item)
    _outcome(root, "SCORE", "float", "0")
    _outcome(root, "MAXSCORE", "float", "1")
    _outcome(root, "FEEDBACK", "identifier", is_many=not item.is_single)
    _body(root, item)
    _processing(root, is_single=item.is_single)
    for identifier, answer in _named(item):
        shown = {"outcome-identifier": "FEEDBACK", "identifier": identifier, "show-hide": "show"}
        modal = etree.SubElement(root, "qti-modal-feedback", shown)
        modal.append(_filled("qti-content-body", blocks(answer.feedback, pictures=_PICTURES)))
    return root


def _named(item: Item) -> Iterator[tuple[str, Answer]]:
    return ((f"o{number}", answer) for number, answer in enumerate(item.answers, 1))


def _response(root: etree.Element, item: Item) -> None:
    declared = etree.SubElement(root, "qti-response-declaration", identifier="RESPONSE")
    declared.attrib.update({"cardinality": "single" if item.is_single else "multiple", "base-type": "identifier"})
    right = etree.SubElement(declared, "qti-correct-response")
    for identifier, answer in _named(item):
        if answer.is_right:
            etree.SubElement(right, "qti-value").text = identifier
    if not item.is_single:
        limits = {"default-value": "0", "lower-bound": "0", "upper-bound": "1"}
        mapping = etree.SubElement(declared, "qti-mapping", limits)
        for identifier, answer in _named(item):
            entry = {"map-key": identifier, "mapped-value": _worth(item, answer)}
            etree.SubElement(mapping, "qti-map-entry", entry)


def _worth(item: Item, answer: Answer) -> str:
    """What `marks` says, as a share of 1, rounded away from zero: three times 0.3333333333 would be less than full marks, while what
    is more than 1 counts as 1. All ticked together are worth nothing, still.
    """
    right, wrong = len(item.right), len(item.answers) - len(item.right)
    gain = ceil(10**10 / right)
    worth = gain if answer.is_right else -ceil(gain * right / wrong)
    return f"{worth / 10**10:.11g}"


def _body(root: etree.Element, item: Item) -> None:
    """The question and its options. A prompt labels the options for screen readers, but can't hold paragraphs: these go before it."""
    body = etree.SubElement(root, "qti-item-body")
    if has_blocks(item.text):
        body.extend(_filled("div", inner(item.text, pictures=_PICTURES)))
    most = "1" if item.is_single else "0"
    asked = {"response-identifier": "RESPONSE", "shuffle": "false", "max-choices": most}
    interaction = etree.SubElement(body, "qti-choice-interaction", asked)
    if not has_blocks(item.text):
        interaction.append(_filled("qti-prompt", inner(item.text, pictures=_PICTURES)))
    for identifier, answer in _named(item):
        choice = _filled("qti-simple-choice", inner(answer.text, pictures=_PICTURES))
        choice.set("identifier", identifier)
        interaction.append(choice)


def _filled(tag: str, markup: str) -> etree.Element:
    return etree.fromstring(f"<{tag}>{markup}</{tag}>")


_SINGLE = """<qti-response-processing><qti-response-condition>
<qti-response-if><qti-match><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-match>
<qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">1</qti-base-value></qti-set-outcome-value></qti-response-if>
</qti-response-condition>{feedback}</qti-response-processing>"""
_MULTIPLE = """<qti-response-processing>
<qti-set-outcome-value identifier="SCORE"><qti-map-response identifier="RESPONSE"/></qti-set-outcome-value>
{feedback}</qti-response-processing>"""
_FEEDBACK = """<qti-set-outcome-value identifier="FEEDBACK"><qti-variable identifier="RESPONSE"/>
</qti-set-outcome-value>"""


def _processing(root: etree.Element, *, is_single: bool) -> None:
    """How the answer is marked; FEEDBACK is set to the ticked options, so that each shows its own feedback."""
    root.append(etree.fromstring((_SINGLE if is_single else _MULTIPLE).format(feedback=_FEEDBACK)))
