"""Several people at the same time, each on connections of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

from sesshu.foundation.walls import Place, enter


def at_once(place: Place, *works: Callable[[], Any]) -> list[Any]:
    """Run all at the same time; results, or the exceptions they raised."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        with enter(place):
            try:
                gate.wait()
                return work()
            except Exception as problem:
                return problem
            finally:
                connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def types_at_once(place: Place, *works: Callable[[], Any]) -> list[type]:
    """The same; the types alone of results and problems."""
    return [type(each) for each in at_once(place, *works)]
