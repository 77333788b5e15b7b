"""How large the course is that this repository ships. An institution's own course may be larger or smaller."""

import re

import pytest
from shipped import ROOT, only_shipped

from builder.course.load import load_course

pytestmark = only_shipped


@pytest.mark.parametrize("language", ["en", "es"])
def test_modules_and_stories(language: str) -> None:
    assert len(list((ROOT / "casestories").glob(f"*.{language}.md"))) == 16
    assert len(list((ROOT / "modules").glob(f"*/module.{language}.md"))) == 4


def test_the_history_that_is_shipped_is_the_whole_annex() -> None:
    """32 activities and 52 partners, as counted in the report by hand."""
    programme = load_course(ROOT)[0].programme
    years = [one.first.year for one in programme.activities]
    counted = {year: years.count(year) for year in sorted(set(years))}
    assert counted == {2007: 2, 2008: 5, 2009: 2, 2010: 7, 2011: 1, 2012: 2, 2013: 6, 2014: 7}
    assert {one.source for one in programme.activities} == {"oas-annual-2014"}
    workshops = [one for one in programme.activities if one.kind == "implementation"]
    assert [len({key for ids in one.partners.values() for key in ids}) for one in workshops] == [8, 5, 9, 6, 5, 9, 5, 4]
    taking_part = {key for one in programme.activities for ids in one.partners.values() for key in ids}
    assert (len(taking_part), programme.partners.keys() - taking_part) == (52, {"canada", "cim", "yabt"})


def test_most_stories_are_of_firms_that_small_ones_recognise() -> None:
    """At least ten of the sixteen have up to 50 people, and two thirds of those give a number, not only a class."""
    facts = [case.facts for case in load_course(ROOT)[0].cases]
    small = [one for one in facts if one.size_class in ("micro", "small")]
    assert len(small) >= 10
    assert sum(any(sign.isdigit() for sign in one.size["en"]) for one in small) >= 9


def test_each_story_begins_with_a_drawing_of_its_own_in_greys() -> None:
    """Described in each language that the story is written in, without words in it, and small."""
    pages = sorted((ROOT / "casestories").glob("*.md"))
    found = [
        re.search(r"\n---\n!\[([^\]]+)\]\(images/(.+)\.svg\)\n\n", page.read_text(encoding="utf-8")) for page in pages
    ]
    assert [one and one[2] for one in found] == [page.name.partition(".")[0] for page in pages]
    assert len({one and one[1] for one in found}) == len(pages)
    for name in {page.name.partition(".")[0] for page in pages}:
        drawing = (ROOT / f"casestories/images/{name}.svg").read_text(encoding="utf-8")
        assert len(drawing) < 15_000
        assert "<text" not in drawing
        assert all(colour[:2] * 3 == colour for colour in re.findall(r"#([0-9a-f]{6})", drawing)), name
