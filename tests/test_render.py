"""Markdown -> elements: the class names and attributes that the writers of sites and books rely on."""

import xml.etree.ElementTree as etree

import pytest

from builder.course.model import Audience, Course
from builder.edition.controls import add_controls
from builder.edition.render import render
from builder.edition.resolve import LinkKind, page_markdown
from builder.edition.select import Edition, Leaf, select

FORMS = {"input", "textarea", "select", "button"}


def address(place: LinkKind, key: str, anchor: str) -> str:
    return f"{place}-{key}.html#{anchor}" if anchor else f"{place}-{key}"


def page(course: Course, audience: Audience, key: str, *, interactive: bool = False, **options: bool) -> etree.Element:
    edition: Edition = select(course, audience, "en")
    leaf: Leaf = next(found for found in edition.leaves() if found.key == key)
    tree = render(page_markdown(edition, leaf, address), "en", **options)
    if interactive:
        add_controls(tree, "p")
    return tree


def md(text: str, *, keys: bool = False) -> etree.Element:
    return render(f"::: page {{prefix=p line=1}}\n{text}\n", "en", keys=keys)


def with_controls(text: str) -> etree.Element:
    tree = md(text, keys=True)
    add_controls(tree, "p")
    return tree


def found(tree: etree.Element, tag: str, name: str) -> list[etree.Element]:
    return [element for element in tree.iter(tag) if name in element.get("class", "").split()]


def words(element: etree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="module")
def first(tiny: Course) -> etree.Element:
    return page(tiny, Audience.TRAINER, "look/first", trainer=True)


@pytest.mark.parametrize(
    ("tag", "name", "count"),
    [
        ("section", "objectives", 1), ("section", "teach", 1), ("section", "activity", 1), ("section", "worksheet", 1),
        ("section", "quiz", 1), ("section", "keypoints", 1), ("aside", "trainer", 2), ("aside", "answer", 1),
        ("aside", "note", 1), ("aside", "tip", 1), ("aside", "warning", 1), ("aside", "case", 1), ("aside", "example", 1),
        ("div", "value", 4), ("div", "question", 1), ("div", "lines", 1), ("div", "box", 1), ("div", "fill-table", 1),
        ("div", "scale", 1), ("div", "choices", 1), ("div", "field", 5),
    ],
)  # fmt: skip
def test_each_block_has_its_element(first: etree.Element, tag: str, name: str, count: int) -> None:
    elements = found(first, tag, name)
    assert len(elements) == count
    assert all(element.get("data-line", "").isdigit() for element in elements)


def test_elements_bear_the_lines_of_the_source(tiny: Course, first: etree.Element) -> None:
    document = tiny.modules[0].sessions[0].documents["en"]
    lines = {(block.name, block.line) for block in document.walk()}
    shown = {
        (next(name for name in element.get("class", "").split() if name != "field"), int(element.get("data-line", "0")))
        for element in first.iter()
        if element.get("data-line")
    }
    assert shown == lines


def test_headings_and_ids(first: etree.Element) -> None:
    headings = [(e.tag, e.get("id"), words(e)) for e in first.iter() if e.tag in ("h1", "h2", "h3", "h4")]
    assert headings == [
        ("h2", None, "After this session you can"),
        ("h2", "grid", "The grid"),
        ("h2", None, "The idea"),
        ("h3", None, "A closer look"),
        ("h2", "map-them", "Map them"),
        ("h3", "stakeholder-map", "Stakeholder map"),
        ("h2", "check-look", "Check yourself"),
        ("h2", None, "Key points"),
    ]


def test_field_names_are_made_of_page_sheet_and_field(first: etree.Element) -> None:
    names = [element.get("data-name") for element in found(first, "div", "field")]
    assert names == [
        f"look_first_stakeholder-map_{name}" for name in ("who", "first-step", "trust", "ask-how", "drawing")
    ]
    assert found(first, "div", "lines")[0].get("id") == "stakeholder-map--first-step"


def test_a_table_gets_its_empty_rows_and_each_empty_cell_its_name(first: etree.Element) -> None:
    table = found(first, "div", "fill-table")[0].find("table")
    assert table is not None
    rows = table.findall("tbody/tr")
    assert len(rows) == 4
    names = [cell.get("data-field", "").rpartition("_")[2] for row in rows for cell in row]
    assert names == ["", "r1c2", "r2c1", "r2c2", "r3c1", "r3c2", "r4c1", "r4c2"]


