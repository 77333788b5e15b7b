"""The leak gate: finds a planted sentence in every kind of file, and leaves clean files alone."""

import base64
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import quote

import pikepdf
import pytest
from conftest import TINY

from builder.course.images import image_bytes
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.edition.select import select
from builder.gate.look import check_files, files_in, find_leak
from builder.gate.runs import letters
from builder.gate.secrets import Secrets, all_secrets, find_secrets
from builder.outputs.book.book import prepare_book, write_book
from builder.problems import ContentError

SECRET = "Ask first who opens the shop in the dark morning."
KEPT = "Two fields: little power above, much power below. Write one name on each card."


@pytest.fixture(scope="module")
def secrets(tiny: Course) -> Secrets:
    return find_secrets(tiny, Audience.PARTICIPANT)


def zipped(name: str, content: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/zip")
        archive.writestr(name, content)
    return stream.getvalue()


def pdf(text: str = "", change: Callable[[pikepdf.Pdf], object] = lambda _: None) -> bytes:
    """A PDF of one page with the text, broken into two lines, changed before it is saved."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(400, 400))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        words = text.split()
        lines = [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
        shown = "".join(f"BT /F1 9 Tf 20 {300 - 20 * number} Td ({line}) Tj ET\n" for number, line in enumerate(lines))
        page.Contents = made.make_stream(shown.encode())
        change(made)
        stream = BytesIO()
        made.save(stream)
        return stream.getvalue()


def _bookmark(made: pikepdf.Pdf) -> None:
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def _title(made: pikepdf.Pdf) -> None:
    made.docinfo["/Title"] = SECRET


def _xmp(made: pikepdf.Pdf) -> None:
    with made.open_metadata() as metadata:
        metadata["dc:description"] = SECRET


def _attachment(made: pikepdf.Pdf) -> None:
    made.attachments["notes.txt"] = SECRET.encode()


def _alternative(made: pikepdf.Pdf) -> None:
    made.Root.StructTreeRoot = made.make_indirect(pikepdf.Dictionary(K=pikepdf.Dictionary(Alt=SECRET)))


def _field(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([pikepdf.Dictionary(TU=SECRET)]))


def unused() -> bytes:
    """A PDF with an object that nothing refers to."""
    content = pdf("Words", lambda made: made.Root.__setattr__("Old", made.make_indirect(pikepdf.String(SECRET))))
    return re.sub(rb"/Old \d+ 0 R", lambda match: b" " * len(match[0]), content)


def foreign(written: bytes) -> bytes:
    """A PDF as another program may write it: strings with signs of their own in them."""
    content = pdf("Words", lambda made: made.Root.__setattr__("Lang", "x" * len(written)))
    assert content.count(b"(" + b"x" * len(written) + b")") == 1
    return content.replace(b"(" + b"x" * len(written) + b")", b"(" + written + b")")


def locked(content: bytes) -> bytes:
    """The PDF, to be opened without a password and yet encrypted, its objects packed."""
    stream = BytesIO()
    with pikepdf.open(BytesIO(content)) as made:
        packed = pikepdf.ObjectStreamMode.generate
        made.save(stream, encryption=pikepdf.Encryption(owner="x", user=""), object_stream_mode=packed)
    return stream.getvalue()


def encoded(text: str) -> str:
    return base64.b64encode(f"<svg><desc>{text}</desc></svg>".encode()).decode()


HALF = len(SECRET) // 2
LEAKS: dict[str, tuple[str, bytes]] = {
    "html": ("a.html", f"<p>{SECRET}</p>".encode()),
    "html with marks between": (
        "a.html",
        b"<p>Ask <b>first</b> who <i>opens</i> the shop<br/>in the dark morning</p>",
    ),
    "html in capital letters": ("a.html", SECRET.upper().encode()),
    "html over lines": ("a.html", SECRET.replace(" ", "\n    ").encode()),
    "entities": ("a.html", b"Ask first&#32;who&nbsp;opens the sh&#111;p in the dark morning"),
    "soft hyphens": ("a.html", "Ask fi&shy;rst who ope\u00adns the shop in the dark morn\u00ading".encode()),
    "hyphens at line ends": ("a.html", b"Ask fi-\nrst who ope-\nns the shop in the dark morning"),
    "zero-width spaces": ("a.html", "Ask fir\u200bst who opens the sh\u200bop in the dark morning".encode()),
    "other composition": ("a.html", "Ａｓｋ first who opens the shop in the dark morning".encode()),
    "attribute": ("a.html", f'<img alt="{SECRET}">'.encode()),
    "attribute in single quotes": ("a.html", f"<img data-note='{SECRET}'>".encode()),
    "comment": ("a.html", f"<!-- {SECRET} -->".encode()),
    "script": ("a.html", f'<script>var a = "{SECRET}"</script>'.encode()),
    "svg": ("a.svg", f"<svg><desc>{SECRET}</desc></svg>".encode()),
    "xml": ("sitemap.xml", f"<a>{SECRET}</a>".encode()),
    "json": ("search_index.json", json.dumps({"docs": [{"text": f"<p>{SECRET}</p>"}]}).encode()),
    "json in escapes": ("a.json", ('["' + "".join(f"\\u{ord(c):04x}" for c in SECRET) + '"]').encode()),
    "json key": ("a.json", json.dumps({SECRET: 1}).encode()),
    "script file": ("search.js", f'var index = {{"text": "{SECRET}"}}'.encode()),
    "script in escapes": ("a.js", ('"' + "".join(f"\\u{ord(c):04x}" for c in SECRET) + '"').encode()),
    "script with line breaks": ("a.js", b'"Ask first who\\nopens the shop\\nin the dark morning"'),
    "script between signs": ("a.html", f"<script>if (a<b) c('{SECRET}'); if (d>e) f()</script>".encode()),
    "cdata": ("moodle.xml", f"<text><![CDATA[{SECRET}]]></text>".encode()),
    "page within xml": (
        "quiz.xml",
        b"<mattext>&lt;p&gt;Ask &lt;b&gt;first&lt;/b&gt; who op&lt;i&gt;ens&lt;/i&gt; the shop in the dark morning</mattext>",
    ),
    "picture within an address": ("a.html", f'<img src="data:image/svg+xml;base64,{encoded(SECRET)}">'.encode()),
    "folder name": (f"{SECRET.replace(' ', '-')}/index.html", b""),
    "text": ("a.txt", SECRET.encode()),
    "quiz file": ("a.gift", f"::q::{SECRET}".encode()),
    "unknown ending": ("a.bin", b"\0\1" + SECRET.encode() + b"\xff"),
    "sixteen bits": ("a.dat", SECRET.encode("utf-16-le")),
    "file name": (f"{SECRET.replace(' ', '-')}html", b""),
    "zip": ("a.zip", zipped("index.html", SECRET.encode())),
    "zip in zip": ("a.zip", zipped("inner.zip", zipped("index.html", SECRET.encode()))),
    "name in a zip": ("a.zip", zipped(f"{SECRET.replace(' ', '_')}html", b"")),
    "document": (
        "a.docx",
        zipped("word/document.xml", f"<w:t>{SECRET[:HALF]}</w:t><w:t>{SECRET[HALF:]}</w:t>".encode()),
    ),
    "book": ("a.epub", zipped("text.xhtml", f"<p>{SECRET}</p>".encode())),
    "pdf text": ("a.pdf", pdf(SECRET)),
    "pdf bookmark": ("a.pdf", pdf("Words", _bookmark)),
    "pdf title": ("a.pdf", pdf("Words", _title)),
    "pdf metadata": ("a.pdf", pdf("Words", _xmp)),
    "pdf attachment": ("a.pdf", pdf("Words", _attachment)),
    "pdf alternative text": ("a.pdf", pdf("Words", _alternative)),
    "pdf field": ("a.pdf", pdf("Words", _field)),
    "pdf with unused objects": ("a.pdf", unused()),
    "pdf with brackets": ("a.pdf", foreign(b"Ask first who (opens the) shop in \\(the\\) dark morning")),
    "pdf with a lock": ("a.pdf", locked(pdf("Words", _title))),
    "pdf in a zip": ("a.zip", zipped("book.pdf", pdf(SECRET))),
}


@pytest.mark.parametrize("place", LEAKS)
def test_a_sentence_is_found(place: str, secrets: Secrets) -> None:
    name, content = LEAKS[place]
    assert find_leak(name, content, secrets)


@pytest.mark.parametrize("place", LEAKS)
def test_the_same_file_without_the_sentence_is_clean(place: str, secrets: Secrets) -> None:
    name, content = LEAKS[place]
    if name.endswith((".html", ".json", ".js", ".txt", ".svg", ".xml", ".gift")) and SECRET.encode() in content:
        assert find_leak(name, content.replace(SECRET.encode(), KEPT.encode()), secrets) == ""
    assert find_leak("a.pdf", pdf(KEPT), secrets) == ""
    assert find_leak("a.zip", zipped("index.html", KEPT.encode()), secrets) == ""


def test_a_part_of_the_sentence_is_enough_and_five_words_are_not(secrets: Secrets) -> None:
    assert find_leak("a.txt", b"who opens the shop in the dark", secrets)
    assert not find_leak("a.txt", b"Ask first who opens the", secrets)


def test_options_of_a_quiz_do_not_run_together(secrets: Secrets) -> None:
    both = b"<mattext>Ask first who opens</mattext></material><material><mattext>the shop in the dark morning</mattext>"
    assert not find_leak("quiz.xml", both, secrets)


def test_it_is_found_wherever_it_begins_and_after_it_was_found_before(secrets: Secrets) -> None:
    pairs: set[int] = set()
    for before in range(10):
        part = b"x" * before + SECRET.encode()
        assert find_leak("a.html", b"<p>" + SECRET.encode() + b"</p><p>" + part + b"</p>", secrets, pairs), before
        assert find_leak("a.html", part, secrets, pairs), before


def test_pictures_are_found_by_their_bytes(tiny: Course, secrets: Secrets) -> None:
    hidden, kept = (
        next(image for path, image in tiny.images.items() if path.name == name)
        for name in ("flipchart.png", "logo.png")
    )
    assert find_leak("any-name.png", hidden.content, secrets)
    assert find_leak("a.zip", zipped("x/any.png", hidden.content), secrets)
    inside = b"<mattext>&lt;img src='data:image/png;base64," + base64.b64encode(hidden.content) + b"'&gt;</mattext>"
    assert find_leak("quiz.xml", inside, secrets)
    assert not find_leak("quiz.xml", inside[:90] + b"'&gt;</mattext>", secrets)
    assert not find_leak("any-name.png", kept.content, secrets)


def test_a_picture_with_labels_is_found_as_it_is_published(course_dir: Path) -> None:
    for language in ("en", "es"):
        path = course_dir / f"modules/10-look/10-first.{language}.md"
        text = path.read_text("utf-8").replace("![Two fields", "::: trainer\n![Two fields")
        text = text.replace("![Dos campos", "::: trainer\n![Dos campos").replace(
            "grid.svg)\n", "grid.svg)\n::: /trainer\n"
        )
        path.write_text(text, encoding="utf-8")
    course, problems = load_course(course_dir)
    assert not problems
    image = next(image for path, image in course.images.items() if path.name == "grid.svg")
    found = find_secrets(course, Audience.PARTICIPANT)
    for language in ("en", "es"):
        assert find_leak("grid.svg", image_bytes(image, language), found), language


def test_common_words_and_kept_text_do_not_trip(tiny: Course) -> None:
    """What stands in kept text, too, is no secret, in whatever language."""
    for secrets in all_secrets(tiny):
        for language in ("en", "es"):
            edition = select(tiny, secrets.audience, language)
            for leaf in edition.leaves():
                assert not find_leak("a.html", "\n".join(leaf.document.lines).encode(), secrets), leaf.key


def test_a_sentence_that_is_also_shown_is_no_secret(course_dir: Path) -> None:
    path = course_dir / "reference/home.en.md"
    path.write_text(path.read_text("utf-8") + f"\n{SECRET}\n", encoding="utf-8")
    secrets = find_secrets(load_course(course_dir)[0], Audience.PARTICIPANT)
    assert not find_leak("a.html", SECRET.encode(), secrets)


def test_an_address_made_of_a_heading_is_no_secret(course_dir: Path) -> None:
    heading, note = "¿A quién afecta lo que hacemos así?", "Pregunte a quien afecta lo que hacemos asi."
    path = course_dir / "modules/10-look/10-first.es.md"
    text = path.read_text("utf-8") + f"\n## {heading}\n\n::: trainer\n{note}\n::: /trainer\n"
    path.write_text(text, encoding="utf-8")
    secrets = find_secrets(load_course(course_dir)[0], Audience.PARTICIPANT)
    assert not find_leak("a.html", b'<h2 id="a-quien-afecta-lo-que-hacemos-asi">', secrets)
    assert find_leak("a.html", note.encode(), secrets)


def test_answers_are_kept_from_participants_and_not_from_self_study(tiny: Course) -> None:
    answer = b"A good map names people with little power who could be harmed."
    participant, solutions = all_secrets(tiny)
    assert find_leak("a.html", answer, participant)
    assert not find_leak("a.html", answer, solutions)
    assert find_leak("a.html", SECRET.encode(), solutions)


def test_a_folder_with_a_leak_is_refused_with_the_file_and_the_words(tmp_path: Path, secrets: Secrets) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en/clean.html").write_text(KEPT, encoding="utf-8")
    (tmp_path / "en/page.html").write_text(SECRET, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        check_files(files_in(tmp_path), secrets)
    (problem,) = caught.value.problems
    assert (problem.code, str(problem.path)) == ("leak", "en/page.html")
    assert "text for participant reached page.html" in problem.message("en")


def test_what_was_read_of_a_pdf_counts_for_these_bytes_alone(tmp_path: Path, secrets: Secrets) -> None:
    (tmp_path / "book.pdf").write_bytes(pdf(KEPT))
    other = {sha256(pdf(SECRET)).hexdigest(): SECRET}
    assert check_files(files_in(tmp_path), secrets, readings=other)
    (tmp_path / "copy.pdf").write_bytes(pdf(SECRET))
    for readings in (other, {}, {sha256(pdf(KEPT)).hexdigest(): KEPT}):
        with pytest.raises(ContentError) as caught:
            check_files(files_in(tmp_path), secrets, readings=readings)
        assert [str(problem.path) for problem in caught.value.problems] == ["copy.pdf"]


def test_files_that_archives_share_are_read_in_each_where_they_differ(tmp_path: Path, secrets: Secrets) -> None:
    page, leak = f"<p>{KEPT}</p>".encode(), f'<p>{KEPT}</p><img alt="{SECRET}">'.encode()
    for name, content in (("a.zip", page), ("b.zip", page), ("c.zip", leak), ("d.zip", leak)):
        (tmp_path / name).write_bytes(zipped("index.html", content))
    (tmp_path / "e.zip").write_bytes(zipped(f"{SECRET}.html", page))
    with pytest.raises(ContentError) as caught:
        check_files(files_in(tmp_path), secrets)
    assert [str(problem.path) for problem in caught.value.problems] == ["c.zip", "d.zip", "e.zip"]


def test_every_attribute_is_read(secrets: Secrets) -> None:
    for around in (
        "<a{}>",
        "<a x = 1{}>",
        "<p>one=two</p> 1 == '<a{}>",
        "<a x='1'{}>",
        "<a data-x:y{}>",
        "<p>a-b: c</p><a\n{}>",
    ):
        for attribute in (f' title="{SECRET}"', f" title = '{SECRET}'", f' x:title-y=\n"{SECRET}"'):
            assert find_leak("a.html", around.format(attribute).encode(), secrets), (around, attribute)


def test_files_that_were_clean_are_not_read_again_unless_the_secrets_change(
    tmp_path: Path, tiny: Course, secrets: Secrets, course_dir: Path
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "page.html").write_text(KEPT, encoding="utf-8")
    seen = check_files(files_in(folder), secrets)
    assert check_files(files_in(folder), secrets, seen) == seen
    (folder / "page.html").write_text(SECRET, encoding="utf-8")
    with pytest.raises(ContentError):
        check_files(files_in(folder), secrets, seen)
    path = course_dir / "casestories/solar-farm.en.md"
    path.write_text(path.read_text("utf-8").replace("size of the roof", "colour of the wall"), encoding="utf-8")
    other = find_secrets(load_course(course_dir)[0], Audience.PARTICIPANT)
    assert other.digest != secrets.digest == find_secrets(tiny, Audience.PARTICIPANT).digest


def test_a_broken_archive_or_pdf_is_no_way_around_the_gate(secrets: Secrets) -> None:
    for name, content in (("a.zip", b"no archive"), ("a.pdf", b"no pdf"), ("a.json", b"{no json")):
        with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it is, it must not pass
            find_leak(name, content, secrets)


def test_letters() -> None:
    assert letters("Añejo-Ｃafé, 2\u00adx_y") == "añejocaféxy"
    assert letters("e\u0301") == "é"


# -- pictures within other files


@pytest.fixture(scope="module")
def hidden_picture() -> bytes:
    return (TINY / "modules/10-look/images/flipchart.png").read_bytes()


@pytest.fixture(scope="module")
def hidden_drawing(tmp_path_factory: pytest.TempPathFactory) -> tuple[Secrets, bytes]:
    """The secrets of a course whose drawing stands in a note for trainers, and the drawing."""
    root = tmp_path_factory.mktemp("drawing") / "course"
    shutil.copytree(TINY, root)
    for path in root.glob("modules/10-look/10-first.*.md"):
        text = path.read_text(encoding="utf-8").replace("\n![", "\n::: trainer\n![", 1)
        path.write_text(text.replace(".svg)\n", ".svg)\n::: /trainer\n", 1), encoding="utf-8")
    course = load_course(root)[0]
    image = course.images[PurePosixPath("modules/10-look/images/grid.svg")]
    return find_secrets(course, Audience.PARTICIPANT), image_bytes(image, "es")


HOLDERS: dict[str, Callable[[bytes], bytes]] = {
    "an icon": lambda found: b"\0\0\1\0\1\0" + found + b"\0",
    "base64 in a script": lambda found: b"const a = 'x' + '" + base64.b64encode(found) + b"';",
    "base64 over lines": lambda found: b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(found),
    "a zip in a zip": lambda found: zipped("a.zip", zipped("b.bin", b"xx" + found)),
    "an attachment": lambda found: pdf(change=lambda made: made.attachments.update({"a.bin": b"x" + found})),
}


@pytest.mark.parametrize("name", HOLDERS)
def test_a_hidden_picture_is_found_in_the_bytes_of_other_files(
    secrets: Secrets, hidden_picture: bytes, name: str
) -> None:
    assert find_leak("a.bin", HOLDERS[name](hidden_picture), secrets)
    assert not find_leak("a.bin", HOLDERS[name]((TINY / "reference/logo.png").read_bytes()), secrets)


def test_a_hidden_drawing_is_found_in_a_page(hidden_drawing: tuple[Secrets, bytes]) -> None:
    secrets, drawing = hidden_drawing
    hidden = drawing[drawing.index(b"<svg") :].rstrip()
    for inner in (hidden, b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 2"/></svg>'):
        for page in (
            b"<!DOCTYPE html><p>Words</p>" + inner + b"<p>more</p>",
            b'<img src="data:image/svg+xml,' + quote(inner).encode() + b'">',
            b'<img src="data:image/svg+xml;base64,' + base64.b64encode(inner) + b'">',
        ):
            assert bool(find_leak("page.html", page, secrets)) is (inner == hidden)


@pytest.mark.slow
def test_a_hidden_picture_is_found_in_a_printed_book(
    course_dir: Path, tmp_path: Path, secrets: Secrets, hidden_picture: bytes
) -> None:
    """Shown by mistake, and stored by the engine in a way of its own."""
    for name, picture in (("flipchart", hidden_picture), ("other", (TINY / "reference/logo.png").read_bytes())):
        (course_dir / f"modules/20-act/{name}.png").write_bytes(picture)
        page = course_dir / "modules/20-act/10-plan.en.md"
        text = page.read_text(encoding="utf-8")
        page.write_text(f"{text}\n![A picture]({name}.png)\n", encoding="utf-8")
        write_book(prepare_book(select(load_course(course_dir)[0], Audience.PARTICIPANT, "en")), tmp_path / "book.pdf")
        page.write_text(text, encoding="utf-8")
        assert bool(find_leak("book.pdf", (tmp_path / "book.pdf").read_bytes(), secrets)) is (name == "flipchart")


def test_what_the_programme_says_is_no_secret_though_a_note_says_it_too(course_dir: Path) -> None:
    said = "After the workshop most of them want to ask somebody."
    page = course_dir / "modules/10-look/10-first.en.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n::: trainer\n{said}\n::: /trainer\n", encoding="utf-8")
    shown = f"<p>{said}</p>".encode()
    assert find_leak("page.html", shown, find_secrets(load_course(course_dir)[0], Audience.PARTICIPANT))
    about = f'about: {{en: "{said}", es: "Después del taller la mayoría quiere preguntar."}}\n'
    (course_dir / "reference/community.yml").write_text(about, encoding="utf-8")
    course, problems = load_course(course_dir)
    assert not problems
    assert not find_leak("page.html", shown, find_secrets(course, Audience.PARTICIPANT))
