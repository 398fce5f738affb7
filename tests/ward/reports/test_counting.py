"""Doses of a fiscal year, counted by the database as the definition says."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from doses_of_tests import AS_GIVEN, BORN, cancel, check, correct, mr1, pcv, record
from examples_of_tests import ONE_WARD, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from merges_of_tests import merge, undo
from residents_of_tests import add_resident, add_version
from ward.reports.office import compute, figures

from sesshu.foundation.walls import Place
from sesshu.kernel.ages import months_reached, school_entry
from sesshu.ward.records.codes import Evidence, Outcome, ScreeningReason, Source
from sesshu.ward.records.queries import RecordedDose
from sesshu.ward.reports.queries import changes, figures_of, report_before, report_seen

MR1 = ("MR1", "a01")
YEAR = (date(2025, 4, 1), date(2026, 3, 31))


def count(seen: object = None, **asked: object) -> int:
    """How many first doses of MR a report counts at the age of one."""
    return figures(seen or compute(**asked)).get(MR1, 0)  # type: ignore[arg-type]


def year_2025(**others: object) -> int:
    return count(**({"fiscal_year": 2025, "as_of": YEAR[1]} | others))


def test_a_dose_is_counted_in_its_line_and_the_column_of_the_age_reached(fresh_ward: Place) -> None:
    record(mr1(add_resident(BORN)))
    found = figures(compute())
    assert {place: n for place, n in found.items() if place[1] != "population"} == {MR1: 1}


@pytest.mark.parametrize(
    ("given_on", "year"),
    [
        (date(2025, 3, 31), 2024),
        (date(2025, 4, 1), 2025),
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
    ],
)
def test_a_dose_belongs_to_the_fiscal_year_of_its_day(
    fresh_ward: Place, given_on: date, year: int
) -> None:
    child = add_resident(given_on - timedelta(days=400))
    record(mr1(child, given_on, expires_on=date(2027, 1, 1)))
    counted = {
        one: count(fiscal_year=one, as_of=min(date(one + 1, 3, 31), date(2026, 11, 20)))
        for one in (2024, 2025, 2026)
    }
    assert counted == {one: int(one == year) for one in counted}


@pytest.mark.parametrize(
    ("born_on", "column"),
    [
        (date(2024, 4, 11), "a02"),
        (date(2024, 4, 12), "a01"),
        (date(2025, 4, 11), "a01"),
        (date(2025, 4, 12), "a00"),
    ],
)
def test_an_age_is_reached_on_the_day_before_the_birthday(
    fresh_ward: Place, born_on: date, column: str
) -> None:
    record(pcv(add_resident(born_on), date(2026, 4, 10)))
    assert figures(compute())["PCV-1", column] == 1


def test_a_dose_outside_the_law_is_not_counted(fresh_ward: Place) -> None:
    too_old = add_resident(date(2020, 1, 1))
    record(mr1(too_old, as_given=True, particulars=AS_GIVEN))
    assert count() == 0


MOVED_IN = date(2026, 4, 10)


@pytest.mark.parametrize(("given_on", "counted"), [(date(2026, 4, 9), 0), (MOVED_IN, 1)])
def test_only_residents_on_the_day_of_the_dose_are_counted(
    fresh_ward: Place, given_on: date, counted: int
) -> None:
    child = add_resident(BORN, valid_from=MOVED_IN, became_resident_on=MOVED_IN)
    record(mr1(child, given_on))
    assert count() == counted


@pytest.mark.parametrize(("given_on", "counted"), [(date(2026, 4, 9), 1), (MOVED_IN, 0)])
def test_whoever_moves_away_later_stays_counted(
    fresh_ward: Place, given_on: date, counted: int
) -> None:
    child = add_resident(BORN)
    add_version(child, BORN, valid_from=MOVED_IN, status="3", ceased_resident_on=MOVED_IN)
    record(mr1(child, given_on))
    assert count() == counted


def test_a_dose_under_the_number_of_before_is_the_residents(fresh_ward: Place) -> None:
    """A clinic's dose stood under a 住登外 number; the child is registered under another."""
    kept = add_resident(BORN)
    other = add_resident(BORN, status="3", ceased_resident_on=BORN)
    record(mr1(other))
    assert count() == 0
    merge_id = merge(kept, other).pk
    assert count(as_of=date(2026, 11, 19)) == 1
    undo(merge_id)
    assert count(as_of=date(2026, 11, 18)) == 0


