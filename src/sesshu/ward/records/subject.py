"""The person a dose belongs to, as far as recording and judging ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from sesshu.schedule.types import Sex
from sesshu.ward.residents.queries import NoSuchResident

FEMALE = "2"

# The latest version that was neither replaced nor revoked.
LATEST = """
SELECT DISTINCT ON (r.id)
    r.id, r.atena_number, r.is_guarded, v.name, v.name_kana, v.birth_on, v.sex, v.died_on,
    v.became_resident_on
FROM resident r JOIN resident_timeline v ON v.resident_id = r.id
WHERE r.id = ANY(%s) AND v.superseded_at IS NULL AND NOT v.is_revoked
ORDER BY r.id, v.valid_from DESC
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """A resident with what the rules ask about; `sex` is the register's code."""

    id: int
    atena_number: str
    is_guarded: bool
    name: str
    name_kana: str
    born_on: date
    sex: str
    died_on: date | None
    became_resident_on: date | None = None

    @property
    def sex_for_rules(self) -> Sex:
        """A resident whose sex the register does not know is stopped where a series asks, and looked at."""
        return "F" if self.sex == FEMALE else "M"


def subject_of(resident_id: int) -> Subject:
    """The resident as registered now. Raises NoSuchResident."""
    found = subjects_of([resident_id])
    if resident_id not in found:
        raise NoSuchResident(NoSuchResident.message)
    return found[resident_id]


def subjects_of(resident_ids: Collection[int]) -> dict[int, Subject]:
    """Residents by id; those who are not there are left out."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST, [list(resident_ids)])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return {row[0]: Subject(*row) for row in rows}
