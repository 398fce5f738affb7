"""An old answer once more: person, doses and law as they were known at an instant (house.md §5)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils.timezone import localdate

from sesshu.schedule.judge import judge
from sesshu.schedule.verdicts import Verdict
from sesshu.ward.circumstances.queries import known_of
from sesshu.ward.records.assessment import person_of
from sesshu.ward.records.recorded import RecordedDose, doses_of
from sesshu.ward.records.subject import Subject
from sesshu.ward.residents.queries import NoSuchResident
from sesshu.ward.rulebooks.releases import in_force_at

KNOWN_THEN = """
SELECT r.id, r.atena_number, r.is_guarded, v.name, v.name_kana, v.birth_on, v.sex, v.died_on
FROM resident r JOIN resident_timeline v ON v.resident_id = r.id
WHERE r.id = %s AND NOT v.is_revoked AND v.recorded_at <= %s
  AND (v.superseded_at IS NULL OR v.superseded_at > %s)
ORDER BY v.valid_from DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class OldAnswer:
    """What was answered, or would have been, at an instant, and from what."""

    known_at: datetime
    on: date
    subject: Subject
    doses: tuple[RecordedDose, ...]
    verdict: Verdict


def as_known(resident_id: int, known_at: datetime) -> OldAnswer:
    """The verdict about a resident at an instant. Raises NoSuchResident, UnknownRelease."""
    subject, doses = _subject_then(resident_id, known_at), doses_of(resident_id, known_at)
    on = localdate(known_at)
    known = known_of(resident_id, known_at)
    verdict = judge(person_of(subject, doses, known=known), on, in_force_at(known_at))
    return OldAnswer(known_at, on, subject, doses, verdict)


def _subject_then(resident_id: int, known_at: datetime) -> Subject:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_THEN, [resident_id, known_at, known_at])
        row = cursor.fetchone()
    if row is None:
        raise NoSuchResident(NoSuchResident.message)
    return Subject(*row)