@pytest.mark.parametrize(("drawn", "added"), [(0, 2), (1, 0), (2, 0), (2, 2)])
def test_rows_that_authors_draw_empty_can_be_filled_in_like_those_they_ask_for(drawn: int, added: int) -> None:
    rows = f" rows={added}" if added else ""
    table = "Who?\n\n| Who | What |\n|---|---|\n" + "| | |\n" * drawn
    sheet = md(f"::: worksheet Sheet {{#sheet}}\n::: fill-table {{#who{rows}}}\n{table}:::\n:::")
    assert [len(row) for row in sheet.iterfind(".//tbody/tr")] == [2] * (drawn + added)
    assert all(cell.get("data-field") for cell in sheet.iter("td"))


def test_a_block_in_a_list_stays_in_its_item(first: etree.Element) -> None:
    items = first.findall(".//section[@class='activity']/ol/li")
    assert [words(item).split()[0] for item in items] == ["Write", "Place", "Copy"]
    assert len(found(items[1], "aside", "trainer")) == 1


def test_form_controls_only_where_asked_for(tiny: Course) -> None:
    still = page(tiny, Audience.PARTICIPANT, "look/first")
    assert not [element for element in still.iter() if element.tag in FORMS]
    active = page(tiny, Audience.PARTICIPANT, "look/first", interactive=True)
    names = [element.get("name") for element in active.iter() if element.tag in FORMS]
    assert len(names) == 1 + 7 + 8 + 2 + 1 + 2
    labelled = {element.get("id") for element in active.iter()}
    for element in active.iter("textarea"):
        assert element.get("aria-label") or element.get("aria-labelledby") in labelled


def test_the_words_at_a_control_keep_their_marks_and_their_order() -> None:
    """An item of several paragraphs: what comes after a mark stays after it, and no two words run together."""
    tree = with_controls(
        "::: worksheet W {#w}\n::: scale {#s}\nHow much?\n\n- *One* of them\n\n    and **more**, so\n\n    the end\n- Two\n:::\n"
        "::: choices {#c}\nWhich?\n\n- [ ] An *odd* one\n- [ ] Two\n:::\n:::"
    )
    scale, choices = tree.iter("ul")
    texts = [
        etree.tostring(item.find(path), encoding="unicode")
        for item, path in ((scale[0], "span"), (choices[0], "label/span"))
    ]  # type: ignore[arg-type]
    assert texts[0].partition(">")[2] == ("<em>One</em> of them<br />and <strong>more</strong>, so<br />the end</span>")
    assert texts[1] == "<span>An <em>odd</em> one</span>"
    assert [item.find("label/input").get("value") for item in choices] == ["1", "2"]  # type: ignore[union-attr]


def test_keys_only_where_asked_for(tiny: Course) -> None:
    without = page(tiny, Audience.PARTICIPANT, "look/first")
    assert not found(without, "div", "feedback")
    assert not [e for e in without.iter() if e.get("data-right")]
    keyed = page(tiny, Audience.PARTICIPANT, "look/first", keys=True)
    assert [e.get("data-right") for e in found(keyed, "li", "option")] == [None, "true"]
    assert len(found(keyed, "div", "feedback")) == 2


def test_a_test_shows_no_key_to_participants_whatever_is_asked_for(tiny: Course) -> None:
    tree = page(tiny, Audience.PARTICIPANT, "act/plan", keys=True, interactive=True)
    assert len(found(tree, "li", "option")) == 3
    assert not [e for e in tree.iter() if e.get("data-right")]
    assert not found(tree, "div", "feedback")


def test_minutes_of_teaching_and_materials_are_shown_to_trainers(tiny: Course, first: etree.Element) -> None:
    metas = [words(element) for element in found(first, "p", "block-meta")]
    assert metas == ["10 min · should", "25 min · groups of 4"]
    materials = [words(element) for element in found(first, "p", "block-materials")]
    assert materials[1] == "Materials flip chart: 1 per group; card: 5 per person; tape: 1"
    other = page(tiny, Audience.PARTICIPANT, "look/first")
    assert [words(element) for element in found(other, "p", "block-meta")] == ["25 min · groups of 4"]
    assert not found(other, "p", "block-materials")


def test_links_terms_pictures_and_citations(first: etree.Element) -> None:
    targets = [link.get("href") for link in first.iter("a")]
    assert "term-stakeholder" in targets
    assert "page-act/plan.html#next" in targets
    assert "page-solar-farm" in targets
    pictures = [image.get("src") for image in first.iter("img")]
    assert pictures == ["image-modules/10-look/images/grid.svg", "image-modules/10-look/images/flipchart.png"]
    notes = words(found(first, "div", "footnote")[0])
    assert "ILO (2025). Work in 2025. https://www.ilo.org/ Read in a press report" in notes
    assert "University of Tinyville. How to teach adults." in notes


