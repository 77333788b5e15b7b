"""An edition -> a website: a staged folder of Markdown (and what MkDocs needs besides), then MkDocs as a child process.

MkDocs sees nothing but the stage, which holds nothing that the audience may not see. No time and no path of the machine is
in it, so its bytes can be digested.
"""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from markupsafe import Markup

import builder
from builder.course.model import Audience
from builder.course.worksheets import Sheet, find_sheets
from builder.edition import addresses as at
from builder.edition import kept
from builder.edition.files import FOLDER
from builder.edition.resolve import page_markdown
from builder.edition.select import Edition, Leaf
from builder.edition.summaries.record import is_written_in
from builder.outputs import Download
from builder.outputs.site.addresses import Addresses, find_addresses, image_path, page_path, root_of
from builder.outputs.site.after import finish_site
from builder.outputs.site.agenda import agenda_part, guides_part, plan_part
from builder.outputs.site.cards import cards
from builder.outputs.site.cases import catalogue_part, facts_part, feed
from builder.outputs.site.config import config_text, is_on_the_web, language_file, plain_html, site_title
from builder.outputs.site.downloads import downloads_part, sheet_files
from builder.outputs.site.home import course_map, home_start, partners_part
from builder.outputs.site.icons import icons
from builder.outputs.site.look import icon_svg, look_css
from builder.outputs.site.manifest import NAME as MANIFEST
from builder.outputs.site.manifest import manifest
from builder.outputs.site.menu import gathered, menu
from builder.outputs.site.metadata import browser_title, collection, learning_resource
from builder.outputs.site.moved import moved_pages
from builder.outputs.site.pages import (
    glossary_part,
    place_of,
    session_list,
    terms_part,
    title_part,
    used_in,
    worksheets_part,
)
from builder.outputs.site.plan import labels_script, my_plan_part
from builder.outputs.site.programme import programme_files, programme_pages
from builder.outputs.site.room import has_room
from builder.outputs.site.scripts import offline_script, scripts
from builder.outputs.site.sources import source_pages, sources_part
from builder.outputs.site.templates import draw
from builder.outputs.site.themes import answers_part, themes_part
from builder.outputs.site.today import room_files, today_part
from builder.words import words
from builder.words.packs import brought

THEME = Path(__file__).parent / "theme"


class SiteError(Exception):
    """MkDocs failed; the text is its output."""


@dataclass(frozen=True, slots=True)
class _Stage:
    """What the pages of one edition are made from."""

    edition: Edition
    addresses: Addresses
    sheets: Mapping[str, Sheet]
    files: Mapping[str, str]
    """Worksheet -> name of its printable file."""
    downloads: Mapping[str, Download]
    sources: Mapping[str, str]
    """Source -> the page that lists it."""

    @property
    def has_downloads(self) -> bool:
        return bool(self.downloads or self.edition.files)


def stage_site(
    edition: Edition, stage: Path, languages: Sequence[str], downloads: Mapping[str, Download] | None = None
) -> None:
    """Writes the site's sources into `stage`: only files that changed; all others there are deleted.

    `languages`: those of the language switch. `downloads`: the files that downloads/ may hold, by name.
    """
    write_tree(stage, site_files(edition, languages, downloads))


