"""A population as frames, and the same as columns of numbers, doses in the order of person and day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from sesshu.schedule.sweep.codes import DECISIONS
from sesshu.schedule.sweep.days import LAST, NONE, Days, Mask, Rows
from sesshu.schedule.types import Rulebook

Small = npt.NDArray[np.int16]
Numbers = TypeVar("Numbers")
UNNAMED, UNKNOWN = -1, -2
"""A code that was not recorded; one that the rulebook does not define."""
SEXES = ("F", "M")

RESIDENTS = {"resident_id": None, "born_on": pl.Date, "sex": pl.String, "died_on": pl.Date}
DOSES = {
    "resident_id": None,
    "dose_id": None,
    "series": pl.String,
    "product": pl.String,
    "given_on": pl.Date,
    "volume_ml": pl.Float64,
    "route": pl.String,
    "expires_on": pl.Date,
    "decision": pl.String,
}
FACTS = {
    "resident_id": None,
    "kind": pl.String,
    "from_on": pl.Date,
    "until_on": pl.Date,
    "due_on": pl.Date,
}
DISEASES = {"resident_id": None, "antigen": pl.String, "known_from": pl.Date}


class UnfitFrame(ValueError):
    """A frame that is no population: says which, and what to put right."""


def _nobody(columns: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(schema={name: kind or pl.Int64 for name, kind in columns.items()})


@dataclass(frozen=True, slots=True)
class Population:
    """Residents, doses, facts and diseases as frames; docs/formats/schedule.md names the columns.

    Optional columns may be left out. Doses of one person on one day stand in the order of `dose_id`.
    """

    residents: pl.DataFrame
    doses: pl.DataFrame = field(default_factory=lambda: _nobody(DOSES))
    facts: pl.DataFrame = field(default_factory=lambda: _nobody(FACTS))
    diseases: pl.DataFrame = field(default_factory=lambda: _nobody(DISEASES))


@dataclass(eq=False)
class Columns:
    """A population in numbers."""

    born: Days
    female: Mask
    died: Days
    person: Rows
    day: Days
    series: Small
    named: Small
    """Product as recorded: a place in the rulebook, UNNAMED or UNKNOWN."""
    decision: npt.NDArray[np.int8]
    volume: npt.NDArray[np.float64] | None
    """In mL, NaN where none was recorded; None where none ever was, as for the next two."""
    route: Small | None
    expires: Days | None
    doses: pl.DataFrame
    facts: "FactColumns"
    diseases: dict[str, Days]
    """By antigen: the day from which each person is known to have had it; LAST for never."""

    @property
    def people(self) -> int:
        """How many there are."""
        return len(self.born)


@dataclass(eq=False)
class FactColumns:
    """Facts in the order they were given, `kind` a place in the rulebook's list."""

    person: Rows
    kind: Small
    from_on: Days
    until_on: Days
    """LAST where it has no end."""
    due_on: Days
    """NONE where there is none."""


def columns_of(population: Population, rulebook: Rulebook) -> Columns:
    """The numbers of a population. Raises UnfitFrame."""
    residents = _fit(
        population.residents, "residents", RESIDENTS, ("resident_id", "born_on", "sex")
    )
    required = ("resident_id", "dose_id", "series", "given_on")
    doses = _fit(population.doses, "doses", DOSES, required)
    doses, person = _in_order(doses, residents)
    return Columns(
        born=numbers(residents["born_on"]),
        female=codes(residents["sex"], SEXES) == 0,
        died=numbers(residents["died_on"], LAST),
        person=person,
        day=numbers(doses["given_on"]),
        series=codes(doses["series"], tuple(rulebook.series)),
        named=codes(doses["product"], tuple(rulebook.products)),
        decision=codes(doses["decision"], DECISIONS).astype(np.int8),
        volume=_if_any(doses["volume_ml"], lambda column: column.cast(pl.Float64).to_numpy()),
        route=_if_any(doses["route"], lambda column: codes(column, tuple(rulebook.routes))),
        expires=_if_any(doses["expires_on"], lambda column: numbers(column, LAST)),
        doses=doses,
        facts=_facts(population.facts, residents, rulebook),
        diseases=_diseases(population.diseases, residents),
    )


