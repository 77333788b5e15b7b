"""Who may import whom. The rules stand in docs/architecture.md; this file reads the imports."""

import ast
from functools import cache
from pathlib import Path
from statistics import median

import pytest

import builder

ROOT = Path(builder.__file__).parent
FILES = {".".join(["builder", *path.relative_to(ROOT).with_suffix("").parts]): path for path in ROOT.rglob("*.py")}
FLOORS = (
    ("__main__",),
    ("cli", "plugin"),
    ("commands",),
    ("build",),
    ("check", "gate", "collect", "imports", "outputs", "programme"),
    ("package", "handouts"),
    ("edition", "print", "sheets"),
    ("course",),
    ("problems",),
    ("words", "__init__"),
)
"""From the roof down: a room may import rooms of lower floors, and its own files."""
BEHIND = {
    "mkdocs": {
        "builder.outputs.site.child",
        "builder.outputs.site.kept_pages",
        "builder.outputs.site.live",
        "builder.outputs.site.quick",
        "builder.plugin",
        "builder.commands.preview",
    },
    "typst": {"builder.print.typst_child"},
    "pdfkit": {"builder.outputs.book.pdfkit.engine"},
    "pikepdf": {
        "builder.print.form",
        "builder.print.page_map",
        "builder.print.save",
        "builder.print.written_on",
        "builder.print.booklet",
        "builder.outputs.book.pdfkit.engine",
        "builder.gate.look",
        "builder.gate.pictures",
        "builder.gate.readers",
        "builder.handouts.pdfs",
        "builder.collect.limits",
        "builder.collect.reader",
        "builder.collect.seen",
    },
    "libzim": {"builder.outputs.site.zim_file", "builder.gate.zim"},
    "pypdfium2": {"builder.print.pdf_text"},
    "yaml": {
        "builder.sheets.columns",
        "builder.programme.incoming.cells",
        "builder.programme.incoming.lists",
        "builder.programme.incoming.sheets",
        "builder.course.yamlfaults",
        "builder.course.yamlfile",
        "builder.words.packs",
        "builder.imports.po.heads",
        "builder.imports.po.tables",
        "builder.outputs.site.config",
    },
    "markdown": {
        "builder.edition.definitions",
        "builder.edition.inline",
        "builder.edition.formulas",
        "builder.edition.render",
        "builder.edition.elements",
        "builder.edition.fields",
        "builder.outputs.site.markup",
    },
    "segno": {"builder.print.qr"},
    "fsspec": {"builder.build.shared"},
    "tinycss2": {"builder.outputs.site.stylesheet"},
    "jinja2": {
        "builder.outputs.site.compiled",
        "builder.outputs.site.quick",
        "builder.outputs.site.templates",
        "builder.programme.pages",
    },
    "openpyxl": {name for name in FILES if name.startswith(("builder.outputs.tracker", "builder.outputs.forms"))}
    | {
        "builder.sheets.table",
        "builder.collect.record",
        "builder.programme.report.as_xlsx",
        "builder.programme.report.chart",
        "builder.programme.items.sheets",
    },
    "docx": {"builder.programme.report.as_docx"},
    "lxml": {name for name in FILES if name.startswith("builder.imports.")},
    "markdown_it": {"builder.imports.marked"},
    "mdit_py_plugins": {"builder.imports.marked"},
    "bibtexparser": {"builder.imports.bibliography"},
    "polib": {"builder.imports.po.pofile"},
    "pptx": {"builder.imports.pptx"},
    "mammoth": {"builder.imports.docx"},
    "sqlalchemy": {name for name in FILES if name.startswith(("builder.programme.store", "builder.programme.migra"))}
    | {"builder.programme.schema", "builder.commands.whereabouts"},
    "alembic": {name for name in FILES if name.startswith("builder.programme.migra")}
    | {"builder.commands.whereabouts"},
    "psycopg": {"builder.commands.whereabouts"},
    "jwt": {f"builder.programme.signed.{name}" for name in ("keys", "status", "token")}
    | {"builder.commands.whereabouts"},
    "cryptography": {"builder.programme.signed.keys", "builder.commands.whereabouts"},
    "babel": {"builder.words.__init__"},
    "click": {"builder.cli", *(name for name in FILES if name.startswith("builder.commands."))},
    "pygments": {"builder.edition.code_colours"},
    "latex2mathml": {"builder.course.formulas"},
    "rich": {"builder.commands.bar", "builder.commands.summary"},
}
"""Who may import a third party. Each stands behind one file of the kind that needs it."""
LONGEST_FILE = 300
USUAL_FUNCTION = 8
"""Lines; half of the functions are at most so long."""
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "core", "misc"}


