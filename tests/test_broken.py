"""One broken course for each fault: the report is exact, in file and line and word, and never a traceback."""

import re
from pathlib import Path

import pytest
from broken import BROKEN, ODD, make
from click.testing import CliRunner, Result

from builder.cli import main
from builder.course import folder
from builder.problems import catalogue
from builder.words import words

NO_FOLDER = {
    "bad-currency": "of institutions' editions; test_overlay shows them",
    "bad-text-name": "the same",
    "bad-text-value": "the same",
    "base-is-edition": "the same",
    "base-missing-git": "the same",
    "base-missing-package": "the same",
    "base-missing-path": "the same",
    "base-other-commit": "the same",
    "base-removed": "the same",
    "base-renamed": "the same",
    "base-unclear": "the same",
    "missing-text": "the same",
    "override-not-noted": "the same",
    "session-unknown": "the same",
    "stale-override": "the same",
    "stale-override-file": "the same",
    "unused-text": "the same",
    "certificate-changed": "of signed certificates; test_certificates shows them",
    "certificate-early": "the same",
    "certificate-expired": "the same",
    "certificate-form": "the same",
    "certificate-list": "the same",
    "certificate-name": "the same",
    "certificate-other-key": "the same",
    "certificate-withdrawn": "the same",
    "dist-changed": "found in dist/ when it is published; test_publish shows it",
    "dist-in-course": "the same",
    "dist-in-the-way": "the same",
    "dist-no-folder": "the same",
    "dist-without-list": "the same",
    "csv-columns": "of tables to import; test_imports_csv shows them",
    "csv-empty": "the same",
    "csv-form": "the same",
    "csv-no-case": "the same",
    "csv-there": "the same",
    "csv-twice": "the same",
    "docx-broken": "of filled-in forms; test_collect shows them",
    "record-broken": "the same",
    "docx-without-fields": "the same",
    "docx-written-beside": "the same",
    "download-changed": "a file changes while the course is built; test_downloads shows it",
    "engine-failed": "an engine stopped while it made an output; the tests of the books show it",
    "file-held-open": "another program must hold a file of dist/ open; test_publish shows it",
    "file-empty": "of filled-in forms; test_collect shows it",
    "file-locked": "the same",
    "file-unsearchable": "of files that the gate can't read; test_downloads shows it",
    "import-answer": "of lists for the record; test_record_import shows them",
    "import-columns": "the same",
    "import-day-outside": "the same",
    "import-day-unclear": "the same",
    "import-days-order": "the same",
    "import-differs": "the same",
    "import-differs-here": "the same",
    "import-event-missing": "the same",
    "import-firm-unclear": "the same",
    "import-forgotten": "the same",
    "import-kind-unclear": "the same",
    "import-kind-unknown": "the same",
    "import-left-out": "the same",
    "import-letter-unclear": "the same",
    "import-name": "the same",
    "import-needed": "the same",
    "import-no-actions": "the same",
    "import-no-worksheet": "the same",
    "import-only-frame": "the same",
    "import-number-unclear": "the same",
    "import-range": "the same",
    "import-test-names": "the same",
    "import-too-long": "the same",
    "import-unknown": "the same",
    "import-unread": "the same",
    "import-value": "the same",
    "layout-fault": "found on typeset pages, after the check; the tests of the books show it",
    "leak": "a fault of the builder, not of the content; test_gate shows it",
    "list-accents-broken": "of lists of people; test_people shows them",
    "items-answer": "of answers to tests; test_items shows them",
    "items-edition": "the same",
    "items-form": "the same",
    "items-moment": "the same",
    "items-no-answers": "the same",
    "items-twice": "the same",
    "list-broken": "the same",
    "list-column-missing": "the same",
    "list-column-twice": "the same",
    "list-empty": "the same",
    "list-format": "the same",
    "list-formula": "the same",
    "list-head-lower": "the same",
    "list-name-missing": "the same",
    "list-name-too-long": "the same",
    "list-name-unclear": "the same",
    "list-not-a-person": "the same",
    "list-organisation-twice": "the same",
    "list-person-twice": "the same",
    "list-sheets": "the same",
    "list-signs-left-out": "the same",
    "list-surname-first": "the same",
    "output-is-another": "of commands that write a file; test_people shows it",
    "output-is-input": "the same",
    "output-is-published": "the same",
    "pdf-broken": "of filled-in forms; test_collect shows them",
    "pdf-copy": "the same",
    "pdf-cut-off": "the same",
    "pdf-damaged": "the same",
    "pdf-differs": "the same",
    "pdf-encrypted": "the same",
    "pdf-limit-fields": "the same",
    "pdf-limit-memory": "the same",
    "pdf-limit-time": "the same",
    "pdf-mixed": "the same",
    "pdf-of-another-course": "the same",
    "pdf-several-people": "the same",
    "pdf-untouched": "the same",
    "pdf-without-form": "the same",
    "pdf-written-beside": "the same",
    "pdf-xfa": "the same",
    "po-comment": "of translators' files; test_po shows them",
    "po-emphasis": "the same",
    "po-language": "the same",
    "po-mark": "the same",
    "po-placeholder-lost": "the same",
    "po-placeholder-order": "the same",
    "po-placeholder-twice": "the same",
    "po-placeholder-unknown": "the same",
    "po-source-changed": "the same",
    "po-structure": "the same",
    "po-twice": "the same",
    "po-unknown-message": "the same",
    "question-picture-described": "of GIFT files; test_banks shows it",
    "source-empty": "of files to import; test_imports_moodle shows it",
    "source-limit": "of material that is imported; test_imports shows them",
    "source-missing": "the same",
    "source-style": "the same",
    "source-unread": "the same",
    "unread-archive": "of files beside filled-in forms; test_collect shows them",
    "unread-document": "the same",
    "unread-file": "the same",
    "unread-link": "the same",
    "unread-picture": "the same",
}
NAMES = sorted({path.name for path in BROKEN.iterdir()} | ODD.keys())


