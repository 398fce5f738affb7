"""schedule.sweep: the law over a million residents with eight million doses, in a process of its own."""

import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from bench.vaccinated import ON, vaccinated
from sesshu.schedule.load import current
from sesshu.schedule.sweep import Population, sweep

RESIDENTS, DOSES = 1_000_000, 8_000_000
ODD = 0.01
FRAMES = ("residents", "doses", "facts", "diseases")
FOLDER = Path("var") / "bench" / "vaccinated"
RATE, MEMORY = 100_000.0, 4.0
Seconds = tuple[float, float]
GIB = 2**20
"""Kibibytes, as the kernel counts resident memory."""


def run(residents: int = RESIDENTS, doses: int = DOSES) -> list[dict[str, object]]:
    """Sweep once in a new process that reads the frames first; the clock runs from frames to frames."""
    store(vaccinated(residents, doses=doses, odd=ODD), FOLDER)
    (seconds, of_cores), memory = alone(swept, FOLDER)
    facts = pl.read_ipc(FOLDER / "facts.arrow").height
    series = len(current().series)
    work = (
        f"{residents:,} residents, {doses:,} doses, {facts:,} facts, {series} series,"
        f" {ODD:.0%} of the doses odd; {of_cores:.1f} s of a core's time"
    )
    return [
        _result("schedule.sweep", work, residents / seconds, "residents/s", RATE, "higher"),
        _result(
            "schedule.sweep.memory", f"{work}; frames included", memory, "GiB", MEMORY, "lower"
        ),
    ]


def store(population: Population, folder: Path) -> None:
    """The frames as files, so that a new process starts with nothing else in memory."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FRAMES:
        getattr(population, name).write_ipc(folder / f"{name}.arrow")


def alone(work: Callable[[Path], Seconds], folder: Path) -> tuple[Seconds, float]:
    """What the work says it took in a new process, and the most memory the process held (GiB)."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as child:
        seconds = child.submit(work, folder).result()
        return seconds, child.submit(most_memory).result()


def most_memory() -> float:
    """Of this process, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIB


def swept(folder: Path) -> Seconds:
    """One sweep over the frames of a folder: seconds on the wall, and of all cores together."""
    frames = {name: pl.read_ipc(folder / f"{name}.arrow") for name in FRAMES}
    population, rulebook = Population(**frames), current()
    began, of_cores = time.perf_counter(), time.process_time()
    answers = sweep(population, ON, rulebook)
    seconds = time.perf_counter() - began, time.process_time() - of_cores
    assert answers.doses.height == population.doses.height
    assert all(each.height == population.residents.height for each in answers.standings.values())
    return seconds


def _result(
    name: str, work: str, number: float, unit: str, limit: float, better: str
) -> dict[str, object]:
    return {
        "id": name,
        "work": work,
        "number": round(number, 2),
        "unit": unit,
        "limit": limit,
        "limit_is": "aim of the issue on two cores",
        "better": better,
        "ratio": round(number / limit if better == "higher" else limit / number, 3),
    }


if __name__ == "__main__":
    print(run())
