"""Filled-in PDFs come back as one table: every value, in the order of the course; what can't be read is named with its reason."""

import csv
import io
import shutil
import zlib
from collections.abc import Callable
from functools import reduce
from pathlib import Path

import pikepdf
import pytest
from conftest import TINY, Result
from pikepdf import Array, Dictionary, Name, String

from builder.collect.collect import Collection, collect
from builder.collect.limits import Fault, Reader
from builder.collect.table import table
from builder.course.model import Audience, Course
from builder.edition.questions import questions
from builder.edition.select import select
from builder.outputs.book.book import prepare_book, prepare_sheet, write_book
from builder.outputs.book.spec import BookSpec
from builder.sheets.cells import as_csv

pytestmark = pytest.mark.slow

SHEET = "look_first_stakeholder-map"
TEXT = "Hablar con la señora Núñez,\rmañana; ¿y después?"


@pytest.fixture(scope="module")
def blanks(tmp_path_factory: pytest.TempPathFactory, tiny: Course) -> Path:
    """A workbook, a module book and a worksheet, empty."""
    folder = tmp_path_factory.mktemp("blanks")
    edition = select(tiny, Audience.PARTICIPANT, "es")
    write_book(prepare_book(edition), folder / "workbook.pdf")
    write_book(prepare_book(edition, BookSpec(module="look")), folder / "module.pdf")
    write_book(prepare_sheet(edition, "stakeholder-map"), folder / "sheet.pdf")
    return folder


