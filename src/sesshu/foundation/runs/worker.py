"""What ``sesshu work`` does: three loops, side by side, over every place the process was given.

Runs and papers, seals, deliveries: a chunk of half a minute must hold up neither the sealer nor the
courier. A loop stops between two turns; killed within one, nothing is lost (`runs.steps`).
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from django.db import connections

from sesshu.foundation.ledger.jobs.keep_sealing import keep_sealing
from sesshu.foundation.post.courier import deliver
from sesshu.foundation.post.inbox import work_next
from sesshu.foundation.post.stamping import stamp
from sesshu.foundation.runs.served import pairs, places_served
from sesshu.foundation.runs.steps import step
from sesshu.foundation.unforeseen import told
from sesshu.foundation.walls import Place, enter

Turn = Callable[[], bool]  # whether there was anything to do
PAUSE_SECONDS = 1.0  # after a round in which there was nothing to do
PAUSE_AFTER_FAILURE_SECONDS = 5.0


def take_a_step(place: Place) -> bool:
    """One step of a run, new papers numbered, one paper worked."""
    with enter(place):
        return any([step(), stamp() > 0, work_next()])


def carry(sender: Place, receiver: Place) -> bool:
    """Carry what lies in one outbox for one receiver."""
    return deliver(sender, receiver) > 0


def finish_all(municipality: str) -> None:
    """Work off, in this thread, all runs and papers of one municipality in all its systems."""
    busy = True
    while busy:
        places = [each for each in places_served("jobs") if each.municipality == municipality]
        busy = any([turn() for turn in [*_steps(places), *_deliveries(places)]])


def _steps(places: list[Place]) -> Iterable[Turn]:
    return [partial(take_a_step, place) for place in places]


def _deliveries(places: list[Place]) -> Iterable[Turn]:
    return [partial(carry, *pair) for pair in pairs(places)]


LOOPS: dict[str, Callable[[list[Place]], Iterable[Turn]]] = {
    "jobs": _steps,
    "courier": _deliveries,
}


@dataclass(slots=True)
class Worker:
    """Threads that work until `stop` is called; the sealer seals once more then."""

    pause: float = PAUSE_SECONDS
    pause_after_failure: float = PAUSE_AFTER_FAILURE_SECONDS
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin."""
        self._threads = [
            threading.Thread(target=self._work, args=(zone,), name=zone) for zone in LOOPS
        ]
        self._threads.append(threading.Thread(target=self._seal, name="sealer"))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ask every loop to end after the turn it is at."""
        self._stopping.set()

    def join(self) -> None:
        """Wait until all loops ended."""
        for thread in self._threads:
            thread.join()

    def _work(self, zone: str) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._round(zone))
        connections.close_all()

    def _seal(self) -> None:
        keep_sealing(self._stopping)
        connections.close_all()

    def _round(self, zone: str) -> float:
        """One turn for every place; how long to pause after it. What fails at one place holds up no other."""
        try:
            results = [
                self._try(zone, turn)
                for turn in LOOPS[zone](places_served(zone))
                if not self._stopping.is_set()
            ]
        except Exception as error:
            self._failed(zone, error)
            return self.pause_after_failure
        if None in results:
            return self.pause_after_failure
        return 0 if any(results) else self.pause

    def _try(self, zone: str, turn: Turn) -> bool | None:
        """The result of a turn, None when it failed."""
        try:
            return turn()
        except Exception as error:
            self._failed(zone, error)
            return None

    def _failed(self, zone: str, error: Exception) -> None:
        told(error, f"{zone}: a turn failed and will be taken again")
        connections[zone].close()
