"""What the machine can't do: a full disk, folders that can only be read, too many files, things that vanish. One line, exit
code 3, `dist/` as it was, nothing left behind.
"""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from conftest import TINY, Result
from site_fixtures import wait_for
from test_pipeline import tree

from builder.build.owned import is_as_left, list_text, read_list
from builder.build.pool import processes, submit
from builder.build.publish import LIST
from builder.build.state import read_state
from builder.commands.machine import machine_text
from builder.words import command_words

pytestmark = pytest.mark.slow

PART = ("build", "--output", "case-stories", "--language", "en")
STORY = "casestories/solar-farm.en.md"
NOTES = ("nothing was published", "no se publicó nada")


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """A mount for a while. Without the right to mount, the test is skipped; as root on the build server it fails."""
    folder.mkdir(exist_ok=True)
    command = [shutil.which("mount") or "mount", *options, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False) if os.name == "posix" else None
    if done is None or done.returncode:
        if os.environ.get("CI") == "true" and os.geteuid() == 0 and not Path("/.dockerenv").exists():
            pytest.fail("can't mount")
        pytest.skip("needs the right to mount")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    with mounted(folder, "--bind", str(folder)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        yield


def edit(root: Path, sentence: str = "One more sentence.") -> None:
    with (root / STORY).open("a", encoding="utf-8") as story:
        story.write(f"\n{sentence}\n")


def leftovers(root: Path) -> list[str]:
    names = {"next", "previous", "tmp", "publishing", "probe"}
    return [path.name for path in (root / ".build").rglob("*") if path.name in names or "draft" in path.name]


def fails(done: Result, words: str) -> None:
    """One line that says it, and exit code 3."""
    lines = [line for line in done.stderr.splitlines() if not line.startswith(("  ", *NOTES))]
    assert done.code == 3, done.stdout + done.stderr
    assert len(lines) == 1, done.stderr
    assert words in lines[0]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One book of the tiny course, built."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("small") / "course"))
    command = [sys.executable, "-m", "builder", "-C", str(root), *PART]
    subprocess.run(command, check=True, capture_output=True)
    return root


@pytest.fixture
def course(small: Path, tmp_path: Path) -> Path:
    """A copy of it, edited since."""
    root = Path(shutil.copytree(small, tmp_path / "course"))
    edit(root)
    return root


@pytest.mark.parametrize("free", [0, 120])
def test_a_full_disk(small: Path, tmp_path: Path, run_cli: Callable[..., Result], free: int) -> None:
    """`free` kB: full at the start, and in the work of an engine."""
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=12m", "tmpfs"):
        root = Path(shutil.copytree(small, tmp_path / "disk/course"))
        edit(root)
        before = tree(root / "dist")
        found = os.statvfs(root)
        (root.parent / "filler").write_bytes(b"x" * (found.f_bavail * found.f_frsize - free * 1024))
        done = run_cli("-C", root, "--lang", "es", *PART)
        fails(done, "el disco está lleno")
        assert tree(root / "dist") == before
        assert not leftovers(root)
        (root.parent / "filler").unlink()
        assert run_cli("-C", root, *PART).code == 0


@pytest.mark.parametrize("name", ["", "dist", "dist/participant"])
def test_a_folder_that_can_only_be_read(course: Path, run_cli: Callable[..., Result], name: str) -> None:
    before = tree(course / "dist")
    with read_only(course / name):
        fails(run_cli("-C", course, "--lang", "en", *PART), "folder is read-only")
        assert tree(course / "dist") == before
        if not name:
            assert run_cli("-C", course, "check").code == 0
    assert not leftovers(course)


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
@pytest.mark.parametrize(("limit", "words"), [("-f 20", "no larger file"), ("-n 9", "too many open files")])
def test_a_limit_of_the_system(course: Path, limit: str, words: str) -> None:
    before = tree(course / "dist")
    command = f"ulimit {limit}; exec {sys.executable} -m builder -C {course} --lang en {' '.join(PART)}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    fails(Result(done.returncode, done.stdout, done.stderr), words)
    assert tree(course / "dist") == before


def run_while(course: Path, *arguments: str, when: str, act: Callable[[], object]) -> Result:
    """Runs the command, and does something as soon as it has said a word."""
    command = [sys.executable, "-m", "builder", "-C", str(course), "--lang", "en", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr
    said = ""
    while when not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    act()
    out, err = process.communicate(timeout=300)
    return Result(process.returncode, out, said + err)


def take_away(folder: Path) -> None:
    """A moment later, and again where the build writes in between."""
    time.sleep(0.4)
    wait_for(lambda: shutil.rmtree(folder, ignore_errors=True) or not folder.exists())


def test_the_working_folder_is_deleted_in_the_middle(course: Path) -> None:
    before = tree(course / "dist")
    done = run_while(course, *PART, when="check", act=lambda: take_away(course / ".build"))
    assert "Traceback" not in done.stderr
    assert done.code in {0, 3}
    if done.code:
        fails(done, "it is gone")
        assert tree(course / "dist") == before


def test_the_sources_are_deleted_in_the_middle(course: Path) -> None:
    done = run_while(course, *PART, when="case-stories", act=lambda: shutil.rmtree(course / "casestories"))
    assert done.code == 0, done.stderr
    assert (course / "dist/participant/downloads/case-stories.en.pdf").is_file()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_ends_without_a_traceback(course: Path) -> None:
    before = tree(course / "dist")
    command = [sys.executable, "-m", "builder", "-C", str(course), *PART]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr
    while "check" not in process.stderr.readline():
        pass
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=300)[1]
    assert "Traceback" not in said
    assert "Aborted" in said
    assert process.returncode in (130, -signal.SIGINT), (
        "the same for a shell; Python ends so when a class was being made"
    )
    assert tree(course / "dist") == before
    assert not leftovers(course)


def test_a_process_that_the_system_ends(tmp_path: Path) -> None:
    with pytest.raises(ChildProcessError) as caught, processes(1, tmp_path) as pool:
        submit(pool, os._exit, 1).result()
    assert "memory" in machine_text(caught.value, "en")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_fault_has_words_in_both_languages(language: str) -> None:
    english, here = (command_words(one)["machine"] for one in ("en", language))
    assert here.keys() == english.keys()
    for name, words in here.items():
        code = getattr(errno, name)
        text = machine_text(OSError(code, os.strerror(code), "/a/b"), language)
        assert text == f"/a/b: {words}"
        assert text.startswith("/a/b: ")
        assert "\n" not in text


def test_a_state_of_another_dist_is_not_believed(course: Path) -> None:
    """A build that is killed after it has published leaves the state of before: its edit may be taken back meanwhile."""
    dist, state = course / "dist", read_state(course / ".build/state.json")
    listed = read_list(dist)
    assert is_as_left(dist, listed, state)
    write = (dist / LIST).write_text
    write(list_text({**(listed or {}), "participant/new.html": ["x"]}), encoding="utf-8")
    assert not is_as_left(dist, read_list(dist), state)
    write(list_text(listed or {}), encoding="utf-8")
    assert is_as_left(dist, listed, state)
    (dist / "participant/index.html").write_text("changed", encoding="utf-8")
    assert not is_as_left(dist, listed, state)


@contextmanager
def no_room(folder: Path) -> Iterator[None]:
    """A small disk on which no byte is left."""
    with mounted(folder, "-t", "tmpfs", "-o", "size=256k", "tmpfs"):
        with (folder / "full").open("wb", buffering=0) as file, suppress(OSError):
            while file.write(b"\0" * 4096):
                pass
        yield


@pytest.mark.parametrize("what", ["session", "case", "course", "people"])
def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, run_cli: Callable[..., Result], course_dir: Path, what: str
) -> None:
    disk = tmp_path / "disk"
    (tmp_path / "list.csv").write_text("name\nAna Paz\n")
    with no_room(disk):
        arguments: dict[str, tuple[str | Path, ...]] = {
            "session": ("new", "module", "x"), "case": ("new", "case", "Café"), "course": ("new", "course", disk / "new"),
            "people": ("people", tmp_path / "list.csv", "--kind", "badges", "--output", disk / "badges.pdf"),
        }  # fmt: skip
        if what in ("session", "case"):
            folder = course_dir / ("modules" if what == "session" else "casestories")
            shutil.rmtree(folder)
            folder.symlink_to(disk)
        done = run_cli(*arguments[what], cwd=course_dir)
        assert (done.code, done.stderr.count("\n")) == (3, 1), done
        assert [path.name for path in disk.rglob("*") if path.is_file()] == ["full"]
