"""Single persons swept, and their answers read back: for cases and for comparison, not for populations."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from sesshu.kernel.outcomes import Counts, Legal, Phase, Status
from sesshu.schedule.persons import Person
from sesshu.schedule.seen import Counted, DoseSeen, Seen, SeriesSeen
from sesshu.schedule.sweep.population import DISEASES, DOSES, FACTS, RESIDENTS, Population
from sesshu.schedule.sweep.run import sweep
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import Timing

Row = dict[str, Any]


def sweep_persons(
    persons: Sequence[Person],
    on: date,
    rulebook: Rulebook,
    series: Collection[str] | None = None,
) -> list[Seen]:
    """The answers about each person; ids of doses need to be unlike each other within a person only."""
    answers = sweep(population_of(persons), on, rulebook, series)
    doses: list[dict[str, DoseSeen]] = [{} for _ in persons]
    counted: dict[tuple[int, str], set[Counted]] = {}
    for row in answers.counts_as.iter_rows(named=True):
        counted.setdefault((row["resident_id"], row["dose_id"]), set()).add(_counted(row))
    for row in answers.doses.iter_rows(named=True):
        key = row["resident_id"], row["dose_id"]
        doses[key[0]][key[1]] = _dose(row, counted.get(key, set()))
    standings = {code: frame.to_dicts() for code, frame in answers.standings.items()}
    return [
        Seen(own, {code: _series(rows[at]) for code, rows in standings.items()})
        for at, own in enumerate(doses)
    ]


def population_of(persons: Sequence[Person]) -> Population:
    """Frames of some persons; a person's place is the id of the resident."""
    everybody = list(enumerate(persons))
    return Population(
        residents=_frame(RESIDENTS, everybody),
        doses=_frame(DOSES, [(at, dose) for at, p in everybody for dose in p.doses]),
        facts=_frame(FACTS, [(at, fact) for at, p in everybody for fact in p.facts]),
        diseases=_frame(DISEASES, [(at, one) for at, p in everybody for one in p.diseases]),
    )


def _frame(columns: Mapping[str, Any], rows: Sequence[tuple[int, Any]]) -> pl.DataFrame:
    """A frame of the fields of things, each with the place of its person."""
    found = {"resident_id": pl.Series([at for at, _ in rows], dtype=pl.Int64)}
    for name, kind in columns.items():
        if name != "resident_id":
            field = "id" if name == "dose_id" else name
            values = [getattr(thing, field) for _, thing in rows]
            found[name] = pl.Series(values, dtype=kind or pl.String)
    return pl.DataFrame(found)


def _counted(row: Row) -> Counted:
    return Counted(row["course"], tuple(row["antigens"].split()), row["dose"], Phase(row["phase"]))


def _dose(row: Row, counted: set[Counted]) -> DoseSeen:
    return DoseSeen(
        Legal(row["legal"]),
        Counts(row["counts"]),
        frozenset(counted),
        row["error"],
        row["reason"],
        frozenset(row["reasons"].split()),
    )


def _series(row: Row) -> SeriesSeen:
    words = {
        "status": Status(row["status"]),
        "timing": Timing(row["timing"]) if row["timing"] else None,
        "next_phase": Phase(row["next_phase"]) if row["next_phase"] else None,
    }
    return SeriesSeen(**(row | words))