def test_a_person_under_two_numbers_is_one_who_was_vaccinated(fresh_ward: Place) -> None:
    kept, other = add_resident(BORN), add_resident(BORN)
    record(pcv(kept, date(2026, 4, 10)))
    record(pcv(other, date(2026, 6, 10)))
    apart = figures(compute("governor"), "persons")
    merge(kept, other)
    together = figures(compute("governor", as_of=date(2026, 11, 19)), "persons")
    place = ("pneumococcus", "routine")
    assert (apart[place], together[place]) == (2, 1)
    assert figures(compute(), "doses")["PCV-1", "a01"] == 2


def test_whoever_has_two_numbers_is_one_of_the_population(fresh_ward: Place) -> None:
    kept, other = add_resident(BORN), add_resident(BORN)
    merge(kept, other)
    assert figures(compute())["MR1", "population"] == 1


def test_days_after_the_day_of_the_report_are_not_counted(fresh_ward: Place) -> None:
    record(mr1(add_resident(BORN)))
    assert count(as_of=date(2026, 4, 9)) == 0
    assert count(as_of=date(2026, 4, 10)) == 1


def test_a_kept_report_stays_and_a_new_one_tells_what_changed(fresh_ward: Place) -> None:
    first, second = (record(mr1(add_resident(BORN))) for _ in range(2))
    before = compute()
    check(cancel(first))
    check(correct(second, mr1(second.entry.resident_id, date(2026, 3, 20))))
    after = compute(as_of=date(2026, 11, 19))
    assert (count(before), count(after)) == (2, 0)
    assert report_seen(before.id) == before
    assert report_before(after.id) == before.id
    found = changes(figures_of(before.id), figures_of(after.id))
    assert [(one.place, one.before, one.after) for one in found] == [
        (("doses", *MR1), 2, 0),
        (("sources", "A", "provider"), 2, 0),
    ]


def test_what_was_recorded_later_is_unknown_on_an_earlier_day(fresh_ward: Place) -> None:
    record(mr1(add_resident(BORN)))
    assert count(known_on=date(2026, 11, 1)) == 0


NOTHING_GIVEN = dict.fromkeys(
    ["product", "brand", "vaccine_name", "maker", "lot", "expires_on", "volume_ml", "route"]
)


def test_who_told_the_ward_and_who_was_only_screened_is_counted_apart(fresh_ward: Place) -> None:
    record(mr1(add_resident(BORN)))
    screened = {"outcome": Outcome.SCREENED_ONLY, "screening_reason": ScreeningReason.FEVER}
    record(mr1(add_resident(BORN), **NOTHING_GIVEN, **screened))
    seen = compute()
    assert figures(seen, "screened") == {("all", "provider"): 1}
    assert figures(seen, "sources") == {("A", "provider"): 1}


def test_a_dose_given_elsewhere_is_told_apart_and_counted_nowhere_else(fresh_ward: Place) -> None:
    shown = {"evidence": Evidence.HANDBOOK, "payment_excluded": True}
    record(mr1(add_resident(BORN), source=Source.PERSON, **shown))
    asked_for = {"evidence": Evidence.COMPLETION_REPORT, "source": Source.REQUEST_LETTER}
    record(mr1(add_resident(BORN), **asked_for))
    seen = compute()
    assert figures(seen)[MR1] == 1
    assert figures(seen, "sources") == {("A", "request_letter"): 1}
    assert figures(seen, "elsewhere") == {("all", "person"): 1}


@dataclass(frozen=True)
class Child:
    """What the recount knows of a resident: nothing but days."""

    born_on: date
    from_on: date
    until_on: date


