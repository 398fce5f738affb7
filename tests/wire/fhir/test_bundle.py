"""A judgement as FHIR, read by a library of the published models and compared with the verdict."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sesshu.kernel.outcomes import Counts
from sesshu.schedule.cases import case_files, cases_in, read_case
from sesshu.schedule.judge import judge
from sesshu.schedule.load import current
from sesshu.schedule.persons import Disease, Dose, Person
from sesshu.wire.fhir import bundle

ON = date(2026, 11, 23)
RULEBOOK = current()
CASES = Path(__file__).parents[3] / "rulebook" / "cases"
Found = dict[str, list[dict[str, Any]]]


def answered(person: Person, on: date = ON) -> Found:
    """The resources about a person by type, after the library has accepted them."""
    made = bundle(person, judge(person, on, RULEBOOK), RULEBOOK)
    Bundle.model_validate_json(msgspec.json.encode(made))
    found: Found = {}
    for entry in made["entry"]:
        found.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    return found


def person(*doses: Dose, born_on: date = date(2026, 5, 10), **more: Any) -> Person:
    return Person(id="山田/1", born_on=born_on, sex="F", doses=doses, **more)


def codes(concept: dict[str, Any]) -> list[str]:
    return [one["code"] for one in concept["coding"]]


def in_series(found: Found, series: str) -> dict[str, Any]:
    (whole,) = found["ImmunizationRecommendation"]
    (row,) = [one for one in whole["recommendation"] if one["series"] == series]
    return row  # type: ignore[no-any-return]


def values(resource: object) -> Iterator[object]:
    yield resource
    inside = resource.values() if isinstance(resource, dict) else resource
    if isinstance(resource, dict | list):
        for one in inside:  # type: ignore[attr-defined]
            yield from values(one)


FIVE_IN_ONE = Dose(
    id="d-1",
    series="DPT-IPV-Hib",
    product="DPT-IPV-Hib",
    given_on=date(2026, 7, 9),
    volume_ml=0.5,
    route="SC",
    expires_on=date(2027, 3, 31),
)


def test_a_dose_of_five_antigens_is_one_immunization_with_five_evaluations() -> None:
    found = answered(person(FIVE_IN_ONE))
    (given_dose,) = found["Immunization"]
    assert codes(given_dose["vaccineCode"]) == ["DPT-IPV-Hib"]
    assert given_dose["doseQuantity"]["value"] == 0.5
    assert given_dose["programEligibility"][0]["text"] == "定期接種(A類)"
    assert [place["doseNumberPositiveInt"] for place in given_dose["protocolApplied"]] == [1, 1, 1]
    evaluated = {codes(one["targetDisease"])[0] for one in found["ImmunizationEvaluation"]}
    assert evaluated == {"diphtheria", "pertussis", "tetanus", "polio", "hib"}
    assert {codes(one["doseStatus"])[0] for one in found["ImmunizationEvaluation"]} == {"valid"}


def test_a_dose_given_too_early_says_why_with_its_provision() -> None:
    first = Dose(id="1", series="HBV", product="HBV", given_on=date(2026, 7, 9))
    early = Dose(id="2", series="HBV", product="HBV", given_on=date(2026, 7, 20))
    found = answered(person(first, early))
    second = found["ImmunizationEvaluation"][1]
    assert "too_soon" in codes(second["doseStatusReason"][0])
    assert "実施規則第20条" in second["doseStatusReason"][0]["text"]


def test_an_undecided_dose_has_no_status_of_hl7() -> None:
    unheard = Dose(id="1", series="HBV", product="HBV", given_on=date(2026, 5, 9))
    verdict = judge(person(unheard), ON, RULEBOOK)
    assert verdict.doses[0].counts is Counts.UNDECIDED
    (answer,) = answered(person(unheard))["ImmunizationEvaluation"]
    assert codes(answer["doseStatus"]) == ["undecided"]


def test_the_next_dose_carries_its_four_days_as_loinc_names_them() -> None:
    row = in_series(answered(person(born_on=date(2026, 9, 1))), "BCG")
    days = {codes(one["code"])[0]: one["value"] for one in row["dateCriterion"]}
    assert days == {
        "30981-5": "2026-09-01",
        "30980-7": "2027-01-31",
        "59778-1": "2027-05-01",
        "59777-3": "2027-08-31",
    }
    assert codes(row["forecastStatus"]) == ["due", "due"]


@pytest.mark.parametrize(
    ("who", "series", "code"),
    [
        (person(born_on=date(2025, 12, 1)), "BCG", "overdue"),
        (person(born_on=date(2024, 1, 1)), "BCG", None),
        (
            person(
                born_on=date(2025, 1, 1),
                diseases=(Disease(antigen="varicella", known_from=date(2025, 6, 1)),),
            ),
            "水痘",
            "immune",
        ),
        (
            person(
                Dose(id="1", series="BCG", product="BCG", given_on=date(2026, 10, 10)),
            ),
            "BCG",
            "complete",
        ),
    ],
)
def test_where_somebody_stands_is_said_in_words_of_hl7_where_it_has_one(
    who: Person, series: str, code: str | None
) -> None:
    first, *rest = codes(in_series(answered(who), series)["forecastStatus"])
    assert (first if rest else None) == code


def test_the_doses_of_a_series_stand_behind_its_recommendation() -> None:
    found = answered(person(FIVE_IN_ONE))
    (given_dose,) = found["Immunization"]
    row = in_series(found, "5種混合")
    assert row["supportingImmunization"] == [{"reference": f"urn:uuid:{given_dose['id']}"}]
    assert row["doseNumberPositiveInt"] == 2


def test_whom_no_series_concerns_gets_no_recommendation() -> None:
    gone = person(born_on=date(1960, 1, 1), died_on=date(1990, 1, 1))
    found = answered(gone, on=date(2005, 4, 1))
    assert "ImmunizationRecommendation" not in found
    assert found["Patient"][0]["deceasedDateTime"] == "1990-01-01"


def test_every_person_of_the_cases_is_accepted_by_the_published_models() -> None:
    tried = 0
    for file in case_files([CASES]):
        for place, row in list(cases_in(file))[::7]:
            case = read_case(place, row)
            found = answered(case.person, case.on)
            assert len(found.get("Immunization", [])) == len(case.person.doses)
            tried += 1
    assert tried > 100


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*RULEBOOK.series, "NONE"]),
            st.sampled_from([None, *RULEBOOK.products, "NONE"]),
            st.dates(date(2005, 4, 1), ON),
        ),
        max_size=4,
    ),
    st.dates(date(1950, 1, 1), ON),
)
def test_odd_people_too_and_every_reference_leads_to_a_resource(
    given_doses: list[tuple[str, str | None, date]], born_on: date
) -> None:
    doses = tuple(
        Dose(id=str(number), series=series, product=product, given_on=day)
        for number, (series, product, day) in enumerate(given_doses)
    )
    found = answered(person(*doses, born_on=born_on))
    ids = {f"urn:uuid:{one['id']}" for many in found.values() for one in many}
    said = list(values(found))
    references = {one["reference"] for one in said if isinstance(one, dict) and "reference" in one}
    assert references <= ids
    assert all(one not in (None, "", [], {}) for one in said)


def test_the_same_dose_has_the_same_id_on_another_day() -> None:
    (today,) = answered(person(FIVE_IN_ONE))["Immunization"]
    (later,) = answered(person(FIVE_IN_ONE), date(2026, 12, 24))["Immunization"]
    assert today["id"] == later["id"]


def test_the_library_would_refuse_a_resource_that_lacks_something() -> None:
    made = bundle(person(FIVE_IN_ONE), judge(person(FIVE_IN_ONE), ON, RULEBOOK), RULEBOOK)
    del made["entry"][1]["resource"]["vaccineCode"]
    with pytest.raises(ValidationError):
        Bundle.model_validate_json(msgspec.json.encode(made))
