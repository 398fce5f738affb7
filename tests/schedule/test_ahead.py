"""The doses still to come: each lawful by the judge, as many as the law still asks for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.outcomes import Legal
from sesshu.schedule.ahead import doses_ahead
from sesshu.schedule.judge import judge
from sesshu.schedule.load import current
from sesshu.schedule.persons import Dose, Person

ON = date(2026, 11, 20)
OF_CHILDREN = ("DPT-IPV-Hib", "PCV", "HBV", "ROTA1", "ROTA5", "BCG", "MR1", "VAR", "JE1", "HPV")


def child(born_on: date, *doses: Dose) -> Person:
    return Person(id="1", born_on=born_on, sex="F", doses=doses)


def numbers(born_on: date, series: str, *doses: Dose) -> list[int]:
    return [each.dose for each in doses_ahead(child(born_on, *doses), series, ON, current())]


@pytest.mark.parametrize(
    ("series", "doses"),
    [
        ("DPT-IPV-Hib", 4),
        ("PCV", 4),
        ("HBV", 3),
        ("ROTA1", 2),
        ("ROTA5", 3),
        ("BCG", 1),
        ("VAR", 2),
    ],
)
def test_a_newborn_has_the_whole_course_ahead(series: str, doses: int) -> None:
    assert numbers(date(2026, 10, 1), series) == list(range(1, doses + 1))


def test_doses_on_record_are_not_ahead_any_more() -> None:
    given_one = Dose(id="a", series="VAR", given_on=date(2026, 6, 10), product="VAR")
    assert numbers(date(2025, 3, 1), "VAR", given_one) == [2]


def test_a_series_somebody_cannot_get_has_nothing_ahead() -> None:
    assert numbers(date(1980, 1, 1), "BCG") == []
    assert numbers(date(2026, 10, 1), "RSV") == []


def test_where_another_kind_was_begun_nothing_of_this_one_is_ahead() -> None:
    begun = Dose(id="a", series="ROTA1", given_on=date(2026, 11, 14), product="RV1")
    assert numbers(date(2026, 10, 1), "ROTA5", begun) == []
    assert numbers(date(2026, 10, 1), "ROTA1", begun) == [2]


@given(days=st.integers(0, 16 * 366), series=st.sampled_from(OF_CHILDREN))
def test_given_on_its_first_day_each_dose_is_lawful(days: int, series: str) -> None:
    person = child(ON - timedelta(days=days))
    ahead = doses_ahead(person, series, ON, current())
    doses = tuple(
        Dose(
            id=str(each.dose),
            series=series,
            given_on=max(ON, each.earliest_on),
            product=each.products[0].product,
        )
        for each in ahead
    )
    found = judge(child(person.born_on, *doses), date(2043, 4, 1), current())
    assert all(dose.legal is Legal.ROUTINE_A for dose in found.doses)
    assert [each.dose for each in ahead] == list(range(1, len(ahead) + 1))
    assert all(each.earliest_on <= each.last_on for each in ahead)
