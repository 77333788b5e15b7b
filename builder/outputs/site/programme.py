"""The programme's pages: history, partners, dialogues, community. Each exists only if the course has its tables."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from builder.course.model import Words
from builder.course.programme import Activity, Channel, Contribution, Organisation
from builder.edition import addresses as at
from builder.edition.select import Edition
from builder.edition.summaries.lists import in_language, sorted_sources
from builder.outputs.site.addresses import link, page_path
from builder.outputs.site.config import site_title
from builder.outputs.site.story_map import country_map
from builder.outputs.site.templates import draw
from builder.package.calendar import CalendarEvent, calendar_text
from builder.words import country_name, date_span, short_span, words
from builder.words.order import sort_key

GISCUS = "https://giscus.app"
CALENDAR = "programme/calendar.ics"


@dataclass(frozen=True, slots=True)
class Shown:
    """An activity in one language."""

    id: str
    activity: Activity
    title: str
    kind: str
    year: str
    dates: str
    short_dates: str
    """`dates` without the year."""
    country: str
    place: str
    came_from: str
    partners: tuple[tuple[str, tuple[Organisation, ...]], ...]
    """Role in words, and the organisations that had it."""
    agreed: str
    note: str


def programme_pages(edition: Edition) -> Iterator[tuple[str, str, Markup]]:
    """Path, title and HTML of each page for which the course has data."""
    texts, programme = words(edition.language), edition.programme
    if programme.activities:
        yield at.PROGRAMME, texts["programme-history"], history_part(edition)
    if programme.partners:
        yield at.PARTNERS, texts["programme-partners"], partners_part(edition)
    if any(one.kind in programme.dialogues for one in programme.activities):
        yield at.DIALOGUES, texts["programme-dialogues"], dialogues_part(edition)
    if programme.community:
        yield at.COMMUNITY, texts["programme-community"], community_part(edition)


def programme_files(edition: Edition) -> Mapping[str, bytes]:
    """Path -> content of the community's calendar; empty when it has no events."""
    community = edition.programme.community
    if community is None or not community.events:
        return {}
    config = edition.config
    events = [
        CalendarEvent(
            f"{event.id}@{config.course_id}.taller", event.first, event.last, _said(edition, event.title),
            _said(edition, event.place), _said(edition, event.about),
        )
        for event in community.events
    ]  # fmt: skip
    return {CALENDAR: calendar_text(events, site_title(edition), edition.language, config.released).encode()}


def history_part(edition: Edition) -> Markup:
    """What was done: figures, a filter form, a timeline, a table, and the sources."""
    activities = [_shown(edition, one) for one in edition.programme.activities]
    years: dict[str, list[Shown]] = {}
    for one in reversed(activities):
        years.setdefault(one.year, []).append(one)
    return draw(
        "programme.html",
        texts=words(edition.language),
        about=_said(edition, edition.programme.about),
        reached=[(one.value, _said(edition, one.what), one.source) for one in edition.programme.reached],
        facets=_facets(edition, activities),
        years=years,
        activities=activities,
        map=country_map(edition, Counter(one.activity.country for one in activities), "programme-map"),
        partners=link(at.PROGRAMME, at.PARTNERS),
        sources=_sources(edition),
        language=edition.language,
    )


def partners_part(edition: Edition) -> Markup:
    """The partners: name, country, and their roles in which activities."""
    programme = edition.programme
    activities = [_shown(edition, one) for one in programme.activities]
    partners = sorted(programme.partners.values(), key=lambda one: sort_key(one.name))
    roles = {one.id: [key for key in programme.roles if _had(programme.activities, one, key)] for one in partners}
    countries = {one.country for one in partners if one.country}
    return draw(
        "programme_partners.html",
        texts=words(edition.language),
        partners=[
            {
                "it": one,
                "about": _said(edition, one.about),
                "country": country_name(one.country, edition.language) if one.country else "",
                "roles": roles[one.id],
                "parts": [
                    (_said(edition, programme.roles[role]), _with(activities, one, role)) for role in roles[one.id]
                ],
            }
            for one in partners
        ],
        facets=[
            ("country", _by_name({key: country_name(key, edition.language) for key in countries})),
            ("role", [(key, _said(edition, name)) for key, name in programme.roles.items()]),
        ],
        history=link(at.PARTNERS, at.PROGRAMME),
        sources=_sources(edition),
        language=edition.language,
    )


