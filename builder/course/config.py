"""mkdocs.yml -> Config. Only the keys listed here are read; any that could run code or read other files is a problem."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from builder.course.folder import CourseFolder
from builder.course.languages import read_codes, read_languages, unspoken
from builder.course.limits import LONGEST_TEXT
from builder.course.paper import read_papers
from builder.course.reader import ID, Reader
from builder.course.settings import ATTENDANCE, LARGEST_FILE, OUTPUTS, PASS_MARK, Config, Partner, Texts
from builder.course.texts import read_texts
from builder.course.yamlfile import Listing, Node, Scalar, Table, parse
from builder.words import is_currency, is_language
from builder.words.packs import use

NAME = "mkdocs.yml"
_TOP = ("site_name",)
_ALLOWED = (
    "site_url", "site_description", "copyright", "theme", "extra",
    "docs_dir", "use_directory_urls", "plugins",
)  # fmt: skip
OURS = (
    "id", "languages", "released", "version", "participants", "institution", "imprint", "preface", "logo", "partners",
    "colour", "cover", "pass_mark", "attendance", "largest_file", "license", "country", "paper", "fallback", "currency", "outputs",
    "texts",
)  # fmt: skip
"""Keys below `extra: taller:`, which are top-level keys in an edition's own settings."""
_RENAMED = {"edition": "released"}
"""Old key -> its present name."""
_LONGEST_ID = 40
DEFAULT_COLOUR = "#1f4e5f"
COVERS = ("solid", "light")


def read_config(folder: CourseFolder, reader: Reader, settings: str | Table) -> Config:
    """The configuration from the text of mkdocs.yml or a table of the same form, with the languages that the course brings,
    which are put into use. Problems go to `reader`.
    """
    node = parse(settings, reader.path, reader.problems) if isinstance(settings, str) else settings
    top = reader.table(node, _TOP, _ALLOWED)
    plugins = top.entries.get("plugins")
    if plugins is not None and [getattr(item, "text", "") for item in reader.listing(plugins)] != ["taller"]:
        reader.problem(plugins.line, "forbidden-setting", key="plugins")
    theme = reader.table(top.entries.get("theme"), (), ("name", "palette", "logo"))
    extra = reader.table(top.entries.get("extra"), (), ("taller",))
    ours = reader.table(extra.entries.get("taller"), (), (*OURS, *_RENAMED))
    for key in _RENAMED.keys() & ours.entries.keys():
        reader.problem(ours.lines[key], "key-renamed", key=key, now=_RENAMED[key])
    get = ours.entries.get
    languages = tuple(dict.fromkeys((*_languages(reader, ours), *folder.also)))
    packs = read_languages(folder, languages, _fallbacks(reader, get("fallback"), languages))
    use(packs)
    unspoken(reader, ours.lines.get("languages", 1), [one for one in languages if is_language(one)], packs)
    reader.languages = languages
    _check_docs_dir(reader, top)
    logo = get("logo") or theme.entries.get("logo")
    site_name = reader.text(top.entries.get("site_name"), "Taller")
    return Config(
        root=folder.root,
        course_id=_course_id(reader, get("id"), site_name),
        lacks_id_at=0 if "id" in ours.entries else extra.lines.get("taller", ours.line),
        site_name=site_name,
        site_url=_folder(_site_url(reader, top.entries.get("site_url"))),
        lacks_address_at=0 if "site_url" in top.entries else top.lines.get("site_name", 0),
        description=reader.text(top.entries.get("site_description"), printed=False, most=LONGEST_TEXT),
        copyright=reader.text(top.entries.get("copyright"), most=LONGEST_TEXT),
        license=_address(reader, get("license")),
        languages=languages,
        packs=packs,
        languages_at=ours.lines.get("languages", 1),
        released=reader.day(get("released"), date(2026, 1, 1)),
        version=reader.text(get("version"), "1.0"),
        participants=reader.number(get("participants"), 20, 2, 500),
        institution=reader.text(get("institution")),
        imprint=reader.words(get("imprint"), LONGEST_TEXT),
        preface=reader.words(get("preface"), LONGEST_TEXT),
        logo=_file(reader, logo) if logo else None,
        logo_lines=_logo_lines(logo, get("partners")),
        partners=tuple(found for item in reader.listing(get("partners")) if (found := _partner(reader, item))),
        colour=_colour(reader, get("colour")),
        cover=_cover(reader, get("cover")),
        pass_mark=reader.number(get("pass_mark"), PASS_MARK, 1, 100),
        attendance=reader.number(get("attendance"), ATTENDANCE, 1, 100),
        largest_file=reader.number(get("largest_file"), LARGEST_FILE, 1, 200),
        papers=read_papers(reader, get("paper"), get("country")),
        outputs=reader.each_of(get("outputs"), OUTPUTS),
        country=_text_of(ours, "country"),
        texts=_texts(reader, ours, site_name),
    )


