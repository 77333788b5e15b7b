"""One audience's folder, put together: the choice of language, a page for lost addresses, the sitemap, sizes of downloads.

`assemble` works on a folder that already holds `<language>/` (sites) and `downloads/`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

from builder.course.model import Audience
from builder.course.settings import Config
from builder.outputs import Download
from builder.outputs.site.after import inline_hash, policy
from builder.outputs.site.look import icon_svg, mix, tint_for_dark
from builder.words import words

_LINK = re.compile(r'(<a class="download"[^>]*?) data-download="(?P<name>[^"]+)"(?P<rest>[^>]*>)(?P<text>[^<]*)</a>')
_ROW = re.compile(r'<li data-row="(?P<name>[^"]+)">.*?</li>')
_EMPTY_GROUP = re.compile(r'<h2 id="(?P<id>[a-z]+)">[^<]*</h2>\s*<ul class="downloads">\s*</ul>')
_ASSET = re.compile(r'(?P<before>(?:href|src)="|"search": ")(?P<way>(?:\.\./)*assets/(?P<name>[^"]+))')
_SHEET = re.compile(r'<p class="sheet-file"><a class="download"[^>]*data-download="(?P<name>[^"]+)".*?</a></p>')


def assemble(config: Config, audience: Audience, folder: Path, downloads: Mapping[str, Mapping[str, Download]]) -> None:
    """Adds what joins the languages, and the sizes of the downloads that are there. `downloads`: by language and name."""
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
    site_map = f"{config.site_url}sitemap.xml" if config.site_url and languages else ""
    rule = "Allow" if is_public else "Disallow"
    write("robots.txt", f"User-agent: *\n{rule}: /\n" + (f"Sitemap: {site_map}\n" if site_map and is_public else ""))
    if site_map and is_public:
        write("sitemap.xml", _sitemap(config, folder, languages))


def share_assets(folder: Path, languages: Sequence[str]) -> None:
    """Styles and scripts that are the same in every language lie once, above them: a switch loads nothing again."""
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


def size_text(size: int, language: str) -> str:
    """1234567 -> 1.2 MB."""
    if size < 1000:
        return f"{size} B"
    number = f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
    return number.replace(".", ",") if language == "es" else number


class _Writer:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")


def _fill_downloads(path: Path, sizes: Mapping[str, int], language: str) -> None:
    """Sizes behind links; what isn't there is taken out."""
    text = path.read_text(encoding="utf-8")
    if "data-download" not in text:
        return

    def keep(match: re.Match[str]) -> str:
        return match[0] if match["name"] in sizes else ""

    def fill(match: re.Match[str]) -> str:
        if match["name"] not in sizes:
            return ""
        return f'{match[1]}{match["rest"]}{match["text"]}</a> <span class="file-size">{size_text(sizes[match["name"]], language)}</span>'

    text = _LINK.sub(fill, _SHEET.sub(keep, _ROW.sub(keep, text)))
    for group in _EMPTY_GROUP.finditer(text):
        text = re.sub(rf'<li class="md-nav__item">\s*<a href="#{group["id"]}".*?</li>', "", text, flags=re.DOTALL)
    text = _EMPTY_GROUP.sub("", text)
    path.write_text(text.replace("<li data-row=", "<li data-file="), encoding="utf-8", newline="\n")


def _landing(
    config: Config, audience: Audience, languages: Iterable[str], sizes: Mapping[str, int],
    downloads: Mapping[str, Mapping[str, Download]],
) -> str:  # fmt: skip
    """The choice of language; where there are only downloads, the list of them."""
    languages = list(languages)
    parts = []
    for language in languages or config.languages:
        texts = words(language)
        name = escape(texts["language-name"])
        if languages:
            parts.append(
                f'<a class="language" lang="{language}" hreflang="{language}" href="{language}/index.html">'
                f"<strong>{name}</strong> <span>{escape(texts['site-open'])}</span></a>"
            )
        else:
            files = _files(downloads.get(language, {}), sizes, language)
            parts.append(f'<section lang="{language}"><h2>{name}</h2><ul>{files}</ul></section>')
    choose = " · ".join(words(language)["site-choose-language"] for language in config.languages) if languages else ""
    label = " · ".join(dict.fromkeys(words(language)[audience.label] for language in config.languages))
    body = (
        f'<main><p class="for">{escape(label)}</p><h1>{escape(config.site_name)}</h1>'
        f'<p class="choose">{escape(choose)}</p><div class="languages">{"".join(parts)}</div>'
        f"<footer>{escape(config.institution)}</footer></main>"
    )
    return _page(config, config.site_name, body, noindex=audience is Audience.TRAINER)


