"""Site, books and the second engine's books print the same facts, agendas, plans and lists, in both languages."""

import re
from html import unescape
from pathlib import Path
from time import process_time

import pytest

from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import Edition, select
from builder.edition.summaries.agenda import programmes
from builder.edition.summaries.facts import fact_rows, figure_rows
from builder.edition.summaries.lists import sorted_sources, sorted_terms
from builder.edition.summaries.plan import people, session_plan, supplies
from builder.outputs.book.book import prepare_book
from builder.outputs.book.pdfkit.html import write_html
from builder.outputs.book.spec import BookSpec
from builder.outputs.site.site import site_files
from builder.words.order import sort_key

LANGUAGES = ("en", "es")
TERMS = ("zeta", "ábaco", "Canz", "cañón", "cantar", "Élan", "elote", "«hoja»", "ñandú", "nutria", "óptica")
"""In no order."""
IN_ORDER = ("ábaco", "cantar", "Canz", "cañón", "Élan", "elote", "«hoja»", "nutria", "ñandú", "óptica", "zeta")
SECOND_AGENDA = """participants: 7
variants:
  evening:
    title: {en: "Evening", es: "Noche"}
    days:
      - start: 18:00
        items:
          - guide: act
          - title: {en: "Close", es: "Cierre"}
            minutes: 5
"""


@pytest.fixture
def rich(course_dir: Path) -> Course:
    """The tiny course with terms and sources that sort badly, a second agenda, and a session that a break cuts."""
    glossary = course_dir / "reference/glossary.yml"
    entries = "".join(
        f'\nt{number}:\n  en: {{term: "{term}", text: "Meaning {number}."}}\n  es: {{term: "{term}", text: "Sentido {number}."}}\n'
        for number, term in enumerate(TERMS)
    )
    glossary.write_text(glossary.read_text(encoding="utf-8") + entries, encoding="utf-8")
    sources = course_dir / "reference/sources.yml"
    rows = (
        ("Órgano", "  year: 1999\n", "B"),
        ("organo", "  year: 1998\n", "Z"),
        ("Zinc", "  year: 2001\n", "A"),
        ("OIT", "", "Última"),
        ("OIT", "", "Una"),
    )
    text = "".join(
        f'\ns{number}:\n  title: "{title}"\n  publisher: "{publisher}"\n{year}  url: https://example.org/{number}\n'
        for number, (publisher, year, title) in enumerate(rows)
    )
    sources.write_text(sources.read_text(encoding="utf-8") + text, encoding="utf-8")
    for language in LANGUAGES:
        page = course_dir / f"modules/10-look/10-first.{language}.md"
        cited = " ".join(f"[^s{number}]" for number in range(len(rows)))
        page.write_text(page.read_text(encoding="utf-8") + f"\nCited. {cited}\n", encoding="utf-8")
    (course_dir / "trainer_guides/20-act.yml").write_text(SECOND_AGENDA, encoding="utf-8")
    agenda = course_dir / "trainer_guides/00-workshop.yml"
    agenda.write_text(agenda.read_text(encoding="utf-8").replace("at: 9:05", "at: 8:50"), encoding="utf-8")
    course, problems = load_course(course_dir)
    assert not problems
    return course


@pytest.fixture(params=LANGUAGES)
def edition(rich: Course, request: pytest.FixtureRequest) -> Edition:
    return select(rich, Audience.TRAINER, request.param)


def site(edition: Edition, path: str) -> str:
    return site_files(edition, LANGUAGES)[f"docs/{path}.md"].decode()


def book(edition: Edition) -> list[str]:
    return [piece.code for piece in prepare_book(edition, BookSpec()).pieces]


def kit(edition: Edition) -> str:
    return "".join(write_html(edition, BookSpec()).parts)


