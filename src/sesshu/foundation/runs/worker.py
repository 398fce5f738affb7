"""What ``sesshu work`` does: five loops, side by side, over every place the process was given.

Runs, papers, deliveries, kept files, seals: a chunk of half a minute must not hold up the others. A loop
stops between two turns; killed within one, nothing is lost (`runs.steps`).
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from django.db import connections

from sesshu.foundation.ledger.jobs.keep_sealing import keep_sealing
from sesshu.foundation.media.lapsed import erase_lapsed
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
    """One step of a run."""
    with enter(place):
        return step()


def handle_papers(place: Place) -> bool:
    """Number what is new and work one paper that came."""
    with enter(place):
        return any([stamp() > 0, work_next()])


def carry(sender: Place, receiver: Place) -> bool:
    """Carry what lies in one outbox for one receiver."""
    return deliver(sender, receiver) > 0


def erase_kept(place: Place) -> bool:
    """Erase files of the media ledger that nobody fetched in time."""
    with enter(place):
        return erase_lapsed()


def finish_all(municipality: str) -> None:
    """Work off, in this thread, all runs and papers of one municipality in all its systems."""
    busy = True
    while busy:
        places = [each for each in places_served("jobs") if each.municipality == municipality]
        turns = [*_steps(places), *_papers(places), *_deliveries(places), *_kept(places)]
        busy = any([_exhausted(turn) for turn in turns])


def _exhausted(turn: Turn) -> bool:
    """Take a turn until there is nothing to do; whether there was anything."""
    found = turn()
    while found and turn():
        pass
    return found


def _steps(places: list[Place]) -> Iterable[Turn]:
    return [partial(take_a_step, place) for place in places]


def _papers(places: list[Place]) -> Iterable[Turn]:
    return [partial(handle_papers, place) for place in places]


def _deliveries(places: list[Place]) -> Iterable[Turn]:
    return [partial(carry, *pair) for pair in pairs(places)]


def _kept(places: list[Place]) -> Iterable[Turn]:
    return [partial(erase_kept, place) for place in places]


class Loop(NamedTuple):
    """What one thread does, and as which zone."""

    name: str
    zone: str
    turns: Callable[[list[Place]], Iterable[Turn]]


LOOPS = (
    Loop("runs", "jobs", _steps),
    Loop("papers", "jobs", _papers),
    Loop("deliveries", "courier", _deliveries),
    Loop("kept files", "jobs", _kept),
)


@dataclass(slots=True)
class Worker:
    """One thread a loop, and the sealer's, which seals once more when `stop` was called."""

    pause: float = PAUSE_SECONDS
    pause_after_failure: float = PAUSE_AFTER_FAILURE_SECONDS
    _stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Begin."""
        self._threads = [
            threading.Thread(target=self._work, args=(loop,), name=loop.name) for loop in LOOPS
        ]
        self._threads.append(threading.Thread(target=self._seal, name="seals"))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ask every loop to end after the turn it is at."""
        self._stopping.set()

    def join(self) -> None:
        """Wait until all loops ended."""
        for thread in self._threads:
            thread.join()

    def _work(self, loop: Loop) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._round(loop))
        connections.close_all()

    def _seal(self) -> None:
        keep_sealing(self._stopping)
        connections.close_all()

    def _round(self, loop: Loop) -> float:
        """One turn for every place; how long to pause after it. What fails at one place holds up no other."""
        try:
            results = [
                self._try(loop, turn)
                for turn in loop.turns(places_served(loop.zone))
                if not self._stopping.is_set()
            ]
        except Exception as error:
            self._failed(loop, error)
            return self.pause_after_failure
        if None in results:
            return self.pause_after_failure
        return 0 if any(results) else self.pause

    def _try(self, loop: Loop, turn: Turn) -> bool | None:
        """The result of a turn, None when it failed."""
        try:
            return turn()
        except Exception as error:
            self._failed(loop, error)
            return None

    def _failed(self, loop: Loop, error: Exception) -> None:
        told(error, f"{loop.name}: a turn failed and will be taken again")
        connections[loop.zone].close()
