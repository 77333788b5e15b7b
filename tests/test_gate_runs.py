"""What the leak gate compares, held against plain definitions that are too slow for it."""

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from posixpath import dirname, relpath

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from builder.gate.look import new_text
from builder.gate.readers import ATTRIBUTE, texts
from builder.gate.runs import BREAK, GAP, LETTERS, Index, letters, signs
from builder.outputs.site.addresses import link

ANY = st.text(st.one_of(st.characters(), st.sampled_from("aé ñß–“²٣_9\u00ad\u200bﬁ" + BREAK + GAP)), max_size=60)
FEW = st.text("ab", min_size=LETTERS, max_size=LETTERS + 6)
"""Few letters, so that runs begin alike, overlap and occur by chance."""


def _one_by_one(text: str, wanted: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if re.fullmatch(wanted, sign))


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_letters_and_signs_are_chosen_one_by_one(text: str) -> None:
    assert letters(text) == _one_by_one(text, rf"[^\W\d_]|[{BREAK}{GAP}]")
    assert signs(text) == _one_by_one(text, rf"[^\W_]|{GAP}")


@settings(max_examples=80, deadline=None)
@given(st.lists(FEW, max_size=6), st.lists(st.one_of(FEW, st.text("abc", max_size=30)), max_size=5), st.data())
def test_an_index_finds_what_a_plain_search_finds(runs: list[str], parts: list[str], data: st.DataObject) -> None:
    stream = "".join(parts)
    dropped = set(data.draw(st.lists(st.sampled_from(runs), max_size=3))) if runs else set[str]()
    for step in (1, 4, 12):
        index = Index(runs, step)
        assert {run for _, run in index.find(stream)} == {run for run in runs if run in stream}
        index.drop(dropped)
        assert index.all() == set(runs) - dropped
        assert bool(index) is bool(set(runs) - dropped)
        found = list(index.find(stream))
        assert {run for _, run in found} == {run for run in index.all() if run in stream}
        assert all(stream.startswith(run, start) for start, run in found)


def _sentences() -> Iterator[str]:
    return (f"<p>Sentence {number} of a long list that a search index has.</p>" for number in range(12_000))


def test_a_search_index_is_read_in_pieces_and_whole() -> None:
    sentences = list(_sentences())
    for text in (json.dumps(sentences), f"var index = {json.dumps(sentences)};\n"):
        read = list(texts("index.js", text.encode()))[1:]
        assert len(read) > 1
        pairs = {pair for piece in read for pair in pairwise(piece.split(BREAK))}
        whole = [part for sentence in sentences for part in ("", sentence[3:-4], "")]
        assert {pair for pair in pairwise(whole) if any(pair)} <= pairs


@settings(max_examples=300, deadline=None)
@given(st.text("a:= \n<>\"'", max_size=24))
def test_every_value_after_a_name_is_read(text: str) -> None:
    named = re.findall(r"(?<![\w:-])[\w:-]+\s*=\s*(\"[^\"]*\"|'[^']*')", text)
    assert set(named) <= set(ATTRIBUTE.findall(text))


def test_a_lone_sign_and_quotation_mark_hide_no_attribute() -> None:
    assert any("hidden words" in text for text in texts("x.html", b'<p>2 + 2 ) =" 4</p><img alt="hidden words">'))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", " ", ""]), max_size=9), max_size=4))
def test_of_each_page_only_the_neighbours_that_are_new_are_searched(pages: list[list[str]]) -> None:
    seen = set[int]()
    known = set[tuple[str, str]]()
    for page in pages:
        text, keys = new_text(BREAK.join(page), seen)
        searched = {pair for part in text.split(GAP + BREAK) for pair in pairwise(part.rstrip(GAP).split(BREAK))}
        there = set(pairwise(["", *(part for part in page if part.strip())]))
        assert searched == there - known
        seen, known = seen | keys, known | there


@settings(max_examples=60, deadline=None)
@given(*[st.lists(st.sampled_from(["a", "b", "index.md"]), min_size=1, max_size=4).map("/".join)] * 2)
def test_links_between_pages_are_relative(source: str, target: str) -> None:
    assume(not source.startswith(f"{target}/"))  # a file is no folder
    assert link(source, target) == relpath(target, dirname(source) or ".")
