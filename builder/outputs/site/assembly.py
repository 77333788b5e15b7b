"""One audience's folder, put together: the choice of language, a 404 page, the sitemap, sizes of downloads.

`assemble` works on a folder that already holds `<language>/` (sites) and `downloads/`.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from builder.course.model import Audience
from builder.course.settings import Config
from builder.outputs import Download
from builder.outputs.site.after import inline_hash, policy
from builder.outputs.site.app import add_app
from builder.outputs.site.hosting import host_files
from builder.outputs.site.look import icon_svg
from builder.outputs.site.moved import moved_to
from builder.outputs.site.templates import draw
from builder.package.colours import mix, tint_for_dark
from builder.words import own_name, size_text, words

_LINK = re.compile(r'(<a class="download"[^>]*?) data-download="(?P<name>[^"]+)"(?P<rest>[^>]*>)(?P<text>[^<]*)</a>')
_ROW = re.compile(r'<li data-row="(?P<name>[^"]+)">.*?</li>')
_EMPTY_GROUP = re.compile(
    r'<h2 id="(?P<id>[a-z0-9-]+)">[^<]*</h2>\s*<ul class="downloads">\s*</ul>(?:\s*<section class="platform">.*?</section>)?',
    re.DOTALL,
)
_ASSET = re.compile(
    r'(?P<before>(?:href|src|data-style|data-later)="|"search": ")(?P<way>(?:\.\./)*assets/(?P<name>[^"]+))'
)
_SHEET = re.compile(r'<p class="sheet-file"><a class="download"[^>]*data-download="(?P<name>[^"]+)".*?</a></p>')

_FIND_WAY = (
    'var way=/^(.*?\\/)(?:LANGUAGES)\\//.exec(location.pathname);if(way)document.querySelectorAll("a.language")'
    ".forEach(function(link){link.pathname=way[1]+link.pathname.slice(1)})"
)
"""Script of the 404 page for a site without `site_url`: it takes the site's folder from the address, before the language."""


def assemble(config: Config, audience: Audience, folder: Path, downloads: Mapping[str, Mapping[str, Download]]) -> None:
    """Adds the files that all languages share, and the sizes of the downloads that exist. `downloads`: by language and name."""
    sizes = {path.name: path.stat().st_size for path in sorted(folder.glob("downloads/*")) if path.is_file()}
    languages = [language for language in config.languages if (folder / language / "index.html").is_file()]
    for language in languages:
        for path in sorted((folder / language).rglob("*.html")):
            _fill_downloads(path, sizes, language)
    share_assets(folder, languages)
    write = _Writer(folder)
    write("index.html", _landing(config, audience, languages, sizes, downloads))
    write("icon.svg", icon_svg(config.colour))
    is_public = audience is not Audience.TRAINER
    if languages:
        write("404.html", _not_found(config, languages))
    for language in languages:
        write(f"offline.{language}.html", _not_kept(config, language, languages))
    site_map = f"{config.site_url}sitemap.xml" if config.site_url and languages else ""
    rule = "Allow" if is_public else "Disallow"
    write("robots.txt", f"User-agent: *\n{rule}: /\n" + (f"Sitemap: {site_map}\n" if site_map and is_public else ""))
    if site_map and is_public:
        write("sitemap.xml", _sitemap(config, folder, languages))
    add_app(folder, languages)
    if audience is Audience.PARTICIPANT and languages:
        for name, text in host_files(folder, config.site_url).items():
            write(name, text)


def share_assets(folder: Path, languages: Sequence[str]) -> None:
    """Moves assets that are the same in every language above them, so that switching languages loads nothing twice."""
    if len(languages) < 2:
        return
    first = folder / languages[0] / "assets"
    names = [path.relative_to(first).as_posix() for path in sorted(first.rglob("*")) if path.is_file()]
    shared = {name for name in names if _is_same([folder / language / "assets" / name for language in languages])}
    for name in sorted(shared):
        target = folder / "assets" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (first / name).replace(target)
        for language in languages[1:]:
            (folder / language / "assets" / name).unlink()

    def moved(match: re.Match[str]) -> str:
        return f"{match['before']}../{match['way']}" if match["name"] in shared else match[0]

    for language in languages:
        assets = folder / language / "assets"
        for path in (*sorted(assets.rglob("*"), reverse=True), assets):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        for path in sorted((folder / language).rglob("*.html")):
            text = path.read_text(encoding="utf-8")
            path.write_text(_ASSET.sub(moved, text), encoding="utf-8", newline="\n")


def _is_same(paths: Sequence[Path]) -> bool:
    return all(path.is_file() for path in paths) and len({path.read_bytes() for path in paths}) == 1


class _Writer:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")


