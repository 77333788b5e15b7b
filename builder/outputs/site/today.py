"""The trainer's home page: today's programme, with the course below it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from markupsafe import Markup

from builder.course.worksheets import Sheet
from builder.edition.addresses import HOME
from builder.edition.select import Edition
from builder.outputs.site.addresses import Addresses
from builder.outputs.site.pieces import pieces_script
from builder.outputs.site.projector import PATH, projector_page
from builder.outputs.site.room import as_json, room_model, room_words
from builder.outputs.site.scripts import room_scripts
from builder.outputs.site.templates import draw
from builder.words import words

_STYLES = Path(__file__).parent / "styles"


def today_part(edition: Edition) -> Markup:
    """The part of the home page with the day's programme, clock and text."""
    texts = words(edition.language)
    model, own = as_json(room_model(edition, HOME)), as_json(room_words(edition.language))
    return draw("today.html", texts=texts, words=own, model=model)


def room_files(edition: Edition, addresses: Addresses, sheets: Mapping[str, Sheet]) -> Iterator[tuple[str, str]]:
    """Path and text of the files that only a site with an agenda has."""
    yield PATH, projector_page(edition)
    yield f"assets/taller/pieces.{edition.language}.js", pieces_script(edition, addresses, sheets, HOME)
    for name, text in room_scripts().items():
        yield f"assets/taller/{name}", text
    for style in sorted(_STYLES.glob("*.css")):
        yield f"assets/taller/{style.name}", style.read_text(encoding="utf-8")