def shown(html: str) -> str:
    """The text of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def texts(lines: list[str], head: str) -> list[str]:
    """The texts of the first node of a book that begins with `head`, a paragraph each; up to the next such line at its level."""
    start = next(number for number, line in enumerate(lines) if line.startswith(head))
    found: list[str] = []
    depth = lines[start].count("(") - lines[start].count(")")
    for line in lines[start + 1 :]:
        match = re.fullmatch(r'text\("(.*)"\)', line)
        if match:
            found[-1] += match[1].replace("\u200b", "")
            continue
        found += [""] if "par(" in line else []
        bare = re.sub(r'"[^"]*"', "", line)
        depth += bare.count("(") - bare.count(")")
        if depth <= 0:
            break
    return found


@pytest.mark.slow
def test_facts_are_the_same(edition: Edition) -> None:
    case = edition.cases[0]
    rows = [(fact.label, fact.text) for fact in fact_rows(edition, case)]
    assert len(rows) == 9
    page = site(edition, "cases/solar-farm")
    on_site = re.findall(r"<div><dt>(.*?)</dt>\s*<dd>(.*?)</dd>\s*</div>", page)
    assert [(shown(label), shown(value)) for label, value in on_site] == rows
    code = "\n".join(book(edition)).partition('\nfacts("')[2]
    printed = re.findall(r'^text\("(.*)"\)$', code, re.MULTILINE)[: 2 * len(rows)]
    assert list(zip(printed[::2], printed[1::2], strict=True)) == rows
    in_kit = re.findall(r"<tr><td>([^<]*)</td><td>([^<]*)</td></tr>", kit(edition))
    start = in_kit.index(rows[0])
    assert [(unescape(a), unescape(b)) for a, b in in_kit[start : start + len(rows)]] == rows


@pytest.mark.slow
def test_figures_are_the_same_with_and_without_a_year(edition: Edition) -> None:
    rows = figure_rows(edition, edition.cases[0])
    undated = {"en": "not dated", "es": "sin fecha"}[edition.language]
    assert [row.year for row in rows] == ["2019", undated]
    page = site(edition, "cases/solar-farm")
    on_site = [shown(text) for text in re.findall(r"<small>(.*?)</small>", page)]
    assert on_site == [f"{row.who}, {row.year}, The Tiny Paper" for row in rows]
    printed = texts(book(edition), "table(columns: (3fr, 1.5fr, 2.2fr, auto),")
    in_kit = kit(edition)
    for row in rows:
        place = printed.index(row.what)
        assert printed[place + 1].replace("\xa0", " ") == row.value
        assert row.year in printed[place + 2 : place + 5]
        assert (
            f"<td>{row.what}</td><td>{row.value}</td><td>{row.who} (The Tiny Paper)</td><td>{row.year}</td>" in in_kit
        )


def test_agendas_are_the_same(edition: Edition) -> None:
    found = programmes(edition)
    assert [(programme.id, programme.people) for programme in found] == [
        ("one-day", 16), ("two-evenings", 16), ("act-evening", 7),
    ]  # fmt: skip
    stretches = [stretch for programme in found for day in programme.days for stretch in day.stretches]
    assert any(stretch.is_continued for stretch in stretches)
    steps = [(_clock(step.start), step.noted) for stretch in stretches for step in stretch.steps]
    names = [(_clock(stretch.start), stretch.title) for stretch in stretches]
    page = site(edition, "guides/agenda")
    on_site = re.findall(r'<li><span class="clock">([^<]*)</span> (.*?) \(\d+ min\)</li>', page)
    assert [(clock, unescape(text)) for clock, text in on_site] == steps
    rows = re.findall(r'<tr class="slot-\w+"><td class="clock">([^–<]*)–[^<]*</td><td>(?:<a[^>]*>)?([^<]*)', page)
    assert [(clock, unescape(text)) for clock, text in rows] == names
    in_kit = re.findall(r"<tr><td>([\d:]+)-[\d:]+</td><td>([^<]*)</td><td>([^<]*)</td></tr>", kit(edition))
    in_kit = [row for row in in_kit if ":" in row[0]]
    assert [(clock, unescape(step)) for clock, _, step in in_kit if step] == steps
    assert [(clock, unescape(name)) for clock, name, step in in_kit if not step] == [
        (_clock(stretch.start), stretch.title) for stretch in stretches if not stretch.leaf
    ]
    lines = book(edition)
    printed = [text for start in _starts(lines, "day-table(") for text in texts(lines[start:], "day-table(")]
    expected = []
    for stretch in stretches:
        if stretch.leaf and not stretch.is_continued:
            expected.append([_clock(stretch.start), str(stretch.whole), stretch.title])
        expected += [[_clock(step.start), str(step.minutes), step.noted] for step in stretch.steps]
        if not stretch.leaf:
            expected.append([_clock(stretch.start), str(stretch.minutes), stretch.title])
    assert [text for text in printed if text] == [text for row in expected for text in row]


def _starts(lines: list[str], head: str) -> list[int]:
    return [number for number, line in enumerate(lines) if line.startswith(head)]


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def test_each_material_is_listed_once_and_what_is_in_the_workbook_is_not(course_dir: Path) -> None:
    page = course_dir / "modules/20-act/10-plan.en.md"
    needed = "card: 2 per person; Sheet “Stakeholder map”: 1 per person; box: 1"
    text = page.read_text(encoding="utf-8").replace("{#next ", f'{{#next materials="{needed}" ')
    page.write_text(text, encoding="utf-8")
    course, problems = load_course(course_dir)
    assert not problems
    edition = select(course, Audience.TRAINER, "en")
    sessions = [session for module in edition.modules for session in module.sessions]
    needs = supplies(edition, sessions, extra=False)
    assert needs.people == 16
    assert needs.rows == (("card", 80, 112),)
    alone = {session.key: [(one.name, one.number) for one in found] for session, found in needs.apart}
    assert alone == {"look/first": [("flip chart", 4), ("slide", 1), ("tape", 1)], "act/plan": [("box", 1)]}
    assert needs.leaves_out
    assert not supplies(edition, sessions[:1], extra=False).leaves_out
    code = "".join(book(edition))
    assert (code.count("Without workbooks, copy"), code.count("boxed({")) == (1, 5)
    sheet = course_dir / "modules/10-look/10-first.en.md"
    text = re.sub(
        r"(?<=::: worksheet Stakeholder map)(.*?)\}", r": a draft\1 signed=no}", sheet.read_text(encoding="utf-8")
    )
    for loose in (False, True):
        sheet.write_text(text if loose else text.replace(" signed=no", ""), encoding="utf-8")
        edition = select(load_course(course_dir)[0], Audience.TRAINER, "en")
        sessions = [session for module in edition.modules for session in module.sessions]
        assert supplies(edition, sessions, extra=False).leaves_out != loose


def test_plans_and_materials_are_the_same(edition: Edition) -> None:
    session = edition.modules[0].sessions[0]
    plan = session_plan(edition, session)
    assert plan.materials
    assert plan.skip
    page, in_kit, lines = site(edition, "modules/look/first"), kit(edition), "\n".join(book(edition))
    on_site = re.search(r'<ul class="materials">(.*?)</ul>', page)
    assert on_site
    assert re.findall(r"<li>(.*?)</li>", on_site[1]) == [f"{item.name}: {item.number}" for item in plan.materials]
    assert "; ".join(f"{item.name}: {item.number}" for item in plan.materials) in in_kit
    assert f'text("{"; ".join(f"{item.name} {item.number}" for item in plan.materials)}")' in lines
    for step in plan.steps:
        assert f'<td class="clock">{step.start}–{step.end}</td><td>{step.title}</td><td>{step.kind}</td>' in page
        assert f"<td>{step.start}-{step.end}</td><td>{step.label}</td><td>{step.priority}</td>" in in_kit
        assert f'text("{step.label}")' in lines
    skipped = "; ".join(f"{step.label} ({step.minutes} min)" for step in plan.skip)
    assert skipped in in_kit
    assert f'text("{skipped}")' in lines
    assert "; ".join(f"{step.title} ({step.minutes} min)" for step in plan.skip) in page


@pytest.mark.slow
def test_terms_have_one_order(edition: Edition) -> None:
    assert sorted(TERMS, key=sort_key) == list(IN_ORDER)
    order = [term.id for term in sorted_terms(edition.glossary.values(), edition.language)]
    assert [edition.glossary[key].term["es"] for key in order if key.startswith("t") and key[1:].isdigit()] == list(
        IN_ORDER
    )
    assert re.findall(r'<dt id="([^"]*)">', site(edition, "glossary")) == order
    assert re.findall(r'^entry\("t:([^"]*)"', "\n".join(book(edition)), re.MULTILINE) == order
    assert re.findall(r'<p id="--term-([^"]*)">', kit(edition)) == order


@pytest.mark.slow
def test_sources_have_one_order(edition: Edition) -> None:
    sources = sorted_sources(edition.sources.values())
    order = [source.id for source in sources]
    assert [key for key in order if re.fullmatch(r"s\d", key)] == ["s3", "s4", "s1", "s0", "s2"]
    listed = [re.findall(r'<li id="source-([^"]*)">', site(edition, page)) for page in ("sources", "cases/sources")]
    assert [[key for key in order if key in keys] for keys in listed] == listed
    assert sorted(key for keys in listed for key in keys) == sorted(order)
    assert re.findall(r'^source-entry\("s:([^"]*)"', "\n".join(book(edition)), re.MULTILINE) == order
    places = [kit(edition).rfind(f"<em>{source.title}</em>") for source in sources]
    assert places == sorted(places)


def test_lists_name_the_line_of_their_entries(rich: Course) -> None:
    """What an engine refuses in the glossary, a source or a fact comes back with its own line."""
    prepared = prepare_book(select(rich, Audience.TRAINER, "en"), BookSpec())
    origins = {piece.code: piece.origin for piece in prepared.pieces}
    assert {line: origins[line] for line in origins if line.startswith("entry(")} == {
        f'entry("t:{term.id}", {{': ("reference/glossary.yml", term.line) for term in rich.glossary.values()
    }
    assert len({term.line for term in rich.glossary.values()}) == len(rich.glossary)
    assert origins['source-entry("s:paper-2019", {'][0] == "casestories/solar-farm.yml"
    assert origins['source-entry("s:s3", {'] == ("reference/sources.yml", rich.sources["s3"].line)
    facts = rich.cases[0].facts
    assert origins['text("20 people (2020)")'] == (str(facts.path), facts.lines["size"])
    assert origins['text("panels on the roof")'] == (str(facts.path), facts.figures[1].line)


@pytest.mark.parametrize(("setting", "agenda", "expected"), [(12, 16, 16), (12, None, 12), (9, None, 9)])
def test_the_agenda_sets_the_number_of_people_else_the_course(
    course_dir: Path, setting: int, agenda: int | None, expected: int
) -> None:
    for name, new in (("mkdocs.yml", setting), ("trainer_guides/00-workshop.yml", agenda)):
        path = course_dir / name
        line = f"participants: {new}\n" if new else ""
        path.write_text(re.sub(r"participants: \d+\n", line, path.read_text(encoding="utf-8")), encoding="utf-8")
    edition = select(load_course(course_dir)[0], Audience.TRAINER, "en")
    first, alone = edition.modules[0].sessions
    assert people(edition, first.key) == expected
    assert people(edition, alone.key) == setting  # no agenda has it
    cards = {item.name: item.number for item in session_plan(edition, first).materials}["card"]
    assert cards == 5 * expected
    assert f"card: {cards}" in site(edition, "modules/look/first")
    assert f'<p class="lead no-print">For {expected} people</p>' in site(edition, "guides/agenda")
    assert f"for {expected} participants" in "\n".join(book(edition))
    assert f"card: {cards}" in kit(edition)


@pytest.mark.slow
def test_who_uses_a_case_is_found_once(course_dir: Path) -> None:
    """A course eight times as large takes some eight times as long, not sixty-four times."""
    edition = select(load_course(course_dir)[0], Audience.TRAINER, "en")
    assert [leaf.key for leaf in edition.case_users["solar-farm"]] == ["look/first"]

    def seconds(times: int) -> float:
        root = course_dir.parent / f"large-{times}"
        _grow(course_dir, root, times)
        course = load_course(root)[0]
        return min(_select(course) for _ in range(4))

    few = seconds(15)
    assert seconds(120) < 30 * few


def _select(course: Course) -> float:
    """Seconds of work, not of waiting for other programs."""
    begin = process_time()
    edition = select(course, Audience.TRAINER, "en")
    assert all(edition.case_users.get(case.slug) for case in edition.cases)
    return process_time() - begin


def _grow(source: Path, root: Path, times: int) -> None:
    """A copy of the course with so many more stories, each used by one more session."""
    for path in source.rglob("*"):
        if path.is_file():
            target = root / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    for number in range(times):
        for ending in ("en.md", "es.md", "yml"):
            text = (source / f"casestories/solar-farm.{ending}").read_text(encoding="utf-8")
            (root / f"casestories/firm-{number}.{ending}").write_text(text, encoding="utf-8")
        for language in LANGUAGES:
            page = (
                f"---\ntitle: Use {number}\ntrack: extra\n---\n\n[It](../../casestories/firm-{number}.{language}.md)\n"
            )
            (root / f"modules/20-act/{number + 50}-use-{number}.{language}.md").write_text(page, encoding="utf-8")
