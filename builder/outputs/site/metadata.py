"""What machines read in the head of a page: its title, and a description in schema.org terms."""

import json
from collections.abc import Iterator, Mapping

from builder.course.worksheets import body, plain
from builder.edition import addresses as at
from builder.edition.addresses import web_address
from builder.edition.select import Edition, EditionModule, Leaf
from builder.words import country_name

LONGEST_TITLE = 70
"""Most characters of a title that search engines show."""
_KINDS = {at.GLOSSARY: "DefinedTermSet", at.MY_PLAN: "WebPage"}
"""Generated pages that aren't collections -> their schema.org type."""
Thing = Mapping[str, object]


def browser_title(title: str, site: str) -> str:
    """The page's title, with the site's name where there is room for both."""
    both = f"{title} – {site}" if title != site else title
    if len(both) <= LONGEST_TITLE:
        return both
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 1].rpartition(" ")[0].rstrip(",;:–— ") + " …"


def learning_resource(edition: Edition, leaf: Leaf) -> str:
    """A page as JSON-LD; "" for pages that teach nothing by themselves."""
    thing = _thing(edition, leaf)
    if not thing:
        return ""
    return _text({**_shared(edition, leaf), **thing})


def collection(edition: Edition, path: str, title: str, description: str) -> str:
    """A generated page (a list, the glossary, the participant's plan) as JSON-LD. `path`: its staged file."""
    config = edition.config
    address = f"{config.site_url}{edition.language}/{path.removesuffix('.md')}.html" if config.site_url else ""
    thing = {
        **_about(edition, title, description, edition.language, address),
        "@type": _KINDS.get(path, "CollectionPage"),
        "isPartOf": _part("Course", edition.home, edition),
    }
    return _text(thing)


def _text(thing: Thing) -> str:
    text = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False)
    return text.replace("<", "\\u003c")  # so that no text can close the script element around it


def _shared(edition: Edition, leaf: Leaf) -> Thing:
    return _about(edition, leaf.title, leaf.document.summary, leaf.document.language, web_address(edition, leaf))


def _about(edition: Edition, title: str, description: str, language: str, address: str) -> Thing:
    config = edition.config
    found = {
        "name": title,
        "description": description,
        "inLanguage": language,
        "url": address,
        "license": config.license,
        "version": config.version,
        "dateModified": config.released.isoformat(),
        "provider": {"@type": "Organization", "name": config.institution} if config.institution else "",
    }
    return {key: value for key, value in found.items() if value} | {"isAccessibleForFree": True}


def _thing(edition: Edition, leaf: Leaf) -> Thing:
    """The properties specific to this kind of page; empty for kinds without any."""
    if leaf.kind == "home":
        parts = [_part("LearningResource", module.page, edition) for module in edition.modules]
        minutes = sum(_minutes(module) for module in edition.modules)
        return {"@type": "Course", "timeRequired": _duration(minutes), "hasPart": parts}
    if leaf.kind in ("module", "session"):
        module = next(one for one in edition.modules if leaf is one.page or leaf in one.sessions)
        is_module = leaf.kind == "module"
        return {
            "@type": "LearningResource",
            "learningResourceType": "module" if is_module else "lesson",
            "teaches": list(_objectives(leaf)),
            "timeRequired": _duration(_minutes(module) if is_module else leaf.document.minutes),
            "isPartOf": _part("Course", edition.home, edition) if is_module else _part("LearningResource", module.page, edition),
        }  # fmt: skip
    if leaf.kind == "case":
        facts = next(case.facts for case in edition.cases if case.page is leaf)
        place = {"@type": "Country", "name": country_name(facts.country, edition.language)}
        return {"@type": "LearningResource", "learningResourceType": "case study", "spatialCoverage": place}
    if leaf.kind == "free":
        return {"@type": "WebPage", "isPartOf": _part("Course", edition.home, edition)}
    return {}


def _part(kind: str, leaf: Leaf, edition: Edition) -> Thing:
    """A reference to another page."""
    address = web_address(edition, leaf)
    return {"@type": kind, "name": leaf.title} | ({"url": address} if address else {})


def _objectives(leaf: Leaf) -> Iterator[str]:
    for block in leaf.document.walk():
        if block.name == "objectives":
            yield from (plain(line.lstrip("-* ")) for _, line in body(leaf.document, block) if line.strip())


def _minutes(module: EditionModule) -> int:
    return sum(session.document.minutes for session in module.sessions)


def _duration(minutes: int) -> str:
    """95 -> PT95M (ISO 8601)."""
    return f"PT{minutes}M"