def fill(source: Path, target: Path, values: dict[str, str]) -> None:
    """As a reader saves it: texts as strings, buttons as names; `Kids` of the chosen one switched on."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.open(source) as document:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
        for name, value in values.items():
            field = fields[name]
            if str(field.FT) == "/Tx":
                field.V = String(value)
            else:
                field.V = Name(value)
                for kid in field.get("/Kids", [field]):
                    kid.AS = Name(value) if value in kid.AP.N else Name.Off
        document.save(target)


def read(content: bytes, separator: str = ",") -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def rows(course: Course, folder: Path, **options: bool) -> list[dict[str, str]]:
    return read(as_csv(table(collect(course, folder, "es"), **options)))


def test_every_field_of_every_book_and_sheet_is_known_and_in_order(tiny: Course) -> None:
    for language in ("en", "es"):
        known = list(questions(tiny, language))
        for audience in Audience:
            edition = select(tiny, audience, language)
            names = [field.name.partition("=")[0] for field in prepare_book(edition).fields]
            places = [known.index(name) for name in names]
            assert places == sorted(places)
        sheet = prepare_sheet(select(tiny, Audience.PARTICIPANT, language), "stakeholder-map")
        assert {field.name.partition("=")[0] for field in sheet.fields} <= set(known)


def test_values_come_back_under_the_question_in_the_courses_language(
    blanks: Path, tmp_path: Path, tiny: Course
) -> None:
    values = {
        f"{SHEET}_first-step": TEXT, f"{SHEET}_ask-how_o2": "/Yes", f"{SHEET}_trust_i1": "/3",
        f"{SHEET}_who_r2c1": "Quien limpia", "act_plan_plan-sheet_when": "/2", "cover_name": "Ñusta",
    }  # fmt: skip
    fill(blanks / "workbook.pdf", tmp_path / "ana" / "workbook.pdf", values)
    (row,) = rows(tiny, tmp_path)
    assert {key.rpartition("[")[2].rstrip("]") for key in row} >= values.keys(), (
        "the field's name stands behind the words"
    )
    row = {key.partition(" [")[0]: value for key, value in row.items()}
    assert row["Archivo"] == "ana/workbook.pdf"
    assert "Cuaderno de participantes" in row["Documento"]
    assert row["Nombre"] == "Ñusta"
    step = next(key for key in row if key.startswith("Mapa de partes interesadas: ¿Qué hará"))
    assert row[step] == TEXT.replace("\r", "\n")
    assert row["Mapa de partes interesadas: ¿Cuánto confían en ustedes? – Personas que trabajan aquí"] == "3"
    assert row["Mapa de partes interesadas: ¿A quién toca lo que hace su empresa? – Quién 2"] == "Quien limpia"
    assert row["Hoja del plan: ¿Cuándo?"] == "Este mes"
    assert [key for key, value in row.items() if value == "x"]
    assert len(row) == 2 + len(values)


def test_workbooks_module_books_and_sheets_share_columns(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    for name in ("workbook", "module", "sheet"):
        fill(blanks / f"{name}.pdf", tmp_path / f"{name}.PDF", {f"{SHEET}_first-step": name})
    found = rows(tiny, tmp_path, names=True)
    assert [(row["file"], row[f"{SHEET}_first-step"]) for row in found] == [
        ("module.PDF", "module"), ("sheet.PDF", "sheet"), ("workbook.PDF", "workbook"),
    ]  # fmt: skip


def test_empty_columns_are_there_when_asked_for(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    fill(blanks / "sheet.pdf", tmp_path / "sheet.pdf", {f"{SHEET}_name": "Eva"})
    assert list(rows(tiny, tmp_path)[0]) == [
        "Archivo", "Documento", f"Mapa de partes interesadas: Nombre [{SHEET}_name]",
    ]  # fmt: skip
    whole = list(rows(tiny, tmp_path, names=True, everything=True)[0])
    assert f"{SHEET}_drawing" in whole
    assert [name for name in questions(tiny, "es") if name in whole] == whole[2:]


def test_unknown_fields_and_parts_of_long_ones_are_not_lost(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    with pikepdf.open(blanks / "sheet.pdf") as document:
        fields = document.Root.AcroForm.Fields
        group = Dictionary(T=String("ours"), FT=Name.Tx, Kids=Array([Dictionary(T=String("extra"), V=String("kept"))]))
        more = Dictionary(T=String(f"{SHEET}_first-step_p2"), FT=Name.Tx, V=String("second half"))
        odd = Dictionary(T=String("odd"), TU=String("A question of an older edition"), FT=Name.Tx, V=String("old"))
        for field in (group, more, odd):
            fields.append(document.make_indirect(field))
        next(field for field in fields if str(field.T) == f"{SHEET}_first-step").V = String("first half")
        document.save(tmp_path / "sheet.pdf")
    (row,) = rows(tiny, tmp_path)
    assert row["ours.extra"] == "kept"
    assert row["A question of an older edition [odd]"] == "old"
    assert list(row)[-2:] == ["ours.extra", "A question of an older edition [odd]"]
    assert "first half\nsecond half" in row.values()


@pytest.mark.parametrize(
    "begin", ["=1+1", "+1", "-1", "@SUM(A1)", "|x", " =1", '"=1', "＝1", "＋1", "－1", "＠a", "\u00a0=1", "−1"]
)
@pytest.mark.parametrize("before", ["", "x;", "x,", "x\t", "x\n", "x|", "x;;", "a,b; ", "\t"])
def test_no_cell_is_a_formula_wherever_it_is_cut(begin: str, before: str) -> None:
    for written in (",", ";"):
        content = as_csv([["a"], [before + begin]], written).decode("utf-8-sig")
        for cut in ",;\t|":
            for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
                for cells in csv.reader(io.StringIO(content, newline=""), delimiter=cut, quoting=quoting):
                    for cell in cells:
                        assert not cell.strip(' \t\n"\u00a0').startswith(tuple("=+-@|＝＋－＠−")), (written, cut)


def test_what_no_spreadsheet_takes_for_a_formula_stays_as_it_is() -> None:
    for value in ("a - b = c", "Ana; Eva, y Luz", "50 %", "uno\ndos", 'la "Casa"'):
        assert read(as_csv([["a"], [value]]))[0]["a"] == value


def test_each_file_that_cannot_be_read_is_named_with_its_reason(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    (tmp_path / "broken.pdf").write_bytes((blanks / "sheet.pdf").read_bytes()[:4000])
    (tmp_path / "noise.pdf").write_bytes(b"not a PDF")
    (tmp_path / "photo.pdf").write_bytes(b"\xff\xd8\xff\xe0 not a PDF")
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "._sheet.pdf").write_bytes(b"a note of the system")
    with pikepdf.open(blanks / "sheet.pdf") as document:
        document.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
        del document.Root.AcroForm
        for page in document.pages:
            del page.obj.Annots
        document.save(tmp_path / "printed.pdf")
    with pikepdf.new() as other:
        other.add_blank_page()
        names = ("cover_name", "other_course_field")
        fields = [other.make_indirect(Dictionary(T=String(name), FT=Name.Tx, V=String("x"))) for name in names]
        other.Root.AcroForm = Dictionary(Fields=Array(fields))
        other.save(tmp_path / "other.pdf")
    found = collect(tiny, tmp_path, "en")
    assert not found.files
    assert {(str(problem.path), problem.code) for problem in found.problems} == {
        ("broken.pdf", "pdf-cut-off"), ("photo.pdf", "unread-picture"), ("empty.pdf", "file-empty"), ("noise.pdf", "pdf-broken"),
        ("locked.pdf", "pdf-encrypted"), ("printed.pdf", "pdf-without-form"), ("other.pdf", "pdf-of-another-course"),
    }  # fmt: skip


def test_a_damaged_file_is_read_as_far_as_it_goes_and_said(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    fill(blanks / "sheet.pdf", tmp_path / "filled.pdf", {f"{SHEET}_first-step": "hoy"})
    with pikepdf.open(tmp_path / "filled.pdf") as document:
        document.save(tmp_path / "sheet.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    (tmp_path / "filled.pdf").unlink()
    content = (tmp_path / "sheet.pdf").read_bytes()
    (tmp_path / "sheet.pdf").write_bytes(content[: content.rindex(b"startxref")])
    found = collect(tiny, tmp_path, "en")
    assert len(found.files) == 1
    assert "pdf-damaged" in codes(found)["sheet.pdf"]


def codes(found: Collection) -> dict[str, list[str]]:
    """Codes by file. That programs of these tests store values without a picture is no news."""
    by_file: dict[str, list[str]] = {}
    for problem in found.problems:
        assert all(problem.text(language) for language in ("en", "es"))
        assert "{" not in problem.text("en") + problem.text("es")
        if problem.code != "pdf-differs":
            by_file.setdefault(str(problem.path), []).append(problem.code)
    return by_file


Change = Callable[[pikepdf.Pdf], object]


def change(source: Path, target: Path, how: Change, **values: str) -> Path:
    """A filled-in sheet, then changed by another program."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.open(source) as document:
        for field in document.Root.AcroForm.Fields:
            if str(field.T).removeprefix(f"{SHEET}_") in values:
                field.V = String(values[str(field.T).removeprefix(f"{SHEET}_")])
        how(document)
        document.save(target)
    return target