def imports(path: Path) -> set[str]:
    """The full names of what a file imports, wherever in it, for type checking too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def ours(found: set[str]) -> set[str]:
    """The files of the builder among them; a package stands for its `__init__`."""
    return {other if other in FILES else f"{other}.__init__" for other in found} & FILES.keys()


@cache
def all_imports() -> dict[str, set[str]]:
    return {name: imports(path) for name, path in FILES.items()}


@cache
def all_ours() -> dict[str, set[str]]:
    return {name: ours(found) - {name} for name, found in all_imports().items()}


DEPTH = {room: depth for depth, rooms in enumerate(FLOORS) for room in rooms}


def room(name: str) -> str:
    return name.split(".")[1]


def test_each_room_stands_on_a_floor() -> None:
    assert {room(name) for name in FILES} == DEPTH.keys()


def test_arrows_lead_down() -> None:
    up = {
        (name, other)
        for name, found in all_ours().items()
        for other in found - {"builder.__init__"}
        if room(name) != room(other) and DEPTH[room(name)] >= DEPTH[room(other)]
    }
    assert not up


def test_outputs_do_not_import_one_another() -> None:
    for name, found in all_ours().items():
        if room(name) == "outputs":
            others = {other.split(".")[2] for other in found if room(other) == "outputs"}
            assert others <= {name.split(".")[2], "__init__", "choice"}, name


def test_checks_do_not_import_one_another_but_structure() -> None:
    for name, found in all_ours().items():
        if room(name) == "check" and name != "builder.check.__init__":
            others = {other for other in found if room(other) == "check"}
            assert others <= {"builder.check.structure"}, name


def test_there_is_no_circle() -> None:
    left = dict(all_ours())
    while left:
        free = {name for name, found in left.items() if not found & left.keys()}
        assert free, f"a circle among {sorted(left)}"
        left = {name: found for name, found in left.items() if name not in free}


@pytest.mark.parametrize("third", BEHIND)
def test_third_parties_stand_behind_their_file(third: str) -> None:
    users = {name for name, found in all_imports().items() if any(other.split(".")[0] == third for other in found)}
    assert users <= BEHIND[third]


def test_no_clock_and_no_network_in_what_makes_outputs() -> None:
    for name, found in all_imports().items():
        # `ages` warns of pages that were checked more than a year ago: it must know the day, and makes no output.
        if name.startswith(("builder.outputs", "builder.check")) and name not in (
            "builder.outputs.site.live",
            "builder.check.ages",
        ):
            assert not found & {"datetime.datetime", "urllib.request", "requests", "http.client", "random", "uuid"}, (
                name
            )


def test_files_have_a_first_line_and_a_readable_size() -> None:
    for name, path in FILES.items():
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= LONGEST_FILE, name
        assert ast.get_docstring(ast.parse(text)) or not text.strip(), name
        assert path.stem not in FORBIDDEN_NAMES, name


def test_every_folder_is_a_package() -> None:
    """Else the wheel lacks it."""
    assert {path.parent for path in FILES.values()} == {path.parent for path in ROOT.rglob("__init__.py")}


def test_functions_are_short() -> None:
    nodes = (node for path in FILES.values() for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    lengths = [node.end_lineno - node.lineno + 1 for node in nodes if isinstance(node, ast.FunctionDef)]
    assert median(lengths) <= USUAL_FUNCTION


def test_tests_import_no_private_name() -> None:
    """Ruff sees to private attributes (SLF001), not to imports."""
    for path in Path(__file__).parent.glob("*.py"):
        private = [name for name in imports(path) if name.startswith("builder.") and name.rpartition(".")[2][0] == "_"]
        assert [name for name in private if not name.endswith("__")] == [], path.name
