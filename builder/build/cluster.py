"""Runs a fleet on a cluster: a Dask scheduler hands editions to workers on any machine; only this file knows about
Dask.

An edition travels as bytes together with its base, is built in a temporary folder of the worker, and the published
files come back, either as bytes or through the shared cache. Workers need the same version of the builder and nothing
else from this machine. Dask passes the edition of a lost worker to another one, and gives up after several losses.
"""

import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from builder.build.bundle import course_files, files_below, pack, unpack
from builder.build.digest import builder_digest
from builder.build.fleet import Order, Outcome, build_one
from builder.build.lock import only_one
from builder.build.owned import digest_of, read_list, stamps_of
from builder.build.publish import LIST, Folders, check_dist, recover
from builder.build.settle import settle
from builder.build.shared import shared
from builder.build.state import read_state, write_state
from builder.problems import ContentError, MissingToolError, UsageError

_STATE = "state.json"
_one_at_a_time = threading.Lock()
"""A process runs one build at a time, though a Dask worker may have several threads."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """An edition on its way."""

    order: Order
    files: bytes
    """A zip of its folder and its base's, keeping their relative positions."""
    place: str
    """The path of the edition's folder in the archive."""
    builder: str
    """The digest of the sending builder; the worker must have the same."""


@dataclass(frozen=True, slots=True)
class Return:
    """What a worker sends back."""

    outcome: Outcome
    made: bytes = b""
    """The packed `dist`; empty if nothing was built, or if it lies in the shared cache."""
    name: str = ""
    """Its name there."""


class Cluster:
    """The workers of a scheduler. Raises MissingToolError without Dask, UsageError when no scheduler answers."""

    def __init__(self, address: str, bases: Sequence[Sequence[Path]]) -> None:
        try:
            self.dask: Any = import_module("distributed")  # only needed with a cluster
        except ImportError as error:
            raise MissingToolError("fleet-missing") from error
        self.folders = {folders[0]: folders for folders in bases}
        try:
            self.client: Any = self.dask.Client(address)
        except (OSError, ValueError) as error:
            raise UsageError("fleet-no-scheduler", {"address": address}) from error
        except (TypeError, RuntimeError) as error:
            # An address with TLS and no certificates in Dask's settings, or the reverse.
            raise UsageError("fleet-no-security", {"address": address, "reason": error}) from error

    def __call__(self, orders: Sequence[Order]) -> Iterator[Outcome]:
        """Yields outcomes as they arrive; each edition has been published here by then.

        When a worker dies, Dask blames every edition assigned to it, even those still waiting: each is retried alone.
        """
        suspects: list[Order] = []
        yield from self.run(orders, suspects)
        for order in suspects:
            again: list[Order] = []
            yield from self.run([order], again)
            if again:
                yield Outcome(order.name, "lost")

    def run(self, orders: Sequence[Order], suspects: list[Order]) -> Iterator[Outcome]:
        """Yields outcomes as they arrive; appends the editions whose workers were lost to `suspects`."""
        waiting, running = list(orders), dict[str, Order]()
        coming = self.dask.as_completed()
        while waiting or running:
            while waiting and len(running) < 2 * max(1, len(self.client.nthreads())):
                order = waiting.pop(0)
                future = self.submit(order)
                running[future.key] = order
                coming.add(future)
            future = next(coming)
            order = running.pop(future.key)
            try:
                back: Return = future.result()
            except self.dask.KilledWorker:
                suspects.append(order)
                continue
            except Exception as error:  # noqa: BLE001 - whatever a worker raises concerns its edition only
                back = Return(Outcome(order.name, "failed", fault=f"{type(error).__name__}: {error}"))
            future.release()
            yield take_in(order, back)

    def submit(self, order: Order) -> Any:
        parcel = self.parcel(order)
        return self.client.submit(build_parcel, parcel, key=f"{order.name}-{uuid4().hex}", pure=False)

    def parcel(self, order: Order) -> Parcel:
        folders = [folder.resolve() for folder in self.folders[order.root]]
        top = Path(os.path.commonpath(folders)) if len(folders) > 1 else folders[0].parent
        files = {
            f"{folder.relative_to(top).as_posix()}/{name}".removeprefix("./"): path
            for folder in folders
            for name, path in course_files(folder).items()
        }
        return Parcel(order, pack(files), folders[0].relative_to(top).as_posix(), builder_digest())

    def close(self) -> None:
        self.client.close()


def build_parcel(parcel: Parcel) -> Return:
    """Runs in a worker. What was made goes through the shared cache if there is one, and comes back itself if that fails."""
    order = parcel.order
    if parcel.builder != builder_digest():
        return Return(Outcome(order.name, "failed", fault=UsageError("fleet-other-builder")))
    with _one_at_a_time, TemporaryDirectory(prefix="taller-", ignore_cleanup_errors=True) as folder:
        unpack(parcel.files, Path(folder))
        root = Path(folder, parcel.place)
        outcome = build_one(replace(order, root=root))
        if not outcome.is_fine:
            return Return(outcome)
        shutil.copyfile(root / ".build" / _STATE, root / "dist" / _STATE)
        made = pack(files_below(root / "dist"))
    store = shared(order.shared)
    if store is None:
        return Return(outcome, made)
    name = sha256(made).hexdigest()
    store.write(f"editions/{name}", made)
    return Return(replace(outcome, unshared=store.fault), made) if store.fault else Return(outcome, name=name)


def take_in(order: Order, back: Return) -> Outcome:
    """Publishes what a worker built, just as a local build would: files that aren't ours stay."""
    outcome = back.outcome
    if not outcome.is_fine:
        return outcome
    content, fault = back.made, None
    if back.name and (store := shared(order.shared)):
        store.fault = None
        content, fault = store.read(f"editions/{back.name}") or b"", store.fault
    if not content:
        return replace(outcome, state="failed", fault=fault or UsageError("fleet-unread", {"address": order.shared}))
    folders = Folders(order.root)
    try:
        with only_one(folders.work / "lock"):
            recover(folders)
            check_dist(folders)
            _publish(folders, content, force=order.force)
    except ContentError as error:
        return replace(outcome, state="failed", problems=error.problems)
    except (OSError, UsageError) as error:
        return replace(outcome, state="failed", fault=error)
    return outcome


def _publish(folders: Folders, content: bytes, *, force: bool) -> None:
    unpack(content, folders.next)
    state_file = folders.next / _STATE
    state = read_state(state_file)
    state_file.unlink(missing_ok=True)
    (folders.next / LIST).unlink(missing_ok=True)
    settle(folders, read_list(folders.dist), force=force)
    with suppress(OSError):  # dist is published; the next build only has more to do
        stamps = stamps_of(folders.dist, read_list(folders.dist) or {})
        write_state(folders.work / _STATE, replace(state, stamps=stamps, listed=digest_of(folders.dist / LIST)))
