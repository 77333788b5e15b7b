"""Pictures as people have them: from telephones, printers' files, drawing programs; what leaves the house is only what they show."""

import base64
import io
import shutil
import struct
import warnings
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath
from unicodedata import normalize

import pytest
from broken import COURSES
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat, PngImagePlugin

from builder.check import check_course, checked_course
from builder.course import bitmap
from builder.course.load import load_course
from builder.course.model import Audience, Course
from builder.course.picture_cache import CACHE
from builder.course.picture_kinds import BitmapError
from builder.course.svg_rules import sheet_harm
from builder.edition.pictures import Shown, fitted, on_screen
from builder.edition.select import Edition, select
from builder.gate.look import find_leak
from builder.gate.secrets import find_secrets
from builder.outputs.book.book import prepare_book
from builder.outputs.book.pdfkit.html import write_html
from builder.outputs.book.spec import BookSpec
from builder.outputs.site.addresses import image_path
from builder.outputs.site.site import site_files

PAGE = "modules/10-one/10-page.en.md"
IMAGES = "modules/10-one/images/"
HEAD = "---\ntitle: A page\ntrack: extra\n---\n\n::: objectives\n- Say one thing.\n:::\n\n"
WORD = b"PALABRASECRETA"


def photo(width: int = 320, height: int = 240, mode: str = "RGB") -> Image.Image:
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (across, down, Image.new("L", (width, height), 90)))
    picture.paste((255, 0, 0), (0, 0, width // 8, height // 8))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[274], found[271], found[270] = orientation, WORD.decode(), WORD.decode()
    found.get_ifd(0x8825).update({1: "N", 2: (9.0, 56.0, 1.0), 3: "W", 4: (84.0, 5.0, 0.0)})
    return found


def opened(content: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        picture = Image.open(io.BytesIO(content))
        picture.load()
        return picture


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of the worst band, 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


def swapped_profile() -> bytes:
    """A colour profile in which red and green have changed places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


def course_with(root: Path, text: str, files: dict[str, bytes]) -> Course:
    """A course of one page; its pictures lie in the module's folder."""
    shutil.copytree(COURSES / "mono", root)
    (root / PAGE).write_text(HEAD + text, encoding="utf-8")
    (root / IMAGES).mkdir()
    for name, content in files.items():
        (root / IMAGES / name).write_bytes(content)
    return load_course(root)[0]


def edition_with(root: Path, text: str, files: dict[str, bytes]) -> Edition:
    course_with(root, text, files)
    return select(checked_course(root), Audience.PARTICIPANT, "en")


def only(edition: Edition) -> Shown:
    return next(iter(edition.images.values()))


# -- what leaves


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_turned_and_tells_nothing(orientation: int) -> None:
    content = saved(photo(), "JPEG", quality=85, exif=exif(orientation), comment=WORD)
    found = bitmap.clean(content)
    wanted, seen = ImageOps.exif_transpose(opened(content)), opened(found.content)
    assert WORD in content
    assert seen.size == wanted.size
    assert difference(seen, wanted) < 2
    assert WORD not in found.content
    assert not seen.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp", "dpi"} & seen.info.keys()
    assert len(found.content) <= len(content)
    assert bitmap.clean(content) == found
    assert bitmap.inspect(content, ".JPG") == wanted.size


def text_chunks() -> PngImagePlugin.PngInfo:
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Author", WORD.decode())
    chunks.add_text("Comment", WORD.decode() * 9, zip=True)
    chunks.add_itxt("XML:com.adobe.xmp", f"<x>{WORD.decode()}</x>")
    return chunks


@pytest.mark.parametrize(
    ("picture", "options"),
    [
        (photo(), {}), (photo(mode="RGBA"), {}), (photo(mode="LA"), {}), (photo(mode="L"), {}), (photo(mode="1"), {}),
        (photo(80, 60).quantize(16), {}), (photo(80, 60).quantize(16), {"transparency": 3}),
        (photo(80, 60).quantize(16), {"transparency": bytes(range(0, 160, 10))}), (photo(), {"transparency": (255, 0, 0)}),
        (Image.new("I;16", (40, 30), 40_000), {}),
    ],
)  # fmt: skip
def test_what_is_stored_without_loss_stays_exact(picture: Image.Image, options: dict) -> None:
    content = saved(picture, "PNG", pnginfo=text_chunks(), exif=exif(), **options)
    found = bitmap.clean(content)
    seen, wanted = opened(found.content), opened(content)
    assert (found.suffix, seen.mode) == (".png", wanted.mode)
    assert seen.convert("RGBA").tobytes() == wanted.convert("RGBA").tobytes()
    assert WORD not in found.content
    assert [name for name in png_chunks(found.content) if name not in ("IHDR", "PLTE", "tRNS", "IDAT", "IEND")] == []
    assert bitmap.clean(content) == found


def png_chunks(content: bytes) -> list[str]:
    place, found = 8, []
    while place < len(content):
        found.append(content[place + 4 : place + 8].decode())
        place += 12 + int.from_bytes(content[place : place + 4], "big")
    return found


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_colours_are_those_of_the_profile(kind: str) -> None:
    found = bitmap.clean(saved(photo(), kind, icc_profile=swapped_profile()))
    red, green, _ = opened(found.content).getpixel((10, 10))
    assert (red < 40, green > 215) == (True, True)
    assert "icc_profile" not in opened(found.content).info


def test_a_profile_that_changes_nothing_or_is_none_costs_nothing() -> None:
    plain = bitmap.clean(saved(photo(), "PNG"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert bitmap.clean(saved(photo(), "PNG", icc_profile=srgb)).content == plain.content
    assert bitmap.clean(saved(photo(), "PNG", icc_profile=WORD * 20)).content == plain.content


def test_four_inks_become_three_colours() -> None:
    found = bitmap.clean(saved(photo(mode="CMYK"), "JPEG", quality=92))
    assert opened(found.content).mode == "RGB"
    assert difference(opened(found.content), photo()) < 3


def test_the_brightness_that_a_png_asks_for() -> None:
    content = saved(Image.new("RGB", (40, 30), (64, 64, 64)), "PNG")
    gamma = b"gAMA" + struct.pack(">I", 100_000)  # light itself: 64 of 255 is a brighter grey on screens
    chunk = struct.pack(">I", 4) + gamma + struct.pack(">I", zlib.crc32(gamma))
    found = bitmap.clean(content[:33] + chunk + content[33:])
    assert 130 <= opened(found.content).getpixel((5, 5))[0] <= 145


@pytest.mark.parametrize(("options", "suffix"), [({"quality": 80}, ".jpg"), ({"lossless": True}, ".png")])
def test_webp_is_made_into_what_every_printer_takes(options: dict, suffix: str) -> None:
    content = saved(photo(), "WEBP", exif=exif(6), **options)
    found = bitmap.clean(content)
    assert (found.suffix, opened(found.content).size) == (suffix, (240, 320))
    assert WORD not in found.content


def test_a_second_view_of_a_telephone_is_left_out() -> None:
    content = saved(photo(), "MPO", save_all=True, append_images=[Image.new("RGB", (640, 480), "white")], exif=exif(3))
    assert opened(bitmap.clean(content).content).format == "JPEG"
    assert len(bitmap.clean(content).content) < len(content)


DAMAGED = {
    "cut png": (saved(Image.effect_noise((60, 60), 90), "PNG")[:2000], ".png", "damaged-picture"),
    "cut jpeg": (saved(photo(), "JPEG")[:2000], ".jpg", "damaged-picture"),
    "head only": (saved(photo(), "PNG")[:20], ".png", "damaged-picture"),
    "nothing": (b"", ".png", "bad-image"),
    "jpeg as png": (saved(photo(), "JPEG"), ".png", "bad-image"),
    "webp as jpeg": (saved(photo(), "WEBP"), ".jpeg", "bad-image"),
    "page as png": (b"<!DOCTYPE html><html></html>", ".png", "bad-image"),
    "heic as jpeg": (b"\0\0\0\x18ftypheic0000mif1", ".jpg", "bad-image"),
    "animated": (saved(photo(), "WEBP", save_all=True, append_images=[photo(mode="L")]), ".webp", "animated-picture"),
    "many pixels": (saved(Image.new("1", (20_000, 20_000)), "PNG"), ".png", "too-many-pixels"),
}


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.filterwarnings("error")
def test_a_damaged_file_is_a_problem_with_a_name(name: str) -> None:
    content, suffix, code = DAMAGED[name]
    with pytest.raises(BitmapError) as error:
        bitmap.inspect(content, suffix)
    assert error.value.code == code


@pytest.mark.filterwarnings("error")
def test_damage_anywhere_is_no_traceback() -> None:
    for content, suffix in (
        (saved(photo(60, 40), "JPEG", exif=exif(6)), ".jpg"),
        (saved(photo(60, 40), "PNG", pnginfo=text_chunks()), ".png"),
    ):
        for place in range(0, len(content), max(1, len(content) // 150)):
            hurt = content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]
            with suppress(BitmapError):
                bitmap.inspect(hurt, suffix)
                assert WORD not in bitmap.clean(hurt).content


# -- the edition, its cache and the gate


def test_an_edition_takes_a_picture_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = saved(photo(), "JPEG", exif=exif(6))
    edition = edition_with(tmp_path / "c", "![A](images/a.jpg)\n", {"a.jpg": content})
    assert not (tmp_path / "c" / CACHE).exists(), "only a build makes the builder's folder"
    (tmp_path / "d").mkdir()
    course = course_with(tmp_path / "e", "![A](images/a.jpg)\n", {"a.jpg": content})
    (tmp_path / "e/.build").mkdir()
    first = only(select(course, Audience.PARTICIPANT, "en"))
    assert first.content == only(edition).content
    [kept] = (tmp_path / "e" / CACHE).iterdir()
    from builder.edition import pictures  # noqa: PLC0415 - its memory is what the test is about

    pictures.made.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(bitmap, "clean", lambda _: pytest.fail("made twice"))
        assert only(select(course, Audience.TRAINER, "en")).content == first.content
    pictures.made.cache_clear()
    pictures.prune(tmp_path / "e", course.images.values())
    assert kept.exists()
    kept.write_bytes(kept.read_bytes()[:-9])
    assert only(select(course, Audience.TRAINER, "en")).content == first.content
    pictures.prune(tmp_path / "e", [])
    assert not kept.exists()


def test_the_gate_knows_a_hidden_picture_as_it_was_and_as_it_is_shown(tmp_path: Path) -> None:
    content = saved(photo(), "JPEG", exif=exif(6))
    course = course_with(tmp_path / "c", "::: trainer\n![A](images/a.jpg)\n::: /trainer\n", {"a.jpg": content})
    secrets = find_secrets(course, Audience.PARTICIPANT)
    shown = only(select(course, Audience.TRAINER, "en"))
    assert content != shown.content
    assert find_leak("x.jpg", content, secrets)
    assert find_leak("x.jpg", shown.content, secrets)
    assert not find_leak("x.jpg", saved(photo(), "JPEG"), secrets)


# -- names


NAMES = [
    "IMG_0001 (1).JPG", "My file.jpg", "a#1.jpg", "100%.jpg", "a%20b.jpg", "a&b.jpg", "it's.jpg", 'say "hi".jpg', "[a].jpg",
    normalize("NFC", "Niñas y café.jpg"), normalize("NFD", "Niñas y café.jpg"), "a+b=c, d;e!.jpg", "a`b*_c.jpg", "2026-11-29.jpg",
    "Bildschirm\u00adfoto.jpg", "aux.jpg", "a?b.jpg",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_as_people_have_it_works_in_every_output(name: str, tmp_path: Path) -> None:
    other = normalize("NFC" if normalize("NFC", name) != name else "NFD", name)
    edition = edition_with(tmp_path / "c", f"![A](<images/{other}>)\n", {name: saved(photo(900, 600), "JPEG")})
    shown = only(edition)
    assert image_path(shown).isascii()
    assert not set(image_path(shown)) & set(" #%?&'\"()[]<>")
    files = site_files(edition, ["en"])
    assert f"docs/{image_path(shown)}" in files
    page = next(text for path, text in files.items() if path.endswith("one/page.md"))
    assert image_path(shown).encode() in page
    assert [name for name, _ in prepare_book(edition).assets] != []
    assert f'src="{shown.token}.jpg"' in "".join(write_html(edition, BookSpec()).parts)


def test_a_name_written_with_percents(tmp_path: Path) -> None:
    edition = edition_with(
        tmp_path / "c", "![A](images/caf%C3%A9%20%231.jpg)\n", {"café #1.jpg": saved(photo(900, 600), "JPEG")}
    )
    assert only(edition).path.name == "café #1.jpg"


def test_no_two_pictures_share_a_file_of_the_site() -> None:
    paths = [
        "modules/10-a/images/x.png", "modules/10-a/images/x.webp", "modules/10-a/images/X.png", "modules/10-a/images/x.PNG",
        "modules/10-a/images/10-x.png", "modules/10-a/images/20-x.png", "modules/10-a/images/images/x.png",
        "modules/10-a/images/10-b/x.png", "modules/10-a/images/20-b/x.png", "modules/10-a/images/é.png", "modules/10-a/images/e.png",
        "modules/10-a/x.png", "reference/x.png",
    ]  # fmt: skip
    found = [
        image_path(Shown(PurePosixPath(path), b"", ".png", (1, 1), {})).lower()
        for path in paths
        if path != "modules/10-a/x.png"
    ]
    assert len(set(found)) == len(found)


# -- sizes


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="12cm" height="4cm"', (340.16, 113.39)), ('width="72pt" height="1in"', (72, 72)),
        ('width="50.8mm" height="10pc"', (144, 120)), ('viewBox="0 0 640 276"', (435.2, 187.68)),
        ('viewBox="0 0 640 276" width="640" height="276px"', (435.2, 187.68)),
        ('viewBox="0 0 640 320" width="100%" height="50%"', (435.2, 217.6)), ('viewBox="0,0,20,10" width="300"', (204, 102)),
        ('viewBox="-5-5 20 10" height="1in"', (144, 72)), ('viewBox="0 0 1 1"', (136, 136)), ('viewBox="0 0 24 12"', (136, 68)),
        ('viewBox="0 0 10 10" width="20em"', (217.6, 217.6)), ('viewBox="0 0 9 9" width="0.01pt"', (10, 10)),
        ('viewBox="0 0 9 9" width="3in" height="1in" preserveAspectRatio="none"', (216, 72)),
    ],
)  # fmt: skip
def test_the_size_of_a_drawing(attributes: str, size: tuple[float, float], tmp_path: Path) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect width="9" height="9"/></svg>'.encode()
    shown = only(edition_with(tmp_path / "c", "![A](images/a.svg)\n", {"a.svg": svg}))
    assert shown.size == pytest.approx(size, abs=0.01)
    assert b"viewBox=" in shown.content


@pytest.mark.slow
@pytest.mark.parametrize(
    "attributes",
    [
        'viewBox="0 0 0 20"', 'viewBox="0 0 -4 20"', 'viewBox="0 0 1e400 1"', 'viewBox="0 0 nan 1"', 'viewBox="0 0 20"',
        'viewBox=""', 'width="100%"', 'width="300"', "", 'width="0" height="4"', 'width="-3cm" height="4cm"',
        'viewBox="0 0 1e9 1"', 'width="1e308in" height="4"',
    ],
)  # fmt: skip
def test_a_drawing_without_a_size_is_told(attributes: str, tmp_path: Path) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect width="9" height="9"/></svg>'.encode()
    course = course_with(tmp_path / "c", "![A](images/a.svg)\n", {"a.svg": svg})
    assert [problem.code for problem in check_course(course)] == ["svg-size"]


def test_a_photograph_is_as_large_as_its_pixels_bear() -> None:
    assert bitmap.clean(saved(photo(300, 200), "PNG")).size == (144, 96)
    assert bitmap.clean(saved(photo(300, 200), "JPEG", exif=exif(8))).size == (96, 144)
    assert fitted((144, 96), 483) == (144, 96)
    assert fitted((966, 100), 483) == (483, 50)
    assert fitted((576, 768), 483) == pytest.approx((225.2, 300.3), abs=0.1)
    assert on_screen((144, 96)) == (212, 141)


def test_few_pixels_are_told_and_signs_are_not(tmp_path: Path) -> None:
    files = {
        "small.png": saved(photo(300, 200), "PNG"),
        "sign.png": saved(photo(60, 40), "PNG"),
        "large.png": saved(photo(800, 100), "PNG"),
    }
    files["tall.jpg"] = saved(photo(1200, 500), "JPEG", exif=exif(6))
    text = "".join(f"![A](images/{name})\n\n" for name in files)
    found = [(problem.path.name, problem.code) for problem in check_course(course_with(tmp_path / "c", text, files))]
    assert found == [("small.png", "few-pixels")]


# -- wherever they stand


PLACES = """![A](images/a.png)

![A](images/a.png)
*Figure 1: a box.*

[![A](images/a.png)](https://example.org/)

Words ![A](images/a.png) and words.

1. A step ![A](images/a.png)

    ![A](images/a.png)

2. Another.

| One | Two |
|---|---|
| word | ![A](images/a.png) |

::: note
![A](images/a.png)
Words.
:::

![A](images/a.png) ![A](images/a.png)
"""


def test_a_picture_is_as_large_wherever_it_stands(tmp_path: Path) -> None:
    edition = edition_with(tmp_path / "c", PLACES, {"a.png": saved(photo(400, 240), "PNG")})
    code = prepare_book(edition).main.splitlines()
    widths = [line.split("width: ")[1].split("pt")[0] for line in code if "image(" in line]
    assert len(widths) == 10
    assert {round(float(width)) for width in widths} <= {192, *range(150, 192)}
    assert widths[:6] == ["192.0"] * 6
    kit = "".join(write_html(edition, BookSpec()).parts)
    assert kit.count('width="333"') == 10


def test_two_pictures_share_the_width_and_a_sign_stays_in_its_line(tmp_path: Path) -> None:
    text = "![A](images/a.png) ![A](images/a.png)\n\nPress ![the key](images/sign.png) now.\n"
    files = {"a.png": saved(photo(1600, 400), "PNG"), "sign.png": saved(photo(48, 40), "PNG")}
    code = [
        line
        for line in prepare_book(edition_with(tmp_path / "c", text, files)).main.splitlines()
        if "image(" in line or "linebreak" in line
    ]
    assert len(code) == 3
    wide = [float(line.split("width: ")[1].split("pt")[0]) for line in code[:2]]
    assert wide[0] == wide[1]
    assert 180 < wide[0] < 210
    assert "baseline: 20%" in code[2]
    assert "width: 23.0pt" in code[2]


# -- SVG


def svg(body: str, head: str = "") -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{head}<svg {spaces} viewBox="0 0 640 320">\n{body}</svg>'.encode()


LAUGHS = '<rect id="g0"/>' + "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))
HARM = {
    "script": "<script>x</script>", "html": '<h:img xmlns:h="http://www.w3.org/1999/xhtml"/>', "page": "<foreignObject/>",
    "event": '<rect onload="x"/>', "capitals": '<rect onLoad="x"/>', "animation": "<rect><animate/></rect>", "set": "<set/>",
    "link": '<a href="https://example.org"><rect/></a>', "javascript": '<a xlink:href="javascript:x"><rect/></a>',
    "file": '<use href="other.svg#a"/>', "picture": '<image href="a.png"/>', "own part": '<image href="#a"/>',
    "svg in it": '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', "broken in it": '<image href="data:image/png;base64,AAAA"/>',
    "import": '<style>@import "a.css";</style>', "escaped import": "<style>@\\69mport 'a.css';</style>", "font": "<style>@font-face{}</style>",
    "url": "<style>rect{fill:url(http://example.org)}</style>", "comment": "<style>r{fill:/**/url(/**/x)}</style>",
    "escaped": '<rect fill="\\75 rl(x)"/>', "letters": '<rect style="fill:u\\r\\l(x)"/>', "entity": '<rect fill="&#x75;rl(x)"/>',
    "nested": '<rect style="fill:rgb( url(x) )"/>', "set of images": "<rect style=\"fill:image-set('x' 1x)\"/>",
    "data": '<rect fill="url(data:image/png;base64,AA)"/>', "cdata": "<style><![CDATA[ @import url(x); ]]></style>",
    "instruction": "<?php x?>", "loop": '<g id="a"><use href="#a"/></g>', "ring": '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
    "pattern": '<pattern id="p"><rect fill="url(#p)"/></pattern>', "laughs": LAUGHS, "deep": "<g>" * 500 + "</g>" * 500,
    "heavy": "<filter><feMorphology radius='100000'/></filter>", "mark": '<rect fill="{{colour}}"/>', "style in style": "<style><rect/></style>",
}  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "line"),
    [
        ('r{}\n@import "a.css";', 1),
        ('/* no @import\n@import */\nr{}\n@import "a.css";', 3),
        ('/* a\nb */ @media print{}\n@IMPORT "a.css";', 2),
        ("r{a:\\66\n}\n@\\69mport 'a.css';", 2),
        ("r{fill:url(#a)}\nr{fill:\n url(http://example.org)}", 2),
        ("r{fill:rgb(0,0,0)}\n\nr{fill:u\\r\\l(x)}", 2),
    ],
)
def test_the_line_of_a_rule_is_its_own(sheet: str, line: int) -> None:
    harm, lines = sheet_harm(sheet)
    assert harm
    assert lines == line


@pytest.mark.parametrize("name", HARM)
def test_an_svg_that_could_do_harm_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    course = course_with(tmp_path / "c", "![A](images/a.svg)\n", {"a.svg": svg(HARM[name])})
    found = [problem for problem in check_course(course) if problem.code in ("bad-svg", "svg-font")]
    assert found
    assert all("\n" not in problem.text("es") and len(problem.text("es")) < 400 for problem in found)
    assert {problem.line for problem in found} <= {1, 2}
    assert only(select(course, Audience.PARTICIPANT, "en")).content == b""


HEADS = {
    "stylesheet": ('<?xml-stylesheet href="a.css"?>', "bad-svg"), "entities": ('<!DOCTYPE svg [<!ENTITY a "b">]>', "bad-svg"),
    "old line": ('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">', ""),
    "remark": ("<!-- PALABRASECRETA -->", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_what_stands_before_a_drawing(name: str, tmp_path: Path) -> None:
    head, code = HEADS[name]
    course = course_with(tmp_path / "c", "![A](images/a.svg)\n", {"a.svg": svg("<rect/>", head)})
    assert [problem.code for problem in check_course(course)] == [code] * bool(code)
    shown = only(select(course, Audience.PARTICIPANT, "en"))
    assert shown.content.startswith(b"<svg ") is not bool(code)
    assert WORD not in shown.content


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "utf-16-le"])
def test_a_drawing_is_written_in_utf_8_with_its_name_space(encoding: str, tmp_path: Path) -> None:
    said = encoding.removesuffix("-sig").removesuffix("-le")
    text = f'<?xml version="1.0" encoding="{said}"?><svg viewBox="0 0 640 320"><text>año {{{{word}}}}</text></svg>'
    files = {"a.svg": text.encode(encoding), "a.yml": b"word:\n  en: ni\xc3\xb1o <&>\n"}
    shown = only(edition_with(tmp_path / "c", "![A](images/a.svg)\n", files))
    assert b'xmlns="http://www.w3.org/2000/svg"' in shown.content
    assert "<text>año niño &lt;&amp;&gt;</text>" in shown.bytes_in("en").decode()


def test_what_drawing_programs_leave_in_a_file_does_not_leave(tmp_path: Path) -> None:
    body = (
        '<title>PALABRASECRETA</title><metadata><rdf xmlns="r">PALABRASECRETA</rdf></metadata><!-- PALABRASECRETA -->'
        '<x:view xmlns:x="http://sodipodi.example" docname="PALABRASECRETA"/><style>/* PALABRASECRETA */ rect{fill:red}</style>'
        '<rect xmlns:i="http://ink.example" i:label="PALABRASECRETA" data-name="PALABRASECRETA" width="9"/>'
    )
    photograph = base64.b64encode(saved(photo(40, 30), "JPEG", exif=exif(6), comment=WORD)).decode()
    body += f'<image width="40" xlink:href="data:image/jpeg;base64,{photograph}"/>'
    shown = only(edition_with(tmp_path / "c", "![A](images/a.svg)\n", {"a.svg": svg(body)}))
    assert WORD not in shown.content
    assert b"rect{fill:red}" in shown.content
    inner = base64.b64decode(shown.content.partition(b"base64,")[2].partition(b'"')[0])
    assert WORD not in inner
    assert opened(inner).size == (30, 40)
