"""Runs a fleet on this machine: a fixed number of processes, each building one edition after another.

When a process dies, its whole pool breaks, and nobody knows which edition was to blame: those under way are rebuilt one
by one, and an edition whose process keeps dying is reported as lost.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from builder.build.fleet import Order, Outcome, build_one
from builder.build.pool import begin_worker, submit

TRIES = 2
"""How often an edition is built alone after its process has died."""


class Crew:
    """Processes that build editions; their temporary files lie in `temporary`."""

    def __init__(self, workers: int, temporary: Path) -> None:
        self.workers, self.temporary = workers, temporary

    def __call__(self, orders: Sequence[Order]) -> Iterator[Outcome]:
        """Yields outcomes as they arrive; editions under way when a process died are retried last."""
        waiting, suspects = list(orders), list[Order]()
        while waiting:
            running: dict[Future[Outcome], Order] = {}
            with self.pool(self.workers) as pool:
                try:
                    while waiting or running:
                        # Submit no more than there are processes, so that whatever is submitted could be what died.
                        while waiting and len(running) < self.workers:
                            order = waiting.pop(0)
                            running[submit(pool, build_one, order)] = order
                        for future in wait(running, return_when=FIRST_COMPLETED).done:
                            outcome = future.result()
                            del running[future]
                            yield outcome
                except BrokenProcessPool:
                    suspects += running.values()
        for order in suspects:
            yield self.alone(order)

    def alone(self, order: Order) -> Outcome:
        """Builds one edition in a process of its own, up to `TRIES` times."""
        for _ in range(TRIES):
            with self.pool(1) as pool:
                try:
                    return submit(pool, build_one, order).result()
                except BrokenProcessPool:
                    continue
        return Outcome(order.name, "lost")

    @contextmanager
    def pool(self, workers: int) -> Iterator[ProcessPoolExecutor]:
        """A pool of freshly spawned processes, which end with this one."""
        context = multiprocessing.get_context("spawn")
        settings = (1, str(self.temporary))
        with ProcessPoolExecutor(workers, mp_context=context, initializer=begin_worker, initargs=settings) as pool:
            yield pool
