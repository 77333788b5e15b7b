"""Publishing: wherever it is killed, a whole `dist/` is there after the next start, and what isn't ours is where it was."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from builder.build.owned import read_list
from builder.build.publish import LIST, STAGING, Move, Places, check_dist, publish_steps, recover
from builder.build.settle import settle
from builder.problems import ContentError

pytestmark = pytest.mark.slow

OLD = {
    "participant/index.html": "old",
    "participant/en/a.html": "old",
    "participant/en/gone.html": "old",
    "trainer/index.html": "old",
}
NEW = {
    "participant/index.html": "new",
    "participant/en/a.html": "new",
    "participant/es/a.html": "new",
    "trainer/index.html": "new",
}
THEIRS = {
    "CNAME": "their", "participant/CNAME": "their", "participant/.well-known/security.txt": "their",
    "participant/.git/HEAD": "their", "participant/en/mine.txt": "their", "own/index.html": "their",
}  # fmt: skip


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An old dist with foreign files in it, and a new one that waits."""
    found = Places(tmp_path)
    first_build(found)
    write(found.dist, THEIRS)
    write(found.next, NEW)
    return found


def first_build(places: Places) -> None:
    places.work.mkdir(exist_ok=True)
    write(places.next, OLD)
    settle(places, read_list(places.dist), force=False)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def texts(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(STAGING))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def publish_new(places: Places, *, force: bool = False) -> None:
    settle(places, read_list(places.dist), force=force)


def steps(places: Places) -> list:
    """The steps of the swap, one by one."""
    found: list = []

    def note(_places: Places, moves: list[Move], ours: list[str], before: str) -> None:
        found.extend(publish_steps(places, moves, ours, before))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.build.settle.publish", note)
        publish_new(places)
    return found


def codes(caught: pytest.ExceptionInfo[ContentError]) -> dict[str, str]:
    return {str(problem.arguments.get("path", "")): problem.code for problem in caught.value.problems}


def test_what_is_ours_is_replaced_and_what_is_not_stays(places: Places) -> None:
    publish_new(places)
    assert texts(places.dist) == NEW | THEIRS
    assert [path.name for path in places.work.iterdir()] == []
    assert set(read_list(places.dist) or ()) == NEW.keys()


def test_empty_folders_of_others_stay_and_ours_go(places: Places) -> None:
    (places.dist / "participant/uploads").mkdir()
    write(places.next, {"participant/fr/a.html": "new"})
    publish_new(places)
    write(places.next, NEW)
    publish_new(places)
    assert (places.dist / "participant/uploads").is_dir()
    assert not (places.dist / "participant/fr").exists()


def test_the_folders_themselves_are_not_replaced(places: Places) -> None:
    before = [(places.dist / name).stat().st_ino for name in ("", "participant", "participant/.git")]
    publish_new(places)
    assert [(places.dist / name).stat().st_ino for name in ("", "participant", "participant/.git")] == before


def test_the_first_time_there_is_no_old_one(tmp_path: Path) -> None:
    places = Places(tmp_path)
    first_build(places)
    assert texts(places.dist) == OLD


STEPS = 20


@pytest.mark.parametrize("done", range(STEPS))
def test_killed_after_each_step(places: Places, done: int) -> None:
    todo = steps(places)
    assert len(todo) < STEPS
    for step in todo[:done]:
        step()
    recover(places)
    assert texts(places.dist) in (OLD | THEIRS, NEW | THEIRS)
    assert not list(places.work.iterdir())
    write(places.next, {"participant/index.html": "newer"})
    publish_new(places)
    assert texts(places.dist) == {"participant/index.html": "newer"} | THEIRS


@pytest.mark.parametrize("done", range(STEPS))
def test_undone_after_each_step(places: Places, done: int) -> None:
    todo = steps(places)[:-2]
    for step in todo[:done]:
        step()
    recover(places, undo=True)
    assert texts(places.dist) == OLD | THEIRS