def build_site(stage: Path, target: Path) -> None:
    """Runs MkDocs on a staged folder and finishes the site in `target`. Raises SiteError when MkDocs fails."""
    target.mkdir(parents=True, exist_ok=True)
    home = str(Path(builder.__file__).parent.parent)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH")))),
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "SOURCE_DATE_EPOCH": "0",
    }
    parent = stage / "parent.pickle"
    parent.write_bytes(pickle.dumps((brought(), kept.near())))
    command: list[str | Path] = [sys.executable, "-m", "builder.outputs.site.child"]
    done = subprocess.run(  # noqa: S603 - our own interpreter, no shell
        [*command, parent, stage / "mkdocs.yml", target.resolve()],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SiteError((done.stderr or done.stdout).strip())
    finish_site(target)


def site_files(
    edition: Edition, languages: Sequence[str], downloads: Mapping[str, Download] | None = None
) -> dict[str, bytes]:
    """The staged files by path."""
    downloads = downloads or {}
    stage = _Stage(
        edition,
        find_addresses(edition),
        find_sheets(leaf.document for leaf in edition.leaves()),
        sheet_files(edition, downloads),
        downloads,
        source_pages(edition),
    )
    files = {f"docs/{path}": text.encode() for path, text in _pages(stage)}
    for image in edition.images.values():
        files[f"docs/{image_path(image)}"] = image.bytes_in(edition.language)
    files |= {f"docs/{FOLDER}{one.name}": one.content() for one in edition.files.values()}
    logo = edition.images.get(edition.config.logo) if edition.config.logo else None
    files["mkdocs.yml"] = config_text(
        edition,
        languages,
        menu(edition, stage.sources, has_downloads=stage.has_downloads),
        stage.files,
        image_path(logo) if logo else None,
    ).encode()
    for path in sorted(THEME.rglob("*")):
        if path.is_file():
            files[f"theme/{path.relative_to(THEME).as_posix()}"] = path.read_bytes()
    own_language = language_file(edition.language)
    if own_language:
        files[f"theme/partials/languages/{edition.language}.html"] = own_language.encode()
    files.update({f"docs/assets/taller/{name}": text.encode() for name, text in scripts(edition).items()})
    files[f"docs/assets/taller/labels.{edition.language}.js"] = labels_script(edition).encode()
    files[f"docs/assets/taller/offline.{edition.language}.js"] = offline_script(edition.language).encode()
    files |= {f"docs/{path}": text.encode() for path, text in moved_pages(edition)}
    files[f"docs/{MANIFEST}"] = manifest(edition).encode()
    files |= {f"docs/{name}": picture for name, picture in icons(edition)}
    if has_room(edition):
        files |= {f"docs/{name}": text.encode() for name, text in room_files(edition, stage.addresses, stage.sheets)}
    files["docs/assets/taller/look.css"] = look_css(edition.config.colour).encode()
    files["docs/assets/taller/icon.svg"] = icon_svg(edition.config.colour).encode()
    files |= {f"docs/{name}": content for name, content in programme_files(edition).items()}
    if is_on_the_web(edition):
        files |= {"docs/feed.xml": feed(edition).encode()} if edition.cases else {}
        files |= {f"docs/{name}": picture for name, picture in cards(edition)}
    return files


def write_tree(folder: Path, files: Mapping[str, bytes]) -> None:
    """Makes `folder` hold exactly these files; those that are already right aren't touched."""
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in files:
            path.unlink()


def _pages(stage: _Stage) -> Iterator[tuple[str, str]]:
    """Every staged page: its path and text."""
    edition = stage.edition
    for leaf in edition.leaves():
        path = page_path(leaf)
        yield path, _leaf_page(stage, leaf, path)
    for path, title, html in _generated(stage):
        head = draw("title.html", title=title)
        kind = path.removesuffix(".md").replace("/index", "").replace("/", "-")
        key = "site-on-" + (kind if path == at.CASE_SOURCES else PurePosixPath(path.replace("/index", "")).stem)
        meta = {"title": title, "kind": kind, "description": words(edition.language)[key]}
        meta["browser"] = browser_title(title, site_title(edition))
        meta["room"] = "agenda" if path == at.AGENDA else ""
        is_public = edition.audience is Audience.PARTICIPANT
        known = collection(edition, path, title, meta["description"]) if is_public else ""
        parts = [("start", head), ("start", html)]
        yield (
            path,
            _page_text(path, meta, parts, "", is_searched=path not in (at.SOURCES, at.CASE_SOURCES), known=known),
        )


def _generated(stage: _Stage) -> Iterator[tuple[str, str, str]]:
    """Path, title and HTML of each generated page."""
    edition = stage.edition
    texts = words(edition.language)
    if is_written_in(edition):
        yield at.MY_PLAN, texts["my-plan"], my_plan_part(edition)
    there = gathered(edition)
    if at.CASES in there:
        yield at.CASES, texts["cases"], catalogue_part(edition)
    if at.THEMES in there:
        yield at.THEMES, texts["themes"], themes_part(edition)
    if at.WORKSHEETS in there:
        yield at.WORKSHEETS, texts["worksheets"], worksheets_part(edition, at.WORKSHEETS, stage.files)
    if at.GLOSSARY in there:
        yield at.GLOSSARY, texts["glossary"], glossary_part(edition)
    if at.SOURCES in there:
        yield at.SOURCES, texts["sources"], sources_part(edition, at.SOURCES, stage.sources)
    if at.CASE_SOURCES in stage.sources.values():
        yield at.CASE_SOURCES, texts["site-case-sources"], sources_part(edition, at.CASE_SOURCES, stage.sources)
    yield from programme_pages(edition)
    if stage.has_downloads:
        yield at.DOWNLOADS, texts["downloads"], _downloads_part(stage)
    if edition.guides:
        yield at.GUIDES, texts["guides"], guides_part(edition)
    if any(guide.agenda for guide in edition.guides):
        yield at.AGENDA, texts["agenda"], agenda_part(edition)


def _downloads_part(stage: _Stage) -> str:
    return downloads_part(stage.edition.language, stage.downloads, root_of(at.DOWNLOADS), stage.edition.files.values())


def _leaf_page(stage: _Stage, leaf: Leaf, path: str) -> str:
    edition = stage.edition
    parts = [("start", title_part(edition, leaf, path))]
    if leaf.kind == "home":
        parts += [
            ("start", today_part(edition) if has_room(edition) else Markup()),
            ("start", home_start(edition, path, has_downloads=stage.has_downloads)),
            ("end", course_map(edition, path)),
            ("end", partners_part(edition, path)),
        ]
    elif leaf.kind == "module":
        module = next(module for module in edition.modules if module.page is leaf)
        parts.append(("end", session_list(edition, module, path)))
    elif leaf.kind == "session" and edition.audience is Audience.TRAINER:
        parts.append(("start", plan_part(edition, leaf)))
    elif leaf.kind == "case":
        case = next(case for case in edition.cases if case.page is leaf)
        parts += [("behind", facts_part(edition, case, path, stage.sources)), ("end", used_in(edition, case, path))]
    parts += [("end", answers_part(edition, leaf, path)), ("end", terms_part(edition, leaf))]
    meta = {
        "title": leaf.title,
        "kind": leaf.kind,
        "description": leaf.document.summary,
        "place": place_of(edition, leaf),
    }
    meta["browser"] = browser_title(leaf.title, site_title(edition))
    meta["room"] = "today" if leaf.kind == "home" and has_room(edition) else ""
    if leaf.is_fallback:
        meta["spoken"] = leaf.document.language
        rest = [(place, draw("in_language.html", language=edition.language, html=html)) for place, html in parts[1:]]
        parts = [parts[0], *rest]
    text = page_markdown(edition, leaf, stage.addresses.address_from(path), stage.sheets)
    known = learning_resource(edition, leaf) if edition.audience is Audience.PARTICIPANT else ""
    return _page_text(path, meta, parts, text, leaf, known=known)


def _page_text(
    path: str, meta: Mapping[str, str], parts: Sequence[tuple[str, str]], text: str, leaf: Leaf | None = None,
    *, is_searched: bool = True, known: str = "",
) -> str:  # fmt: skip
    """The staged text: front matter (JSON strings are valid YAML), our own lines for `markup`, the page's text."""
    head = [f"{key}: {json.dumps(plain_html(value), ensure_ascii=False)}" for key, value in meta.items() if value]
    head += [] if is_searched else ["search: {exclude: true}"]
    head += [f"known: {json.dumps(known, ensure_ascii=False)}"] if known else []
    own = [f"::: html {place} {' '.join(str(html).split())}" for place, html in parts if html]
    spoken = ""
    if leaf:
        spoken = f" language={leaf.document.language} kind={leaf.kind}"
        text = text.replace("::: page {", f"::: page {{language={leaf.document.language} ", 1)
    return "\n".join(["---", *head, "---", f"::: site {{root={root_of(path)}{spoken}}}", *own, text])
