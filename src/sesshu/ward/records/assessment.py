"""What the judge says about a dose before it is recorded, beside the doses that stand (R5).

Only doses that two people recorded are in the history: what waits for its check does not count yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sesshu.kernel.outcomes import ErrorClass, Legal
from sesshu.schedule.entry import judge_entry
from sesshu.schedule.persons import Dose as JudgedDose
from sesshu.schedule.persons import Fact, Person
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import EntryVerdict
from sesshu.ward.circumstances.queries import Known, known_of
from sesshu.ward.pregnancies.queries import facts_of
from sesshu.ward.pregnancies.rules import asks_for_pregnancy
from sesshu.ward.records.codes import Decision, Outcome, Source
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.recorded import RecordedDose
from sesshu.ward.records.subject import Subject

CANDIDATE = "entry"
_DECISIONS: dict[Decision, Literal["counts", "does_not_count"]] = {
    Decision.COUNTS: "counts",
    Decision.DOES_NOT_COUNT: "does_not_count",
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict about one entry under one release; None for a screening without a dose."""

    verdict: EntryVerdict | None
    release: str
    on: date
    source: Source = Source.PROVIDER

    @property
    def stops(self) -> bool:
        """Whether it may be recorded only as given, with a reason; abroad our law stops nothing."""
        return self.verdict is not None and self.verdict.stops and self.source is not Source.ABROAD

    @property
    def legal(self) -> Legal | None:
        """接種区分: a dose abroad is none of the Act, whatever course it counts for (法第9条の3後段)."""
        if self.verdict is None:
            return None
        return Legal.OUTSIDE_ACT if self.source is Source.ABROAD else self.verdict.dose.legal

    @property
    def error(self) -> ErrorClass | None:
        """間違い接種 is reported by who did the dose: none of a dose given elsewhere is ours."""
        if self.verdict is None or self.source.is_elsewhere:
            return None
        return self.verdict.dose.error

    @property
    def dose_number(self) -> int | None:
        """回数: of several courses the one that is furthest behind, for it asked for this dose."""
        if self.verdict is None:
            return None
        return min((place.dose for place in self.verdict.dose.counts_as), default=None)

    @property
    def fingerprint(self) -> str:
        """Changes whenever the answer about this dose does; a code, without names or days."""
        if self.verdict is None:
            return "screened_only"
        dose = self.verdict.dose
        reasons = "+".join(sorted(reason.code for reason in dose.reasons))
        return f"{self.legal}/{dose.counts}/{self.error or 0}/{self.dose_number or 0}/{reasons}"


def assess(
    entry: DoseEntry,
    subject: Subject,
    standing: Iterable[RecordedDose],
    on: date,
    rulebook: Rulebook,
    known: Known | None = None,
) -> Assessment:
    """Judge an entry beside the standing doses (without the one it corrects) as of a day.

    `known` is what the law asks about the person, pregnancies too, where it was read before.
    """
    if entry.outcome is not Outcome.GIVEN:
        return Assessment(None, rulebook.release, on, entry.source)
    asks = known is None and asks_for_pregnancy(entry.series, rulebook)
    person = person_of(subject, standing, facts_of(subject.id) if asks else (), known)
    verdict = judge_entry(person, judged(CANDIDATE, entry), on, rulebook)
    return Assessment(verdict, rulebook.release, on, entry.source)


def person_of(
    subject: Subject,
    standing: Iterable[RecordedDose],
    pregnancies: tuple[Fact, ...] = (),
    known: Known | None = None,
) -> Person:
    """A resident with the doses that stand, as the judge asks; what is known of them as recorded by now.

    Pregnancies are told only where the reader may know them.
    """
    given = (dose for dose in standing if dose.entry.outcome is Outcome.GIVEN)
    known = known_of(subject.id) if known is None else known
    return Person(
        id=str(subject.id),
        born_on=subject.born_on,
        sex=subject.sex_for_rules,
        died_on=subject.died_on,
        doses=tuple(judged(str(dose.id), dose.entry) for dose in given),
        diseases=known.diseases,
        facts=pregnancies + known.facts,
    )


def judged(dose_id: str, entry: DoseEntry) -> JudgedDose:
    """A dose as the judge reads it."""
    return JudgedDose(
        id=dose_id,
        series=entry.series,
        given_on=entry.given_on,
        product=entry.product,
        volume_ml=None if entry.volume_ml is None else float(entry.volume_ml),
        route=entry.route,
        expires_on=entry.expires_on,
        decision=None if entry.decision is None else _DECISIONS[entry.decision],
    )