def check(root: Path, *options: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["-C", str(root), "--lang", lang, "check", *options])


@pytest.fixture(autouse=True)
def few_files(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The limit of 20,000 files, at a size that a test can write."""
    if "too-many-files" in request.node.name:
        monkeypatch.setattr(folder, "MAX_FILES", 8)


@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_exact(name: str, tmp_path: Path) -> None:
    make(name, tmp_path / "course")
    expected = (BROKEN / name / "expected.txt").read_text(encoding="utf-8")
    for there, number in (("{all words}", len(words("en"))), ("{all words but two}", len(words("en")) - 2)):
        expected = expected.replace(there, str(number))  # each new word would change them otherwise
    codes = re.findall(r"^[^:]+:\d+: ([a-z0-9-]+): ", expected, re.MULTILINE)
    assert name.partition("+")[0] in codes
    found = check(tmp_path / "course")
    assert found.exception is None or isinstance(found.exception, SystemExit)
    assert found.stdout == expected
    only_warnings = all(catalogue("en")[code].get("level") for code in codes)
    only_notes = all(catalogue("en")[code].get("level") == "note" for code in codes)
    assert found.exit_code == (0 if only_warnings else 1)
    strict = check(tmp_path / "course", "--strict", lang="es")
    assert strict.exit_code == (0 if only_notes else 1)
    assert [line.split(": ")[:2] for line in strict.stdout.splitlines()] == [
        line.split(": ")[:2] for line in expected.splitlines()
    ]


def test_every_code_of_the_catalogue_has_a_broken_course() -> None:
    assert catalogue("en").keys() - {name.partition("+")[0] for name in NAMES} == NO_FOLDER.keys()


def test_the_base_courses_are_without_fault() -> None:
    for name in ("tiny", "mono"):
        found = check(BROKEN.parent / name, "--strict")
        assert (found.stdout, found.exit_code) == ("", 0)


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    make("unknown-block", tmp_path / "course")
    for name in ("bad-date", "wrong-type"):
        for path in (BROKEN / name).rglob("*.yml"):
            (tmp_path / "course" / path.relative_to(BROKEN / name)).write_bytes(path.read_bytes())
    codes = re.findall(r":\d+: ([a-z-]+):", check(tmp_path / "course").stdout)
    assert codes == ["bad-date", "unknown-block", "wrong-type"]


@pytest.mark.slow
def test_a_process_of_its_own_says_the_same(tmp_path: Path, run_cli) -> None:
    make("unknown-block", tmp_path / "course")
    done = run_cli("check", cwd=tmp_path / "course")
    assert done.stdout == (BROKEN / "unknown-block/expected.txt").read_text(encoding="utf-8")
    assert done.code == 1
    assert "Traceback" not in done.stderr
