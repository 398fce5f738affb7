"""The generated population: the same every time, mostly lawful, with as many odd records as asked for."""

from datetime import date

import polars as pl

from bench.vaccinated import vaccinated
from sesshu.schedule.load import current
from sesshu.schedule.sweep import Population, sweep

ON = date(2026, 11, 23)


def share_that_counts(population: Population) -> float:
    counts = sweep(population, ON, current()).doses["counts"]
    return float((counts == "yes").mean() or 0)


def test_the_same_seed_gives_the_same_people() -> None:
    one, other = vaccinated(300, odd=0.1, seed=5), vaccinated(300, odd=0.1, seed=5)
    for name in ("residents", "doses", "facts", "diseases"):
        assert getattr(one, name).equals(getattr(other, name)), name


def test_ordinary_records_mostly_keep_the_law_of_their_day() -> None:
    assert share_that_counts(vaccinated(4_000, odd=0.0)) > 0.95


def test_odd_records_are_as_many_as_asked_for() -> None:
    assert share_that_counts(vaccinated(4_000, odd=0.5)) < 0.75


def test_the_oldest_records_are_left_out_where_a_ward_began_late() -> None:
    every, some = vaccinated(500, odd=0.0), vaccinated(500, doses=1_000, odd=0.0)
    assert some.doses.height == 1_000
    latest = every.doses["given_on"].sort(descending=True)[:1_000]
    assert some.doses["given_on"].min() == latest.min()


def test_dose_days_differ_from_person_to_person() -> None:
    doses = vaccinated(4_000, odd=0.0).doses.filter(pl.col("series") == "PCV")
    histories = doses.group_by("resident_id").agg(pl.col("given_on"))["given_on"]
    assert histories.n_unique() > 0.95 * len(histories)