def _files(downloads: Mapping[str, Download], sizes: Mapping[str, int], language: str) -> str:
    return "".join(
        f'<li><a href="downloads/{quote(name)}">{escape(download.title)}</a> '
        f"<span>{escape(download.format)}, {size_text(sizes[name], language)}</span></li>"
        for name, download in downloads.items()
        if name in sizes
    )


def _not_found(config: Config, languages: Iterable[str]) -> str:
    """For hosts that show one page for every lost address: all links are absolute."""
    base = urlsplit(config.site_url).path if config.site_url else "/"
    parts = "".join(
        f'<section lang="{language}"><h2>{escape(words(language)["site-not-found"])}</h2>'
        f"<p>{escape(words(language)['site-not-found-lead'])}</p>"
        f'<p><a class="language" href="{escape(base)}{language}/index.html"><strong>{escape(words(language)["home"])}</strong></a></p>'
        "</section>"
        for language in languages
    )
    body = f'<main><h1>{escape(config.site_name)}</h1><div class="languages">{parts}</div></main>'
    return _page(config, "404", body, noindex=True, icon=f"{base}icon.svg")


def _page(config: Config, title: str, body: str, *, noindex: bool, icon: str = "icon.svg") -> str:
    style = _style(config.colour)
    robots = '<meta name="robots" content="noindex">\n' if noindex else ""
    return (
        f'<!doctype html>\n<html lang="{config.default_language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy([], inline_hash(style))}">\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n{robots}'
        f'<meta name="description" content="{escape(config.description)}">\n<title>{escape(title)}</title>\n'
        f'<link rel="icon" href="{escape(icon)}">\n<style>{style}</style>\n</head>\n<body>{body}</body>\n</html>\n'
    )


def _style(colour: str) -> str:
    """A page of one column; light and dark."""
    return (
        f":root{{color-scheme:light dark;--c:{colour};--ink:#22262e;--paper:#fff;--back:{mix(colour, '#ffffff', 0.93)};--line:{mix(colour, '#ffffff', 0.7)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{--c:{tint_for_dark(colour)};--ink:#e6e8ec;--paper:#1e2129;--back:#14161b;--line:#4a505c}}}}"
        "*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;"
        "font:1.05rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;color:var(--ink);background:var(--back)}"
        "main{width:100%;max-width:42rem;background:var(--paper);border:1px solid var(--line);border-top:.5rem solid var(--c);"
        "border-radius:.6rem;padding:clamp(1.25rem,5vw,3rem)}"
        "h1{font-size:clamp(1.5rem,5vw,2.2rem);line-height:1.15;margin:0 0 1rem}h2{font-size:1.15rem;margin:0 0 .5rem}"
        ".for{margin:0 0 .5rem;font-weight:600;color:var(--c)}.choose{margin:0 0 1rem}"
        ".languages{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr))}"
        ".language{display:block;border:2px solid var(--c);border-radius:.5rem;padding:1rem 1.25rem;color:var(--c);text-decoration:none}"
        ".language strong{display:block;font-size:1.25rem}.language:hover,.language:focus-visible{outline:3px solid var(--c);outline-offset:2px}"
        "a{color:var(--c)}ul{margin:0;padding-left:1.2rem}li{margin:.35rem 0}li span{font-size:.875rem}footer{margin-top:2rem;font-size:.9rem}"
    )


def _sitemap(config: Config, folder: Path, languages: Iterable[str]) -> str:
    """Every page with its counterparts in the other languages."""
    languages = list(languages)
    rows = []
    for language in languages:
        for path in sorted((folder / language).rglob("*.html")):
            name = path.relative_to(folder / language).as_posix()
            pairs = "".join(
                f'<xhtml:link rel="alternate" hreflang="{other}" href="{escape(_address(config, other, name))}"/>'
                for other in languages
                if (folder / other / name).is_file()
            )
            rows.append(f"<url><loc>{escape(_address(config, language, name))}</loc>{pairs}</url>\n")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f"{head}<urlset {spaces}>\n{''.join(rows)}</urlset>\n"


def _address(config: Config, language: str, name: str) -> str:
    return f"{config.site_url}{language}/{quote(name)}"
