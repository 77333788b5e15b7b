"""The countries of stories or activities as a map of squares: an island is as large as Brazil, and can be tapped on a phone.

The arrangement is our own: north is up, and neighbours are near one another. It needs no map data and no other host.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from builder.edition.select import Edition, EditionCase
from builder.outputs.site.templates import draw
from builder.words import country_name, words

_ROWS = (
    "MX .. .. .. CU BS .. .. .. ..",
    "GT .. BZ .. JM HT DO PR KN AG",
    "SV HN .. .. .. .. .. .. .. DM",
    ".. NI .. .. .. .. .. .. VC LC",
    ".. CR PA .. .. .. .. .. GD BB",
    ".. .. .. CO VE GY SR .. TT ..",
    ".. .. .. EC BR .. .. .. .. ..",
    ".. .. .. PE BO PY .. .. .. ..",
    ".. .. .. CL AR UY .. .. .. ..",
)
_PLACES = {code: (x, y) for y, row in enumerate(_ROWS) for x, code in enumerate(row.split()) if code != ".."}
_STEP, _SIDE = 40, 37


@dataclass(frozen=True, slots=True)
class Square:
    """A country of the map; its place in units of the drawing."""

    code: str
    x: int
    y: int
    name: str
    number: int
    """How many stories or activities it has."""

    @property
    def middle(self) -> float:
        return self.x + _SIDE / 2


def map_part(edition: Edition, cases: Sequence[EditionCase]) -> Markup:
    """The map of stories, each country linked to its list on the page; empty if no story is from a country on the map."""
    return country_map(edition, Counter(case.facts.country for case in cases), "site-map")


def country_map(edition: Edition, numbers: Mapping[str, int], said: str) -> Markup:
    """A map of countries with these numbers; empty if none is on the map. `said`: key prefix of its texts (`-lead`, `-one`, `-many`)."""
    if not numbers.keys() & _PLACES.keys():
        return Markup()
    places = {**_PLACES, **_elsewhere(numbers)}
    squares = [_square(edition, code, place, numbers, said) for code, place in places.items()]
    height = (max(y for _, y in places.values()) + 1) * _STEP
    texts = words(edition.language)
    return draw("story_map.html", texts=texts, lead=texts[f"{said}-lead"], squares=squares, height=height, side=_SIDE)


def _elsewhere(numbers: Mapping[str, int]) -> Mapping[str, tuple[int, int]]:
    """Places for countries that aren't on the map, in rows below it."""
    others = sorted(numbers.keys() - _PLACES.keys())
    return {code: (order % 10, len(_ROWS) + order // 10) for order, code in enumerate(others)}


def _square(edition: Edition, code: str, place: tuple[int, int], numbers: Mapping[str, int], said: str) -> Square:
    country, number = country_name(code, edition.language), numbers.get(code, 0)
    text = words(edition.language)[f"{said}-one" if number == 1 else f"{said}-many"]
    name = text.replace("{country}", country).replace("{n}", str(number))
    return Square(code, place[0] * _STEP, place[1] * _STEP, name, number)
