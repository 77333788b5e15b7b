"""Many editions at once: processes of this machine, and a real cluster of Dask whose workers die and stop."""

import json
import os
import shutil
import signal
import threading
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import dask
import pytest
from click.testing import CliRunner
from deadly import Deadly
from distributed import LocalCluster

from builder.build.bundle import course_files, pack
from builder.build.cluster import Cluster, Parcel, build_parcel, take_in
from builder.build.crew import Crew
from builder.build.digest import builder_digest
from builder.build.fleet import FEW, Order, Outcome, build_all, build_one
from builder.build.owned import list_of
from builder.build.shared import Shared
from builder.cli import main
from builder.outputs.choice import Choice
from builder.problems import MissingToolError, UsageError

pytestmark = pytest.mark.slow

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


HIDDEN = "Never tell who really pays the old baker at night."


def secret(number: int) -> str:
    """Words that stand in one edition only."""
    return f"canaryofedition{number:03} asks who lives here"


def write_edition(folder: Path, question: str) -> Path:
    shutil.copytree(MONO, folder)
    page = folder / "modules" / "10-one" / "10-page.en.md"
    page.write_text(page.read_text(encoding="utf-8") + QUIZ % question, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Built:
    folder: Path
    published: dict[str, object]


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


@pytest.fixture(scope="module")
def by_one(editions: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What one process makes of them."""
    folder = Path(shutil.copytree(editions, tmp_path_factory.mktemp("one") / "editions"))
    whole([build_one(order) for order in orders(folder)])
    return Built(folder, published(folder))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """Two workers; a test may ask for more. To start a process takes longer than to build ten of these editions."""
    folder = tmp_path_factory.mktemp("cluster")
    # Workers look at themselves a hundred times a second, which costs more than these editions do.
    quiet = {"distributed.worker.profile.enabled": False, "distributed.worker.memory.monitor-interval": "2s",
             "distributed.admin.system-monitor.interval": "5s"}  # fmt: skip
    quiet["distributed.scheduler.worker-ttl"] = (
        "60s"  # a worker that is killed may be missed only after this time, by default five minutes
    )
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "5s", **quiet}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, local_directory=str(folder),
            silence_logs=50,
        ) as found,
    ):  # fmt: skip
        yield found


def in_turn(asked: Sequence[Order]) -> Iterator[Outcome]:
    """A runner without processes."""
    return map(build_one, asked)


def test_an_edition_has_nothing_of_another_one(by_one: Built) -> None:
    """All came from one process, which had every one of them in its memory."""
    for number in range(NUMBER):
        texts = [path.read_bytes() for path in (by_one.folder / f"e{number:03}" / "dist").rglob("*") if path.is_file()]
        assert any(secret(number).encode() in text for text in texts)
        assert not any(text.count(b"canaryof") != text.count(secret(number)[:18].encode()) for text in texts)


def test_processes_here_make_the_same_and_name_the_edition_that_kills_them(
    by_one: Built, editions: Path, tmp_path: Path
) -> None:
    for order in orders(editions)[:6]:
        shutil.copytree(order.root, tmp_path / "editions" / order.name)
    some = orders(tmp_path / "editions", str(tmp_path / "cache"))
    deadly = Order("deadly", some[0].root, Deadly())  # type: ignore[arg-type]
    found = {one.name: one.state for one in Crew(2, tmp_path)([some[0], deadly, *some[1:]])}
    assert found.pop("deadly") == "lost"
    assert found.keys() == {order.name for order in some}
    assert set(found.values()) <= {"built", "unchanged"}, "one was ready, but not told, when its neighbour died"
    assert {order.name: list_of(order.root / "dist") for order in some} == {
        order.name: by_one.published[order.name] for order in some
    }


def test_what_editions_share_is_made_once(tmp_path: Path) -> None:
    """The same question in four of five; those of one base find what the first made."""
    for number, question in enumerate(["Same?", "Same?", "Same?", "Other?", "Same?"]):
        write_edition(tmp_path / "editions" / f"e{number}", question)
    asked = orders(tmp_path / "editions", str(tmp_path / "cache"))
    assert len(asked) > FEW
    found = {one.name: one.rows for one in build_all(asked, lambda _: tmp_path, in_turn)}
    assert found["e0"]["made"] == found["e3"]["made"] > 0
    assert [found[name]["made"] for name in ("e1", "e2", "e4")] == [0, 0, 0]
    assert list_of(asked[0].root / "dist") == list_of(asked[4].root / "dist")


def test_a_leak_stops_its_edition_alone_and_is_named(tmp_path: Path) -> None:
    """Planted where a fleet could get one from: in the cache that its editions share."""
    for name in ("clean", "leaky", "other"):
        page = write_edition(tmp_path / "editions" / name, f"{name}?") / "modules" / "10-one" / "10-page.en.md"
        page.write_text(page.read_text(encoding="utf-8") + f"\n::: trainer\n{HIDDEN}\n::: /trainer\n", encoding="utf-8")
    asked = [
        replace(one, choice=Choice(("moodle-book",))) for one in orders(tmp_path / "editions", str(tmp_path / "cache"))
    ]
    assert [one.state for one in build_all(asked, lambda root: root, in_turn)] == ["built"] * 3
    (book,) = (tmp_path / "editions" / "leaky" / "dist").rglob("*.zip")
    store, whole_book = Shared(str(tmp_path / "cache")), book.read_bytes()
    (name,) = (
        path.name
        for path in (tmp_path / "cache" / "outputs").iterdir()
        if store.read(f"outputs/{path.name}").endswith(whole_book)
    )
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("planted.html", f"<p>{HIDDEN}</p>")
    kept = store.read(f"outputs/{name}")
    store.write(f"outputs/{name}", kept.removesuffix(whole_book) + book.read_bytes())
    for order in asked:
        for name in (".build", "dist"):
            shutil.rmtree(order.root / name)
    found = {one.name: one for one in build_all(asked, lambda root: root, in_turn)}
    assert {name: one.state for name, one in found.items()} == {"clean": "built", "leaky": "failed", "other": "built"}
    (told,) = found["leaky"].problems
    assert (told.code, told.path.name) == ("leak", book.name)
    assert not (tmp_path / "editions" / "leaky" / "dist").exists()


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
    with pytest.raises(UsageError, match="be used as a cache: Not a directory"):
        Shared(f"file://{made}/cache").trial()


def refusing(cache: Path) -> Path:
    """A cache with a file where it puts its folders: it takes a trial, and refuses the first output as a full disk does."""
    cache.mkdir()
    (cache / "outputs").write_text("no folder")
    return cache


def test_a_cache_that_fails_stops_no_edition(by_one: Built, editions: Path, tmp_path: Path) -> None:
    for name in ("e000", "e001"):
        shutil.copytree(editions / name, tmp_path / "editions" / name)
    cache = refusing(tmp_path / "cache")
    found = [build_one(order) for order in orders(tmp_path / "editions", str(cache))]
    assert [(one.state, isinstance(one.unshared, OSError)) for one in found] == [("built", True)] * 2
    assert published(tmp_path / "editions") == {name: by_one.published[name] for name in ("e000", "e001")}
    assert not list(cache.rglob(".draft*"))


def test_what_was_made_comes_back_from_a_worker_whose_cache_fails(tmp_path: Path) -> None:
    root, cache = write_edition(tmp_path / "one", "Alone?"), tmp_path / "cache"
    order = Order("one", root, Choice(("questions",)), str(cache))
    parcel = Parcel(
        order, pack({f"one/{name}": path for name, path in course_files(root).items()}), "one", builder_digest()
    )
    refusing(cache)
    back = build_parcel(parcel)
    assert (back.outcome.state, back.name, isinstance(back.outcome.unshared, OSError)) == ("built", "", True)
    assert take_in(order, back).state == "built"
    assert list_of(root / "dist")
    (cache / "outputs").unlink()
    kept = build_parcel(parcel)
    assert (kept.outcome.unshared, kept.made) == (None, b"")
    (cache / "editions" / kept.name).unlink()
    lost = take_in(order, kept)
    assert (lost.state, lost.fault.code) == ("failed", "fleet-unread")


def test_the_command_reports_on_each_and_says_where_faults_are(tmp_path: Path) -> None:
    folder = tmp_path / "editions"
    for name in ("good", "bad"):
        write_edition(folder / name, f"{name}?")
    page = folder / "bad" / "reference" / "home.en.md"
    page.write_text(page.read_text(encoding="utf-8").replace("title:", "titel:"), encoding="utf-8")
    build = ["fleet", "build", str(folder), "--output", "questions"]
    cache = ["--cache", str(refusing(tmp_path / "cache"))]
    done = CliRunner().invoke(main, ["--lang", "en", *build, "--workers", "2", *cache])
    assert done.exit_code == 1
    assert "bad/reference/home.en.md:2: missing-key" in done.stdout
    assert "2 editions, 1 of them not built" in done.stdout
    assert "bad, good have the same id (one-page)" in done.stderr
    told = "1 edition was built without the cache, at least in part, and lacks nothing. Its fault: "
    assert f"{told}{tmp_path}/cache/outputs: there is a file where a folder must be" in done.stderr
    report = json.loads((folder / ".build" / "fleet.json").read_text(encoding="utf-8"))
    assert report["failed"] == 1
    assert report["same_ids"] == {"one-page": ["bad", "good"]}
    assert [(one["name"], one["state"]) for one in report["editions"]] == [("bad", "failed"), ("good", "built")]
    assert [one["cache"][-12:] for one in report["editions"]] == ["", "move it away"]
    assert not (folder / "bad" / "dist").exists()
    page.write_text(page.read_text(encoding="utf-8").replace("titel:", "title:"), encoding="utf-8")
    settings = folder / "bad" / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("id: one-page", "id: other"), encoding="utf-8")
    again = CliRunner().invoke(main, ["--lang", "es", *build, "--workers", "1"])
    assert (again.exit_code, again.stdout.splitlines()[0]) == (0, "2 ediciones, 0 sin generar")
    assert "al día" in again.stderr
    assert "mismo id" not in again.stderr
    unwritten = CliRunner().invoke(main, ["--lang", "en", *build, "--report", str(page / "report.json")])
    assert (unwritten.exit_code, unwritten.stdout.splitlines()) == (3, ["2 editions, 0 of them not built"])
    blocked = CliRunner().invoke(main, ["--lang", "en", *build, "--cache", str(page / "cache"), "--workers", "1"])
    assert (blocked.exit_code, "home.en.md/cache" in blocked.stderr) == (3, True)
    assert "good" not in blocked.output, "nothing was built in vain"
    empty = CliRunner().invoke(main, ["--lang", "en", "fleet", "build", str(folder / "good")])
    assert (empty.exit_code, "there is no folder with one of" in empty.stderr) == (2, True)


def test_a_scheduler_that_does_not_answer_is_told() -> None:
    with pytest.raises(UsageError) as told, dask.config.set({"distributed.comm.timeouts.connect": "500ms"}):
        Cluster("tcp://127.0.0.1:9", [])
    assert told.value.code == "fleet-no-scheduler"
    with pytest.raises(UsageError) as told:
        Cluster("tls://127.0.0.1:9", [])
    assert told.value.code == "fleet-no-security", "there is no certificate in Dask's settings"


def test_two_workers_of_a_cluster_one_killed_make_the_same(
    by_one: Built, cluster: LocalCluster, editions: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(editions, tmp_path / "editions"))
    cluster.scheduler.allowed_failures = 1
    own = folder / "e007" / "dist" / "participant" / "own.txt"
    own.parent.mkdir(parents=True)
    own.write_text("ours", encoding="utf-8")
    runner = Cluster(cluster.scheduler_address, [[order.root] for order in orders(folder)])
    found = []
    for outcome in build_all(orders(folder), lambda root: root, runner):
        found.append(outcome)
        if len(found) == NUMBER // 3:
            os.kill(next(iter(runner.client.run(os.getpid).values())), signal.SIGKILL)
    runner.close()
    whole(found)
    assert max(one.peak for one in found) < MOST_MEMORY
    assert own.read_text(encoding="utf-8") == "ours"
    own.unlink()
    assert published(folder) == by_one.published
    assert build_one(orders(folder)[3]).state == "unchanged"


def test_four_workers_one_slow_and_one_edition_deadly_through_a_cache(
    by_one: Built, cluster: LocalCluster, editions: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(editions, tmp_path / "editions"))
    cluster.scheduler.allowed_failures = 0
    cluster.scale(4)
    asked = orders(folder, f"file://{tmp_path}/cache")
    deadly = Order("deadly", asked[0].root, Deadly())  # type: ignore[arg-type]
    runner = Cluster(cluster.scheduler_address, [[order.root] for order in asked])
    runner.client.wait_for_workers(4)
    slow = next(iter(runner.client.run(os.getpid).values()))
    found = []
    for outcome in runner([deadly, *asked]):
        found.append(outcome)
        if len(found) == NUMBER // 3:
            pause(slow)
    runner.close()
    assert [one.state for one in found if one.name == "deadly"] == ["lost"]
    whole([one for one in found if one.name != "deadly"])
    assert published(folder) == by_one.published


def pause(process: int) -> None:
    """The process stands still for a second, if it is still there."""

    def send(what: signal.Signals) -> None:
        try:
            os.kill(process, what)
        except ProcessLookupError:
            return

    send(signal.SIGSTOP)
    threading.Timer(1, send, [signal.SIGCONT]).start()