def test_a_recount_in_plain_python_finds_the_same(fresh_ward: Place) -> None:
    chance = Random(20261123)  # noqa: S311  # the same ward every time
    expected: Counter[tuple[str, str]] = Counter()
    for _ in range(24):
        child, resident = a_child(chance)
        for dose in doses_of_child(chance, child, resident):
            if counted(child, dose):
                years = age_in_years(child.born_on, dose.entry.given_on)
                expected[line_of(dose), f"a{years:02}"] += 1
    assert len(expected) > 2
    found = figures(compute("community_health", 2025, YEAR[1]))
    assert {place: n for place, n in found.items() if place[1] != "population"} == dict(expected)


def a_child(chance: Random) -> tuple[Child, int]:
    """Somebody born in two years, half of them moving in or away near the ends of the fiscal year."""
    born_on = date(2024, 2, 1) + timedelta(days=chance.randrange(400))
    from_on, until_on = born_on, date.max
    moves = chance.choice(["stays", "comes", "goes", "stays"])
    if moves == "comes":
        from_on = max(born_on, date(2025, 3, 25) + timedelta(days=chance.randrange(60)))
    resident = add_resident(born_on, valid_from=from_on, became_resident_on=from_on)
    if moves == "goes":
        until_on = date(2026, 3, 1) + timedelta(days=chance.randrange(40))
        left = {"valid_from": until_on, "status": "3", "ceased_resident_on": until_on}
        add_version(resident, born_on, became_resident_on=from_on, **left)
    return Child(born_on, from_on, until_on), resident


def doses_of_child(chance: Random, child: Child, resident: int) -> list[RecordedDose]:
    """One dose somewhere around the fiscal year, now and then cancelled."""
    given_on = max(child.born_on, date(2025, 3, 20) + timedelta(days=chance.randrange(395)))
    vaccine = chance.choice([mr1, pcv, pcv])
    said = {"as_given": True, "particulars": AS_GIVEN, "expires_on": date(2027, 1, 1)}
    dose = record(vaccine(resident, given_on, **said))
    if chance.random() < 0.2:
        check(cancel(dose))
        return []
    return [dose]


def counted(child: Child, dose: RecordedDose) -> bool:
    """Whether the definition counts it, from the words of the definition alone."""
    day = dose.entry.given_on
    return (
        YEAR[0] <= day <= YEAR[1]
        and child.from_on <= day < child.until_on
        and dose.legal is not None
        and dose.legal.value == "routine_a"
    )


def line_of(dose: RecordedDose) -> str:
    return "MR1" if dose.entry.series == "MR1" else f"PCV-{dose.dose_number}"


def age_in_years(born_on: date, day: date) -> int:
    """Full years, one more from the day before the birthday."""
    after = day + timedelta(days=1)
    return after.year - born_on.year - ((after.month, after.day) < (born_on.month, born_on.day))


PAIRS = st.lists(
    st.tuples(st.dates(date(2000, 1, 1), date(2012, 12, 31)), st.integers(0, 9000)),
    min_size=1,
    max_size=200,
)
AGES = """
SELECT extract(year FROM age(given_on + 1, birth_on))::int * 12
       + extract(month FROM age(given_on + 1, birth_on))::int,
       extract(year FROM birth_on - 1 - interval '3 months')::int
FROM unnest(%s::date[], %s::date[]) WITH ORDINALITY AS pair(birth_on, given_on, n) ORDER BY n
"""


@settings(max_examples=examples(25), suppress_health_check=ONE_WARD)
@given(PAIRS)
def test_months_and_school_years_of_the_statements_are_those_of_the_law(
    ward: Place, pairs: list[tuple[date, int]]
) -> None:
    births = [born_on for born_on, _ in pairs]
    days = [born_on + timedelta(days=later) for born_on, later in pairs]
    with connection.cursor() as cursor:
        cursor.execute(AGES, [births, days])
        found = cursor.fetchall()
    assert found == [
        (months_reached(born_on, day), school_entry(born_on).year - 7)
        for born_on, day in zip(births, days, strict=True)
    ]