def add_field(document: pikepdf.Pdf, **keys: object) -> pikepdf.Object:
    field = document.make_indirect(Dictionary(T=String("more"), FT=Name.Tx, **keys))
    document.Root.AcroForm.Fields.append(field)
    return field


def contain_itself(document: pikepdf.Pdf) -> None:
    loop = add_field(document)
    loop.Kids = Array([loop])


def contain_one_another(document: pikepdf.Pdf) -> None:
    one, two = add_field(document), document.make_indirect(Dictionary(T=String("two"), FT=Name.Tx))
    one.Kids, two.Kids, one.Parent, two.Parent = Array([two]), Array([one, two]), two, one


def lead_nowhere(document: pikepdf.Pdf) -> None:
    widget = document.make_indirect(Dictionary(Subtype=Name.Widget))
    widget.Parent = widget
    document.pages[0].obj.Annots.append(widget)


@pytest.mark.parametrize("how", [contain_itself, contain_one_another, lead_nowhere])
def test_fields_that_contain_themselves_end(blanks: Path, tmp_path: Path, tiny: Course, how: Change) -> None:
    change(blanks / "sheet.pdf", tmp_path / "sheet.pdf", how, name="Eva")
    found = collect(tiny, tmp_path, "en")
    assert [file.values[f"{SHEET}_name"] for file in found.files] == ["Eva"]
    assert codes(found) == ({} if how is lead_nowhere else {"sheet.pdf": ["pdf-damaged"]})


