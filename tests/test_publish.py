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
from builder.build.publish import LIST, STAGING, Folders, Move, check_dist, publish_steps, recover
from builder.build.settle import settle
from builder.build.state import State, read_state
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
def folders(tmp_path: Path) -> Folders:
    """An old dist with foreign files in it, and a new one that waits."""
    found = Folders(tmp_path)
    first_build(found)
    write(found.dist, THEIRS)
    write(found.next, NEW)
    return found


def first_build(folders: Folders) -> None:
    folders.work.mkdir(exist_ok=True)
    write(folders.next, OLD)
    settle(folders, read_list(folders.dist), force=False)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def texts(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(STAGING))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}


def publish_new(folders: Folders, *, force: bool = False) -> None:
    settle(folders, read_list(folders.dist), force=force)


def steps(folders: Folders) -> list:
    """The steps of the swap, one by one."""
    found: list = []

    def note(_folders: Folders, moves: list[Move], ours: list[str], before: str) -> None:
        found.extend(publish_steps(folders, moves, ours, before))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.build.settle.publish", note)
        publish_new(folders)
    return found


def codes(caught: pytest.ExceptionInfo[ContentError]) -> dict[str, str]:
    return {str(problem.arguments.get("path", "")): problem.code for problem in caught.value.problems}


def test_what_is_ours_is_replaced_and_what_is_not_stays(folders: Folders) -> None:
    publish_new(folders)
    assert texts(folders.dist) == NEW | THEIRS
    assert [path.name for path in folders.work.iterdir()] == []
    assert set(read_list(folders.dist) or ()) == NEW.keys()


def test_empty_folders_of_others_stay_and_ours_go(folders: Folders) -> None:
    (folders.dist / "participant/uploads").mkdir()
    write(folders.next, {"participant/fr/a.html": "new"})
    publish_new(folders)
    write(folders.next, NEW)
    publish_new(folders)
    assert (folders.dist / "participant/uploads").is_dir()
    assert not (folders.dist / "participant/fr").exists()


def test_the_folders_themselves_are_not_replaced(folders: Folders) -> None:
    before = [(folders.dist / name).stat().st_ino for name in ("", "participant", "participant/.git")]
    publish_new(folders)
    assert [(folders.dist / name).stat().st_ino for name in ("", "participant", "participant/.git")] == before


