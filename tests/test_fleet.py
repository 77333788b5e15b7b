"""Many editions at once: processes of this machine, and a real cluster of Dask whose workers die and stop."""

import json
import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster

from builder.build.bundle import course_files
from builder.build.cluster import Cluster
from builder.build.crew import Crew
from builder.build.fleet import FEW, Order, Outcome, build_all, build_one
from builder.build.owned import list_of
from builder.build.shared import Shared
from builder.outputs.choice import Choice
from builder.problems import MissingToolError, UsageError

MONO = Path(__file__).parent / "courses" / "mono"
NUMBER = 50
MOST_MEMORY = 700
"""MB of a worker."""
QUIZ = """
:::: quiz Test {#final use=test}
::: question {#first type=single}
%s

- [x] Yes
    > It is so for all who look.
- [ ] No
    > Look again.
:::
::::
"""


def secret(number: int) -> str:
    """Words that stand in one edition only."""
    return f"canaryofedition{number:03} asks who lives here"


def write_edition(folder: Path, question: str) -> Path:
    shutil.copytree(MONO, folder)
    page = folder / "modules" / "10-one" / "10-page.en.md"
    page.write_text(page.read_text(encoding="utf-8") + QUIZ % question, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editions")
    for number in range(NUMBER):
        write_edition(folder / f"e{number:03}", secret(number))
    return folder


def orders(folder: Path, shared: str = "") -> list[Order]:
    return [
        Order(root.name, root, Choice(("questions",)), shared) for root in sorted(folder.iterdir()) if root.is_dir()
    ]


def published(folder: Path) -> dict[str, object]:
    """Digests of all files of all editions."""
    found = {order.name: list_of(order.root / "dist") for order in orders(folder)}
    assert all(found.values())
    return found


def whole(found: list[Outcome]) -> None:
    """All are there once, and fine."""
    assert [(one.name, one.state, one.problems, one.fault) for one in found if not one.is_fine] == []
    assert sorted(one.name for one in found) == [f"e{number:03}" for number in range(NUMBER)]
    assert max(one.peak for one in found) < MOST_MEMORY


@pytest.fixture(scope="module")
def by_one(editions: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What one process makes of them."""
    folder = Path(shutil.copytree(editions, tmp_path_factory.mktemp("one") / "editions"))
    whole([build_one(order) for order in orders(folder)])
    return published(folder)


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[LocalCluster]:
    settings = {"distributed.scheduler.allowed-failures": 1, "distributed.comm.timeouts.connect": "5s"}
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, local_directory=str(folder),
            silence_logs=50,
        ) as found,
    ):  # fmt: skip
        yield found


def test_an_edition_has_nothing_of_another_one(by_one: dict[str, object], editions: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(editions, tmp_path / "editions"))
    found = list(build_all(orders(folder, str(tmp_path / "cache")), lambda _: folder, Crew(2, tmp_path)))
    whole(found)
    assert published(folder) == by_one
    for number in range(NUMBER):
        texts = [path.read_bytes() for path in (folder / f"e{number:03}" / "dist").rglob("*") if path.is_file()]
        assert any(secret(number).encode() in text for text in texts)
        assert not any(text.count(b"canaryof") != text.count(secret(number)[:18].encode()) for text in texts)


def test_two_workers_of_a_cluster_one_killed_make_the_same(
    by_one: dict[str, object], editions: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(editions, tmp_path / "editions"))
    own = folder / "e007" / "dist" / "participant" / "own.txt"
    own.parent.mkdir(parents=True)
    own.write_text("ours", encoding="utf-8")
    with cluster(2, tmp_path) as there:
        runner = Cluster(there.scheduler_address, [[order.root] for order in orders(folder)])
        found = []
        for outcome in build_all(orders(folder), lambda root: root, runner):
            found.append(outcome)
            if len(found) == NUMBER // 3:
                os.kill(next(iter(runner.client.run(os.getpid).values())), signal.SIGKILL)
        runner.close()
    whole(found)
    assert own.read_text(encoding="utf-8") == "ours"
    own.unlink()
    assert published(folder) == by_one
    assert build_one(orders(folder)[3]).state == "unchanged"


def test_four_workers_one_slow_and_one_edition_deadly_through_a_cache(
    by_one: dict[str, object], editions: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(editions, tmp_path / "editions"))
    asked = orders(folder, f"file://{tmp_path}/cache")
    deadly = Order("deadly", asked[0].root, Deadly())  # type: ignore[arg-type]
    with cluster(4, tmp_path) as there:
        runner = Cluster(there.scheduler_address, [[order.root] for order in asked])
        slow = next(iter(runner.client.run(os.getpid).values()))
        found = []
        for outcome in runner([deadly, *asked]):
            found.append(outcome)
            if len(found) == NUMBER // 3:
                pause(slow)
        runner.close()
    assert [one.state for one in found if one.name == "deadly"] == ["lost"]
    whole([one for one in found if one.name != "deadly"])
    assert published(folder) == by_one


class Deadly:
    """Kills the process that receives it, if that was started by another one: a worker, not the scheduler of this test."""

    def __reduce__(self) -> tuple[Callable[[], "Deadly"], tuple[()]]:
        return received, ()


def received() -> Deadly:
    if multiprocessing.parent_process():
        os._exit(9)
    return Deadly()


def pause(process: int) -> None:
    """The process stands still for a second, if it is still there."""

    def send(what: signal.Signals) -> None:
        try:
            os.kill(process, what)
        except ProcessLookupError:
            return

    send(signal.SIGSTOP)
    threading.Timer(1, send, [signal.SIGCONT]).start()


def test_processes_here_name_the_edition_that_kills_them(editions: Path, tmp_path: Path) -> None:
    some = orders(Path(shutil.copytree(editions, tmp_path / "editions")))[:4]
    deadly = Order("deadly", some[0].root, Deadly())  # type: ignore[arg-type]
    found = {one.name: one.state for one in Crew(2, tmp_path)([some[0], deadly, *some[1:]])}
    assert found == {"deadly": "lost", **{order.name: "built" for order in some}}


def test_what_editions_share_is_made_once(tmp_path: Path) -> None:
    """The same question in two of five; those of one base find what the first made."""
    for number, question in enumerate(["Same?", "Same?", "Same?", "Other?", "Same?"]):
        write_edition(tmp_path / "editions" / f"e{number}", question)
    asked = orders(tmp_path / "editions", str(tmp_path / "cache"))
    assert len(asked) > FEW
    found = {one.name: one.rows for one in build_all(asked, lambda _: tmp_path, Crew(2, tmp_path))}
    assert found["e0"]["made"] == found["e3"]["made"] > 0
    assert [found[name]["made"] for name in ("e1", "e2", "e4")] == [0, 0, 0]
    assert list_of(asked[0].root / "dist") == list_of(asked[4].root / "dist")


def test_only_the_course_itself_travels(tmp_path: Path) -> None:
    """Neither what lies beside the course nor what a link in it leads to: a worker would take it for the course's own."""
    outside, course = tmp_path / "private.md", tmp_path / "course"
    outside.write_text("private")
    shutil.copytree(MONO, course)
    kept = set(course_files(course))
    for name in (".git/config", ".env", "dist/a.pdf", "env/pyvenv.cfg", "env/lib/a.py", "editions/mexico/edition.yml", "old/mkdocs.yml",
                 "node_modules/a/a.js", "modules/.hidden/a.md"):  # fmt: skip
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text("more")
    (course / "modules/linked.en.md").symlink_to(outside)
    (course / "modules/around").symlink_to(tmp_path, target_is_directory=True)
    (course / "languages").mkdir()
    (course / "languages/a.yml").write_text("more")
    assert set(course_files(course)) == kept | {"languages/a.yml"}
    assert {"mkdocs.yml"} < kept


def test_half_a_file_in_the_cache_is_none(tmp_path: Path) -> None:
    cache = Shared(str(tmp_path / "cache"))
    made = tmp_path / "made"
    made.write_bytes(b"words" * 100)
    cache.give("k" * 32, "group", "c" * 32, made)
    assert cache.fetch("k" * 32, tmp_path / "one") == "c" * 32
    assert (tmp_path / "one").read_bytes() == made.read_bytes()
    assert cache.fetch_content("group", "c" * 32, tmp_path / "two")
    path = tmp_path / "cache" / "outputs" / ("k" * 32)
    path.write_bytes(path.read_bytes()[:-1])
    assert cache.fetch("k" * 32, tmp_path / "three") is None
    assert not cache.fetch_content("group", "c" * 32, tmp_path / "three")
    with pytest.raises((UsageError, MissingToolError)):
        Shared("nowhere://bucket")


def test_the_command_reports_on_each_and_says_where_faults_are(run_cli: Callable[..., object], tmp_path: Path) -> None:
    folder = tmp_path / "editions"
    for name in ("good", "bad"):
        write_edition(folder / name, f"{name}?")
    page = folder / "bad" / "reference" / "home.en.md"
    page.write_text(page.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    done = run_cli("fleet", "build", folder, "--workers", "2", "--output", "questions")
    assert done.code == 1
    assert "bad/reference/home.en.md:2: missing-key" in done.stdout
    assert "2 editions, 1 of them not built" in done.stdout
    report = json.loads((folder / ".build" / "fleet.json").read_text(encoding="utf-8"))
    assert report["failed"] == 1
    assert [(one["name"], one["state"]) for one in report["editions"]] == [("bad", "failed"), ("good", "built")]
    assert not (folder / "bad" / "dist").exists()
    page.write_text(page.read_text(encoding="utf-8").replace("titel:", "title:"), encoding="utf-8")
    again = run_cli("--lang", "es", "fleet", "build", folder, "--workers", "1", "--output", "questions")
    assert (again.code, again.stdout.splitlines()[0]) == (0, "2 ediciones, 0 sin generar")
    assert "al día" in again.stderr
    empty = run_cli("fleet", "build", folder / "good")
    assert (empty.code, "there is no folder with one of" in empty.stderr) == (2, True)


def test_a_scheduler_that_does_not_answer_is_told() -> None:
    with pytest.raises(UsageError) as told, dask.config.set({"distributed.comm.timeouts.connect": "500ms"}):
        Cluster("tcp://127.0.0.1:9", [])
    assert told.value.code == "fleet-no-scheduler"
