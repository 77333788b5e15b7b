"""The programme's own forms. Their fields use the record's names, so that exports can be imported unchanged."""

from collections.abc import Iterator, Mapping, Sequence

from builder.outputs.forms.xlsform import Form, Labels, Row
from builder.words import programme_words, words

MONTHS = ("1", "3", "6")
ENTITIES = "actions"
"""Name of the entity list: one entity for each action of each firm, created by the plan and updated by each visit."""
_NOT_NEGATIVE = {"constraint": ". >= 0"}
_NEEDED = {"required": "yes"}


class _Words:
    """The labels of fields and closed lists in the languages of the course."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = languages
        self.lists: dict[str, Mapping[str, Labels]] = {}

    def column(self, name: str) -> Labels:
        return _begun({language: str(programme_words(language)["columns"][name]) for language in self.languages})

    def said(self, key: str, **values: str) -> Labels:
        found = {language: words(language)[key] for language in self.languages}
        for name, value in values.items():
            found = {language: text.replace(f"{{{name}}}", value) for language, text in found.items()}
        return _begun(found)

    def choice(self, kind: str) -> str:
        """The type of a question with a closed list; the list is added to the sheet `choices`."""
        lists = {language: programme_words(language)["values"][kind] for language in self.languages}
        values: Mapping[str, str] = lists[self.languages[0]]
        self.lists[kind] = {
            value: _begun({language: str(found[value]) for language, found in lists.items()}) for value in values
        }
        return f"select_one {kind}"

    def months(self) -> str:
        self.lists["months"] = {month: self.said("plan-month-n", n=month) for month in MONTHS}
        return "select_one months"

    def yes_no(self) -> str:
        self.lists["yes_no"] = {key: self.said(f"forms-{key}") for key in ("yes", "no")}
        return "select_one yes_no"


def _begun(labels: Labels) -> Labels:
    """The labels, beginning with a capital letter."""
    return {language: text[:1].upper() + text[1:] for language, text in labels.items()}


def programme_forms(course_id: str, languages: Sequence[str], actions: int) -> Mapping[str, Form]:
    """File name without its suffix -> form: registration, plan (creates the entities), visit (updates them). `actions` per firm."""
    makers = {"registration": _registration, "firm-plan": _plan, "visit": _visit}
    found = {}
    for name, make in makers.items():
        said = _Words(languages)
        rows = list(make(said, actions))
        found[name] = Form(
            f"{course_id}-{name}", words(languages[0])[f"forms-{name}"], rows, said.lists, _ENTITY.get(name, {})
        )
    return found


_ENTITY: Mapping[str, Mapping[str, str]] = {
    "firm-plan": {"list_name": ENTITIES, "label": "concat(${firm_code}, ' · ', ${number}, ' · ', ${what})"},
    "visit": {"list_name": ENTITIES, "entity_id": "${action}"},
}


def _registration(said: _Words, _actions: int) -> Iterator[Row]:
    yield Row("note", "notice", said.said("forms-notice"))
    yield Row(said.yes_no(), "consent", said.said("forms-consent"), {**_NEEDED, "constraint": ". = 'yes'"})
    yield Row("text", "event", said.column("event"))
    yield Row("today", "day", said.column("day"))
    yield Row("text", "name", said.column("name"), _NEEDED)
    yield Row(said.choice("sex"), "sex", said.column("sex"))
    yield Row("text", "firm", said.column("firm"), _NEEDED)
    for name, kind in (("task", "text"), ("phone", "text"), ("email", "text"), ("place", "text")):
        yield Row(kind, name, said.column(name))
    for name in ("sector", "size", "owner"):
        yield Row(said.choice(name), name, said.column(name))
    for name in ("women", "men"):
        yield Row("integer", name, said.column(name), _NOT_NEGATIVE)
    yield Row(said.choice("answer"), "coaching", said.column("coaching"))


def _plan(said: _Words, actions: int) -> Iterator[Row]:
    yield Row("text", "workshop", said.column("event"), _NEEDED)
    yield Row("text", "whose", said.said("forms-code"), _NEEDED)
    yield Row("begin_repeat", "actions", said.said("tracker-actions"), {"repeat_count": str(actions)})
    for name, source in (("event", "${workshop}"), ("firm_code", "${whose}"), ("number", "position(..)")):
        yield Row("calculate", name, settings={"calculation": source, "save_to": name})
    yield Row("text", "what", said.said("tracker-what"), {"save_to": "what"})
    yield Row(said.choice("action"), "kind", said.column("kind"))
    yield Row("text", "owner", said.said("tracker-owner"))
    yield Row("date", "due", said.column("due"), {"save_to": "due"})
    yield Row("text", "indicator", said.column("indicator"), {"save_to": "indicator"})
    for name in ("baseline", "goal"):
        yield Row("decimal", name, said.column(name), {"save_to": name})
    yield Row("end_repeat", "")


def _visit(said: _Words, actions: int) -> Iterator[Row]:
    yield Row("text", "workshop", said.column("event"), _NEEDED)
    yield Row("text", "whose", said.said("forms-code"), _NEEDED)
    yield Row(said.months(), "when", said.column("month"), _NEEDED)
    yield Row("date", "day", said.column("day"), _NEEDED)
    yield Row(said.yes_no(), "reached", said.column("reached"), _NEEDED)
    met = {"relevant": "${reached} = 'yes'"}
    for name, source in (("event", "${workshop}"), ("firm_code", "${whose}"), ("month", "${when}")):
        yield Row("calculate", name, settings={"calculation": source})
    yield Row("begin_repeat", "actions", said.said("tracker-actions"), {"repeat_count": str(actions), **met})
    chosen = f"select_one_from_file {ENTITIES}.csv"
    yield Row(chosen, "action", said.said("tracker-what"), {"choice_filter": "firm_code = ${whose}"})
    number = f"instance('{ENTITIES}')/root/item[name = ${{action}}]/number"
    yield Row("calculate", "number", settings={"calculation": number})
    for name, source in (("event", "${workshop}"), ("firm_code", "${whose}"), ("month", "${when}")):
        yield Row("calculate", name, settings={"calculation": source})
    yield Row(said.choice("state"), "state", said.column("state"), {"save_to": "state", **_if_chosen("yes")})
    yield Row("decimal", "value", said.column("value"), {"save_to": "value", **_if_chosen()})
    yield Row(said.choice("evidence"), "evidence", said.column("evidence"), {"save_to": "evidence", **_if_chosen()})
    yield Row("end_repeat", "")
    for name in ("how", "asker", "part"):
        yield Row(said.choice(name), name, said.column(name), met)
    yield Row("text", "currency", said.column("currency"), met)
    for name in ("spent", "saved"):
        yield Row("decimal", name, said.column(name), {**_NOT_NEGATIVE, **met})
    yield Row(said.choice("evidence"), "saved_evidence", said.column("saved_evidence"), met)
    yield Row(said.choice("answer"), "story", said.column("story"), met)
    yield Row("text", "next_step", said.column("next_step"), met)


def _if_chosen(required: str = "") -> Mapping[str, str]:
    return {"relevant": "${action} != ''", **({"required": required} if required else {})}
