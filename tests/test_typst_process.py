"""The processes that run Typst: each does job after job, and what ends one doesn't touch the next."""

import os
import signal
from pathlib import Path

import pytest

from builder.print import typst, typst_process
from builder.print.typst import compile_book
from builder.problems import ContentError

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="elsewhere each process does one job")
TITLE = '#set document(title: "-")\n'


@pytest.fixture(autouse=True)
def none_of_other_tests() -> None:
    """One of theirs may hold so much that it ends after its next job."""
    typst_process.stop()


def words(text: str, seconds: int = 60) -> bytes:
    return compile_book(TITLE + text, "", {}, {}, 0, [("a.md", 7), ("a.md", 9)], seconds).pdf


def process() -> int:
    (child,) = typst_process.idle
    return child.process.pid


def test_a_process_is_kept_whatever_its_jobs_say() -> None:
    alone = words("Hello")
    first = process()
    with pytest.raises(ContentError) as error:
        words("#nonsense()")
    assert error.value.problems[0].line == 9
    assert process() == first
    assert words("Hello") == alone


@pytest.mark.slow
def test_a_process_that_dies_or_is_too_late_is_told_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    words("Hello")
    first = process()
    os.kill(first, signal.SIGKILL)
    typst_process.idle[0].process.wait()
    words("Hello")
    assert process() != first
    with pytest.raises(ContentError, match="time limit"):
        words("#for a in range(9999) { for b in range(9999) { for c in range(9999) { } } }", seconds=1)
    assert not typst_process.idle
    words("Hello")
    monkeypatch.setattr(typst, "MEGABYTES", 60)
    with pytest.raises(ContentError, match="engine-failed: Typst stopped"):
        words("#for number in range(9999) [Hello #number]")
    assert not typst_process.idle
    monkeypatch.undo()
    words("Hello")


def test_a_changed_environment_gets_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    words("Hello")
    first = process()
    monkeypatch.setenv("RAYON_NUM_THREADS", "2")
    words("Hello")
    assert process() != first, "and the other has ended"
    typst_process.stop()
    assert not typst_process.idle


@pytest.mark.slow
def test_a_process_that_complains_a_lot_goes_on() -> None:
    """More than a pipe holds: one complaint for each of ten thousand jobs would stop it."""
    words("Hello")
    (child,) = typst_process.idle
    with Path(f"/proc/{child.process.pid}/fd/2").open("wb") as errors:
        errors.write(b"complaint\n" * 100_000)
    first = process()
    words("Hello again")
    assert process() == first
    typst_process.stop()
    assert list(child.complaints) == [b"complaint\n"] * 20
