"""People of a list -> a PDF: attendance sheet, name badges, certificate of attendance, trainer certificate."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from builder.edition.select import Edition
from builder.outputs.people.people import Person
from builder.print.code import Code, literal, typographic
from builder.print.qr import qr_svg, spoken
from builder.print.written import write_code
from builder.words import date_span, long_date, short_date, words

TEMPLATE = Path(__file__).with_name("people.typ")
PAPERS = {"a4": (595.28, 841.89), "us-letter": (612.0, 792.0)}
SPARE_ROWS = 4
"""Least number of empty rows on an attendance sheet, for people who come unannounced."""
VALID_YEARS = 2
_LONG = re.compile(r"\S{15}(?=\S{6})")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the PDF is for. Anything left empty becomes a line to write on."""

    kind: str
    title: str = ""
    """Title of the course or workshop; empty: the course's own."""
    dates: tuple[date, ...] = ()
    days: int = 2
    """Number of days on the attendance sheet when no dates are given."""
    place: str = ""
    hours: str = ""
    paper: str = "a4"
    until: date | None = None
    """Last day on which a trainer's certificate is valid; None: `VALID_YEARS` after it was given."""
    edition: str = ""
    """Edition of the course named on a trainer's certificate; empty: the current one."""
    check: str = ""
    """Address at which a trainer's certificate can be checked; empty: it isn't signed."""


@dataclass(slots=True)
class _Sheet:
    """A PDF being made."""

    edition: Edition
    occasion: Occasion
    texts: Mapping[str, str]
    code: Code = field(default_factory=Code)
    assets: dict[str, bytes] = field(default_factory=dict)

    @property
    def course(self) -> str:
        return self.occasion.title or self.edition.home.title or self.edition.config.site_name

    @property
    def dates(self) -> str:
        """The span of the dates in words; empty when there are none."""
        days = sorted(self.occasion.dates)
        return date_span(days[0], days[-1], self.edition.language) if days else ""


def write_people(edition: Edition, people: Sequence[Person], source: Path, occasion: Occasion, target: Path) -> None:
    """Writes the PDF. Raises ContentError for what Typst refuses, with the line of the list."""
    sheet = _Sheet(edition, occasion, words(edition.language))
    path = PurePosixPath(source.as_posix())
    sheet.code.at(str(path), 1)
    write = {
        "attendance": _attendance, "badges": _badges, "groups": _groups, "certificate": _certificates,
        "trainer-certificate": _trainer_certificates,
    }[occasion.kind]  # fmt: skip
    landscape = occasion.kind not in ("badges", "groups")
    short, long = PAPERS[occasion.paper]
    size = (long, short) if landscape else (short, long)
    sheet.code.add('#import "book.typ": *')
    title = f"{sheet.texts[f'people-{occasion.kind}']} – {sheet.course}"
    footer = f", footer: attendance-footer({_page_words(sheet)})" if occasion.kind == "attendance" else ""
    sheet.code.add(f"#show: sheet.with(title: {literal(title)}, author: {literal(edition.config.institution)}{footer})")
    write(sheet, people, str(path))
    settings = {
        "width": f"{size[0]:g}", "height": f"{size[1]:g}", "lang": edition.language, "colour": edition.config.colour,
    }  # fmt: skip
    target.parent.mkdir(parents=True, exist_ok=True)
    write_code(sheet.code, TEMPLATE, settings, edition.config.released, target, sheet.assets)