def test_the_first_time_there_is_no_old_one(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    first_build(folders)
    assert texts(folders.dist) == OLD


STEPS = 20


@pytest.mark.parametrize("done", range(STEPS))
def test_killed_after_each_step(folders: Folders, done: int) -> None:
    todo = steps(folders)
    assert len(todo) < STEPS
    for step in todo[:done]:
        step()
    recover(folders)
    assert texts(folders.dist) in (OLD | THEIRS, NEW | THEIRS)
    assert not list(folders.work.iterdir())
    write(folders.next, {"participant/index.html": "newer"})
    publish_new(folders)
    assert texts(folders.dist) == {"participant/index.html": "newer"} | THEIRS


@pytest.mark.parametrize("done", range(STEPS))
def test_undone_after_each_step(folders: Folders, done: int) -> None:
    todo = steps(folders)[:-2]
    for step in todo[:done]:
        step()
    recover(folders, undo=True)
    assert texts(folders.dist) == OLD | THEIRS


@pytest.mark.parametrize("done", range(2, STEPS, 3))
@pytest.mark.parametrize("undo", [False, True])
def test_killed_while_mending(folders: Folders, done: int, undo: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rename of a recovery may be its last."""
    todo = steps(folders)[:-2]
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
            recover(folders, undo=undo)
        except KeyboardInterrupt:
            continue
        break
    monkeypatch.undo()
    recover(folders)
    assert texts(folders.dist) in (OLD | THEIRS, NEW | THEIRS)


def test_the_new_files_are_lost_after_the_kill(folders: Folders) -> None:
    """Somebody removed `.build/next`: then the swap is undone."""
    for step in steps(folders)[:5]:
        step()
    shutil.rmtree(folders.next)
    recover(folders)
    assert texts(folders.dist) == OLD | THEIRS


def test_a_process_killed_at_the_worst_moment(folders: Folders) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom builder.build import settle, publish, owned\n"
        "real, left = Path.rename, [4]\n"
        "def rename(self, target):\n"
        "    left[0] -= 1\n    left[0] or os.kill(os.getpid(), signal.SIGKILL)\n    return real(self, target)\n"
        "Path.rename = rename\nfolders = publish.Folders(Path(sys.argv[1]))\n"
        "settle.settle(folders, owned.read_list(folders.dist), force=False)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folders.root)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert texts(folders.dist) not in (OLD | THEIRS, NEW | THEIRS)
    recover(folders)
    assert texts(folders.dist) == NEW | THEIRS


def test_without_the_journal_the_next_build_knows_its_files(folders: Folders) -> None:
    """Somebody removed `.build` after a kill in the middle of a swap."""
    for step in steps(folders)[:6]:
        step()
    shutil.rmtree(folders.work)
    folders.work.mkdir()
    write(folders.next, NEW)
    publish_new(folders)
    assert texts(folders.dist) == NEW | THEIRS


def test_a_journal_moves_nothing_outside(folders: Folders, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.txt"
    outside.write_text("mine", encoding="utf-8")
    for target, old in (
        (f"../{outside.name}", ".build/previous/x"),
        ("dist/../../" + outside.name, ".build/x"),
        (str(outside), ".build/x"),
    ):
        folders.marker.write_text(json.dumps({"moves": [[target, "", old, True]], "ours": []}), encoding="utf-8")
        recover(folders)
        assert outside.read_text(encoding="utf-8") == "mine"


def test_a_list_from_elsewhere_removes_nothing_outside(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    names = {"../precious.txt": ["x"], "participant/../../precious.txt": ["x"], str(tmp_path / "precious.txt"): ["x"]}
    settle(folders, {**(read_list(folders.dist) or {}), **names}, force=True)
    assert (tmp_path / "precious.txt").read_text(encoding="utf-8") == "mine"


def test_mending_when_all_is_well_changes_nothing(folders: Folders) -> None:
    shutil.rmtree(folders.next)
    recover(folders)
    recover(folders)
    assert texts(folders.dist) == OLD | THEIRS


def test_a_swap_of_version_0_1_is_mended(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    write(folders.previous, OLD)
    folders.marker.write_text("", encoding="utf-8")
    recover(folders)
    assert texts(folders.dist) == OLD


def test_what_others_write_during_the_swap_is_given_back(folders: Folders) -> None:
    shutil.rmtree(folders.dist / "participant/en/mine.txt", ignore_errors=True)
    (folders.dist / "participant/en/mine.txt").unlink()
    todo = steps(folders)
    write(folders.dist, {"participant/en/late.txt": "their"})
    for step in todo:
        step()
    assert texts(folders.dist)["participant/en/late.txt"] == "their"


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
def test_what_is_in_the_way_stops_the_build(folders: Folders, what: str) -> None:
    mine, told = IN_THE_WAY[what]
    write(folders.dist, {mine: "mine"})
    write(folders.next, {"participant/new.html": "new", "participant/caf\u00e9.html": "new"})
    with pytest.raises(ContentError) as caught:
        publish_new(folders)
    if what == "a folder where a file must be":
        told = "participant/new.html"
    assert codes(caught) == {f"dist/{told}": "dist-in-the-way"}
    assert texts(folders.dist) == OLD | THEIRS | {mine: "mine"}


def test_a_linked_file_of_ours_is_in_the_way(folders: Folders) -> None:
    path = folders.dist / "participant/index.html"
    path.rename(folders.root / "elsewhere.html")
    path.symlink_to(folders.root / "elsewhere.html")
    with pytest.raises(ContentError) as caught:
        publish_new(folders)
    assert codes(caught) == {"dist/participant/index.html": "dist-in-the-way"}
    assert (folders.root / "elsewhere.html").read_text(encoding="utf-8") == "old"


def test_a_changed_file_of_ours_stops_the_build_and_force_replaces_it(folders: Folders) -> None:
    changed = {"participant/index.html": "typed by hand", "participant/en/gone.html": "filled in"}
    write(folders.dist, changed)
    with pytest.raises(ContentError) as caught:
        publish_new(folders)
    assert codes(caught) == {f"dist/{name}": "dist-changed" for name in changed}
    assert texts(folders.dist) == OLD | THEIRS | changed
    publish_new(folders, force=True)
    assert texts(folders.dist) == NEW | THEIRS


def test_force_replaces_nothing_of_others(folders: Folders) -> None:
    write(folders.dist, {"participant/es/a.html": "mine"})
    with pytest.raises(ContentError):
        publish_new(folders, force=True)


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("before", ["", "ours"])
def test_robots_of_somebody_stay(folders: Folders, before: str, *, force: bool) -> None:
    if before:
        write(folders.next, {"participant/robots.txt": before})
        publish_new(folders)
    write(folders.dist, {"participant/robots.txt": "User-agent: mine"})
    write(folders.next, {**NEW, "participant/robots.txt": "ours"})
    found = settle(folders, read_list(folders.dist), force=force)
    assert found.yours == ("participant/robots.txt",)
    assert texts(folders.dist) == NEW | THEIRS | {"participant/robots.txt": "User-agent: mine"}


def test_a_dist_without_list_is_not_taken_for_ours(folders: Folders) -> None:
    (folders.dist / LIST).unlink()
    with pytest.raises(ContentError) as caught:
        publish_new(folders)
    assert [problem.code for problem in caught.value.problems] == ["dist-without-list"]
    assert texts(folders.dist) == OLD | THEIRS


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 3}', '{"files": {"a": 3}}', "null"])
def test_a_broken_list_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / LIST).write_text(text, encoding="utf-8")
    assert read_list(tmp_path) is None


# -- links, other disks, what may not be written


@pytest.mark.parametrize("name", ["dist", "dist/participant"])
def test_a_linked_folder_is_written_through(folders: Folders, tmp_path: Path, name: str) -> None:
    web = tmp_path.parent / f"{tmp_path.name}-web"
    (folders.root / name).rename(web)
    (folders.root / name).symlink_to(web, target_is_directory=True)
    publish_new(folders)
    assert (folders.root / name).is_symlink()
    assert texts(web / ("participant" if name == "dist" else ""))["index.html"] == "new"
    assert texts(folders.dist / "participant") == {
        path.removeprefix("participant/"): text
        for path, text in (NEW | THEIRS).items()
        if path.startswith("participant/")
    }


def test_another_disk_is_written_through(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be renamed from .build into dist/participant: a mount, as of a container."""
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.parent == folders.dist / "participant" and self.parent == folders.work:
            raise OSError(18, "Invalid cross-device link")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    todo = steps(folders)
    assert (folders.dist / "participant" / STAGING / "next/participant/en/a.html").is_file()
    for step in todo[:6]:
        step()
    recover(folders)
    assert texts(folders.dist) == NEW | THEIRS
    assert not (folders.dist / "participant" / STAGING).exists()


@pytest.mark.parametrize("target", [".", "modules", "..", "pages/x"])
@pytest.mark.parametrize("link", ["dist", "dist/participant"])
def test_a_link_into_the_course_is_refused(tmp_path: Path, target: str, link: str) -> None:
    folders = Folders(tmp_path / "course")
    for folder in (folders.work, folders.root / "modules", folders.root / "pages/x", (folders.root / link).parent):
        folder.mkdir(parents=True, exist_ok=True)
    (folders.root / link).symlink_to((folders.root / target).resolve())
    with pytest.raises(ContentError) as caught:
        check_dist(folders)
    assert codes(caught) == {link: "dist-in-course"}


def test_a_link_to_a_folder_elsewhere_is_fine(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "course")
    for folder in (folders.work, tmp_path / "web"):
        folder.mkdir(parents=True)
    folders.dist.symlink_to(tmp_path / "web")
    check_dist(folders)


def test_a_list_or_state_that_is_no_file_of_ours_is_none(tmp_path: Path) -> None:
    deep = "[" * 100_000
    (tmp_path / LIST).write_text(deep)
    (tmp_path / "state.json").write_text(deep)
    assert read_list(tmp_path) is None
    assert read_state(tmp_path / "state.json") == State()
    (tmp_path / LIST).unlink()
    os.mkfifo(tmp_path / LIST)
    assert read_list(tmp_path) is None


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    folders.work.mkdir()
    folders.dist.symlink_to(tmp_path / "nothing")
    with pytest.raises(ContentError) as caught:
        check_dist(folders)
    assert codes(caught) == {"dist": "dist-no-folder"}
    folders.dist.unlink()
    folders.dist.write_text("", encoding="utf-8")
    with pytest.raises(ContentError):
        check_dist(folders)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_before_the_build(folders: Folders) -> None:
    (folders.dist / "participant").chmod(0o500)
    try:
        with pytest.raises(PermissionError) as caught:
            check_dist(folders)
    finally:
        (folders.dist / "participant").chmod(0o700)
    assert caught.value.filename == str(folders.dist / "participant")


def test_a_permission_error_undoes_the_swap(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Windows does while a reader holds a file of the new folder open."""
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self == folders.dist / "trainer/index.html":
            raise PermissionError(13, "in use", str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(ContentError) as caught:
        publish_new(folders)
    assert codes(caught) == {"index.html": "file-held-open"}
    assert texts(folders.dist) == OLD | THEIRS
    monkeypatch.undo()
    write(folders.next, NEW)
    publish_new(folders)
    assert texts(folders.dist) == NEW | THEIRS


def test_a_full_disk_undoes_the_swap(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self == folders.next / "trainer/index.html":
            raise OSError(28, "No space left on device", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="No space"):
        publish_new(folders)
    assert texts(folders.dist) == OLD | THEIRS
