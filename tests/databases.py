"""The record in SQLite and on a real PostgreSQL server, which is started once for the tests that ask for it."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from conftest import need_tool

from builder.cli import main
from builder.programme.place import Place, place_of
from builder.programme.store import Store, begin

INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@dataclass(frozen=True)
class Server:
    port: int

    def address(self, database: str = "postgres") -> str:
        return f"postgresql://taller@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The address of an empty database."""
        with psycopg.connect(self.address(), autocommit=True) as connection:
            count = connection.execute("SELECT count(*) FROM pg_database").fetchone()
            name = f"record_{count[0]}"
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)


@contextmanager
def server() -> Iterator[Server]:
    """A PostgreSQL of its own in a folder of its own; under another user where the tests run as root, which it refuses."""
    programs = Path(need_tool("initdb", os.pathsep.join(map(str, INSTALLED)))).resolve().parent
    folder, port = Path(tempfile.mkdtemp(prefix="taller-pg-")), free_port()
    other = another_user()
    for path in (folder, folder / "data"):
        path.mkdir(exist_ok=True)
        if other:
            shutil.chown(path, *other)
    as_other = ["setpriv", f"--reuid={other[0]}", f"--regid={other[1]}", "--clear-groups"] if other else []
    started: subprocess.Popen[bytes] | None = None
    try:
        run = [*as_other, programs / "initdb", "--username=taller", "--auth=trust", "--no-sync", "--encoding=UTF8"]
        subprocess.run([*run, "--locale=C", "-D", folder / "data"], check=True, capture_output=True, cwd=folder)
        settings = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-p", str(port), "-k", folder]
        start = [*as_other, programs / "postgres", "-D", folder / "data", *settings]
        with (folder / "log").open("wb") as log:
            started = subprocess.Popen(start, stdout=log, stderr=log, cwd=folder)
        wait_for(Server(port))
        yield Server(port)
    finally:
        if started:
            started.send_signal(signal.SIGINT)  # the quick end, which waits for no connection
            started.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def another_user() -> tuple[str, str] | None:
    """Who runs the server where the tests run as root."""
    if os.name == "nt" or os.getuid():
        return None
    import pwd  # noqa: PLC0415 - there is none on Windows

    names = {entry.pw_name for entry in pwd.getpwall()}
    return ("postgres", "postgres") if "postgres" in names else ("nobody", "nogroup")


def wait_for(one: Server) -> None:
    for _ in range(200):
        try:
            psycopg.connect(one.address()).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("PostgreSQL did not start")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with server() as one:
        yield one


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "sqlite":
        return place_of(str(tmp_path / "own"))
    return place_of(request.getfixturevalue("postgres").new_database())


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    begin(place)
    with Store(place) as one:
        yield one


def command(*arguments: str | Path) -> Result:
    """`taller`, in this process."""
    return CliRunner().invoke(main, [*map(str, arguments)])
