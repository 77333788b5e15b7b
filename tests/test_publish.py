"""Publishing: wherever it is killed, a whole `dist/` is there after the next start."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from builder.build.publish import Places, mend, publish, publish_steps
from builder.problems import ContentError

STEPS = len(publish_steps(Places(Path())))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An old dist, and a new one that waits."""
    found = Places(tmp_path)
    _write(found.dist, "old")
    _write(found.next, "new")
    return found


def _write(folder: Path, word: str) -> None:
    for name in ("participant/index.html", "trainer/index.html"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(word, encoding="utf-8")


def state(folder: Path) -> set[str]:
    return {path.read_text("utf-8") for path in folder.rglob("*.html")} | {str(len(list(folder.rglob("*.html"))))}


def test_the_new_folder_takes_the_place_of_the_old_one(places: Places) -> None:
    publish(places)
    assert state(places.dist) == {"new", "2"}
    assert not list(places.work.iterdir())


def test_the_first_time_there_is_no_old_one(tmp_path: Path) -> None:
    places = Places(tmp_path)
    _write(places.next, "new")
    publish(places)
    assert state(places.dist) == {"new", "2"}


@pytest.mark.parametrize("first_time", [False, True])
@pytest.mark.parametrize("done", range(STEPS + 1))
def test_killed_after_each_step(tmp_path: Path, done: int, first_time: bool) -> None:
    places = Places(tmp_path)
    _write(places.next, "new")
    if not first_time:
        _write(places.dist, "old")
    for step in publish_steps(places)[:done]:
        step()
    mend(places)
    assert state(places.dist) in ({"old", "2"}, {"new", "2"}, *([{"0"}] if first_time else []))
    assert not list(places.work.iterdir())
    mend(places)
    _write(places.next, "newer")
    publish(places)
    assert state(places.dist) == {"newer", "2"}


@pytest.mark.parametrize("done", range(STEPS + 1))
def test_killed_while_mending(places: Places, done: int) -> None:
    """Mending that is cut short after its one rename is mended by the next one."""
    for step in publish_steps(places)[:done]:
        step()
    if places.marker.exists() and not places.dist.exists():
        (places.next if places.next.exists() else places.previous).rename(places.dist)
    mend(places)
    assert state(places.dist) in ({"old", "2"}, {"new", "2"})


def test_a_process_killed_at_the_worst_moment(places: Places) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom builder.build.publish import Places, publish_steps\n"
        "for number, step in enumerate(publish_steps(Places(Path(sys.argv[1])))):\n"
        "    step()\n    number == 2 and os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(places.root)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not places.dist.exists()
    mend(places)
    assert state(places.dist) == {"new", "2"}


def test_mending_when_all_is_well_changes_nothing(tmp_path: Path) -> None:
    places = Places(tmp_path)
    mend(places)
    _write(places.dist, "old")
    mend(places)
    assert state(places.dist) == {"old", "2"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may rename everything")
def test_a_folder_that_cannot_be_renamed_gives_a_clear_message(places: Places) -> None:
    places.root.chmod(0o500)
    try:
        with pytest.raises(ContentError) as caught:
            publish(places)
    finally:
        places.root.chmod(0o700)
    assert [problem.code for problem in caught.value.problems] == ["file-held-open"]
    assert state(places.dist) == {"old", "2"}


def test_a_permission_error_undoes_the_swap(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Windows does while a reader holds a file of the new folder open."""
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self == places.next:
            raise PermissionError(13, "in use", str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(ContentError) as caught:
        publish(places)
    assert [problem.code for problem in caught.value.problems] == ["file-held-open"]
    assert state(places.dist) == {"old", "2"}
    monkeypatch.undo()
    _write(places.next, "newer")
    publish(places)
    assert state(places.dist) == {"newer", "2"}