def dialogues_part(edition: Edition) -> Markup:
    """The dialogues, those with an agreement first."""
    kinds = edition.programme.dialogues
    found = [_shown(edition, one) for one in edition.programme.activities if one.kind in kinds]
    return draw(
        "programme_dialogues.html",
        texts=words(edition.language),
        agreed=[one for one in found if one.agreed],
        others=[one for one in found if not one.agreed],
        history=link(at.DIALOGUES, at.PROGRAMME),
        partners=link(at.DIALOGUES, at.PARTNERS),
        sources=_sources(edition),
        language=edition.language,
    )


def community_part(edition: Edition) -> Markup:
    """Where people talk, when they meet, what institutions contributed; empty without a community."""
    community = edition.programme.community
    if community is None:
        return Markup()
    return draw(
        "programme_community.html",
        texts=words(edition.language),
        about=_said(edition, community.about),
        rules=[_said(edition, rule) for rule in community.rules],
        channels=[_channel(edition, one) for one in community.channels],
        events=[
            (one, _said(edition, one.title), date_span(one.first, one.last, edition.language), _said(edition, one.place),
             _said(edition, one.about))
            for one in community.events
        ],
        knowledge=[_contribution(edition, one) for one in community.knowledge],
        calendar=link(at.COMMUNITY, CALENDAR) if community.events else "",
    )  # fmt: skip


def _channel(edition: Edition, channel: Channel) -> Mapping[str, str]:
    """A channel for the template. `embed`: the address framed when a reader asks to see it here; "" when it can't be."""
    kind = words(edition.language)[f"channel-{channel.kind}"]
    embed, host = "", ""
    if channel.kind == "giscus":
        host = GISCUS
        asked = {name: channel.settings[name] for name in ("repo", "category")}
        asked |= {"repoId": channel.settings["repo-id"], "categoryId": channel.settings["category-id"]}
        asked |= {"term": edition.config.course_id, "theme": "light", "reactionsEnabled": "1", "inputPosition": "top"}
        embed = f"{GISCUS}/{edition.language}/widget?{urlencode(asked)}"
    elif channel.kind == "discourse":
        host = channel.address
        embed = f"{host}/embed/topics?discourse_embed_id=forum&per_page=10"
    address = channel.address or f"https://github.com/{channel.settings['repo']}/discussions"
    title = _said(edition, channel.title) or kind
    return {"kind": kind, "title": title, "address": address, "embed": embed, "host": host.removeprefix("https://")}


def _contribution(edition: Edition, one: Contribution) -> Mapping[str, str]:
    pages = {leaf.key: leaf for leaf in edition.leaves()}
    href = link(at.COMMUNITY, page_path(pages[one.page])) if one.page in pages else one.url
    return {
        "title": _said(edition, one.title),
        "href": href,
        "by": one.by,
        "day": date_span(one.day, one.day, edition.language),
        "about": _said(edition, one.about),
    }


def _shown(edition: Edition, one: Activity) -> Shown:
    programme, language = edition.programme, edition.language
    return Shown(
        id=f"activity-{one.id}",
        activity=one,
        title=_said(edition, one.title),
        kind=_said(edition, programme.kinds.get(one.kind, {})),
        year=str(one.first.year),
        dates=date_span(one.first, one.last, language),
        short_dates=short_span(one.first, one.last, language),
        country=country_name(one.country, language),
        place=_said(edition, one.place),
        came_from=", ".join(country_name(code, language) for code in one.came_from),
        partners=tuple(
            (_said(edition, programme.roles[role]), tuple(programme.partners[key] for key in ids))
            for role, ids in one.partners.items()
        ),
        agreed=_said(edition, one.agreed),
        note=_said(edition, one.note),
    )


def _facets(edition: Edition, activities: list[Shown]) -> list[tuple[str, list[tuple[str, str]]]]:
    kinds = {key: _said(edition, name) for key, name in edition.programme.kinds.items()}
    used = {one.activity.kind for one in activities}
    return [
        ("country", _by_name({one.activity.country: one.country for one in activities})),
        ("kind", [(key, name) for key, name in kinds.items() if key in used]),
        ("year", sorted({(one.year, one.year) for one in activities})),
    ]


def _by_name(found: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(found.items(), key=lambda pair: sort_key(pair[1]))


def _had(activities: tuple[Activity, ...], partner: Organisation, role: str) -> bool:
    return any(partner.id in one.partners.get(role, ()) for one in activities)


def _with(activities: list[Shown], partner: Organisation, role: str) -> list[Shown]:
    return [one for one in activities if partner.id in one.activity.partners.get(role, ())]


def _sources(edition: Edition) -> list[tuple[object, str]]:
    sources = sorted_sources(edition.programme_sources.values())
    return [(one, one.remark(edition.language)) for one in sources]


def _said(edition: Edition, said: Words) -> str:
    return in_language(said, edition.language) if said else ""
