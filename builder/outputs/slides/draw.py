"""A deck -> Typst: full slides to project, or a handout with three per page and room to write. Notes are never drawn."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from builder.edition.select import Edition
from builder.edition.summaries.adapted import adaptation
from builder.outputs.slides.deck import Deck, Line, Picture, Run, Section, Slide, Table, Text, groups, nested
from builder.outputs.slides.split import columns, room_of_picture
from builder.print.code import Code, literal, main_of, spoken_in
from builder.print.qr import qr_svg, spoken
from builder.print.written import write_code

TEMPLATE = Path(__file__).with_name("slides.typ")
_OPENINGS = ("cover", "section")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A deck as Typst code: everything that the bytes of its PDF depend on."""

    code: Code = field(default_factory=Code)
    assets: dict[str, bytes] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)

    def digest(self) -> str:
        parts = (main_of(self.code.pieces), sorted(self.assets.items()), sorted(self.settings.items()))
        return sha256(repr(parts).encode() + TEMPLATE.read_bytes()).hexdigest()


def drawn(edition: Edition, deck: Deck, paper: str = "") -> Drawing:
    """The code of a deck. `paper`: that of a handout; empty: slides to project."""
    settings = {"colour": edition.config.colour, "lang": edition.language, "paper": paper}
    drawing = Drawing(settings=settings)
    code = drawing.code
    code.add('#import "book.typ": *')
    about = f"title: {literal(deck.title)}, author: {literal(edition.config.institution)}"
    code.add(f"#show: deck.with({about}, origin: {literal(adaptation(edition))})")
    slides = [pair for pair in deck.slides() if not paper or pair[1].kind not in _OPENINGS]
    total = len(slides)
    for number, (section, slide) in enumerate(slides, 1):
        code.at(section.path, slide.line)
        _Writer(edition, drawing, is_paper=bool(paper)).slide(section, slide, f"{number} / {total}")
    return drawing


def write_pdf(edition: Edition, drawing: Drawing, target: Path) -> None:
    """Writes the PDF. Raises ContentError for what Typst refuses, with the line of the page."""
    write_code(drawing.code, TEMPLATE, drawing.settings, edition.config.released, target, drawing.assets)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes slides as Typst code; everything that an author wrote becomes a string literal."""

    edition: Edition
    drawing: Drawing
    is_paper: bool

    @property
    def code(self) -> Code:
        return self.drawing.code

    def slide(self, section: Section, slide: Slide, number: str) -> None:
        is_opening = slide.kind in _OPENINGS
        level = 1 if is_opening or self.is_paper else 2
        lang = section.language if section.language != self.edition.language else ""
        with self.code.node("#page-of({" + (f"{spoken_in(lang)};" if lang else "")):
            head = f"{'opening' if is_opening else 'framed'}({level}, {literal(slide.kicker)}, "
            with self.code.node(head + "{", f"}}, {literal(slide.foot)}, {literal(number)}, {{"):
                self.text((Run(slide.title),))
            self.body(slide)
            self.code.add(f"}}, {self.mark(slide)}, {literal(slide.origin)})" if is_opening else "})")

    def body(self, slide: Slide) -> None:
        self.lines(slide.lines)
        if slide.picture:
            self.picture(slide.picture, room_of_picture(slide))
        if slide.table:
            self.table(slide.table)
        if slide.address and slide.kind not in _OPENINGS:
            self.code.add("v(14pt)")
            self.code.add(self.mark(slide))

    def mark(self, slide: Slide) -> str:
        """The QR code of the slide's address with the address beside it, as Typst code; `none` when it has no address."""
        if not slide.address:
            return "none"
        name = f"qr-{sha256(slide.address.encode()).hexdigest()[:16]}.svg"
        self.drawing.assets[name] = qr_svg(slide.address)
        words = spoken(slide.address)
        shown = literal(words.replace("/", "/\u200b"))
        image = f"image({literal('assets/' + name)}, alt: {literal('QR: ' + words)}, width: 118pt)"
        return f"code({image}, {literal(slide.address)}, {shown})"

    # -- lines, grouped into lists

    def lines(self, lines: Sequence[Line]) -> None:
        for kind, group in groups(lines):
            self.listed(kind, group)

    def listed(self, kind: str, lines: list[Line]) -> None:
        if not kind:
            for line in lines:
                self.paragraph(line.text)
            return
        with self.code.node(_HEADS[kind], ")"):
            for item, below in nested(lines):
                number = f"enum.item({_number(item)}, {{" if kind in _NUMBERED else "{"
                with self.code.node(number, "})," if kind in _NUMBERED else "},"):
                    self.text(item.text)
                    self.lines([Line(line.text, line.mark) for line in below])

    def paragraph(self, text: Text) -> None:
        with self.code.paragraph():
            self.text(text)

    def text(self, runs: Text) -> None:
        self.code.last = " "
        for run in runs:
            face = ", ".join([*(['weight: "bold"'] if run.bold else []), *(['style: "italic"'] if run.italic else [])])
            place = self.code.inline(f"{_PLACES[run.place]}({{") if run.place else nullcontext()
            with place, self.code.inline(f"text({face}, {{" if face else "text({"):
                self.code.text(run.words)

    def picture(self, picture: Picture, room: tuple[float, float]) -> None:
        shown = picture.shown
        name = f"{shown.token}{shown.suffix}"
        self.drawing.assets[name] = shown.bytes_in(self.edition.language)
        width = min(room[0], shown.size[0] * room[1] / shown.size[1])
        self.code.add(f"figure-of({literal('assets/' + name)}, {literal(picture.alt)}, {width:.1f}pt)")

    def table(self, table: Table) -> None:
        shares = ", ".join(f"{share:.3f}" for share in columns(table))
        with self.code.node(f"rows(({shares},), (", ")"):
            self.cells(table.head)
            self.code.add("), (")
            for row in table.rows:
                with self.code.node("(", "),"):
                    self.cells(row)
            self.code.add(")")

    def cells(self, cells: Sequence[Text]) -> None:
        for cell in cells:
            with self.code.node("{", "},"):
                self.text(cell)


_PLACES = {"sub": "sub", "sup": "super", "del": "strike"}
_HEADS: Mapping[str, str] = {"•": "list(", "→": "list(marker: [→], ", "1": "enum(", "A": 'enum(numbering: "A.", '}
_NUMBERED = ("1", "A")


def _number(line: Line) -> int:
    mark = line.mark.rstrip(".")
    return int(mark) if mark.isdigit() else ord(mark) - 64
