"""Plain `mkdocs` at a course's root, and the preview."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from site_fixtures import wait_for, write_course

from builder.commands.preview import make_server
from builder.course.model import Audience
from builder.problems import ContentError, UsageError

pytestmark = pytest.mark.slow

SESSION = "modules/10-water/10-count.en.md"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_course(tmp_path / "course")


def mkdocs(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", *arguments]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=False)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def page(port: int, name: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{name}", timeout=60) as answer:
            text: str = answer.read().decode()
            return text
    except OSError:
        return ""


def test_mkdocs_build_makes_the_participants_site(course: Path) -> None:
    done = mkdocs(course, "build", "--strict")
    assert done.returncode == 0, done.stderr
    site = course / "site"
    assert "Count every litre" in (site / "modules/water/count.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in (site / "index.html").read_text(encoding="utf-8")
    text = "".join(path.read_text(encoding="utf-8", errors="replace") for path in site.rglob("*") if path.is_file())
    for secret in ("Trainersecret", "Answersecret", "Guidesecret", "Testfeedback", "Build this with taller"):
        assert secret not in text


def test_a_courses_settings_choose_no_audience(course: Path) -> None:
    settings = course / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("  - taller\n", "  - taller: {audience: trainer, language: es}\n"), encoding="utf-8"
    )
    done = mkdocs(course, "build")
    assert done.returncode == 1
    assert "forbidden-setting" in done.stderr


def test_mkdocs_build_names_the_line_of_a_problem(course: Path) -> None:
    path = course / SESSION
    path.write_text(path.read_text(encoding="utf-8").replace("::: /trainer", ":::", 1), encoding="utf-8")
    done = mkdocs(course, "build")
    assert done.returncode == 1
    assert f"{SESSION}:" in done.stderr
    assert "close-needs-name" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (course / "site").exists()


def test_mkdocs_serve_shows_the_participants_site_and_follows_edits(course: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    log = (course.parent / "log.txt").open("w+", encoding="utf-8")
    process = subprocess.Popen(command, cwd=course, stdout=log, stderr=log)
    try:
        wait_for(lambda: "Count every litre" in page(port, "sub/participant/modules/water/count.html"))
        edit(course)
        wait_for(lambda: "Never drink wine." in page(port, "sub/participant/modules/water/count.html"))
        (course / "modules").rename(course / "away")
        wait_for(lambda: "missing-folder" in (course.parent / "log.txt").read_text(encoding="utf-8"))
        (course / "away").rename(course / "modules")
        edit(course, "Never drink wine.", "Never drink tea.")
        wait_for(lambda: "Never drink tea." in page(port, "sub/participant/modules/water/count.html"))
        assert "Traceback" not in (course.parent / "log.txt").read_text(encoding="utf-8")
        assert "Trainersecret" not in page(port, "sub/participant/modules/water/count.html")
    finally:
        process.terminate()
        process.wait(60)
        log.close()


def edit(course: Path, old: str = "Never drink it.", new: str = "Never drink wine.") -> None:
    path = course / SESSION
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_saved_change_is_seen_at_once(course: Path) -> None:
    said: list[str] = []
    port = free_port()
    server = make_server(course, Audience.TRAINER, "", ("127.0.0.1", port), said.append)
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        name = "modules/water/count.html"
        wait_for(lambda: "Trainersecret" in page(port, name))
        started = time.process_time()
        edit(course)
        wait_for(lambda: "Never drink wine." in page(port, name))
        assert time.process_time() - started < 5, "one or two of the preview's own work, whatever else the machine does"
        edit(course, "::: /answer", ":::")
        wait_for(lambda: any("close-needs-name" in line for line in said))
        assert "Never drink wine." in page(port, name), "the last good page stays"
        edit(course, ":::\n:::\n\n::: case", "::: /answer\n:::\n\n::: case")
        edit(course, "Never drink wine.", "Never drink tea.")
        wait_for(lambda: "Never drink tea." in page(port, name))
        story = course / "casestories" / "nuevo.en.md"
        story.with_name("nuevo.yml").write_text(
            (course / "casestories/lago.yml").read_text(encoding="utf-8"), encoding="utf-8"
        )
        story.write_text("---\ntitle: Brand new\nsummary: Story.\n---\nText.\n", encoding="utf-8")
        wait_for(lambda: "Brand new" in page(port, "cases/index.html"))
    finally:
        server.shutdown()


def test_the_preview_hears_what_comes_after_folders_were_moved(course: Path) -> None:  # noqa: PLR0915 - one server, one story
    said: list[str] = []
    port, name = free_port(), "modules/water/count.html"
    server = make_server(course, Audience.PARTICIPANT, "", ("127.0.0.1", port), said.append)
    threading.Thread(target=server.serve, daemon=True).start()
    away = course.with_name("away")
    modules, page_file = course / "modules", course / SESSION
    drinks = ["it", "wine", "tea", "milk", "soup", "salt", "rain", "beer", "broth", "juice"]
    words = [f"Never drink {drink}." for drink in drinks]

    def shows(number: int) -> None:
        wait_for(lambda: words[number] in page(port, name))

    def edit_to(number: int, path: Path = page_file) -> None:
        path.write_text(path.read_text(encoding="utf-8").replace(words[number - 1], words[number]), encoding="utf-8")

    try:
        shows(0)
        modules.rename(away)
        wait_for(lambda: any("modules" in line for line in said))
        assert words[0] in page(port, name), "the last good page stays"
        away.rename(modules)
        edit_to(1)
        shows(1)
        shutil.copytree(modules, away)
        shutil.rmtree(modules)
        shutil.copytree(away, modules)  # deleted and unpacked again
        edit_to(2)
        shows(2)
        shutil.rmtree(away)
        shutil.copytree(modules, away)
        edit_to(3, away / SESSION.removeprefix("modules/"))
        modules.rename(course.with_name("old"))
        away.rename(modules)  # replaced by a rename
        shows(3)
        before = page_file.stat()
        draft = page_file.with_name("draft.txt")
        draft.write_text(page_file.read_text(encoding="utf-8").replace(words[3], words[4]), encoding="utf-8")
        os.utime(draft, ns=(before.st_atime_ns, before.st_mtime_ns))
        draft.replace(page_file)  # same size, same time
        shows(4)
        settings = course / "mkdocs.yml"
        draft = course / "draft.yml"
        draft.write_text(re.sub("site_name: .*", "site_name: Quite another", settings.read_text("utf-8")), "utf-8")
        draft.replace(settings)
        wait_for(lambda: "Quite another" in page(port, name))
        edit_to(5)
        shows(5)
        said.clear()
        course.rename(away)  # the course as a whole
        wait_for(lambda: any("missing-file" in line for line in said))
        away.rename(course)
        edit_to(6)
        shows(6)
        made = Path(server.root) / name
        os.utime(made, (4_000_000_000, 4_000_000_000))  # the clock was set back
        edit_to(7)
        shows(7)
        (course / "casestories").rename(away)
        (course / "casestories").mkdir()
        wait_for(lambda: any("casestories" in line or "missing" in line for line in said))
        (course / "casestories").rmdir()
        away.rename(course / "casestories")
        assert not (course / ".build").exists(), "two previews of a course would write over one another there"
        edit_to(8)
        shows(8)
    finally:
        server.shutdown()


def test_the_preview_says_that_its_language_is_gone(course: Path) -> None:
    said: list[str] = []
    server = make_server(course, Audience.PARTICIPANT, "es", ("127.0.0.1", free_port()), said.append)
    settings = course / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[en, es]", "[en]"), encoding="utf-8")
    server.builder()
    server.follower.stop()
    server.server_close()
    assert any("es" in line for line in said[2:]), said


def test_a_dirty_build_of_plain_mkdocs_leaves_no_page_that_is_gone(course: Path) -> None:
    assert mkdocs(course, "build").returncode == 0
    gone = course / "site/cases/gone.html"
    gone.write_text("hidden since", encoding="utf-8")
    edit(course)
    assert mkdocs(course, "build", "--dirty").returncode == 0
    assert not gone.exists()
    assert "Never drink wine." in (course / "site/modules/water/count.html").read_text(encoding="utf-8")
    edit(course, "::: /answer", ":::")
    done = mkdocs(course, "build")
    assert "site/ is as the last build left it" in done.stderr


def test_preview_of_a_broken_course_says_why(course: Path) -> None:
    edit(course, "::: /answer", ":::")
    with pytest.raises(ContentError, match="close-needs-name"):
        make_server(course, Audience.PARTICIPANT, "", ("127.0.0.1", free_port()))


def test_preview_refuses_a_language_that_the_course_lacks(course: Path) -> None:
    with pytest.raises(UsageError, match="fr"):
        make_server(course, Audience.PARTICIPANT, "fr", ("127.0.0.1", free_port()))


def test_preview_runs_no_code_of_the_course(course: Path) -> None:
    (course / "evil.py").write_text("raise SystemExit('ran')\n", encoding="utf-8")
    with (course / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [evil.py]\n")
    with pytest.raises(ContentError, match=r"unknown-key|forbidden-setting"):
        make_server(course, Audience.PARTICIPANT, "", ("127.0.0.1", free_port()))
