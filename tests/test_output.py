"""What the command prints goes through whatever it is sent to: old encodings, closed pipes, full disks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from broken import make

pytestmark = pytest.mark.slow

ODD = "\U0001f600 ñandú"
FORMATS = ("text", "json", "github")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course whose fault has signs in its message that few encodings hold."""
    root = tmp_path / "course"
    make("unknown-block", root)
    page = next(root.glob("modules/*/*-*.en.md"))
    page.write_text(page.read_text(encoding="utf-8") + f"\n::: {ODD}\nText.\n:::\n", encoding="utf-8")
    return root


def taller(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "builder", "-C", str(root), *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("encoding", "form"), [*(("cp1252", form) for form in FORMATS), ("ascii", "text"), ("utf-16", "json")]
)
def test_every_encoding_gets_the_whole_report(course: Path, encoding: str, form: str) -> None:
    done = taller(course, "--lang", "es", "check", "--format", form, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"UnicodeEncodeError" not in done.stderr
    text = done.stdout.decode("utf-8" if encoding == "ascii" else encoding)
    assert "unknown-block" in text
    if form == "json":
        assert any(ODD[0] in row["message"] for row in json.loads(text))


def test_the_build_says_its_faults_in_an_old_encoding(course: Path) -> None:
    done = taller(course, "build", PYTHONIOENCODING="cp1252")
    assert done.returncode == 1
    assert b"unknown-block" in done.stdout
    assert b"Traceback" not in done.stderr


def test_a_wrong_word_at_the_command_line_is_told_in_an_old_encoding(course: Path) -> None:
    done = taller(course, "check", "--format", ODD, PYTHONIOENCODING="cp1252")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["text", "json"])
def test_nobody_reads_any_more(course: Path, form: str) -> None:
    command = [sys.executable, "-m", "builder", "-C", str(course), "check", "--format", form]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read().decode() in ("", "2 errors, 0 warnings\n")
    assert process.wait() == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_report_on_a_full_disk_ends_in_one_line(course: Path) -> None:
    command = [sys.executable, "-m", "builder", "-C", str(course), "--lang", "en", "check"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == "the disk is full; free some space and run the command again\n"
