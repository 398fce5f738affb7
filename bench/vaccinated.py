"""A population that was vaccinated over the years under the law of each day, with a share of odd records.

The same seed gives the same people. Dose days differ from person to person, as real ones do: everybody comes
some days late, later for the next dose, and stops somewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl

from bench.calendar_of_years import CALENDAR, LONG_AGO, Given, Years
from bench.odd_records import spoil
from sesshu.schedule.bounds import read_bound
from sesshu.schedule.load import current
from sesshu.schedule.sweep import Population
from sesshu.schedule.sweep.bounds import bound_days

ON = date(2026, 11, 23)
EPOCH = date(1970, 1, 1)
SEED = 131_121
OLDEST = 100
VISITS = 64
STOP = 0.01
"""Of those who came, how many do not come for the next dose."""
Days = npt.NDArray[np.int64]


@dataclass(frozen=True)
class People:
    """Births (days since 1970) and sex of everybody; where each stands, and how late each comes."""

    born: Days
    female: npt.NDArray[np.bool_]
    stands: npt.NDArray[np.float64]
    late: npt.NDArray[np.float32]
    """[visit, person]: drawn once, so that what is due on one day is given on one day."""


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
    given = spoil(_as_recorded(given), odd, chance)
    given = given.sort("resident_id", "given_on", maintain_order=True)
    words = (current().series, current().products)
    series, product = (pl.Enum([*codes, "?"]) for codes in words)
    given = given.with_row_index("dose_id", 1).cast(
        {"dose_id": pl.Int64, "series": series, "product": product}
    )
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
    late = chance.exponential(1, (VISITS, many)).astype(np.float32)
    return People(born, chance.random(many) < 0.5, chance.random(many), late)


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


def _of(
    years: Years, people: People, chance: np.random.Generator, on: date
) -> Iterator[pl.DataFrame]:
    """The doses of one line of the calendar: each is late in their own way, some stop somewhere."""
    at = _who(years, people)
    day = np.full(len(at), number(LONG_AGO))
    first, last = number(years.given_from), min(number(years.given_until), number(on))
    for place, dose in enumerate(years.doses):
        due, visit = _due(dose, people.born[at]), crc32(str(dose.due).encode()) % VISITS
        late = (people.late[visit, at] * dose.late).astype(np.int64)
        day = np.maximum(due + late, day + dose.after)
        stays = (day >= first) & (day <= last) & (chance.random(len(at)) > (STOP if place else 0))
        at, day = at[stays], day[stays]
        yield _frame(at, years, day)


def _who(years: Years, people: People) -> Days:
    own = (number(years.born_from) <= people.born) & (people.born <= number(years.born_until))
    own &= (years.share[0] <= people.stands) & (people.stands < years.share[1])
    if years.sex is not None:
        own &= people.female == (years.sex == "F")
    return np.flatnonzero(own)


def _due(dose: Given, born: Days) -> Days:
    if isinstance(dose.due, int):
        return born + dose.due
    if isinstance(dose.due, date):
        return np.full(len(born), number(dose.due))
    return bound_days(read_bound(dose.due), born.astype(np.int32)).astype(np.int64)


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


def _as_recorded(given: pl.DataFrame) -> pl.DataFrame:
    """With volume and route where the ordinance has one for all ages, as most records have."""
    series = current().series.values()
    uses = [use for one in series for version in one.versions for use in version.uses]
    special = {use.product for use in uses if use.volumes}
    known = [
        (product.code, product.volumes[0].ml, product.routes[0])
        for product in current().products.values()
        if len(product.volumes) == 1 and product.code not in special
    ]
    names = ("product", "volume_ml", "route")
    columns = pl.DataFrame(known, schema=names, orient="row")
    return given.join(columns, on="product", how="left", maintain_order="left")


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
