"""The register of adverse reactions (副反応疑い管理簿, F26), and what waits."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from sesshu.kernel.calendar import fiscal_year_begins, fiscal_year_ends
from sesshu.ward.reactions.codes import OTHER, HandedTo
from sesshu.ward.reactions.models import ReactionForwarding, ReactionReport
from sesshu.ward.reactions.symptoms import symptoms
from sesshu.ward.records.corrections import as_they_stand
from sesshu.ward.records.models import CurrentDose, Dose
from sesshu.ward.records.subject import Subject, subjects_of


@dataclass(frozen=True, slots=True)
class Reaction:
    """One report beside its dose as it stands now; `dose_stands` is false once that was cancelled."""

    report: ReactionReport
    dose: Dose
    dose_stands: bool
    subject: Subject
    handed_on: dict[HandedTo, date]

    @property
    def symptom(self) -> str:
        """Its name; of another symptom the words of the report."""
        if self.report.symptom == OTHER and self.report.symptom_words:
            return self.report.symptom_words
        return symptoms()[self.report.symptom].name

    @property
    def in_time(self) -> bool:
        """Whether it showed within the time in which doctors have to report it."""
        symptom = symptoms()[self.report.symptom]
        return symptom.shows_in_time(self.dose.series, self.dose.given_on, self.report.onset_on)


def register(year: int) -> list[Reaction]:
    """The reports that stand and were received in a fiscal year, in the order they came."""
    days = (fiscal_year_begins(year), fiscal_year_ends(year))
    found = _standing().filter(received_on__range=days)
    return _beside_doses(list(found.order_by("received_on", "id")))


def reaction_of(report_id: int) -> Reaction | None:
    """One report that stands; None where there is none."""
    return next(iter(_beside_doses(list(_standing().filter(pk=report_id)))), None)


def count_to_hand_on() -> int:
    """Reports that have gone nowhere yet."""
    return _standing().filter(reactionforwarding__isnull=True).count()


def by_symptom(found: Iterable[Reaction]) -> list[tuple[str, int]]:
    """How many of each symptom, in the order of the ordinance."""
    counts = Counter(each.report.symptom for each in found)
    return [(each.name, counts[code]) for code, each in symptoms().items() if counts[code]]


def _standing() -> QuerySet[ReactionReport]:
    return ReactionReport.objects.filter(is_cancelled=False, successor__isnull=True)


def _beside_doses(reports: Sequence[ReactionReport]) -> list[Reaction]:
    doses = as_they_stand({report.dose_id for report in reports})
    subjects = subjects_of({dose.resident_id for dose in doses.values()})
    standing = set(
        CurrentDose.objects.filter(dose__in=doses.values()).values_list("dose_id", flat=True)
    )
    handed: defaultdict[int, dict[HandedTo, date]] = defaultdict(dict)
    for row in ReactionForwarding.objects.filter(report__in=reports).order_by("id"):
        handed[row.report_id][HandedTo(row.handed_to)] = row.handed_on
    return [
        Reaction(report, dose, dose.pk in standing, subjects[dose.resident_id], handed[report.pk])
        for report in reports
        for dose in [doses[report.dose_id]]
    ]
