"""Judge and sweep answer alike about everybody; where they do not, the comparison sees it."""

from datetime import date

import msgspec
import pytest
from agreement_of_engines import days_of_judgement, disagreements, odd_people, persons_of
from examples_of_tests import examples
from hypothesis import given, settings
from proofs import agreement

from bench.vaccinated import vaccinated
from sesshu.schedule.load import current
from sesshu.schedule.persons import Disease, Dose, Fact, Person
from sesshu.schedule.types import Closed, Rulebook

ON = date(2026, 11, 23)
MARCH = date(2021, 3, 31)


@settings(max_examples=examples(60))
@given(odd_people(current()), days_of_judgement())
def test_the_engines_agree_about_odd_people(people: list[Person], on: date) -> None:
    assert disagreements(people, on, current()) == []


@pytest.mark.parametrize("on", [date(2009, 8, 31), date(2013, 2, 28), date(2021, 10, 1), ON])
def test_the_engines_agree_about_people_who_were_vaccinated_over_the_years(on: date) -> None:
    people = persons_of(vaccinated(150, odd=0.2, seed=on.year, on=ON))
    assert disagreements(people, on, current()) == []


def test_the_engines_agree_where_a_municipality_did_not_give_a_series() -> None:
    hbv = current().series["HBV"]
    own = msgspec.structs.replace(
        hbv,
        closed=(Closed(effective_from=date(2016, 10, 1), effective_until=MARCH, provision="条例"),),
        versions=(msgspec.structs.replace(hbv.versions[0], effective_from=date(2021, 4, 1)),),
    )
    rulebook = msgspec.structs.replace(current(), series=current().series | {"HBV": own})
    people = persons_of(vaccinated(1_000, odd=0.2, seed=2))
    young = [person for person in people if person.born_on > date(2016, 4, 1)]
    assert disagreements(young, ON, rulebook) == []
    assert disagreements(young, MARCH, rulebook) == []


def test_the_engines_agree_that_a_disease_excludes_no_vaccine_the_law_knows_no_disease_of() -> None:
    mumps = Dose(id="1", series="MR1", given_on=date(2022, 7, 1), product="MUMPS")
    ill = Fact(kind="fever", from_on=date(2020, 1, 1), until_on=date(2020, 1, 9))
    measles = Disease(antigen="measles", known_from=date(2022, 1, 1))
    born_on = date(2021, 5, 10)
    people = [
        Person(id="1", born_on=born_on, sex="F", doses=(mumps,), facts=(ill,)),
        Person(id="2", born_on=born_on, sex="F", doses=(mumps,), diseases=(measles,)),
    ]
    assert disagreements(people, ON, current()) == []


def planted(rulebook: Rulebook) -> Rulebook:
    """The rulebook with an interval between different vaccines left out."""
    return msgspec.structs.replace(rulebook, between=rulebook.between[1:])


def test_a_planted_disagreement_is_seen() -> None:
    people = persons_of(vaccinated(400, odd=0.2, seed=1))
    found = disagreements(people, ON, current(), swept=planted(current()))
    assert any("too_soon_after_other" in difference for difference in found)


def test_the_proof_holds_and_counts_people_doses_and_days() -> None:
    finding = agreement.prove(120)
    assert finding.held, finding.facts
    assert finding.tries == 120
    assert finding.facts["doses"] > 500
