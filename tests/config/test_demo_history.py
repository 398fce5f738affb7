"""The children of the fictional ward live within the law of their days."""

from datetime import date

import numpy as np
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from sesshu.config.demo.history import visits
from sesshu.kernel.outcomes import Counts
from sesshu.schedule.judge import judge
from sesshu.schedule.load import current
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.types import Sex

TODAY = date(2026, 11, 23)


def lived(born_on: date, sex: Sex, seed: int) -> list[Dose]:
    chance = np.random.default_rng(seed)
    return [
        dose for visit in visits(born_on, sex, TODAY, current(), chance) for dose in visit.doses
    ]


@settings(max_examples=examples(15))
@given(
    born_on=st.dates(date(2019, 11, 1), TODAY),
    sex=st.sampled_from(["F", "M"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_dose_of_the_demo_is_within_the_law_and_counts(
    born_on: date, sex: Sex, seed: int
) -> None:
    doses = lived(born_on, sex, seed)
    person = Person(id="子", born_on=born_on, sex=sex, doses=tuple(doses))
    odd = [
        (dose.series, dose.given_on, [reason.text for reason in dose.reasons])
        for dose in judge(person, TODAY, current()).doses
        if dose.error is not None or dose.counts is not Counts.YES
    ]
    assert odd == []


def test_a_child_of_two_years_has_had_what_the_first_years_ask_for() -> None:
    series = {dose.series for dose in lived(date(2024, 11, 1), "F", 1)}
    assert {"DPT-IPV-Hib", "PCV", "HBV", "BCG", "MR1", "VAR"} <= series
