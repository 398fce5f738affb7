"""Doses that were given wrong, with what was decided, and their number by class for the yearly report."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from sesshu.foundation.second_person import Proposal, State
from sesshu.kernel.outcomes import ErrorClass
from sesshu.ward.mishaps.models import MishapDecision
from sesshu.ward.mishaps.operations import KIND
from sesshu.ward.records.corrections import as_they_stand
from sesshu.ward.records.models import Dose
from sesshu.ward.records.subject import Subject, subjects_of


@dataclass(frozen=True, slots=True)
class Mishap:
    """A dose the rulebook finds wrong, or that two people decided about."""

    dose: Dose
    subject: Subject
    decision: MishapDecision | None
    waiting: int | None
    """The proposal that waits for a second person."""

    @property
    def error_class(self) -> ErrorClass | None:
        """態様: as decided, else as the rulebook said when the dose was recorded."""
        number = self.decision.error_class if self.decision else self.dose.error_class
        return None if number is None else ErrorClass(number)


def mishaps(fiscal_year: int) -> list[Mishap]:
    """Standing doses of a fiscal year, in the order of their days."""
    doses = Dose.objects.filter(
        Q(error_class__isnull=False) | Q(pk__in=_decisions()),
        fiscal_year=fiscal_year,
        currentdose__isnull=False,
    )
    return _with_decisions(list(doses.order_by("given_on", "id")))


def mishap_of(dose_id: int) -> Mishap | None:
    """One standing dose, wrong or not; None where there is none."""
    doses = list(Dose.objects.filter(pk=dose_id, currentdose__isnull=False))
    return next(iter(_with_decisions(doses)), None)


def by_class(found: Iterable[Mishap]) -> list[tuple[ErrorClass, int]]:
    """How many of each class; what was decided to be no error is not among them."""
    counts = Counter(each.error_class for each in found)
    return [(each, counts[each]) for each in ErrorClass if counts[each]]


def decided(fiscal_year: int) -> list[tuple[Dose, MishapDecision, ErrorClass]]:
    """What two people found to be a mistake, for the yearly report (F27), in the order of the days."""
    return [
        (each.dose, each.decision, each.error_class)
        for each in mishaps(fiscal_year)
        if each.decision and each.error_class
    ]


def waiting() -> list[Proposal]:
    """Decisions that wait for a second person, the oldest first."""
    return list(Proposal.objects.filter(kind=KIND, state=State.OPEN).order_by("id"))


def _decisions() -> dict[int, MishapDecision]:
    """The newest decision about each dose, by the dose as it stands: a correction keeps what was decided."""
    decided = list(MishapDecision.objects.order_by("id"))
    standing = as_they_stand({decision.dose_id for decision in decided})
    return {standing[decision.dose_id].pk: decision for decision in decided}


def _with_decisions(doses: list[Dose]) -> list[Mishap]:
    subjects = subjects_of({dose.resident_id for dose in doses})
    newest = _decisions()
    asked = {each.payload["dose_id"]: each.pk for each in waiting()}
    open_about = {dose.pk: asked[known] for known, dose in as_they_stand(asked).items()}
    return [
        Mishap(dose, subjects[dose.resident_id], newest.get(dose.pk), open_about.get(dose.pk))
        for dose in doses
    ]