def _attendance(sheet: _Sheet, people: Sequence[Person], path: str) -> None:
    texts, occasion, code = sheet.texts, sheet.occasion, sheet.code
    facts = (
        (texts["people-place"], occasion.place), (texts["people-dates"], sheet.dates),
        (texts["people-hours"], occasion.hours), (texts["people-trainers"], ""),
    )  # fmt: skip
    heads = [texts[f"people-{key}"] for key in ("number", "name", "organisation")]
    with code.node("#attendance(", ")"):
        code.add(f"{_said(texts['people-attendance'])}, {_said(sheet.course)}, {_house(sheet, 30)},")
        code.add(f"{_listed(_listed(map(_said, fact)) for fact in facts)}, {_listed(map(_said, heads))},")
        code.add(f"{_listed(_listed(map(_said, half)) for half in _half_days(sheet))}, (")
        for person in people:
            code.at(path, person.line)
            code.add(f"({_said(person.name)}, {_said(person.organisation)}),")
        spare = max(SPARE_ROWS, sheet.edition.config.participants - len(people))
        code.add('("", ""),' * spare + ")")


def _half_days(sheet: _Sheet) -> list[tuple[str, str]]:
    """Day and half of the day over each column to sign in."""
    texts, occasion = sheet.texts, sheet.occasion
    days = [short_date(day, sheet.edition.language) for day in sorted(occasion.dates)]
    days = days or [texts["people-day"].replace("{n}", str(number + 1)) for number in range(occasion.days)]
    return [(day, texts[f"people-{half}"]) for day in days for half in ("morning", "afternoon")]


def _badges(sheet: _Sheet, people: Sequence[Person], path: str) -> None:
    code = sheet.code
    with code.node("#badges(", ")"):
        code.add(f"{_house(sheet, 18)}, {_said(sheet.course)}, (")
        for person in people:
            code.at(path, person.line)
            code.add(f"({_said(person.name)}, {_said(person.organisation)}),")
        code.add(")")


def _groups(sheet: _Sheet, people: Sequence[Person], path: str) -> None:
    """Each group with its number, to put on the wall; people without a group come first."""
    texts, code = sheet.texts, sheet.code
    with code.node("#groups(", ")"):
        code.add(f"{_said(texts['people-groups'])}, {_said(sheet.course)}, {_house(sheet, 30)}, (")
        for group in sorted({person.group for person in people}, key=lambda name: (len(name), name)):
            code.add(f"({_said(texts['people-group'].replace('{n}', group) if group else '')}, (")
            for person in (one for one in people if one.group == group):
                code.at(path, person.line)
                code.add(f"({_said(person.name)}, {_said(person.organisation)}),")
            code.add(")),")
        code.add(")")


def _certificates(sheet: _Sheet, people: Sequence[Person], path: str) -> None:
    texts, occasion = sheet.texts, sheet.occasion
    hours = texts["people-hours-attended"].replace("{n}", occasion.hours) if occasion.hours else ""
    facts = _listed(map(_said, filter(None, (occasion.place, sheet.dates, hours))))
    signed = [texts[f"people-sign-{key}"] for key in ("trainer", "second", "institution")]
    signed = signed if sheet.dates and occasion.place else [texts["people-sign-place"], signed[0], signed[2]]
    for person in people:
        _open_certificate(sheet, person, path)
        sheet.code.add(f"attended({_said(texts['people-attended'])}, {_said(sheet.course)}, {facts}),")
        sheet.code.add(f"signatures({_listed(map(_said, signed))}, {_said(texts['people-attendance-only'])}))")


def _trainer_certificates(sheet: _Sheet, people: Sequence[Person], path: str) -> None:
    texts, language = sheet.texts, sheet.edition.language
    given = max(sheet.occasion.dates, default=None)
    last = sheet.occasion.until or (_years_later(given) if given else None)
    until = long_date(last, language) if last else ""
    signed = [texts["people-sign-institution"], texts["people-sign-master"]]
    notes = [texts[f"people-{key}"] for key in ("conditions", "renewal", "withdrawal")]
    edition = sheet.occasion.edition or long_date(sheet.edition.config.released, language)
    for person in people:
        values = {
            "course": sheet.course, "edition": edition,
            "together": _in_words(person.together, language), "observed": _in_words(person.observed, language),
        }  # fmt: skip
        facts = (
            (texts["people-given-on"], long_date(given, language) if given else ""),
            (texts["people-valid-until"], until), (texts["people-certificate-number"], person.number),
        )  # fmt: skip
        _open_certificate(sheet, person, path)
        sentence = _listed(map(_said, _parts(texts["people-completed"], values)))
        sheet.code.add(f"completed({sentence}, {_listed(_listed(map(_said, fact)) for fact in facts)}),")
        sheet.code.add(f"conditions({_listed(map(_said, signed))}, {_listed(map(_said, notes))}, {_check(sheet)}))")


