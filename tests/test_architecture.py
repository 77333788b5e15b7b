"""Who may import whom. The rules stand in ARCHITECTURE.md; this file reads the imports."""

import ast
from pathlib import Path

import pytest

import builder

ROOT = Path(builder.__file__).parent
FILES = {".".join(["builder", *path.relative_to(ROOT).with_suffix("").parts]): path for path in ROOT.rglob("*.py")}
FLOOR = {
    "builder.course.model": set(),
    "builder.course.vocabulary": set(),
    "builder.problems": set(),
    "builder.course.yamlfile": {"builder.problems"},
    "builder.course.reader": {"builder.problems", "builder.course.yamlfile"},
    "builder.course.blocks": {
        "builder.course.model",
        "builder.problems",
        "builder.course.reader",
        "builder.course.vocabulary",
    },
    "builder.course.links": {"builder.course.blocks", "builder.course.model"},
}
"""The lowest files, and all of ours that they may import."""
TOP = {
    "builder.build.pipeline",
    "builder.build.tasks",
    "builder.cli",
    "builder.__main__",
    "builder.commands.commands",
    "builder.plugin",
    "builder.commands.serve",
    "builder.build.choice",
}
"""The files that know what outputs there are."""
BEHIND = {
    "mkdocs": {"builder.outputs.site.site", "builder.outputs.site.live", "builder.plugin", "builder.commands.serve"},
    "typst": {"builder.print.typst_child"},
    "pdfkit": {"builder.outputs.book.pdfkit.engine"},
    "pikepdf": {
        "builder.print.form",
        "builder.print.booklet",
        "builder.outputs.book.pdfkit.engine",
        "builder.gate.look",
        "builder.collect.collect",
    },
    "pypdfium2": {"builder.print.pdf_text"},
    "yaml": {"builder.course.yamlfile", "builder.words.__init__", "builder.problems", "builder.outputs.site.config"},
    "markdown": {"builder.edition.render", "builder.edition.fields", "builder.outputs.site.markup"},
    "babel": {"builder.words.__init__"},
    "click": {"builder.cli"},
}
"""Who may import a third party. Each stands behind one file of the kind that needs it."""
GROUPS = ("site", "kit")
"""Outputs whose files begin so; all others of `outputs/` are the book."""
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "core", "misc"}


def imports(path: Path, *, anywhere: bool = True) -> set[str]:
    """The full names of what a file imports, wherever in it or at its top."""
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if anywhere else tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


IMPORTS = {name: imports(path) for name, path in FILES.items()}
OURS = {
    name: {other for other in found if other in FILES or f"{other}.__init__" in FILES}
    for name, found in IMPORTS.items()
}


def group(name: str) -> str:
    """The output that a file of `outputs/` belongs to."""
    stem = name.removeprefix("builder.outputs.")
    return next((start for start in GROUPS if stem == start or stem.startswith(f"{start}_")), "book")


@pytest.mark.parametrize("name", FLOOR)
def test_the_floor_stands_on_itself(name: str) -> None:
    assert OURS[name] - {"builder"} <= FLOOR[name]


def test_nothing_below_imports_what_is_above() -> None:
    for name, found in OURS.items():
        if name not in TOP:
            assert not found & (TOP - {"builder.build.choice", "builder.commands.commands"}), name
            if not name.startswith("builder.outputs"):
                assert not {other for other in found if other.startswith("builder.outputs")}, name


def test_outputs_do_not_import_one_another() -> None:
    for name, found in OURS.items():
        if name.startswith("builder.outputs.") and name != "builder.outputs.__init__":
            others = {other for other in found if other.startswith("builder.outputs.")}
            assert {group(other) for other in others} <= {group(name)}, name


def test_checks_do_not_import_one_another_but_structure() -> None:
    for name, found in OURS.items():
        if name.startswith("builder.check.") and name != "builder.check.__init__":
            others = {other for other in found if other.startswith("builder.check.")}
            assert others <= {"builder.check.structure"}, name


def test_there_is_no_circle() -> None:
    left = {name: imports(path, anywhere=False) & FILES.keys() - {name} for name, path in FILES.items()}
    while left:
        free = {name for name, found in left.items() if not found & left.keys()}
        assert free, f"a circle among {sorted(left)}"
        left = {name: found for name, found in left.items() if name not in free}


@pytest.mark.parametrize("third", BEHIND)
def test_third_parties_stand_behind_their_file(third: str) -> None:
    users = {name for name, found in IMPORTS.items() if any(other.split(".")[0] == third for other in found)}
    assert users <= BEHIND[third]


def test_no_clock_and_no_network_in_what_makes_outputs() -> None:
    for name, found in IMPORTS.items():
        if name.startswith(("builder.outputs", "builder.check")) and name != "builder.outputs.site.live":
            assert not found & {"datetime.datetime", "urllib.request", "requests", "http.client", "random", "uuid"}, (
                name
            )


def test_files_have_a_first_line_and_a_readable_size() -> None:
    for name, path in FILES.items():
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 400, name
        assert ast.get_docstring(ast.parse(text)) or not text.strip(), name
        assert path.stem not in FORBIDDEN_NAMES, name