def _fill_downloads(path: Path, sizes: Mapping[str, int], language: str) -> None:
    text = path.read_text(encoding="utf-8")
    if "data-download" in text:
        path.write_text(with_downloads(text, sizes, language), encoding="utf-8", newline="\n")


def with_downloads(text: str, sizes: Mapping[str, int], language: str) -> str:
    """A page with sizes after its download links; links to files that don't exist are removed. `sizes`: file name -> bytes."""

    def keep(match: re.Match[str]) -> str:
        return match[0] if match["name"] in sizes else ""

    def fill(match: re.Match[str]) -> str:
        if match["name"] not in sizes:
            return ""
        return f'{match[1]}{match["rest"]}{match["text"]}</a> <span class="file-size">{size_text(sizes[match["name"]], language)}</span>'

    text = _LINK.sub(fill, _SHEET.sub(keep, _ROW.sub(keep, text)))
    for group in _EMPTY_GROUP.finditer(text):
        text = re.sub(rf'<li class="md-nav__item">\s*<a href="#{group["id"]}".*?</li>', "", text, flags=re.DOTALL)
    return _EMPTY_GROUP.sub("", text).replace("<li data-row=", "<li data-file=")


def _landing(
    config: Config, audience: Audience, languages: Sequence[str], sizes: Mapping[str, int],
    downloads: Mapping[str, Mapping[str, Download]],
) -> str:  # fmt: skip
    """The page with the choice of language, or with the list of downloads for an audience without a site."""
    rows = [
        {
            "code": language,
            "name": own_name(language),
            "texts": words(language),
            "files": None if languages else _files(downloads.get(language, {}), sizes, language),
        }
        for language in languages or config.languages
    ]
    choose = " · ".join(words(language)["site-choose-language"] for language in config.languages) if languages else ""
    label = " · ".join(dict.fromkeys(words(language)[audience.label] for language in config.languages))
    body = draw("landing.html", config=config, audience=label, choose=choose, languages=rows)
    return _page(config, config.site_name, body, is_hidden=audience is Audience.TRAINER)


def _files(
    downloads: Mapping[str, Download], sizes: Mapping[str, int], language: str
) -> list[Mapping[str, str]]:  # fmt: skip
    return [
        {"name": name, "title": download.title, "format": download.format, "size": size_text(sizes[name], language)}
        for name, download in downloads.items()
        if name in sizes
    ]


def _not_found(config: Config, languages: Sequence[str]) -> str:
    base = urlsplit(config.site_url).path if config.site_url else "/"
    texts = [(language, words(language)) for language in languages]
    script = "" if config.site_url else _FIND_WAY.replace("LANGUAGES", "|".join(languages))
    body = draw("not_found.html", config=config, base=base, languages=texts, script=Markup(script))  # noqa: S704 - our own text
    return _page(config, "404", body, is_hidden=True, icon=f"{base}icon.svg", scripts=(script,) if script else ())


def _not_kept(config: Config, language: str, languages: Sequence[str]) -> str:
    texts = words(language)
    rows = [(code, own_name(code), words(code)["home"]) for code in languages]
    body = draw("not_kept.html", language=language, texts=texts, languages=rows)
    return _page(config, texts["offline-missing"], body, is_hidden=True, icon="./icon.svg", language=language)


def _page(
    config: Config, title: str, body: Markup, *, is_hidden: bool, icon: str = "icon.svg", language: str = "",
    scripts: Sequence[str] = (),
) -> str:  # fmt: skip
    style = _style(config.colour)
    allowed = policy([inline_hash(script) for script in scripts], inline_hash(style))
    values = {"title": title, "body": body, "is_hidden": is_hidden, "icon": icon}
    values["language"] = language or config.default_language
    return draw("page.html", config=config, policy=allowed, style=style, **values) + "\n"


def _style(colour: str) -> Markup:
    shades = {"back": mix(colour, "#ffffff", 0.93), "line": mix(colour, "#ffffff", 0.7)}
    return draw("page.css", colour=colour, dark=tint_for_dark(colour), **shades)


def _sitemap(config: Config, folder: Path, languages: Sequence[str]) -> str:
    """Every page with its counterparts in the other languages."""
    pages = [
        _site_map_row(config, folder, languages, path.relative_to(folder))
        for language in languages
        for path in sorted((folder / language).rglob("*.html"))
        if not moved_to(path, folder)
    ]
    return draw("sitemap.xml", pages=pages) + "\n"


def _site_map_row(config: Config, folder: Path, languages: Sequence[str], path: Path) -> Mapping[str, object]:
    language, _, name = path.as_posix().partition("/")
    others = [other for other in languages if (folder / other / name).is_file()]
    pairs = [(other, _address(config, other, name)) for other in others]
    return {"address": _address(config, language, name), "pairs": pairs}


def _address(config: Config, language: str, name: str) -> str:
    return f"{config.site_url}{language}/{quote(name)}"
