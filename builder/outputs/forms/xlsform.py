"""An XLSForm as an Excel workbook: survey, choices, entities, settings, with a column of labels for each language."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from builder.package.archive import write_archive
from builder.words import own_name

Labels = Mapping[str, str]
"""Language -> text."""
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the survey. `settings`: its further columns, such as `required` or `save_to`."""

    type: str
    name: str
    label: Labels = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    id: str
    title: str
    rows: Sequence[Row]
    choices: Mapping[str, Mapping[str, Labels]]
    """List -> name of each choice -> its labels."""
    entity: Mapping[str, str] = field(default_factory=dict)
    """Column -> value of the sheet `entities`; empty: no such sheet."""


def write_form(form: Form, languages: Sequence[str], version: date, target: Path) -> None:
    """Writes the XLSX; the same form gives the same bytes."""
    book = Workbook()
    survey: Any = book.active
    survey.title = "survey"
    named = [f"{own_name(language)} ({language})" for language in languages]
    settings = sorted({key for row in form.rows for key in row.settings})
    labels = [f"label::{name}" for name in named]
    rows = [
        [row.type, row.name, *_labels(row.label, languages), *(row.settings.get(key, "") for key in settings)]
        for row in form.rows
    ]
    _fill(survey, [["type", "name", *labels, *settings], *rows])
    listed = [
        [name, value, *_labels(label, languages)]
        for name, values in form.choices.items() for value, label in values.items()
    ]  # fmt: skip
    _fill(book.create_sheet("choices"), [["list_name", "name", *labels], *listed])
    if form.entity:
        _fill(book.create_sheet("entities"), [list(form.entity), list(form.entity.values())])
    about = {
        "form_title": form.title,
        "form_id": form.id,
        "version": version.strftime("%Y%m%d"),
        "default_language": named[0],
    }
    _fill(book.create_sheet("settings"), [list(about), list(about.values())])
    _save(book, version, target)


def _labels(label: Labels, languages: Sequence[str]) -> list[str]:
    return [label.get(language, "") for language in languages]


def _fill(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    """Writes every cell as text, so that nothing in it becomes a formula."""
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text:
                sheet.cell(number, column, text).data_type = "s"


def _save(book: Workbook, day: date, target: Path) -> None:
    stream = BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    files["docProps/core.xml"] = _DATES.sub(rb"\g<1>" + stamp, files["docProps/core.xml"])
    write_archive(target, files, first="[Content_Types].xml")
