"""Doses as Immunization, and what the law says of each as ImmunizationEvaluation."""

from collections.abc import Iterator
from datetime import date

from sesshu.kernel.outcomes import Counts
from sesshu.schedule.persons import Dose, Person
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import DoseVerdict
from sesshu.wire.fhir.coding import HL7, UCUM, Resource, coding, filled, name_of, own, reference

DOSE_STATUS = f"{HL7}/immunization-evaluation-dose-status"
STATUSES = {Counts.YES: "valid", Counts.NO: "notvalid"}


def immunization(person: Person, dose: Dose, verdict: DoseVerdict, rulebook: Rulebook) -> Resource:
    """One dose as it was given, in the places of the courses it counts for."""
    return filled(
        {
            "resourceType": "Immunization",
            "id": str(name_of("Immunization", person.id, dose.id)),
            "identifier": [{"value": dose.id}],
            "status": "completed",
            "vaccineCode": _vaccine(dose, rulebook),
            "patient": reference("Patient", person.id),
            "occurrenceDateTime": dose.given_on.isoformat(),
            "expirationDate": _day(dose.expires_on),
            "doseQuantity": _volume(dose),
            "route": _route(dose, rulebook),
            "programEligibility": [own("legal", verdict.legal, verdict.legal.ja)],
            "protocolApplied": list(_places(dose, verdict, rulebook)),
        }
    )


def evaluations(
    person: Person, dose: Dose, verdict: DoseVerdict, on: date, rulebook: Rulebook
) -> Iterator[Resource]:
    """One answer for each antigen of a dose, for antigens are counted each by itself."""
    reached = {antigen: place for place in verdict.counts_as for antigen in place.antigens}
    for antigen in dict.fromkeys([*reached, *_antigens(dose, rulebook)]):
        place = reached.get(antigen)
        counts = verdict.counts if place or verdict.counts is not Counts.YES else Counts.NO
        yield filled(
            {
                "resourceType": "ImmunizationEvaluation",
                "id": str(name_of("ImmunizationEvaluation", person.id, dose.id, antigen)),
                "status": "completed",
                "patient": reference("Patient", person.id),
                "date": on.isoformat(),
                "targetDisease": _disease(antigen, rulebook),
                "immunizationEvent": reference("Immunization", person.id, dose.id),
                "doseStatus": _status(counts),
                "doseStatusReason": [
                    own("reason", one.code, f"{one.text}({one.provision})")
                    for one in verdict.reasons
                ],
                "description": verdict.provision,
                "series": rulebook.courses[place.course].name if place else None,
                "doseNumberPositiveInt": place.dose if place else None,
            }
        )


def _vaccine(dose: Dose, rulebook: Rulebook) -> Resource:
    product = rulebook.products.get(dose.product or "")
    if product is not None:
        return own("product", product.code, product.name)
    series = rulebook.series.get(dose.series)
    return own("series", dose.series, series.name if series else dose.series)


def _antigens(dose: Dose, rulebook: Rulebook) -> tuple[str, ...]:
    """Those of the vaccine, else those of the series; an unknown vaccine has none to answer for."""
    product, series = rulebook.products.get(dose.product or ""), rulebook.series.get(dose.series)
    if product is not None:
        return product.antigens
    served = series.serves if series else ()
    return tuple(antigen for code in served for antigen in rulebook.courses[code].antigens)


def _places(dose: Dose, verdict: DoseVerdict, rulebook: Rulebook) -> Iterator[Resource]:
    for place in verdict.counts_as:
        yield {
            "series": rulebook.courses[place.course].name,
            "targetDisease": [_disease(antigen, rulebook) for antigen in place.antigens],
            "doseNumberPositiveInt": place.dose,
        }


def _disease(antigen: str, rulebook: Rulebook) -> Resource:
    return own("antigen", antigen, rulebook.antigens[antigen])


def _status(counts: Counts) -> Resource:
    """Valid or not in HL7's words; a dose nobody has decided about yet has a code of ours alone."""
    said = own("counts", counts, counts.ja)
    if counts in STATUSES:
        said["coding"].insert(0, coding(DOSE_STATUS, STATUSES[counts]))
    return said


def _volume(dose: Dose) -> Resource | None:
    if dose.volume_ml is None:
        return None
    return {"value": dose.volume_ml, "unit": "mL", "system": UCUM, "code": "mL"}


def _route(dose: Dose, rulebook: Rulebook) -> Resource | None:
    if dose.route is None:
        return None
    return own("route", dose.route, rulebook.routes.get(dose.route, dose.route))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