def _languages(reader: Reader, ours: Table) -> tuple[str, ...]:
    """The languages of the course; the first is the default."""
    languages = tuple(reader.text(item) for item in reader.listing(ours.entries.get("languages"))) or ("en",)
    for language in languages:
        if not is_language(language):
            reader.problem(ours.lines["languages"], "bad-language", language=language)
    if len(set(languages)) < len(languages):
        twice = next(language for place, language in enumerate(languages) if language in languages[:place])
        reader.problem(ours.lines["languages"], "language-twice", language=twice)
    return tuple(dict.fromkeys(languages))


def _fallbacks(reader: Reader, node: Node | None, languages: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """`{pt-BR: [es, en]}`: the fallbacks of each language, which override those in its own file."""
    table = reader.table(node, (), languages)
    return {code: read_codes(reader, value, code) for code, value in table.entries.items() if code in languages}


def _texts(reader: Reader, ours: Table, site_name: str) -> Texts:
    """The texts that the settings give, and those derived from the other settings."""
    country, currency = _text_of(ours, "country"), _text_of(ours, "currency")
    if "currency" in ours.entries and not is_currency(currency):
        reader.problem(ours.lines["currency"], "bad-currency", value=currency)
        currency = ""
    facts = {"country": country, "currency": currency, "name": site_name, "institution": _text_of(ours, "institution")}
    return read_texts(reader, ours.entries.get("texts"), facts)


def _text_of(ours: Table, key: str) -> str:
    """What a setting says, unchecked."""
    node = ours.entries.get(key)
    return node.text if isinstance(node, Scalar) else ""


def _course_id(reader: Reader, node: Node | None, site_name: str) -> str:
    """The id in the settings, else one derived from the course's name."""
    text = reader.text(node) if node else ""
    if node and not ID.fullmatch(text):
        reader.problem(node.line, "bad-id", id=text)
    return text or derived_id(site_name)


def derived_id(site_name: str) -> str:
    """`Água: 2. curso` -> agua-2-curso."""
    plain = unicodedata.normalize("NFKD", site_name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_ID].strip("-")
    return words if ID.fullmatch(words) else f"course-{words}".strip("-")


def _check_docs_dir(reader: Reader, top: Table) -> None:
    """Only `pages` is allowed: plain MkDocs publishes this folder unchanged."""
    node = top.entries.get("docs_dir")
    if node is not None and not re.fullmatch(r"pages/?", reader.text(node)):
        reader.problem(node.line, "bad-docs-dir", value=reader.text(node))


def _address(reader: Reader, node: Node | None) -> str:
    text = reader.text(node, most=LONGEST_TEXT) if node else ""
    if node and not re.fullmatch(r"https?://[^\s\"'<>]+", text):
        reader.problem(node.line, "bad-address", value=text)
        return ""
    return text


def _site_url(reader: Reader, node: Node | None) -> str:
    """An empty value says explicitly that the course has no address."""
    return "" if isinstance(node, Scalar) and not node.text.strip() else _address(reader, node)


def _folder(address: str) -> str:
    return address.rstrip("/") + "/" if address else ""


def _logo_lines(logo: Node | None, partners: Node | None) -> dict[PurePosixPath, int]:
    """The line that names each logo, the course's own or a partner's."""
    rows = partners.items if isinstance(partners, Listing) else ()
    named = [logo, *(row.entries.get("logo") for row in rows if isinstance(row, Table))]
    return {PurePosixPath(node.text): node.line for node in named if isinstance(node, Scalar)}


def _partner(reader: Reader, node: Node) -> Partner | None:
    """The partner, or None with a problem: a logo without a name means nothing to people who can't see it."""
    if isinstance(node, Scalar) or (isinstance(node, Table) and "name" not in node.entries):
        reader.problem(node.line, "partner-without-name")
        return None
    get = reader.table(node, ("name", "logo")).entries.get
    name, logo = reader.text(get("name")), get("logo")
    path = _file(reader, logo) if logo else None
    return Partner(name, path) if name and path else None


def _file(reader: Reader, node: object) -> PurePosixPath | None:
    text = reader.text(node) if isinstance(node, Scalar) else ""
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or "\\" in text or not text:
        reader.problem(getattr(node, "line", 1), "outside-course", path=text)
        return None
    return path


def _colour(reader: Reader, node: object) -> str:
    """A colour on which white text can be read (contrast 4.5 to 1, WCAG 1.4.3)."""
    if not isinstance(node, Scalar):
        return DEFAULT_COLOUR
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", node.text):
        reader.problem(node.line, "bad-colour", value=node.text)
        return DEFAULT_COLOUR
    if contrast_with_white(node.text) < 4.5:
        reader.problem(node.line, "low-contrast", value=node.text, ratio=f"{contrast_with_white(node.text):.1f}")
    return node.text.lower()


def _cover(reader: Reader, node: Node | None) -> str:
    return reader.one_of(node, COVERS, COVERS[0]) if node else COVERS[0]


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of #rrggbb against white, 1 to 21 (WCAG 2, relative luminance)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)
