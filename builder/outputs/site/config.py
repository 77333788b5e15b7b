"""The staged mkdocs.yml: only what is written here reaches MkDocs from a course's own mkdocs.yml."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

import yaml

from builder.course.model import Audience
from builder.edition.render import EXTENSIONS, library_options
from builder.edition.select import Edition
from builder.edition.summaries.adapted import adaptation
from builder.outputs.site.addresses import image_path
from builder.outputs.site.look import LOGO_ICON
from builder.words import direction, own_name, words
from builder.words.packs import base, chain

SEPARATOR = r'[\s\u200b\-_,:;!=\[\]()"`/«».;¿?¡“”]+'
_THEME_LANGUAGE = re.compile(r'"language": "[^"]*"')
STYLES = ("assets/taller/look.css", "assets/taller/site.css")
SCRIPTS = ("assets/taller/pages.js",)
EARLY_SCRIPTS = ("assets/taller/index-later.js", "assets/taller/iframe-worker.js")
"""`iframe-worker` in a file name keeps the theme's offline plugin from adding a script from another host."""
KINDS = {"home": "", "module": "module", "session": "session", "case": "case"}
"""Kind of page -> key of the word on its social card; other kinds use the home page's card."""
FEATURES = ("navigation.prune", "navigation.top", "navigation.footer")
_SCRIPT_WORDS = (
    "site-print", "site-clear", "site-clear-sure", "site-cleared", "site-saved", "site-private", "site-check",
    "site-result-one", "site-result-many", "site-result-none", "site-reset", "glossary", "site-scroll-table", "site-menu", "site-answer-first",
    "feedback-right", "feedback-wrong", "quiz-one-more", "quiz-more", "quiz-score", "quiz-repeat",
    "keep-full", "keep-refused", "keep-save", "keep-ask", "keep-own", "keep-shared", "keep-own-said", "keep-shared-said",
    "keep-shared-saved", "keep-unanswered", "progress-done", "progress-is-done", "progress-mark", "progress-go-on",
)  # fmt: skip


def config_text(
    edition: Edition, languages: Sequence[str], nav: list[Any], sheets: Mapping[str, str], logo: str | None
) -> str:
    """The text of the staged mkdocs.yml. `sheets`: worksheet -> its printable file; `logo`: its staged path, None for no logo."""
    config, language = edition.config, edition.language
    texts = words(language)
    is_trainer = edition.audience is Audience.TRAINER
    theme: dict[str, Any] = {
        "name": "material",
        "custom_dir": "theme",
        "language": language,
        "direction": direction(language),
        "font": False,
        "favicon": "assets/taller/icon.svg",
        "features": list(FEATURES),
        "palette": [
            _palette("default", "light", "site-dark", language),
            _palette("slate", "dark", "site-light", language),
        ],
        "icon": {"logo": LOGO_ICON},
    }
    if logo:
        theme["logo"] = logo
    settings = {
        "site_name": plain_html(site_title(edition)),
        "site_description": plain_html(config.description) if language == config.default_language else "",
        "site_url": f"{config.site_url}{language}/" if config.site_url else "",
        "copyright": _footer(edition),
        "docs_dir": "docs",
        "use_directory_urls": False,
        "nav": nav,
        "theme": theme,
        "plugins": [{"search": {"lang": "en", "separator": SEPARATOR, "pipeline": []}}, "offline"],
        "markdown_extensions": [
            *({name: library_options(language).get(name, {})} for name in EXTENSIONS),
            {"toc": {"toc_depth": "1-3"}},
            {
                "builder.edition.render": {
                    "language": language,
                    "interactive": True,
                    "keys": True,
                    "trainer": is_trainer,
                }
            },
            {
                "builder.outputs.site.markup": {
                    "language": language,
                    "sheets": dict(sheets),
                    "keys": is_trainer,
                    "pictures": {image_path(image): list(image.size) for image in edition.images.values()},
                }
            },
        ],
        "extra_css": list(STYLES),
        "extra_javascript": list(SCRIPTS),
        "extra": {
            "generator": False,
            "polyfills": list(EARLY_SCRIPTS),
            "taller": {
                "languages": [
                    {"code": other, "name": plain_html(own_name(other))} for other in languages if other != language
                ],
                "audience": edition.audience.label,
                "old": store_name(config.site_name),
                "words": {key: texts[key] for key in _SCRIPT_WORDS},
                "search": plain_html(texts["search"]),
                "license": plain_html(config.license),
                "cards": {kind: config.site_url + f"{language}/{card_name(kind)}" for kind in KINDS}
                if is_on_the_web(edition)
                else {},
                "feed": plain_html(texts["cases"]) if is_on_the_web(edition) and edition.cases else "",
                "banner": plain_html(texts["site-trainer-banner"]) if is_trainer else "",
            },
        },
        "validation": {
            "nav": {"omitted_files": "ignore", "not_found": "warn", "absolute_links": "warn"},
            "links": {"not_found": "warn", "anchors": "warn", "absolute_links": "warn", "unrecognized_links": "warn"},
        },
    }
    return yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=1000)


def card_name(kind: str) -> str:
    """The staged path of the social card for pages of this kind."""
    return f"assets/cards/{kind}.png"


def is_on_the_web(edition: Edition) -> bool:
    """Whether the site is public at a known address; a trainer's site never is."""
    return bool(edition.config.site_url) and edition.audience is Audience.PARTICIPANT


def language_file(language: str) -> str | None:
    """The theme's translation file for a language that it doesn't know by this code: that of the nearest it has, under the
    right code. None when the theme knows it. The theme's files for country variants state only the base language.
    """
    folder = files("material") / "templates" / "partials" / "languages"
    there = [one for one in chain(language) if (folder / f"{one}.html").is_file()]
    if there[0] == language == base(language):
        return None
    text = (folder / f"{there[0]}.html").read_text(encoding="utf-8")
    return _THEME_LANGUAGE.sub(f'"language": "{language}"', text, count=1)


def site_title(edition: Edition) -> str:
    """The site's name; in other languages than the first, the title of their home page, if they have one."""
    is_default = edition.language == edition.config.default_language or edition.home.is_fallback
    return edition.config.site_name if is_default else edition.home.title


def store_name(site_name: str) -> str:
    """The storage prefix of the first version, from which the scripts migrate what people wrote."""
    return "taller:" + "".join(letter for letter in site_name.lower() if letter.isalnum())[:40] + ":"


def plain_html(text: str) -> str:
    """Text escaped for the theme's templates, which escape nothing themselves; spaces are collapsed."""
    return escape(" ".join(text.split()), quote=True)


def _palette(scheme: str, media: str, toggle: str, language: str) -> dict[str, Any]:
    icon = "material/weather-night" if media == "light" else "material/weather-sunny"
    return {
        "media": f"(prefers-color-scheme: {media})",
        "scheme": scheme,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": icon, "name": plain_html(words(language)[toggle])},
    }


def _footer(edition: Edition) -> str:
    """Institution, imprint, what the course was adapted from, rights and edition."""
    config, texts = edition.config, words(edition.language)
    imprint = config.imprint.get(edition.language) or next(iter(config.imprint.values()), "")
    version = f"{texts['version']} {config.version} · {config.released.isoformat()}"
    parts = (config.institution, imprint, adaptation(edition), config.copyright, version)
    text = "<br>".join(plain_html(part) for part in parts if part)
    for address in filter(None, (config.adapted.url, config.adapted.license) if config.adapted else ()):
        shown = plain_html(address)
        text = text.replace(shown, f'<a href="{shown}">{shown}</a>', 1)
    return text
