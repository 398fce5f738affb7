"""Ages as the law counts them: the worked tables of the reference, and what must hold for every birth."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sesshu.kernel.ages import (
    Age,
    after_reaching_months,
    age_on,
    classmates_since,
    fiscal_year_of_reaching,
    months_reached,
    preschool_year,
    reach_months,
    reach_years,
    school_entry,
    weeks_after_birth,
)
from sesshu.kernel.calendar import (
    day_after,
    day_before,
    fiscal_year,
    fiscal_year_begins,
    fiscal_year_ends,
)

BIRTHS = st.dates(date(1900, 1, 1), date(2090, 12, 31))

# Worked table (a). Months: 2, 90, 60, 12, 24, 36, 6.
REACHED = """
2013-04-01 2013-05-31 2020-09-30 2018-03-31 2014-03-31 2015-03-31 2016-03-31 2013-09-30
2024-02-29 2024-04-28 2031-08-28 2029-02-28 2025-02-28 2026-02-28 2027-02-28 2024-08-28
2023-08-31 2023-10-30 2031-02-28 2028-08-30 2024-08-30 2025-08-30 2026-08-30 2024-02-29
2025-12-31 2026-02-28 2033-06-30 2030-12-30 2026-12-30 2027-12-30 2028-12-30 2026-06-30
2024-11-30 2025-01-29 2032-05-29 2029-11-29 2025-11-29 2026-11-29 2027-11-29 2025-05-29
2024-12-29 2025-02-28 2032-06-28 2029-12-28 2025-12-28 2026-12-28 2027-12-28 2025-06-28
2025-03-01 2025-04-30 2032-08-31 2030-02-28 2026-02-28 2027-02-28 2028-02-29 2025-08-31
2025-04-01 2025-05-31 2032-09-30 2030-03-31 2026-03-31 2027-03-31 2028-03-31 2025-09-30
2026-05-10 2026-07-09 2033-11-09 2031-05-09 2027-05-09 2028-05-09 2029-05-09 2026-11-09
"""
# Worked table (b): 6w0d, 24w0d, 32w0d, 14w6d, preschool year, ages 9, 11, 13, HPV.
WEEKS_AND_SCHOOL = """
2024-02-29 2024-04-11 2024-08-15 2024-10-10 2024-06-12 2029-04-01 2030-03-31 2033-02-28 2035-02-28 2037-02-28 2035-04-01 2040-03-31
2025-12-31 2026-02-11 2026-06-17 2026-08-12 2026-04-14 2031-04-01 2032-03-31 2034-12-30 2036-12-30 2038-12-30 2037-04-01 2042-03-31
2025-04-01 2025-05-13 2025-09-16 2025-11-11 2025-07-14 2030-04-01 2031-03-31 2034-03-31 2036-03-31 2038-03-31 2036-04-01 2041-03-31
2025-04-02 2025-05-14 2025-09-17 2025-11-12 2025-07-15 2031-04-01 2032-03-31 2034-04-01 2036-04-01 2038-04-01 2037-04-01 2042-03-31
2025-03-01 2025-04-12 2025-08-16 2025-10-11 2025-06-13 2030-04-01 2031-03-31 2034-02-28 2036-02-29 2038-02-28 2036-04-01 2041-03-31
2026-05-10 2026-06-21 2026-10-25 2026-12-20 2026-08-22 2032-04-01 2033-03-31 2035-05-09 2037-05-09 2039-05-09 2038-04-01 2043-03-31
"""  # noqa: E501
# Worked table (c): end of 2-7 months, 7-12 months from and until, after 12 months, after 24 months.
START_CLASSES = """
2025-03-01 2025-09-30 2025-10-01 2026-02-28 2026-03-01 2027-03-01
2024-02-29 2024-09-28 2024-09-29 2025-02-28 2025-03-01 2026-03-01
2025-12-31 2026-07-30 2026-07-31 2026-12-30 2026-12-31 2027-12-31
"""
# Worked table (d): 65 reached, 66 reached, 60 reached, fiscal year of 65.
OLDER = """
1960-02-29 2025-02-28 2026-02-28 2020-02-28 2024
1960-04-01 2025-03-31 2026-03-31 2020-03-31 2024
1960-04-02 2025-04-01 2026-04-01 2020-04-01 2025
1961-04-01 2026-03-31 2027-03-31 2021-03-31 2025
1961-04-02 2026-04-01 2027-04-01 2021-04-01 2026
"""


def rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def iso(*days: date) -> list[str]:
    return [day.isoformat() for day in days]


@pytest.mark.parametrize(("birth", "expected"), [(r[0], r[1:]) for r in rows(REACHED)])
def test_months_are_reached_on_the_days_of_worked_table_a(birth: str, expected: list[str]) -> None:
    born = date.fromisoformat(birth)
    assert iso(*(reach_months(born, m) for m in (2, 90, 60, 12, 24, 36, 6))) == expected


@pytest.mark.parametrize(("birth", "expected"), [(r[0], r[1:]) for r in rows(WEEKS_AND_SCHOOL)])
def test_weeks_school_and_fiscal_years_follow_worked_table_b(
    birth: str, expected: list[str]
) -> None:
    born = date.fromisoformat(birth)
    weeks = [weeks_after_birth(born, w, d) for w, d in ((6, 0), (24, 0), (32, 0), (14, 6))]
    ages = [reach_years(born, years) for years in (9, 11, 13)]
    hpv = [
        fiscal_year_begins(fiscal_year_of_reaching(born, 12)),
        fiscal_year_ends(fiscal_year_of_reaching(born, 16)),
    ]
    assert iso(*weeks, *preschool_year(born), *ages, *hpv) == expected


@pytest.mark.parametrize(("birth", "expected"), [(r[0], r[1:]) for r in rows(START_CLASSES)])
def test_start_age_classes_do_not_overlap_as_in_worked_table_c(
    birth: str, expected: list[str]
) -> None:
    born = date.fromisoformat(birth)
    edges = [reach_months(born, 7), after_reaching_months(born, 7), reach_months(born, 12)]
    later = [after_reaching_months(born, 12), after_reaching_months(born, 24)]
    assert iso(*edges, *later) == expected


@pytest.mark.parametrize(("birth", "expected"), [(r[0], r[1:]) for r in rows(OLDER)])
def test_older_people_reach_their_age_on_the_days_of_worked_table_d(
    birth: str, expected: list[str]
) -> None:
    born = date.fromisoformat(birth)
    ages = iso(reach_years(born, 65), reach_years(born, 66), reach_years(born, 60))
    assert [*ages, str(fiscal_year_of_reaching(born, 65))] == expected


@pytest.mark.parametrize(("birth", "year"), [("1925-04-01", 2024), ("1925-04-02", 2025)])
def test_the_fiscal_year_of_a_hundredth_year_turns_on_2_april(birth: str, year: int) -> None:
    assert fiscal_year_of_reaching(date.fromisoformat(birth), 100) == year


@given(BIRTHS, st.integers(0, 240))
def test_an_age_is_reached_the_day_before_the_matching_day_or_on_the_last_of_the_month(
    birth: date, months: int
) -> None:
    reached = reach_months(birth, months)
    following = day_after(reached)
    assert following.day == birth.day or (following.day == 1 and birth.day > reached.day)


@given(BIRTHS, st.integers(0, 239))
def test_later_ages_are_never_reached_earlier(birth: date, months: int) -> None:
    assert reach_months(birth, months) < reach_months(birth, months + 1)


@given(BIRTHS, st.integers(0, 45_000))
def test_the_months_reached_are_the_most_whose_day_has_come(birth: date, days: int) -> None:
    on = birth + timedelta(days=days)
    months = months_reached(birth, on)
    assert months == 0 or reach_months(birth, months) <= on
    assert on < reach_months(birth, months + 1)


@given(BIRTHS)
def test_everybody_enters_school_on_the_first_1_april_after_reaching_six(birth: date) -> None:
    entry = school_entry(birth)
    assert (entry.month, entry.day) == (4, 1)
    assert reach_years(birth, 6) < entry <= reach_years(birth, 7)
    first, last = preschool_year(birth)
    assert day_after(last) == entry
    assert reach_years(birth, 5) < first <= reach_years(birth, 6)


@given(BIRTHS, st.integers(1, 100))
def test_classmates_enter_school_on_one_day_and_reach_each_age_in_one_year(
    birth: date, years: int
) -> None:
    since = classmates_since(birth)
    assert since <= birth
    assert school_entry(since) == school_entry(birth) > school_entry(day_before(since))
    assert fiscal_year_of_reaching(since, years) == fiscal_year_of_reaching(birth, years)


def test_a_child_born_on_29_february_reaches_every_year_on_the_28th() -> None:
    born = date(2024, 2, 29)
    assert {(d.month, d.day) for d in (reach_years(born, n) for n in range(1, 30))} == {(2, 28)}


def test_on_the_day_before_the_birthday_the_age_is_reached() -> None:
    born = date(2020, 6, 15)
    assert age_on(born, date(2025, 6, 13)) == Age(4, 11)
    assert age_on(born, date(2025, 6, 14)) == Age(5, 0)


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="before the birth"):
        age_on(date(2020, 6, 15), date(2020, 6, 14))


@given(BIRTHS)
def test_a_fiscal_year_holds_each_of_its_days_and_no_other(day: date) -> None:
    year = fiscal_year(day)
    assert fiscal_year_begins(year) <= day <= fiscal_year_ends(year)
    assert day_after(fiscal_year_ends(year)) == fiscal_year_begins(year + 1)
