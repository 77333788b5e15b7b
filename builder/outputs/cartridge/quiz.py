"""A quiz as QTI 1.2, in the profile that cartridges allow, and in the way that platforms were observed to read it."""

import base64
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from copy import deepcopy

from builder.edition.select import Edition
from builder.outputs.cartridge.version import Version
from builder.package.manifest import node
from builder.package.markup import blocks, inner, plain, shortened
from builder.package.quizzes import Answer, Item, Quiz

_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_TITLE = 80
_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
_FACTS = {
    "cc_profile": "cc.exam.v0p1",
    "qmd_assessmenttype": "Examination",
    "qmd_scoretype": "Percentage",
    "qmd_feedbackpermitted": "Yes",
    "qmd_hintspermitted": "No",
    "qmd_solutionspermitted": "Yes",
    "cc_maxattempts": "unlimited",
}


def assessment(edition: Edition, quiz: Quiz, version: Version) -> etree.Element:
    """The root element of a quiz's file."""
    sources = _sources(edition, quiz)
    items = (_item(item, sources) for item in quiz.items)
    section = node("section", "", *items, ident=f"{quiz.id}.section")
    made = node("assessment", "", _facts(_FACTS), section, ident=quiz.id, title=quiz.title)
    made.set("xml:lang", quiz.leaf.document.language)
    head = {"xmlns": _QTI, "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"}
    head["xsi:schemaLocation"] = f"{_QTI} {version.schema('qtiasiv1p2p1_v1p0')}"
    root = etree.Element("questestinterop", head)
    root.append(made)
    return root


def _sources(edition: Edition, quiz: Quiz) -> Mapping[str, str]:
    """Pictures by name, as `data:` addresses: Moodle doesn't find files to which an option refers."""
    return {
        name: f"data:{_TYPES[image.suffix]};base64,{base64.b64encode(image.bytes_in(edition.language)).decode()}"
        for name, image in quiz.pictures(edition).items()
    }


def _facts(facts: Mapping[str, str]) -> etree.Element:
    fields = (
        node("qtimetadatafield", "", node("fieldlabel", name), node("fieldentry", text)) for name, text in facts.items()
    )
    return node("qtimetadata", "", *fields)


def _item(item: Item, sources: Mapping[str, str]) -> etree.Element:
    kind = "multiple_choice" if item.is_single else "multiple_response"
    return node(
        "item",
        "",
        node("itemmetadata", "", _facts({"cc_profile": f"cc.{kind}.v0p1", "cc_weighting": "1"})),
        _presentation(item, sources),
        _processing(item),
        *(_feedback(identifier, answer, sources) for identifier, answer in _named(item)),
        ident=item.id,
        title=shortened(plain(item.text), _TITLE),
    )


def _named(item: Item) -> Iterator[tuple[str, Answer]]:
    return ((f"o{number}", answer) for number, answer in enumerate(item.answers, 1))


def _material(markup: str) -> etree.Element:
    return node("material", "", node("mattext", markup, texttype="text/html"))


def _shown(text: etree.Element, sources: Mapping[str, str]) -> etree.Element:
    copy = deepcopy(text)
    for image in copy.iter("img"):
        image.set("src", sources[image.get("src", "")])
    return copy


def _presentation(item: Item, sources: Mapping[str, str]) -> etree.Element:
    labels = (
        node("response_label", "", _material(inner(_shown(answer.text, sources))), ident=identifier)
        for identifier, answer in _named(item)
    )
    cardinality = "Single" if item.is_single else "Multiple"
    asked = node("response_lid", "", node("render_choice", "", *labels), ident="answer", rcardinality=cardinality)
    return node("presentation", "", _material(blocks(_shown(item.text, sources))), asked)


# -- what an answer is worth, and what is said to it


def _processing(item: Item) -> etree.Element:
    """The scoring condition comes first and ends the processing: Open edX takes whatever precedes such an end as right.
    No condition continues: Moodle would show the feedback of one that does to everybody.
    """
    score = node("decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    made = node("resprocessing", "", node("outcomes", "", score))
    others = list(_named(item))
    if item.is_single:
        right = next(identifier for identifier, answer in others if answer.is_right)
        made.append(_condition(_is(right), _full(), _shows(right)))
        others = [(identifier, answer) for identifier, answer in others if identifier != right]
    else:
        made.append(_condition(_all_right(item), _full()))
    made.extend(_condition(_is(identifier), _shows(identifier)) for identifier, _ in others)
    return made


def _condition(test: etree.Element, *done: etree.Element) -> etree.Element:
    return node("respcondition", "", node("conditionvar", "", test), *done, continue_="No")


def _shows(identifier: str) -> etree.Element:
    return node("displayfeedback", feedbacktype="Response", linkrefid=_feedback_id(identifier))


def _full() -> etree.Element:
    return node("setvar", "100", varname="SCORE", action="Set")


def _is(identifier: str) -> etree.Element:
    """Tests for one option. `case` has no meaning here, but Moodle expects it in questions with several right options."""
    return node("varequal", identifier, respident="answer", case="Yes")


def _all_right(item: Item) -> etree.Element:
    parts = (
        _is(identifier) if answer.is_right else node("not", "", _is(identifier)) for identifier, answer in _named(item)
    )
    return node("and", "", *parts)


def _feedback_id(identifier: str) -> str:
    return f"{identifier}-feedback"


def _feedback(identifier: str, answer: Answer, sources: Mapping[str, str]) -> etree.Element:
    """The feedback on an option, inside `flow_mat`: Moodle looks nowhere else."""
    material = _material(blocks(_shown(answer.feedback, sources)))
    return node("itemfeedback", "", node("flow_mat", "", material), ident=_feedback_id(identifier))
