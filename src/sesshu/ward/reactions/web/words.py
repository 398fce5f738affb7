"""A report of an adverse reaction in the words of a page."""

from sesshu.schedule.types import Rulebook
from sesshu.ui.dates import in_both_calendars
from sesshu.ward.reactions.codes import OTHER
from sesshu.ward.reactions.operations import Reported
from sesshu.ward.reactions.symptoms import symptoms
from sesshu.ward.records.models import Dose


def symptom_in(reported: Reported) -> str:
    """The name of its symptom; of another one the words of the report."""
    if reported.symptom == OTHER and reported.symptom_words:
        return reported.symptom_words
    return symptoms()[reported.symptom].name


def items_of(reported: Reported) -> list[tuple[str, str]]:
    """Titles and values in the order of the form."""
    return [
        ("症状", symptom_in(reported)),
        ("報告の期限の定め", symptoms()[reported.symptom].limit),
        ("発生した日", in_both_calendars(reported.onset_on)),
        ("重さ", reported.severity.label),
        ("転帰", reported.course.label),
        ("届いた方法", reported.told_by.label),
        ("報告の日", in_both_calendars(reported.told_on)),
        ("受け付けた日", in_both_calendars(reported.received_on)),
    ]


def dose_in_words(dose: Dose, rulebook: Rulebook) -> str:
    """Series, vaccine, lot and day of a dose."""
    series = rulebook.series.get(dose.series)
    name = series.name if series else dose.series
    parts = (name, dose.vaccine_name, dose.lot, in_both_calendars(dose.given_on))
    return "　".join(part for part in parts if part)
