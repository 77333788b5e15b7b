"""A cartridge: a manifest, a file for each page, the pictures, the self-checks as quizzes, a link to the site."""

import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from builder.edition.select import Edition
from builder.outputs.cartridge.page import pictures_of, web_page
from builder.outputs.cartridge.quiz import assessment
from builder.outputs.cartridge.version import Version
from builder.package.manifest import node, xml_bytes
from builder.package.pages import Chapter, Pages
from builder.package.quizzes import Quiz
from builder.words import words

FOLDER = "web_resources/"
"""The only folder in which platforms look for pages and pictures."""
_LINK = "links/site.xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the course's contents: a folder (without `resource`), or a page, quiz or link."""

    title: str
    resource: str = ""
    inside: tuple["Entry", ...] = ()


def cartridge(edition: Edition, made: Pages, quizzes: Sequence[Quiz], version: Version) -> dict[str, bytes]:
    """Path in the cartridge -> file."""
    own = {chapter.file for chapter in made.chapters}

    def linked(href: str) -> str:
        """Drops links to and within pages: platforms turn the files into pages without ids, where such links lead nowhere."""
        return "" if href.partition("#")[0] in own | {""} else href

    quizzes = _told_apart(quizzes)
    taken = {quiz.id for quiz in quizzes}
    files = {FOLDER + one.file: web_page(one, edition.language, linked, taken) for one in made.chapters}
    files |= {FOLDER + name: content for name, content in (*made.pictures.items(), *made.files.items())}
    for quiz in quizzes:
        files[_quiz_file(quiz)] = xml_bytes(assessment(edition, quiz, version))
    if edition.config.site_url:
        files[_LINK] = xml_bytes(_link(edition, version))
    resources = _resources(edition, made, quizzes, version)
    return {
        "imsmanifest.xml": xml_bytes(_manifest(edition, contents(edition, made, quizzes), resources, version)),
        **files,
    }


def _told_apart(quizzes: Sequence[Quiz]) -> list[Quiz]:
    """The quizzes; those whose titles are alike say their page too, since gradebooks list them without it."""
    alike = Counter(quiz.title for quiz in quizzes)
    return [replace(one, title=f"{one.title}: {one.leaf.title}") if alike[one.title] > 1 else one for one in quizzes]


def _quiz_file(quiz: Quiz) -> str:
    return f"quizzes/{quiz.id}.xml"


# -- the contents


def contents(edition: Edition, made: Pages, quizzes: Sequence[Quiz]) -> tuple[Entry, ...]:
    """A folder for each module and one for the stories, in which each quiz follows the page that it is on."""
    folders: list[list[Entry]] = []
    for chapter in made.chapters:
        own = [Entry(chapter.title, _page_id(chapter))]
        own += [Entry(quiz.title, _quiz_id(quiz)) for quiz in quizzes if quiz.leaf.key == chapter.key]
        if chapter.level == 1 or not folders:
            folders.append(own)
        else:
            folders[-1] += own
    found = [_folder(folder) for folder in folders]
    if edition.config.site_url:
        found.append(Entry(words(edition.language)["cartridge-site"], "link"))
    return tuple(found)


def _folder(entries: Sequence[Entry]) -> Entry:
    return entries[0] if len(entries) == 1 else Entry(entries[0].title, "", tuple(entries))


def _page_id(chapter: Chapter) -> str:
    return "page-" + chapter.file.partition("-")[0]


def _quiz_id(quiz: Quiz) -> str:
    return f"quiz-{quiz.id}"


# -- the manifest


def _manifest(
    edition: Edition, entries: Sequence[Entry], resources: Sequence[etree.Element], version: Version
) -> etree.Element:  # fmt: skip
    """The manifest. Its name space comes first, since a platform looks for it in the first thousand bytes."""
    head = {
        "xmlns": version.package,
        "xmlns:lomimscc": version.about,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "identifier": "course",
        "xsi:schemaLocation": f"{version.package} {version.schema('imscp_v1p2_v1p0')}"
        f" {version.about} {version.schema('lommanifest_v1p0', 'LOM/')}",
    }
    root = etree.Element("manifest", head)
    items = node("item", "", *_items(entries), identifier="contents")
    organization = node("organization", "", items, identifier="organization", structure="rooted-hierarchy")
    root.append(_about(edition, version))
    root.append(node("organizations", "", organization))
    root.append(node("resources", "", *resources))
    return root


def _about(edition: Edition, version: Version) -> etree.Element:
    def texts(name: str, text: str) -> etree.Element:
        return node(f"lomimscc:{name}", "", node("lomimscc:string", text, language=edition.language))

    general = node(
        "lomimscc:general",
        "",
        texts("title", edition.home.title),
        node("lomimscc:language", edition.language),
        texts("description", edition.home.document.summary or edition.config.description or edition.home.title),
    )
    return node(
        "metadata",
        "",
        node("schema", "IMS Common Cartridge"),
        node("schemaversion", version.number),
        node("lomimscc:lom", "", general),
    )


def _items(entries: Sequence[Entry], prefix: str = "item") -> Iterator[etree.Element]:
    for number, entry in enumerate(entries, 1):
        identifier = f"{prefix}-{number}"
        made = node("item", "", node("title", entry.title), *_items(entry.inside, identifier), identifier=identifier)
        if entry.resource:
            made.set("identifierref", entry.resource)
        yield made


def _resources(edition: Edition, made: Pages, quizzes: Sequence[Quiz], version: Version) -> list[etree.Element]:
    found = [
        _resource(_page_id(chapter), "webcontent", FOLDER + chapter.file, pictures_of(chapter), has_href=True)
        for chapter in made.chapters
    ]
    found += [
        _resource(_picture_id(name), "webcontent", FOLDER + name, (), has_href=True) for name in sorted(made.pictures)
    ]
    found += [_resource(_file_id(name), "webcontent", FOLDER + name, (), has_href=True) for name in sorted(made.files)]
    found += [_resource(_quiz_id(quiz), version.quiz_type, _quiz_file(quiz), ()) for quiz in quizzes]
    if edition.config.site_url:
        found.append(_resource("link", version.link_type, _LINK, ()))
    return found


def _picture_id(name: str) -> str:
    return f"picture-{name.partition('.')[0]}"


def _file_id(name: str) -> str:
    return f"file-{sha256(name.encode()).hexdigest()[:12]}"


def _resource(
    identifier: str, kind: str, path: str, pictures: Sequence[str], *, has_href: bool = False
) -> etree.Element:  # fmt: skip
    needed = (node("dependency", identifierref=_picture_id(name)) for name in pictures)
    made = node("resource", "", node("file", href=path), *needed, identifier=identifier, type=kind)
    if has_href:
        made.set("href", path)
    return made


def _link(edition: Edition, version: Version) -> etree.Element:
    root = etree.Element("webLink", {"xmlns": version.link})
    root.append(node("title", words(edition.language)["cartridge-site"]))
    root.append(node("url", href=f"{edition.config.site_url}{edition.language}/index.html"))
    return root