def deep(document: pikepdf.Pdf) -> None:
    field = add_field(document)
    for _ in range(400):
        kid = document.make_indirect(Dictionary(T=String("d")))
        field.Kids = Array([kid])
        field = kid


def many(document: pikepdf.Pdf) -> None:
    fields = document.Root.AcroForm.Fields
    for number in range(25_000):
        fields.append(document.make_indirect(Dictionary(T=String(f"n{number}"), FT=Name.Tx)))


def long_answer(document: pikepdf.Pdf) -> None:
    add_field(document, V=pikepdf.Stream(document, b"a" * 50_000_000))


def large_page(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Contents = pikepdf.Stream(document, packed_spaces(900), Filter=Name.FlateDecode)


def packed_spaces(megabytes: int) -> bytes:
    """Spaces, packed: after a full flush a packer has forgotten what came before, so the same piece may come again."""
    piece, packer = b" " * 1_000_000, zlib.compressobj()
    begin = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    total = reduce(lambda before, _: zlib.adler32(piece, before), range(megabytes), 1)
    return begin + again * (megabytes - 1) + packer.flush()[:-4] + total.to_bytes(4, "big")


def test_spaces_are_packed_as_others_do() -> None:
    assert zlib.decompress(packed_spaces(3)) == b" " * 3_000_000


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (deep, "pdf-limit-fields"),
        (many, "pdf-limit-fields"),
        (long_answer, "pdf-limit-memory"),
        (large_page, "pdf-limit-memory"),
    ],
)
def test_a_file_without_measure_is_named_with_its_limit_and_the_others_are_read(
    blanks: Path, tmp_path: Path, tiny: Course, how: Change, code: str
) -> None:
    change(blanks / "sheet.pdf", tmp_path / "a.pdf", how, name="Eva")
    fill(blanks / "sheet.pdf", tmp_path / "b.pdf", {f"{SHEET}_name": "Luz"})
    found = collect(tiny, tmp_path, "en")
    assert [str(file.path) for file in found.files] == ["b.pdf"]
    assert codes(found) == {"a.pdf": [code]}


