"""The page of questions that run across modules, and the line on each page about those it answers."""

from markupsafe import Markup

from builder.edition.addresses import THEMES
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.themes import themes
from builder.outputs.site.addresses import link
from builder.outputs.site.pages import from_page, place_of
from builder.outputs.site.templates import draw
from builder.words import words


def themes_part(edition: Edition) -> Markup:
    """Every question with the pages that answer it, and where each belongs."""
    rows = [(theme, [(leaf, place_of(edition, leaf)) for leaf in theme.leaves]) for theme in themes(edition)]
    return draw("themes.html", lead=words(edition.language)["themes-lead"], rows=rows, to=from_page(THEMES))


def answers_part(edition: Edition, leaf: Leaf, path: str) -> Markup:
    """The questions that a page answers; empty when it names none."""
    named = [theme for theme in themes(edition) if leaf in theme.leaves] if leaf.document.themes else []
    title = words(edition.language)["themes-answered"]
    return draw("answers.html", title=title, themes=named, page=link(path, THEMES)) if named else Markup()
