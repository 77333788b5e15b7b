"""What the builder adds to the pages of a second-engine book: plans, agendas, facts, glossary, sources."""

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from html import escape

from builder.course.agenda import clock_text
from builder.course.model import Term
from builder.edition.render import render
from builder.edition.resolve import source_markdown
from builder.edition.select import Edition, EditionCase, Leaf
from builder.edition.summaries.agenda import Stretch, programmes
from builder.edition.summaries.facts import FigureRow, fact_rows, figure_rows
from builder.edition.summaries.lists import in_language, sorted_sources, sorted_terms
from builder.edition.summaries.plan import session_plan
from builder.outputs.book.pdfkit.draft import KitHtml, anchor_of
from builder.words import words


def plan_part(edition: Edition, leaf: Leaf) -> str:
    """The plan of a session as HTML: minutes, steps, materials, what to leave out."""
    texts, plan = words(edition.language), session_plan(edition, leaf)
    rows = [[f"{step.start}-{step.end}", step.label, step.priority] for step in plan.steps]
    needs = "; ".join(f"{item.name}: {item.number}" for item in plan.materials)
    skip = "; ".join(f"{step.label} ({step.minutes} {texts['minutes']})" for step in plan.skip)
    who = texts["book-for-participants"].replace("{n}", str(plan.people))
    stated = escape(f" {texts['plan-stated'].replace('{n}', str(plan.stated))}") if plan.stated else ""
    needed = f"<p><strong>{escape(texts['materials'])} ({escape(who)})</strong> {escape(needs)}</p>" if needs else ""
    return (
        f'<div class="plan"><p><strong>{escape(texts["plan"])}</strong> · {plan.minutes} {escape(texts["minutes-long"])}{stated}</p>'
        + _table([texts["minutes-long"], texts["what"], texts["priority"]], rows)
        + needed
        + f"<p><strong>{escape(texts['short-of-time'])}</strong> {escape(skip or texts['skip-nothing'])}</p></div>"
    )


def write_agendas(book: KitHtml) -> None:
    """Writes the agendas whose guides are in this book."""
    texts = words(book.edition.language)
    for programme in programmes(book.edition):
        if ("guide", programme.guide.key) not in book.printed:
            continue
        title = f"{texts['agenda']}: {programme.title}"
        book.heading(1, title, anchor_of("", f"agenda-{programme.id}"), "part")
        for day in programme.days:
            book.parts.append(f"<h3>{escape(day.title)}</h3>")
            rows = [row for stretch in day.stretches for row in _day_rows(stretch)]
            book.parts.append(_table([texts["time"], texts["what"], ""], rows))


def _day_rows(stretch: Stretch) -> Iterator[list[str]]:
    """A row for each step; one row for an item or break, which has none."""
    for step in stretch.steps:
        yield [f"{clock_text(step.start)}-{clock_text(step.end)}", stretch.title, step.noted]
    if not stretch.leaf:
        yield [f"{clock_text(stretch.start)}-{clock_text(stretch.end)}", stretch.title, ""]


def facts_part(edition: Edition, case: EditionCase) -> str:
    """The facts of a case story, where it is used, and its figures, as HTML tables."""
    texts = words(edition.language)
    rows = [[fact.label, fact.text] for fact in fact_rows(edition, case)]
    users = "; ".join(leaf.title for leaf in edition.case_users.get(case.slug, ()))
    figures = [[row.what, row.value, _who(row), row.year] for row in figure_rows(edition, case)]
    heads = [texts["what"], texts["figures"], texts["who-says"], texts["year"]]
    used = [[texts["used-in"], users]] if users else []
    return _table(["", ""], rows + used) + (_table(heads, figures) if figures else "")


def _who(row: FigureRow) -> str:
    return f"{row.who} ({row.source.publisher})" if row.source else row.who


def write_glossary(book: KitHtml, terms: Iterable[Term]) -> None:
    language = book.edition.language
    book.heading(1, words(language)["glossary"], anchor_of("", "glossary"), "part")
    for term in sorted_terms(terms, language):
        name, text = escape(in_language(term.term, language)), escape(in_language(term.text, language))
        book.parts.append(f'<p id="{anchor_of("", f"term-{term.id}")}"><strong>{name}</strong> {text}</p>')


def write_sources(book: KitHtml) -> None:
    book.heading(1, words(book.edition.language)["sources"], anchor_of("", "sources"), "part")
    for source in sorted_sources(book.edition.sources.values()):
        text = source_markdown(source, book.edition.language)
        tree = render(f"::: page {{prefix=sources line=1}}\n\n{text}", book.edition.language)
        book.parts.append(etree.tostring(tree, encoding="unicode", method="html"))


def _table(heads: list[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{f'<thead><tr>{head}</tr></thead>' if any(heads) else ''}<tbody>{body}</tbody></table>"
