"""Rendered text -> runs, and which of its sentences a slide shows."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from dataclasses import replace

from builder.course.slides import KEY, WORDS
from builder.edition.formulas import linear
from builder.outputs.slides.deck import Run, Text, count, plain

_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(r"(?<=[.!?…])[”\"’»)]*(\s+)(?=[¿¡“\"‘«A-ZÁÉÍÓÚÑÜ])")
_PAUSE = re.compile(r"(?<=[\w)])(?:[;:]|\s[–—])\s")
_SHORT = 6
"""A sentence of so few words doesn't stand alone: at the end it says how long a step takes, at the beginning for whom it is."""
_LONGEST = 400
"""Most characters of a sentence: seven lines."""
_MOST = 540
"""Most characters of a text on one slide."""
_LEAST = 3
"""Least words of a sentence: fewer may be an abbreviation."""
_PLACES = frozenset({"sub", "sup", "del"})
_BLOCKS = frozenset({"ul", "ol", "dl", "table", "pre", "blockquote", "section", "aside", "div"})


def runs(element: etree.Element, cited: Mapping[str, str]) -> Text:
    """The words of an element, without blocks in it. A footnote's number is replaced by its source, inside the sentence."""
    found: list[Run] = []
    _collect(element, found, cited, Run(""))
    return tidy(found)


def _collect(element: etree.Element, found: list[Run], cited: Mapping[str, str], face: Run) -> None:
    found.append(replace(face, words=element.text or ""))
    for child in element:
        if child.tag == "sup" and child.find("a[@class='footnote-ref']") is not None:
            _cite(child, found, cited)
        elif child.tag == "br":
            found.append(Run(" "))
        elif child.tag == "math":
            found.append(replace(face, words=linear(child)))
        elif child.get("class") == "emoji":
            found.append(replace(face, words=f"({child.get('aria-label')})"))
        elif child.tag not in _BLOCKS and child.tag != "img":
            _collect(child, found, cited, _inside(face, child.tag))
        found.append(replace(face, words=child.tail or ""))


def _inside(face: Run, tag: str) -> Run:
    """The face of words in an element with this tag."""
    place = tag if tag in _PLACES else face.place
    return replace(face, bold=face.bold or tag == "strong", italic=face.italic or tag == "em", place=place)


def _cite(note: etree.Element, found: list[Run], cited: Mapping[str, str]) -> None:
    link = note.find("a")
    source = cited.get(link.get("href", ""), "") if link is not None else ""
    if not source:
        return
    last = found[-1] if found else Run("")
    end = last.words[-1:] if last.words[-1:] in {".", ",", ";", ":"} else ""
    if end:
        found[-1] = replace(last, words=last.words[:-1])
    found.append(Run(source + end))


def tidy(found: list[Run]) -> Text:
    """Joins neighbouring runs of one face and collapses spaces, with none at the ends."""
    joined: list[Run] = []
    for run in found:
        words = _SPACE.sub(" ", run.words)
        before = joined[-1].words if joined else " "
        words = words.lstrip() if before.endswith(" ") else words
        if not words:
            continue
        if joined and joined[-1].like(run):
            joined[-1] = replace(run, words=before + words)
        else:
            joined.append(replace(run, words=words))
    if joined:
        last = joined.pop()
        joined += [replace(last, words=last.words.rstrip())] if last.words.strip() else []
    return tuple(joined)


def part(text: Text, start: int, end: int) -> Text:
    """The text between two character positions."""
    found, at = [], 0
    for run in text:
        words = run.words[max(0, start - at) : max(0, end - at)]
        found.append(replace(run, words=words))
        at += len(run.words)
    return tidy(found)


def sentences(text: Text) -> list[Text]:
    """The sentences of a text."""
    words, start, found = plain(text), 0, []
    for match in _SENTENCE.finditer(words):
        if len(words[start : match.start(1)].split()) >= _LEAST:
            found.append(part(text, start, match.start(1)))
            start = match.end(1)
    return [*found, part(text, start, len(words))] if words else []


def key_point(text: Text) -> Text:
    """A text shortened to its first sentence and the bold words that introduce it; unchanged when it is short."""
    if count(text) <= KEY and len(plain(text)) <= _LONGEST:
        return text
    lead, rest = (text[:1], text[1:]) if text[0].bold else ((), text)
    return join(lead, _beginning(sentences(tidy(list(rest)))))


def whole(text: Text) -> Text:
    """A text unchanged, unless it is too long for a slide."""
    return text if count(text) <= WORDS and len(plain(text)) <= _MOST else _cut(text)


def key_step(text: Text) -> Text:
    """An instruction shortened to its first sentence, and a short last one that says how long or for whom."""
    found = sentences(text)
    first = _beginning(found)
    last = plain(found[-1]) if found else ""
    is_more = len(last.split()) <= _SHORT and last.endswith((".", "?")) and not plain(first).endswith(last)
    return join(first, found[-1]) if is_more else first


def _beginning(found: list[Text]) -> Text:
    """The first sentence, with the next one if it is too short to say much."""
    if not found:
        return ()
    together = join(*found[:2])
    is_short = count(found[0]) < _SHORT and count(together) <= KEY and len(plain(together)) <= _LONGEST
    return together if is_short else _cut(found[0])


def _cut(text: Text) -> Text:
    """A long sentence up to its last pause within the limit; without a pause, a very long one is cut after a word."""
    words = plain(text)
    pauses = [
        match.start() for match in _PAUSE.finditer(words) if _LEAST * 2 <= len(words[: match.start()].split()) <= KEY
    ]
    if count(text) > KEY and pauses:
        return (*part(text, 0, pauses[-1]), Run("."))
    if count(text) <= 2 * KEY and len(words) <= _LONGEST:
        return text
    end = len(" ".join(words.split()[:KEY])) if count(text) > 2 * KEY else _LONGEST
    return (*part(text, 0, min(end, _LONGEST)), Run("…"))


def join(*texts: Text) -> Text:
    """Texts with a space between them."""
    return tidy([run for text in texts for run in (*text, Run(" "))])


def items(element: etree.Element) -> Iterator[etree.Element]:
    """The element that holds the words of each list item: its paragraph if it has one, else the item."""
    for item in element.findall("li"):
        paragraph = item.find("p")
        yield item if (item.text or "").strip() or paragraph is None else paragraph