def test_a_picture_without_measure_costs_no_answer(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    def how(document: pikepdf.Pdf) -> None:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
        fields[f"{SHEET}_name"].AP.N = pikepdf.Stream(document, b"q " * 3_000_000)
        document.Root.Metadata = pikepdf.Stream(document, b" " * 300_000_000)

    change(blanks / "sheet.pdf", tmp_path / "a.pdf", how, name="Eva")
    found = collect(tiny, tmp_path, "en")
    assert [file.values[f"{SHEET}_name"] for file in found.files] == ["Eva"]
    assert not found.problems


def test_a_file_that_takes_too_long_is_given_up(blanks: Path, tmp_path: Path) -> None:
    with Reader(seconds=0.001) as reader:
        assert reader.read(blanks / "workbook.pdf") == Fault("pdf-limit-time", {"limit": "0.001"})
        reader.seconds = 60
        assert not isinstance(reader.read(blanks / "sheet.pdf"), Fault)


def merged(folder: Path, *sources: Path) -> Path:
    """As programs combine files that keep the names of fields."""
    target = folder / "merged.pdf"
    with pikepdf.open(sources[0]) as document:
        others = [pikepdf.open(source) for source in sources[1:]]
        for other in others:
            document.pages.extend(other.pages)
        widgets = [one for page in document.pages for one in page.obj.get("/Annots", []) if one.Subtype == "/Widget"]
        tops = {top.objgen: top for one in widgets for top in [one.get("/Parent", one)]}
        document.Root.AcroForm.Fields = Array(list(tops.values()))
        document.save(target)
    for source in sources:
        source.unlink(missing_ok=True)
    return target


def test_two_people_in_one_file_are_two_rows(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    for name in ("Ana", "Luis"):
        fill(
            blanks / "sheet.pdf",
            tmp_path / f"{name}.pdf",
            {f"{SHEET}_name": name, f"{SHEET}_trust_i1": f"/{len(name)}"},
        )
    merged(tmp_path, tmp_path / "Ana.pdf", tmp_path / "Luis.pdf")
    found = collect(tiny, tmp_path, "en")
    assert [(file.name, file.values[f"{SHEET}_name"], file.values[f"{SHEET}_trust_i1"]) for file in found.files] == [
        ("merged.pdf (1)", "Ana", "3"), ("merged.pdf (2)", "Luis", "4"),
    ]  # fmt: skip
    assert codes(found) == {"merged.pdf": ["pdf-several-people"]}


def test_different_files_of_two_people_in_one_are_not_mixed(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    fill(blanks / "sheet.pdf", tmp_path / "a.pdf", {f"{SHEET}_name": "Ana", f"{SHEET}_first-step": "agua"})
    fill(blanks / "workbook.pdf", tmp_path / "b.pdf", {f"{SHEET}_first-step": "luz", "cover_name": "Luis"})
    merged(tmp_path, tmp_path / "a.pdf", tmp_path / "b.pdf")
    found = collect(tiny, tmp_path, "en")
    assert (found.files, codes(found)) == ((), {"merged.pdf": ["pdf-mixed"]})


def annotate(subtype: str) -> Change:
    def how(document: pikepdf.Pdf) -> None:
        one = Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=Array([10, 10, 90, 90]), Contents=String("Agua"))
        document.pages[0].obj.Annots.append(document.make_indirect(one))

    return how


def draw(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"BT /F1 12 Tf 100 100 Td (Agua) Tj ET")


def draw_into(document: pikepdf.Pdf) -> None:
    contents = document.pages[0].obj.Contents
    contents.write(contents.read_bytes() + b" 0 0 m 90 90 l S")


def add_page(document: pikepdf.Pdf) -> None:
    document.add_blank_page()


ADDED = [
    *map(annotate, ["/FreeText", "/Ink", "/Stamp", "/Text", "/Highlight", "/Line", "/Square", "/FileAttachment"]),
    draw,
    draw_into,
    add_page,
]


@pytest.mark.parametrize("how", ADDED)
@pytest.mark.parametrize("values", [{}, {"name": "Eva"}])
def test_what_stands_beside_the_fields_is_named(
    blanks: Path, tmp_path: Path, tiny: Course, how: Change, values: dict[str, str]
) -> None:
    change(blanks / "sheet.pdf", tmp_path / "a.pdf", how, **values)
    found = collect(tiny, tmp_path, "es")
    assert len(found.files) == len(values)
    assert codes(found) == {"a.pdf": ["pdf-written-beside"]}
    assert not next(problem for problem in found.problems if problem.code == "pdf-written-beside").is_warning


def pack_anew(document: pikepdf.Pdf) -> None:
    for page in document.pages:
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q")
        page.contents_coalesce()


def test_packing_anew_is_no_writing(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    change(blanks / "workbook.pdf", tmp_path / "a.pdf", pack_anew, cover_name="Eva", name="Eva")
    assert not codes(collect(tiny, tmp_path, "es")).get("a.pdf", [])


@pytest.mark.parametrize(
    "stored",
    [
        "text", b"Pe\xf1a", b"\xfe\xff" + "Peña".encode("utf-16-be"), b"\xff\xfe" + "Peña".encode("utf-16-le"), b"\xef\xbb\xbf" + "Peña".encode(),
        "Peña".encode(), "Peña".encode("utf-16-be"), "Pen\u0303a".encode("utf-16"), "stream",
    ],
)  # fmt: skip
def test_every_encoding_that_programs_write_is_read(
    blanks: Path, tmp_path: Path, tiny: Course, stored: bytes | str
) -> None:
    def how(document: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(document, b"\xfe\xff" + "Peña".encode("utf-16-be"))
        value = {"text": String("Peña"), "stream": stream}[stored] if isinstance(stored, str) else String(stored)
        next(field for field in document.Root.AcroForm.Fields if str(field.T) == f"{SHEET}_name").V = value

    change(blanks / "sheet.pdf", tmp_path / "a.pdf", how)
    assert [file.values[f"{SHEET}_name"] for file in collect(tiny, tmp_path, "es").files] == ["Peña"]


def test_fields_that_the_forms_list_lacks_are_read(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    def how(document: pikepdf.Pdf) -> None:
        document.Root.AcroForm.Fields = Array([])

    def none(document: pikepdf.Pdf) -> None:
        del document.Root.AcroForm

    for number, lack in enumerate((how, none)):
        change(blanks / "sheet.pdf", tmp_path / f"{number}.pdf", lack, name=f"Eva {number}")
    found = collect(tiny, tmp_path, "es")
    assert [file.values[f"{SHEET}_name"] for file in found.files] == ["Eva 0", "Eva 1"]
    assert not codes(found)


def test_copies_count_once_and_untouched_ones_not_at_all(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    fill(blanks / "sheet.pdf", tmp_path / "a.pdf", {f"{SHEET}_first-step": "Preguntar a las vecinas"})
    shutil.copy(tmp_path / "a.pdf", tmp_path / "b (1).pdf")
    with pikepdf.open(tmp_path / "a.pdf") as document:
        document.docinfo["/Producer"] = "another program"
        document.save(tmp_path / "c.pdf")
    for name, producer in (("ticked", "one"), ("ticked-too", "two")):
        fill(blanks / "sheet.pdf", tmp_path / "draft.pdf", {f"{SHEET}_trust_i1": "/3"})
        with pikepdf.open(tmp_path / "draft.pdf") as document:
            document.docinfo["/Producer"] = producer
            document.save(tmp_path / f"{name}.pdf")
    (tmp_path / "draft.pdf").unlink()
    shutil.copy(blanks / "sheet.pdf", tmp_path / "empty.pdf")
    found = collect(tiny, tmp_path, "es")
    assert [str(file.path) for file in found.files] == ["a.pdf", "ticked-too.pdf", "ticked.pdf"]
    assert codes(found) == {"b (1).pdf": ["pdf-copy"], "c.pdf": ["pdf-copy"], "empty.pdf": ["pdf-untouched"]}
    assert all(problem.is_warning for problem in found.problems)


def test_a_picture_that_differs_from_what_is_stored_is_told(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    def how(document: pikepdf.Pdf) -> None:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
        for part, words in (("name", "Eva"), ("first-step", "Luz")):
            fields[f"{SHEET}_{part}"].AP.N.write(f"/Tx BMC BT /F1 12 Tf ({words}) Tj ET EMC".encode())
        fields[f"{SHEET}_ask-how_o2"].AS = Name.Yes

    change(blanks / "sheet.pdf", tmp_path / "a.pdf", how, **{"name": "Eva", "first-step": "Agua"})
    (problem,) = collect(tiny, tmp_path, "es").problems
    assert problem.code == "pdf-differs"
    assert dict(problem.arguments) | {"field": ""} == {"count": 2, "field": "", "seen": "Luz", "stored": "Agua"}


def test_the_documents_name_is_found_after_other_programs_saved_it(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    def forget(document: pikepdf.Pdf) -> None:
        del document.trailer["/Info"]
        del document.Root.Metadata

    def rename(document: pikepdf.Pdf) -> None:
        document.docinfo["/Title"] = "untitled"

    def forget_all(document: pikepdf.Pdf) -> None:
        forget(document)
        del document.pages[0].obj.PieceInfo

    for number, how in enumerate((forget, rename, forget_all)):
        change(blanks / "sheet.pdf", tmp_path / f"{number}.pdf", how, name=f"Eva {number}")
    titles = [file.title for file in collect(tiny, tmp_path, "es").files]
    assert all("Mapa de partes interesadas" in title for title in titles), titles


def test_every_file_is_named_apart_from_those_of_the_system(blanks: Path, tmp_path: Path, tiny: Course) -> None:
    kinds = {
        "unread-picture": ("foto.jpg", "a.HEIC", "b.png"), "docx-broken": ("a.docx", "b.DOCM"), "unread-document": ("a.odt", "a.xlsx", "a.txt", "otra.csv"),
        "unread-archive": ("a.zip", "a.rar", "a.eml"), "unread-file": ("a.mp4", "sin nombre", ".oculto"),
    }  # fmt: skip
    for name in ("Thumbs.db", ".DS_Store", "desktop.ini", "~$a.docx", "._a.pdf", ".~lock.a.odt#", "__MACOSX/a.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    for name in (name for names in kinds.values() for name in names):
        (tmp_path / "sub").mkdir(exist_ok=True)
        (tmp_path / "sub" / name).write_bytes(b"x")
    fill(blanks / "sheet.pdf", tmp_path / "sheet.pdf.download", {f"{SHEET}_name": "Eva"})
    (tmp_path / "elsewhere").symlink_to(blanks)
    (tmp_path / "link.pdf").symlink_to(blanks / "sheet.pdf")
    found = collect(tiny, tmp_path, "es")
    assert [str(file.path) for file in found.files] == ["sheet.pdf.download"]
    wanted = {f"sub/{name}": [code] for code, names in kinds.items() for name in names}
    assert codes(found) == {**wanted, "elsewhere": ["unread-link"], "link.pdf": ["unread-link"]}


def test_the_command_writes_beside_and_says_what_it_left_out(
    blanks: Path, tmp_path: Path, run_cli: Callable[..., Result]
) -> None:
    folder = tmp_path / "group"
    fill(blanks / "sheet.pdf", folder / "ana.pdf", {f"{SHEET}_first-step": "=HYPERLINK(1)"})
    (folder / "berta.pdf").write_bytes(b"nothing")
    done = run_cli("-C", TINY, "--lang", "es", "collect", folder, "--semicolon")
    assert done.code == 1
    assert "berta.pdf:1: pdf-broken: " in done.stderr
    assert "answers.csv: 1 PDF" in done.stdout
    (row,) = read((folder / "answers.csv").read_bytes(), ";")
    assert "'=HYPERLINK(1)" in row.values()
    assert sorted(path.name for path in folder.iterdir()) == ["ana.pdf", "answers.csv", "berta.pdf"]


def test_nothing_readable_is_exit_1_and_no_file(tmp_path: Path, run_cli: Callable[..., Result]) -> None:
    (tmp_path / "a.pdf").write_bytes(b"nothing")
    done = run_cli("-C", TINY, "collect", tmp_path, "--output", tmp_path / "out.csv")
    assert done.code == 1
    assert "nothing was written" in done.stderr
    assert not (tmp_path / "out.csv").exists()
    assert run_cli("-C", TINY, "collect", tmp_path, "--language", "fr").code == 2


def test_all_read_is_exit_0_also_the_second_time_and_no_file_received_is_written_over(
    blanks: Path, tmp_path: Path, run_cli: Callable[..., Result]
) -> None:
    fill(blanks / "sheet.pdf", tmp_path / "ana.pdf", {f"{SHEET}_name": "Ana"})
    before = (tmp_path / "ana.pdf").read_bytes()
    for _ in range(2):
        assert run_cli("-C", TINY, "collect", tmp_path).code == 0
    for output in (tmp_path / "ana.pdf", TINY / "mkdocs.yml"):
        done = run_cli("-C", TINY, "collect", tmp_path, "--output", output)
        assert done.code == 1
        assert "output-is-" in done.stdout
    assert (tmp_path / "ana.pdf").read_bytes() == before
