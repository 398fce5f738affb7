"""Whether judge and sweep answer alike about people, and odd people to try them with."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from sesshu.schedule.judge import judge
from sesshu.schedule.persons import Disease, Dose, Fact, Person
from sesshu.schedule.seen import Seen, seen
from sesshu.schedule.sweep import Population
from sesshu.schedule.sweep.persons import sweep_persons
from sesshu.schedule.types import Rulebook


def days_in(text: str) -> list[date]:
    """ISO days between spaces."""
    return [date.fromisoformat(day) for day in text.split()]


TURNS_OF_LAW = days_in(
    """
    2005-04-01 2005-07-28 2006-04-01 2006-06-02 2009-06-02 2010-08-27 2011-05-20 2012-09-01
    2012-11-01 2013-04-01 2013-11-01 2014-04-01 2014-10-01 2015-04-01 2016-10-01 2019-02-01
    2020-10-01 2021-02-17 2021-12-01 2022-04-01 2022-10-01 2023-04-01 2023-09-20 2024-04-01
    2024-10-01 2025-04-01 2026-04-01 2026-11-23 2027-04-01
    """
)
ODD_BIRTHS = days_in(
    """
    2024-02-29 2020-02-29 2012-02-29 2023-08-31 2025-05-31 2025-12-31 2026-01-31 2020-08-01
    2016-04-01 2009-10-02 2009-10-01 2007-04-02 2007-04-01 1995-06-01 1995-04-02 2008-04-02
    2009-04-01 1997-04-02 1979-04-01 1962-04-02 1961-11-24 1960-02-29 1925-04-01 1914-04-01
    """
)
AGES = [0, 42, 59, 60, 89, 90, 120, 168, 182, 212, 224, 364, 365, 400, 730, 1095, 1460, 1826, 2190]
AGES += [2700, 3286, 4018, 4383, 4748, 5113, 5478, 5844, 7304, 21914, 23740, 24105, 25566]
GAPS = [*range(8), 20, 21, *range(26, 30), 41, 42, 56, 57, 60, 61, 90, 92, 139, 140, 150, 183, 365]


def disagreements(
    persons: Sequence[Person], on: date, rulebook: Rulebook, swept: Rulebook | None = None
) -> list[str]:
    """Where the two answer otherwise, in words; `swept` is the rulebook of sweep, where it is another."""
    answers = sweep_persons(persons, on, swept or rulebook)
    return [
        difference
        for person, answer in zip(persons, answers, strict=True)
        for difference in _differences(person, seen(judge(person, on, rulebook)), answer)
    ]


def _differences(person: Person, judged: Seen, swept: Seen) -> Iterator[str]:
    for what, ours, theirs in (
        ("dose", judged.doses, swept.doses),
        ("series", judged.series, swept.series),
    ):
        for key in ours:
            if ours[key] != theirs.get(key):
                yield f"{person.id}: {what} {key}: judge {ours[key]}, sweep {theirs.get(key)}"


def persons_of(population: Population) -> list[Person]:
    """The people of a population as judge takes them."""
    doses = _by_resident(population.doses.to_dicts(), _dose)
    facts = _by_resident(population.facts.to_dicts(), lambda row: Fact(**row))
    diseases = _by_resident(population.diseases.to_dicts(), lambda row: Disease(**row))
    return [
        Person(
            id=str(row["resident_id"]),
            born_on=row["born_on"],
            sex=row["sex"],
            died_on=row["died_on"],
            doses=tuple(doses.get(row["resident_id"], ())),
            facts=tuple(facts.get(row["resident_id"], ())),
            diseases=tuple(diseases.get(row["resident_id"], ())),
        )
        for row in population.residents.to_dicts()
    ]


def _dose(row: dict[str, Any]) -> Dose:
    return Dose(id=f"{row.pop('dose_id'):012}", **row)


def _by_resident(rows: list[dict[str, Any]], made: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.pop("resident_id"), []).append(made(row))
    return found


def odd_people(rulebook: Rulebook) -> st.SearchStrategy[list[Person]]:
    """Some people with odd births, doses and facts, ids by their place."""
    return st.lists(_person(rulebook), min_size=1, max_size=12)


def days_of_judgement() -> st.SearchStrategy[date]:
    """Days around the turns of the law."""
    near = st.integers(min_value=-1, max_value=1).map(lambda by: timedelta(days=by))
    far = st.integers(min_value=-30, max_value=500).map(lambda by: timedelta(days=by))
    return st.builds(lambda day, by: day + by, st.sampled_from(TURNS_OF_LAW), near | far)


@st.composite
def _person(draw: st.DrawFn, rulebook: Rulebook) -> Person:
    born_on = draw(st.sampled_from(ODD_BIRTHS) | st.dates(date(1920, 1, 1), date(2027, 3, 31)))
    fact, disease = _fact(rulebook, born_on), _disease(rulebook, born_on)
    later = st.none() | st.none() | st.dates(born_on, date(2028, 1, 1))
    return Person(
        id=str(draw(st.integers(0, 999))),
        born_on=born_on,
        sex=draw(st.sampled_from(["F", "M"])),
        doses=tuple(draw(_doses(rulebook, born_on))),
        facts=tuple(draw(st.lists(fact, max_size=3)) if draw(st.booleans()) else ()),
        diseases=tuple(draw(st.lists(disease, max_size=2)) if draw(st.booleans()) else ()),
        died_on=draw(later),
    )


@st.composite
def _doses(draw: st.DrawFn, rulebook: Rulebook, born_on: date) -> list[Dose]:
    """Runs of doses of series that belong together, some days after each other, in any order."""
    series = list(rulebook.series)
    found: list[Dose] = []
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(series) - 1))
        day = draw(_day(born_on))
        for _ in range(draw(st.integers(1, 5))):
            code = series[max(0, at - draw(st.sampled_from([0, 0, 0, 0, 1, 2])))]
            found.append(draw(_dose_of(rulebook, code, day, len(found))))
            day += timedelta(
                days=draw(st.sampled_from(GAPS)) * draw(st.sampled_from([1, 1, 1, -1]))
            )
    return found


def _day(born_on: date) -> st.SearchStrategy[date]:
    ages = st.sampled_from(AGES) | st.integers(-10, 9000)
    by_age = st.builds(
        lambda age, by: born_on + timedelta(days=age + by), ages, st.integers(-3, 40)
    )
    by_law = st.builds(
        lambda day, by: day + timedelta(days=by),
        st.sampled_from(TURNS_OF_LAW),
        st.integers(-40, 40),
    )
    return by_age | by_law


@st.composite
def _dose_of(draw: st.DrawFn, rulebook: Rulebook, code: str, day: date, number: int) -> Dose:
    own = [use.product for version in rulebook.series[code].versions for use in version.uses]
    known, seldom = st.sampled_from(own), draw(st.integers(0, 9)) == 0
    products = known | known | known | st.none() | st.sampled_from([*rulebook.products, "?"])
    never = st.none()
    return Dose(
        id=f"{number:03}",
        series=draw(st.sampled_from([*rulebook.series, "?"])) if seldom else code,
        given_on=day,
        product=draw(products if seldom else known),
        volume_ml=draw(never | st.sampled_from([0.1, 0.2, 0.25, 0.3, 0.5, 1.5])),
        route=draw(never | never | st.sampled_from([*rulebook.routes, "?"])),
        expires_on=draw(never | never | st.just(day - timedelta(days=1)) | st.just(day)),
        decision=draw(never | never | never | st.sampled_from(["counts", "does_not_count"])),
    )


@st.composite
def _fact(draw: st.DrawFn, rulebook: Rulebook, born_on: date) -> Fact:
    begins = draw(_day(born_on))
    until = draw(st.none() | st.integers(-5, 900).map(lambda by: begins + timedelta(days=by)))
    due = draw(st.none() | st.integers(-20, 300).map(lambda by: begins + timedelta(days=by)))
    kind = draw(st.sampled_from(list(rulebook.facts)))
    return Fact(kind=kind, from_on=begins, until_on=until, due_on=due)


def _disease(rulebook: Rulebook, born_on: date) -> st.SearchStrategy[Disease]:
    antigens = st.sampled_from(list(rulebook.antigens))
    return st.builds(Disease, antigen=antigens, known_from=_day(born_on))
