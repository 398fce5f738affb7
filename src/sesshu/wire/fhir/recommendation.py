"""Where a person stands in every series as one ImmunizationRecommendation."""

from collections.abc import Iterator
from datetime import date

from sesshu.kernel.calendar import day_after
from sesshu.kernel.outcomes import Status
from sesshu.schedule.persons import Person
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import NextDose, SeriesVerdict, Timing, Verdict
from sesshu.wire.fhir.coding import HL7, LOINC, Resource, coding, filled, name_of, own, reference

FORECAST = f"{HL7}/immunization-recommendation-status"
STANDING = {
    Status.COMPLETE: "complete",
    Status.DUE: "due",
    Status.WAITING: "due",
    Status.EXCLUDED: "contraindicated",
}
IMMUNE = "had_disease"
LEFT_OUT = {Status.NOT_ELIGIBLE, Status.OTHER_SERIES}
EARLIEST, DUE, LATEST, OVERDUE = "30981-5", "30980-7", "59777-3", "59778-1"


def recommendation(person: Person, verdict: Verdict, rulebook: Rulebook) -> Resource | None:
    """All series that concern the person; None where none does, for FHIR asks for at least one."""
    rows = [
        _row(series, person, rulebook) for series in verdict.series if series.status not in LEFT_OUT
    ]
    if not rows:
        return None
    return {
        "resourceType": "ImmunizationRecommendation",
        "id": str(name_of("ImmunizationRecommendation", person.id)),
        "patient": reference("Patient", person.id),
        "date": verdict.on.isoformat(),
        "recommendation": rows,
    }


def _row(series: SeriesVerdict, person: Person, rulebook: Rulebook) -> Resource:
    following = series.next
    own_doses = [dose.id for dose in person.doses if dose.series == series.series]
    offered = following.products if following else ()
    return filled(
        {
            "vaccineCode": [own("product", one.product, one.name) for one in offered],
            "targetDisease": _disease(series, rulebook),
            "forecastStatus": _forecast(series),
            "forecastReason": [
                own("reason", one.code, f"{one.text}({one.provision})") for one in series.reasons
            ],
            "dateCriterion": list(_days(following)) if following else [],
            "description": following.provision if following else None,
            "series": series.name,
            "doseNumberPositiveInt": following.dose if following else None,
            "supportingImmunization": [
                reference("Immunization", person.id, id) for id in own_doses
            ],
        }
    )


def _disease(series: SeriesVerdict, rulebook: Rulebook) -> Resource:
    """One element for all antigens of the series: R4 allows no second."""
    courses = [rulebook.courses[code] for code in rulebook.series[series.series].serves]
    antigens = dict.fromkeys(antigen for course in courses for antigen in course.antigens)
    return {
        "coding": [coding("urn:sesshu:antigen", antigen) for antigen in antigens],
        "text": "・".join(rulebook.antigens[antigen] for antigen in antigens),
    }


def _forecast(series: SeriesVerdict) -> Resource:
    said = own("status", series.status, series.status.ja)
    if code := _in_words_of_hl7(series):
        said["coding"].insert(0, coding(FORECAST, code))
    return said


def _in_words_of_hl7(series: SeriesVerdict) -> str | None:
    if any(reason.code == IMMUNE for reason in series.reasons):
        return "immune"
    if series.status is Status.DUE and series.timing is Timing.AFTER:
        return "overdue"
    return STANDING.get(series.status)


def _days(following: NextDose) -> Iterator[Resource]:
    standard, last = following.standard_until, following.last_on
    days = {
        EARLIEST: following.earliest_on,
        DUE: following.standard_from or following.earliest_on,
        OVERDUE: day_after(standard) if standard else None,
        LATEST: None if last == date.max else last,
    }
    for code, day in days.items():
        if day is not None:
            yield {"code": {"coding": [coding(LOINC, code)]}, "value": day.isoformat()}