def test_a_link_to_a_place_that_the_output_lacks_is_words(tiny: Course) -> None:
    edition = select(tiny, Audience.PARTICIPANT, "en")
    tree = render(page_markdown(edition, edition.home, lambda place, key, anchor: ""), "en")
    assert not list(tree.iter("a"))
    assert "Begin with the first session." in words(tree)


def test_a_value_names_its_question_and_a_carried_field_its_sheet(tiny: Course, first: etree.Element) -> None:
    assert [words(e) for e in found(first, "p", "value-label")][:2] == [
        "Who is touched by what your firm does?", "What will you do first?"
    ]  # fmt: skip
    plan = page(tiny, Audience.PARTICIPANT, "act/plan")
    assert "Stakeholder map" in words(found(plan, "p", "field-from")[0])
    assert found(plan, "p", "field-from")[0].find("a") is not None


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "<div class='x'>\n\nwords\n\n</div>", "a <b>c</b> d",
        "<!-- x -->", "<?php x ?>", "<![CDATA[x]]>", "&lt;b&gt; &#60;b&#62;", "| <b>a</b> |\n|---|\n| <i>c</i> |",
        "[<b>a</b>](https://x.org)", "![<b>a</b>](x.png)", "## <b>a</b>", "::: note <b>a</b>\n<i>c</i>\n:::", "    <b>code</b>",
        "```\n<b>code</b>\n```", "`<b>code</b>`",
    ],
)  # fmt: skip
def test_raw_html_stays_text(text: str) -> None:
    tree = with_controls(text)
    assert not {element.tag for element in tree.iter()} & {"script", "b", "i", "iframe", "style"}
    assert not [e for e in tree.iter("div") if e.get("class") == "x"]
    assert not [key for element in tree.iter() for key in element.attrib if key.startswith("on")]


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JavaScript:x", " javascript:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd"],
)
def test_links_have_known_schemes_only(target: str) -> None:
    for text in (f"[a](<{target}>)", f"![a](<{target}>)", f"[a]({target.strip()})", f"<{target.strip()}>"):
        for element in md(text).iter():
            assert not {"href", "src"} & element.attrib.keys(), text


def test_samples_keep_their_text() -> None:
    tree = md("```\n::: trainer\n  *x* &amp; <b>\n```")
    assert "".join(tree.find("pre/code").itertext()) == "::: trainer\n  *x* &amp; <b>\n"  # type: ignore[union-attr]


def test_definitions_from_afar_do_nothing() -> None:
    tree = md("[a][b] and [b]\n\n[b]: https://x.org")
    assert [link.text for link in tree.iter("a")] == ["https://x.org"]  # the address itself, as everywhere in a text


def test_empty_squares() -> None:
    tree = md("- [ ] open\n- [x] done\n- plain")
    assert [item.get("class") for item in tree.iter("li")] == ["task", "task done", None]
    assert [words(item) for item in tree.iter("li")] == ["open", "done", "plain"]


def test_what_check_should_have_found_is_an_error_not_a_page() -> None:
    with pytest.raises(ValueError, match="unclosed-block"):
        md("::: trainer\nHidden.")


def test_the_same_text_gives_the_same_tree(tiny: Course) -> None:
    one, two = (etree.tostring(page(tiny, Audience.TRAINER, "look/first", interactive=True)) for _ in range(2))
    assert one == two


def test_every_page_renders_in_both_languages_for_everyone(tiny: Course) -> None:
    for audience in Audience:
        for language in tiny.config.languages:
            edition = select(tiny, audience, language)
            for leaf in edition.leaves():
                tree = render(page_markdown(edition, leaf, address), language, keys=True, trainer=True)
                add_controls(tree, "p")
                ids = [element.get("id") for element in tree.iter() if element.get("id")]
                assert len(ids) == len(set(ids))
                assert ":::" not in words(tree).replace("::: trainer is only", "").replace("::: trainer es solo", "")


@pytest.mark.parametrize(
    "text",
    [
        "a `b`", "a \\* b", "[a](https://x.org)", "![a](b.png)", "a *b*", "a _b_", "a<br>b", "a\\\nb", "a  \nb", "~~a~~", "H~2~O",
        "m^2^", "$`x`$", "www.x.org", "https://x.org", "mailto:a@x.org", "a@x.org", "<https://x.org>", "a <b> c", "a[^n]\n\n[^n]: N",
    ],
)  # fmt: skip
def test_texts_without_marks_are_passed_over_and_no_others(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = text.split("\n", maxsplit=1)[0]
    texts = [text, f"- {text}", f"# {cell}", f"| a | {cell} |\n|---|---|\n| {cell} | plain |", f"A: b! (c) {text}"]
    quick = [etree.tostring(md(one)) for one in texts]
    monkeypatch.setattr("builder.edition.render.pass_over_plain", lambda _: None)
    assert quick == [etree.tostring(md(one)) for one in texts]
