"""Everything about one person in one Bundle: who, the doses, what the law says of each, what comes next."""

from collections.abc import Iterator
from uuid import UUID

from sesshu.schedule.persons import Person
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import Verdict
from sesshu.wire.fhir.coding import OWN, Resource, coding, name_of
from sesshu.wire.fhir.doses import evaluations, immunization
from sesshu.wire.fhir.recommendation import recommendation

GENDERS = {"F": "female", "M": "male"}


def bundle(person: Person, verdict: Verdict, rulebook: Rulebook) -> Resource:
    """The judgement of a person as a Bundle of R4 resources that refer to each other by `urn:uuid:`.

    The release of the rulebook is the Bundle's tag. Ids follow from the person's and doses' ids alone.
    """
    return {
        "resourceType": "Bundle",
        "id": str(name_of("Bundle", person.id, verdict.on.isoformat(), verdict.release)),
        "meta": {"tag": [coding(f"{OWN}:release", verdict.release)]},
        "type": "collection",
        "entry": [
            {"fullUrl": UUID(resource["id"]).urn, "resource": resource}
            for resource in _resources(person, verdict, rulebook)
        ],
    }


def _resources(person: Person, verdict: Verdict, rulebook: Rulebook) -> Iterator[Resource]:
    yield _patient(person)
    answers = {answer.id: answer for answer in verdict.doses}
    for dose in sorted(person.doses, key=lambda one: (one.given_on, one.id)):
        yield immunization(person, dose, answers[dose.id], rulebook)
        yield from evaluations(person, dose, answers[dose.id], verdict.on, rulebook)
    if following := recommendation(person, verdict, rulebook):
        yield following


def _patient(person: Person) -> Resource:
    patient: Resource = {
        "resourceType": "Patient",
        "id": str(name_of("Patient", person.id)),
        "identifier": [{"value": person.id}],
        "gender": GENDERS[person.sex],
        "birthDate": person.born_on.isoformat(),
    }
    return patient | ({"deceasedDateTime": person.died_on.isoformat()} if person.died_on else {})
