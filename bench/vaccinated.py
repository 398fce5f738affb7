"""A population that was vaccinated over the years under the law of each day, with a share of odd records.

The same seed gives the same people. Dose days differ from person to person, as real ones do: everybody comes
some days late, later for the next dose, and stops somewhere.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from bench.calendar_of_years import CALENDAR, Years
from bench.odd_records import spoil
from sesshu.schedule.sweep import Population

ON = date(2026, 11, 23)
EPOCH = date(1970, 1, 1)
SEED = 131_121
OLDEST = 100
Days = npt.NDArray[np.int64]


@dataclass(frozen=True)
class People:
    """Births (days since 1970) and sex of everybody."""

    born: Days
    female: npt.NDArray[np.bool_]


def vaccinated(
    people: int, *, doses: int | None = None, odd: float = 0.01, seed: int = SEED, on: date = ON
) -> Population:
    """So many residents with their doses, facts and illnesses; `odd` is the share of doses spoiled.

    With `doses`, the oldest records are left out until so many remain, as in a ward that began late.
    """
    chance = np.random.default_rng(seed)
    everybody = _people(people, chance, on)
    given = _given(everybody, chance, on)
    if doses is not None:
        given = given.sort("given_on", descending=True).head(doses)
    given = spoil(given, odd, chance, on)
    given = given.sort("resident_id", "given_on", maintain_order=True)
    given = given.with_row_index("dose_id", 1).with_columns(pl.col("dose_id").cast(pl.Int64))
    return Population(
        residents=_residents(everybody, chance, on),
        doses=given,
        facts=_facts(everybody, chance, on),
        diseases=_diseases(everybody, chance),
    )


def number(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def _people(many: int, chance: np.random.Generator, on: date) -> People:
    """As many of each age below seventy, fewer above."""
    age = chance.random(many) * OLDEST
    kept = chance.random(many) < np.clip((OLDEST - age) / 30, 0, 1)
    age = np.where(kept, age, chance.random(many) * 70)
    born = number(on) - (age * 365.25).astype(np.int64)
    return People(born, chance.random(many) < 0.5)


def _residents(people: People, chance: np.random.Generator, on: date) -> pl.DataFrame:
    many = len(people.born)
    died = np.where(chance.random(many) < 0.01, number(on) - chance.integers(0, 2000, many), 0)
    died = pl.Series("died_on", np.maximum(died, people.born).astype(np.int32)).cast(pl.Date)
    dead = pl.Series(died.to_physical().to_numpy() > np.maximum(people.born, 1))
    return pl.DataFrame(
        {
            "resident_id": np.arange(1, many + 1),
            "born_on": pl.Series(people.born.astype(np.int32)).cast(pl.Date),
            "sex": pl.Series(np.where(people.female, "F", "M")).cast(pl.Enum(["F", "M"])),
            "died_on": died,
        }
    ).with_columns(pl.when(dead).then("died_on"))


def _given(people: People, chance: np.random.Generator, on: date) -> pl.DataFrame:
    parts = [part for years in CALENDAR for part in _of(years, people, chance, on)]
    return pl.concat(parts)


def _of(years: Years, people: People, chance: np.random.Generator, on: date) -> list[pl.DataFrame]:
    """The doses of one line of the calendar: some begin it, each is late in their own way, some stop."""
    begins, ends = number(years.born_from), number(years.born_until)
    own = (begins <= people.born) & (people.born <= ends)
    if years.sex is not None:
        own &= people.female == (years.sex == "F")
    at = np.flatnonzero(own)
    at = at[chance.random(len(at)) < years.uptake]
    day = np.full(len(at), -(10**6))
    found = []
    for place, dose in enumerate(years.doses):
        due = people.born[at] + dose.age if dose.on is None else np.full(len(at), number(dose.on))
        late = chance.exponential(dose.late, len(at)).astype(np.int64)
        day = np.maximum(due + late, day + dose.after + chance.integers(0, 9, len(at)))
        stays = chance.random(len(at)) > (0.02 if place else 0)
        stays &= (day >= number(years.given_from)) & (
            day <= min(number(years.given_until), number(on))
        )
        at, day = at[stays], day[stays]
        found.append(_frame(at, years, day))
    return found


def _frame(at: Days, years: Years, day: Days) -> pl.DataFrame:
    given = pl.Series("given_on", day.astype(np.int32)).cast(pl.Date)
    frame = pl.DataFrame({"resident_id": at + 1, "given_on": given})
    product = pl.lit(years.products[-1][1])
    for until, code in reversed(years.products[:-1]):
        product = pl.when(pl.col("given_on") <= until).then(pl.lit(code)).otherwise(product)
    return frame.with_columns(series=pl.lit(years.series), product=product)


Shares = tuple[tuple[str, npt.NDArray[np.float64], int, int | None], ...]


def _shares(people: People, age: npt.NDArray[np.float64]) -> Shares:
    """Each kind, how likely each has it, how many days ago at most it began, and how many it lasts."""
    man = ~people.female
    return (
        ("organ_disability", 0.02 * ((age >= 50) & (age < 75)), 3000, None),
        ("hiv_disability", 0.001 * (age >= 40), 3000, None),
        ("rubella_antibody_low", 0.05 * (man & (age > 47) & (age < 65)), 2500, None),
        ("long_illness", 0.003 * (age < 25), 2000, 900),
        ("covid_risk", 0.06 * (age > 5), 2000, None),
        ("anaphylaxis", 0.001 * (age < 90), 2000, None),
        ("keloid", 0.0005 * (age < 90), 2000, None),
        ("fever", 0.002 * (age < 10), 1000, 10),
        ("vaccine_shortage", 0.03 * ((age < 9) & (age > 2)), 600, 500),
        ("pregnancy", 0.04 * (people.female & (age > 20) & (age < 45)), 900, 290),
    )


def _facts(people: People, chance: np.random.Generator, on: date) -> pl.DataFrame:
    """Disabilities, antibody tests, pregnancies, long illnesses, risks, and what forbids a dose."""
    shares = _shares(people, (number(on) - people.born) / 365.25)
    parts = []
    for kind, share, back, lasts in shares:
        at = np.flatnonzero(chance.random(len(people.born)) < share)
        begins = number(on) - chance.integers(0, back, len(at))
        days = pl.Series("from_on", np.maximum(begins, people.born[at]).astype(np.int32))
        frame = pl.DataFrame({"resident_id": at + 1, "from_on": days.cast(pl.Date)})
        last = pl.lit(None) if lasts is None else pl.col("from_on") + timedelta(days=lasts)
        due = pl.col("from_on") + timedelta(days=270) if kind == "pregnancy" else pl.lit(None)
        parts.append(
            frame.with_columns(
                kind=pl.lit(kind), until_on=last.cast(pl.Date), due_on=due.cast(pl.Date)
            )
        )
    return pl.concat(parts)


def _diseases(people: People, chance: np.random.Generator) -> pl.DataFrame:
    """Chickenpox and measles that were had."""
    parts = []
    for antigen, share in (("varicella", 0.04), ("measles", 0.002), ("rubella", 0.002)):
        at = np.flatnonzero(chance.random(len(people.born)) < share)
        known = people.born[at] + chance.integers(200, 3000, len(at))
        days = pl.Series("known_from", known.astype(np.int32)).cast(pl.Date)
        frame = pl.DataFrame({"resident_id": at + 1, "known_from": days})
        parts.append(frame.with_columns(antigen=pl.lit(antigen)))
    return pl.concat(parts)