def _check(sheet: _Sheet) -> str:
    """The QR code and the words beside it, as Typst code; `none` when the certificate isn't signed."""
    address = sheet.occasion.check
    if not address:
        return "none"
    sheet.assets["check.svg"] = qr_svg(address)
    alt = sheet.texts["people-check-code"].replace("{address}", spoken(address))
    picture = f"image({literal('assets/check.svg')}, alt: {literal(alt)}, width: 27mm)"
    return f"({picture}, {_said(sheet.texts['people-check'])}, {literal(spoken(address))})"


def _open_certificate(sheet: _Sheet, person: Person, path: str) -> None:
    texts, code = sheet.texts, sheet.code
    code.at(path, person.line)
    partners = [_picture(sheet, str(one.logo), 26, one.name) for one in sheet.edition.config.partners]
    given = _said(texts["people-given-to"]) if sheet.occasion.kind == "certificate" else '""'
    code.add(f"#certificate({_house(sheet, 40)}, {_listed(filter(None, partners))},")
    code.add(
        f"{_said(texts[f'people-{sheet.occasion.kind}'])}, {given}, {_said(person.name)}, {_said(person.organisation)},"
    )


def _in_words(text: str, language: str) -> str:
    """A date of the list (`2027-03-15`) written like the certificate's other dates; any other text is unchanged."""
    try:
        return long_date(date.fromisoformat(text), language) if _DAY.fullmatch(text) else text
    except ValueError:
        return text


def _years_later(day: date) -> date:
    """The same day `VALID_YEARS` later; for 29 February, 28 February."""
    try:
        return day.replace(year=day.year + VALID_YEARS)
    except ValueError:
        return day.replace(year=day.year + VALID_YEARS, day=28)


def _parts(sentence: str, values: Mapping[str, str]) -> list[str]:
    """The sentence divided at its `{placeholders}`, which are filled in; an empty part becomes a line to write on."""
    parts = []
    for piece in sentence.split("{"):
        key, brace, rest = piece.partition("}")
        parts += [values[key], rest] if brace else [key]
    return parts


def _house(sheet: _Sheet, height: int) -> str:
    """Name and logo of the institution, as two Typst arguments. `height` in points."""
    config = sheet.edition.config
    logo = _picture(sheet, str(config.logo), height, config.institution or config.site_name) if config.logo else ""
    return f"{_said(config.institution)}, {logo or 'none'}"


def _picture(sheet: _Sheet, path: str, height: int, name: str) -> str:
    """A picture as Typst code; empty when the course doesn't have it."""
    image = sheet.edition.images.get(PurePosixPath(path))
    if image is None or not image.content:
        return ""
    file = f"{image.token}{image.suffix}"
    sheet.assets[file] = image.bytes_in(sheet.edition.language)
    return f"image({literal('assets/' + file)}, alt: {literal(name)}, height: {height}pt)"


def _page_words(sheet: _Sheet) -> str:
    texts, config = sheet.texts, sheet.edition.config
    footer = " · ".join(filter(None, (config.institution, sheet.course)))
    return f"(page: {_said(texts['page'].capitalize())}, of: {_said(texts['of'])}, footer: {_said(footer)})"


def _said(text: str) -> str:
    """A text as a Typst string; words too long for a badge may be hyphenated."""
    return literal(_LONG.sub("\\g<0>\u00ad", typographic(text)))


def _listed(parts: object) -> str:
    """A Typst array of these pieces of code."""
    return "(" + "".join(f"{part}, " for part in parts) + ")"  # type: ignore[attr-defined]