@pytest.mark.parametrize("done", range(2, STEPS, 3))
@pytest.mark.parametrize("undo", [False, True])
def test_killed_while_mending(places: Places, done: int, undo: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rename of a recovery may be its last."""
    todo = steps(places)[:-2]
    for step in todo[:done]:
        step()
    real, left = Path.rename, [0]

    def rename(self: Path, target: Path) -> Path:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    for count in range(12):
        left[0] = count
        try:
            recover(places, undo=undo)
        except KeyboardInterrupt:
            continue
        break
    monkeypatch.undo()
    recover(places)
    assert texts(places.dist) in (OLD | THEIRS, NEW | THEIRS)


def test_the_new_files_are_lost_after_the_kill(places: Places) -> None:
    """Somebody removed `.build/next`: then the swap is undone."""
    for step in steps(places)[:5]:
        step()
    shutil.rmtree(places.next)
    recover(places)
    assert texts(places.dist) == OLD | THEIRS


def test_a_process_killed_at_the_worst_moment(places: Places) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom builder.build import settle, publish, owned\n"
        "real, left = Path.rename, [4]\n"
        "def rename(self, target):\n"
        "    left[0] -= 1\n    left[0] or os.kill(os.getpid(), signal.SIGKILL)\n    return real(self, target)\n"
        "Path.rename = rename\nplaces = publish.Places(Path(sys.argv[1]))\n"
        "settle.settle(places, owned.read_list(places.dist), force=False)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(places.root)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert texts(places.dist) not in (OLD | THEIRS, NEW | THEIRS)
    recover(places)
    assert texts(places.dist) == NEW | THEIRS


def test_without_the_journal_the_next_build_knows_its_files(places: Places) -> None:
    """Somebody removed `.build` after a kill in the middle of a swap."""
    for step in steps(places)[:6]:
        step()
    shutil.rmtree(places.work)
    places.work.mkdir()
    write(places.next, NEW)
    publish_new(places)
    assert texts(places.dist) == NEW | THEIRS


def test_a_journal_moves_nothing_outside(places: Places, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.txt"
    outside.write_text("mine", encoding="utf-8")
    for target, old in (
        (f"../{outside.name}", ".build/previous/x"),
        ("dist/../../" + outside.name, ".build/x"),
        (str(outside), ".build/x"),
    ):
        places.marker.write_text(json.dumps({"moves": [[target, "", old, True]], "ours": []}), encoding="utf-8")
        recover(places)
        assert outside.read_text(encoding="utf-8") == "mine"


def test_a_list_from_elsewhere_removes_nothing_outside(places: Places, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    names = {"../precious.txt": ["x"], "participant/../../precious.txt": ["x"], str(tmp_path / "precious.txt"): ["x"]}
    settle(places, {**(read_list(places.dist) or {}), **names}, force=True)
    assert (tmp_path / "precious.txt").read_text(encoding="utf-8") == "mine"


def test_mending_when_all_is_well_changes_nothing(places: Places) -> None:
    shutil.rmtree(places.next)
    recover(places)
    recover(places)
    assert texts(places.dist) == OLD | THEIRS


def test_a_swap_of_version_0_1_is_mended(tmp_path: Path) -> None:
    places = Places(tmp_path)
    write(places.previous, OLD)
    places.marker.write_text("", encoding="utf-8")
    recover(places)
    assert texts(places.dist) == OLD


def test_what_others_write_during_the_swap_is_given_back(places: Places) -> None:
    shutil.rmtree(places.dist / "participant/en/mine.txt", ignore_errors=True)
    (places.dist / "participant/en/mine.txt").unlink()
    todo = steps(places)
    write(places.dist, {"participant/en/late.txt": "their"})
    for step in todo:
        step()
    assert texts(places.dist)["participant/en/late.txt"] == "their"


# -- what is in the way

IN_THE_WAY = {
    "a file": ("participant/es/a.html", "participant/es/a.html"),
    "a file where a folder must be": ("participant/es", "participant/es"),
    "a folder where a file must be": ("participant/new.html/mine.txt", "participant/new.html/mine.txt"),
    "a file with other capitals": ("participant/ES/mine.txt", "participant/ES"),
    "a folder with other capitals": ("Participant/mine.txt", "Participant"),
    "a file in our folder with other capitals": ("participant/en/A.html", "participant/en/A.html"),
    "a decomposed letter": ("participant/cafe\u0301.html", "participant/cafe\u0301.html"),
}


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_what_is_in_the_way_stops_the_build(places: Places, what: str) -> None:
    mine, told = IN_THE_WAY[what]
    write(places.dist, {mine: "mine"})
    write(places.next, {"participant/new.html": "new", "participant/caf\u00e9.html": "new"})
    with pytest.raises(ContentError) as caught:
        publish_new(places)
    if what == "a folder where a file must be":
        told = "participant/new.html"
    assert codes(caught) == {f"dist/{told}": "dist-in-the-way"}
    assert texts(places.dist) == OLD | THEIRS | {mine: "mine"}


def test_a_linked_file_of_ours_is_in_the_way(places: Places) -> None:
    path = places.dist / "participant/index.html"
    path.rename(places.root / "elsewhere.html")
    path.symlink_to(places.root / "elsewhere.html")
    with pytest.raises(ContentError) as caught:
        publish_new(places)
    assert codes(caught) == {"dist/participant/index.html": "dist-in-the-way"}
    assert (places.root / "elsewhere.html").read_text(encoding="utf-8") == "old"


def test_a_changed_file_of_ours_stops_the_build_and_force_replaces_it(places: Places) -> None:
    changed = {"participant/index.html": "typed by hand", "participant/en/gone.html": "filled in"}
    write(places.dist, changed)
    with pytest.raises(ContentError) as caught:
        publish_new(places)
    assert codes(caught) == {f"dist/{name}": "dist-changed" for name in changed}
    assert texts(places.dist) == OLD | THEIRS | changed
    publish_new(places, force=True)
    assert texts(places.dist) == NEW | THEIRS


def test_force_replaces_nothing_of_others(places: Places) -> None:
    write(places.dist, {"participant/es/a.html": "mine"})
    with pytest.raises(ContentError):
        publish_new(places, force=True)


@pytest.mark.parametrize("before", ["", "ours"])
def test_robots_of_somebody_stay(places: Places, before: str) -> None:
    if before:
        write(places.next, {"participant/robots.txt": before})
        publish_new(places)
    write(places.dist, {"participant/robots.txt": "User-agent: mine"})
    write(places.next, {**NEW, "participant/robots.txt": "ours"})
    found = settle(places, read_list(places.dist), force=False)
    assert found.yours == ("participant/robots.txt",)
    assert texts(places.dist) == NEW | THEIRS | {"participant/robots.txt": "User-agent: mine"}


def test_a_dist_without_list_is_not_taken_for_ours(places: Places) -> None:
    (places.dist / LIST).unlink()
    with pytest.raises(ContentError) as caught:
        publish_new(places)
    assert [problem.code for problem in caught.value.problems] == ["dist-without-list"]
    assert texts(places.dist) == OLD | THEIRS


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 3}', '{"files": {"a": 3}}', "null"])
def test_a_broken_list_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / LIST).write_text(text, encoding="utf-8")
    assert read_list(tmp_path) is None


# -- links, other disks, what may not be written


@pytest.mark.parametrize("name", ["dist", "dist/participant"])
def test_a_linked_folder_is_written_through(places: Places, tmp_path: Path, name: str) -> None:
    web = tmp_path.parent / f"{tmp_path.name}-web"
    (places.root / name).rename(web)
    (places.root / name).symlink_to(web, target_is_directory=True)
    publish_new(places)
    assert (places.root / name).is_symlink()
    assert texts(web / ("participant" if name == "dist" else ""))["index.html"] == "new"
    assert texts(places.dist / "participant") == {
        path.removeprefix("participant/"): text
        for path, text in (NEW | THEIRS).items()
        if path.startswith("participant/")
    }


def test_another_disk_is_written_through(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be renamed from .build into dist/participant: a mount, as of a container."""
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.parent == places.dist / "participant" and self.parent == places.work:
            raise OSError(18, "Invalid cross-device link")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    todo = steps(places)
    assert (places.dist / "participant" / STAGING / "next/participant/en/a.html").is_file()
    for step in todo[:6]:
        step()
    recover(places)
    assert texts(places.dist) == NEW | THEIRS
    assert not (places.dist / "participant" / STAGING).exists()


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    places = Places(tmp_path)
    places.work.mkdir()
    places.dist.symlink_to(tmp_path / "nothing")
    with pytest.raises(ContentError) as caught:
        check_dist(places)
    assert codes(caught) == {"dist": "dist-no-folder"}
    places.dist.unlink()
    places.dist.write_text("", encoding="utf-8")
    with pytest.raises(ContentError):
        check_dist(places)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_before_the_build(places: Places) -> None:
    (places.dist / "participant").chmod(0o500)
    try:
        with pytest.raises(PermissionError) as caught:
            check_dist(places)
    finally:
        (places.dist / "participant").chmod(0o700)
    assert caught.value.filename == str(places.dist / "participant")


def test_a_permission_error_undoes_the_swap(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Windows does while a reader holds a file of the new folder open."""
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self == places.dist / "trainer/index.html":
            raise PermissionError(13, "in use", str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(ContentError) as caught:
        publish_new(places)
    assert codes(caught) == {"index.html": "file-held-open"}
    assert texts(places.dist) == OLD | THEIRS
    monkeypatch.undo()
    write(places.next, NEW)
    publish_new(places)
    assert texts(places.dist) == NEW | THEIRS


def test_a_full_disk_undoes_the_swap(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self == places.next / "trainer/index.html":
            raise OSError(28, "No space left on device", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="No space"):
        publish_new(places)
    assert texts(places.dist) == OLD | THEIRS
