"""What every test may use: the tiny course, a copy of it to break, the command, and a guard against the network."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder.course.load import load_course
from builder.course.model import Course

pytest_plugins = ("built_site",)
COURSES = Path(__file__).parent / "courses"
TINY = COURSES / "tiny"
LONGEST = (
    "test_real_course.py", "test_pipeline.py", "test_site_access.py", "test_scorm_player.py", "test_command.py",
    "test_my_plan.py", "test_app.py", "test_fleet.py", "test_today.py", "test_leaks.py", "test_epub.py",
    "test_plugin.py", "test_record_import.py", "test_edit_page.py", "test_machine.py", "test_collect.py",
    "test_accessible.py", "test_site_finding.py", "test_book.py", "test_offline.py", "test_site_loading.py",
    "test_fuzz.py", "test_book_links.py", "test_imports_manual.py", "test_record_report.py",
    "test_faults_of_engines.py", "test_stale.py", "test_certificates.py", "test_site_sheets.py", "test_kit.py",
    "test_people.py", "test_editions.py", "test_po.py", "test_forms_programs.py",
)  # fmt: skip
"""Files of tests that take a quarter of a minute or more: they begin first, so that both workers end together."""
COSTLY = frozenset({"real", "docs_site"})
"""Fixtures that load the course that ships or build the docs: `make test-fast` leaves out what needs them."""
_NEAR = ("127.0.0.1", "localhost", "::1")
_far: list[object] = []
"""Addresses that a test tried to reach."""


def need_tool(name: str, folder: str = "") -> str:
    """The path of an external program. Without it the test is skipped; on the build server (CI=true) it fails."""
    found = (folder and shutil.which(name, path=folder)) or shutil.which(name)
    if found is None:
        message = f"{name} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def need_browser() -> str:
    """Chromium without windows, which takes less CPU time to start and to show a page, or else the whole Chromium.

    Not the script of that name on the PATH: it would outlive the driver that began it.
    """
    return shutil.which("chromium-headless-shell", path="/usr/lib/chromium") or need_tool("chromium")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not COSTLY.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("slow")
    order = dict(zip(LONGEST, range(-len(LONGEST), 0), strict=True))
    items.sort(key=lambda item: order.get(item.path.name, 0))


@pytest.fixture(scope="session", autouse=True)
def _network_guard() -> Iterator[None]:
    """No connection but to this machine: sockets of this process, and proxies that lead nowhere for its children."""

    def guarded(real: Callable[..., object]) -> Callable[..., object]:
        def connect(self: socket.socket, address: object) -> object:
            if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in _NEAR:
                _far.append(address)
                message = f"a test reaches for {address}"
                raise OSError(message)
            return real(self, address)

        return connect

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
        yield


@pytest.fixture(autouse=True)
def _no_network(_network_guard: None) -> Iterator[None]:
    """A test fails that tried to reach another machine, even when the code swallowed the error."""
    _far.clear()
    yield
    assert not _far, f"this test reached for the network: {_far}"


@pytest.fixture(scope="session")
def tiny() -> Course:
    """The smallest course that uses every block and feature, loaded."""
    course, problems = load_course(TINY)
    assert not problems
    return course


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    """A copy of the tiny course that a test may change."""
    return Path(shutil.copytree(TINY, tmp_path / "course"))


@dataclass(frozen=True)
class Result:
    """What a child process did."""

    code: int
    stdout: str
    stderr: str


@pytest.fixture
def run_cli() -> Callable[..., Result]:
    """`run_cli("check", "--strict", cwd=folder)`: the command `taller` in a process of its own."""

    def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Result:
        nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
        variables = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", **nowhere, **environment}
        command = [sys.executable, "-m", "builder", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=cwd, env=variables, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run
