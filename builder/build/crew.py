"""A fleet on this machine: so many processes, each of which builds one edition after the other.

When a process dies, so does the pool that it belongs to, and nobody knows which edition it was: those that were being built
are built again one by one, and one whose process dies then, too, is given up by name.
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
        """The outcomes, as they come."""
        waiting, suspects = list(orders), list[Order]()
        while waiting:
            running: dict[Future[Outcome], Order] = {}
            with self.pool(self.workers) as pool:
                try:
                    while waiting or running:
                        # No more than there are processes: then those that run are those that could have died.
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
        """One edition in a process of its own."""
        for _ in range(TRIES):
            with self.pool(1) as pool:
                try:
                    return submit(pool, build_one, order).result()
                except BrokenProcessPool:
                    continue
        return Outcome(order.name, "lost")

    @contextmanager
    def pool(self, workers: int) -> Iterator[ProcessPoolExecutor]:
        """Fresh processes, which end with this one."""
        context = multiprocessing.get_context("spawn")
        settings = (1, str(self.temporary))
        with ProcessPoolExecutor(workers, mp_context=context, initializer=begin_worker, initargs=settings) as pool:
            yield pool