def _if_any(column: pl.Series, of: Callable[[pl.Series], Numbers]) -> Numbers | None:
    return None if column.null_count() == len(column) else of(column)


def _fit(
    frame: pl.DataFrame, name: str, columns: Mapping[str, Any], required: Sequence[str]
) -> pl.DataFrame:
    """With every column, the optional ones empty."""
    if missing := [column for column in required if column not in frame.columns]:
        raise UnfitFrame(f"{name}: add the columns {', '.join(missing)}")
    for column in required:
        if empty := frame[column].null_count():
            raise UnfitFrame(f"{name}: {empty} rows have no {column}; leave them out or fill them")
    absent = [
        pl.lit(None, dtype=kind or pl.Int64).alias(column)
        for column, kind in columns.items()
        if column not in frame.columns
    ]
    return frame.with_columns(absent) if absent else frame


def _people_of(frame: pl.DataFrame, residents: pl.DataFrame, name: str) -> Rows:
    """The row in `residents` of each row's person."""
    ids = residents.select("resident_id").with_row_index("person")
    found = frame.select("resident_id").join(
        ids, on="resident_id", how="left", maintain_order="left"
    )["person"]
    if strangers := found.null_count():
        raise UnfitFrame(f"{name}: {strangers} rows are of people who are not among the residents")
    return found.to_numpy().astype(np.intp)


def _in_order(doses: pl.DataFrame, residents: pl.DataFrame) -> tuple[pl.DataFrame, Rows]:
    """Doses by person, day and id; sorted only where they are not."""
    person = _people_of(doses, residents, "doses")
    packed = (person.astype(np.int64) << 32) + numbers(doses["given_on"])
    step = np.diff(packed)
    if (step < 0).any() or ((step == 0) & ~_rising(doses["dose_id"])).any():
        order = doses.select(pl.Series("packed", packed), "dose_id").with_row_index("at")
        at = order.sort("packed", "dose_id")["at"].to_numpy()
        doses, person = doses[at], person[at]
    return doses, person


def _rising(ids: pl.Series) -> Mask:
    """Whether each id but the first is greater than the one before."""
    if len(ids) == 0:
        return np.empty(0, np.bool_)
    return np.asarray((ids > ids.shift(1)).slice(1).fill_null(value=False).to_numpy())


def _facts(facts: pl.DataFrame, residents: pl.DataFrame, rulebook: Rulebook) -> FactColumns:
    facts = _fit(facts, "facts", FACTS, ("resident_id", "kind", "from_on"))
    return FactColumns(
        person=_people_of(facts, residents, "facts"),
        kind=codes(facts["kind"], tuple(rulebook.facts)),
        from_on=numbers(facts["from_on"]),
        until_on=numbers(facts["until_on"], LAST),
        due_on=numbers(facts["due_on"]),
    )


def _diseases(diseases: pl.DataFrame, residents: pl.DataFrame) -> dict[str, Days]:
    diseases = _fit(diseases, "diseases", DISEASES, tuple(DISEASES))
    person, known = _people_of(diseases, residents, "diseases"), numbers(diseases["known_from"])
    antigens = diseases["antigen"].cast(pl.String).to_numpy()
    found: dict[str, Days] = {}
    for antigen in sorted(set(antigens)):
        own = antigens == antigen
        found[antigen] = np.full(len(residents), LAST, np.int32)
        np.minimum.at(found[antigen], person[own], known[own])
    return found


def numbers(column: pl.Series, otherwise: int = NONE) -> Days:
    """Day numbers of a column of dates."""
    found = column.cast(pl.Date).to_physical()
    return (found.fill_null(otherwise) if found.null_count() else found).to_numpy().astype(np.int32)


def codes(column: pl.Series, known: Sequence[str]) -> Small:
    """The place of each word in a list; UNNAMED for none, UNKNOWN for any other word."""
    named = column if isinstance(column.dtype, pl.Enum) else column.cast(pl.String)
    words = named.cast(pl.Enum(known), strict=False)
    places = words.to_physical().cast(pl.Int16).fill_null(UNNAMED).to_numpy()
    if words.null_count() == column.null_count():
        return np.asarray(places)
    strange = words.is_null() & column.is_not_null()
    return np.where(strange.to_numpy(), np.int16(UNKNOWN), places)
