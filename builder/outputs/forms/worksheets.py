"""A worksheet as a form whose fields keep their names, so that its answers are collected and recorded like any others."""

from collections.abc import Iterator, Mapping, Sequence

from builder.course.model import Course
from builder.course.worksheets import find_sheets, page_prefix, plain
from builder.edition.questions import Question, questions
from builder.outputs.forms.xlsform import Form, Labels, Row


def is_sensitive(course: Course, sheet: str) -> bool:
    """Whether a worksheet's answers must stay on the device, and so can't be a form. Raises KeyError for an unknown worksheet."""
    found = find_sheets(course.documents())[sheet]
    return found.block.attributes.get("sensitive") == "yes"


def known_sheets(course: Course) -> list[str]:
    return sorted(find_sheets(course.documents()))


def sheet_form(course: Course, sheet: str) -> Form:
    """The form of a worksheet, in all languages of the course. Raises KeyError for an unknown worksheet."""
    found = find_sheets(course.documents())[sheet]
    languages = course.config.languages
    start = "_".join(filter(None, (page_prefix(found.document), sheet))) + "_"
    asked = {language: _asked(course, language, start) for language in languages}
    lists: dict[str, Mapping[str, Labels]] = {}
    rows = list(_rows(asked, languages, lists))
    title = plain(found.block.title)
    return Form(f"{course.config.course_id}-sheet-{sheet}", title, rows, lists)


def _asked(course: Course, language: str, start: str) -> Mapping[str, Question]:
    return {name: one for name, one in questions(course, language).items() if name.startswith(start)}


def _rows(
    asked: Mapping[str, Mapping[str, Question]], languages: Sequence[str], lists: dict[str, Mapping[str, Labels]]
) -> Iterator[Row]:  # fmt: skip
    first = asked[languages[0]]
    for name, question in first.items():
        label = {language: (asked[language].get(name) or question).text for language in languages}
        if name.rpartition("_")[2] == "name":
            continue  # the person's code says whose it is
        if question.options:
            key = f"list_{len(lists) + 1}"
            lists[key] = {
                state: {
                    language: (asked[language].get(name) or question).options.get(state, text) for language in languages
                }
                for state, text in question.options.items()
            }
            yield Row(f"select_one {key}", name, label)
        else:
            yield Row("date" if name.endswith("_date") else "text", name, label)
