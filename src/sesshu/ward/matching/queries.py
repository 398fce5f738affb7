"""Reading 名寄せ: two 宛名 side by side, what was merged, and who may stand in the register twice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from sesshu.foundation.walls import current_place
from sesshu.kernel.matching import Candidate, compared
from sesshu.ward.matching.known import known_as
from sesshu.ward.matching.models import LikelyPair, ResidentMerge
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.matching.situations import UnknownNumber
from sesshu.ward.records.models import CurrentDose
from sesshu.ward.residents.home import home_of
from sesshu.ward.residents.models import Resident as Number
from sesshu.ward.residents.queries import Resident, resident_of

MERGES_SHOWN = 100
# A pair with somebody protected is shown to their duty alone (number-linkage §5.5 D7).
LIKELY = """
SELECT l.id FROM likely_pair l
JOIN resident one ON one.id = l.first_id JOIN resident other ON other.id = l.second_id
WHERE (%s OR NOT (one.is_guarded OR other.is_guarded))
  AND NOT EXISTS (SELECT FROM pair_apart p WHERE p.first_id = l.first_id AND p.second_id = l.second_id)
  AND NOT EXISTS (
      SELECT FROM number_of_person n WHERE n.resident_id = l.first_id AND n.number_id = l.second_id
  )
ORDER BY l.score DESC, l.id
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two 宛名 as registered on a day, how far the four items agree, and how many doses stand under each."""

    one: Resident
    other: Resident
    agreement: Candidate
    doses: tuple[int, int]
    told_twice: tuple[date, ...]
    """Days on which the same vaccine stands under both: probably one dose recorded twice."""

    @property
    def has_one_birth_date(self) -> bool:
        """Without that nothing can be merged."""
        return self.one.birth_on == self.other.birth_on


def comparison(one: int, other: int, on: date) -> Comparison:
    """Two 宛名 side by side, each by all it was ever registered as. Raises NoSuchResident."""
    sides = resident_of(one, on), resident_of(other, on)
    home = home_of(current_place().municipality)
    known = {person.id: person.items for person in known_as([(one,), (other,)], home, "default")}
    doses = [
        set(
            CurrentDose.objects.filter(resident_id=number).values_list(
                "product", "given_on", "dose"
            )
        )
        for number in (one, other)
    ]
    days = [{(product, given_on) for product, given_on, _ in each if product} for each in doses]
    twice = sorted({given_on for _, given_on in days[0] & days[1]})
    agreement = compared(known[one], other, known[other])
    return Comparison(*sides, agreement, (len(doses[0]), len(doses[1])), tuple(twice))


def number_with(atena_number: str) -> int:
    """The resident of a 宛名番号 as `kernel.numbers` reads it. Raises UnknownNumber."""
    found = Number.objects.filter(atena_number=atena_number).values_list("id", flat=True).first()
    if found is None:
        raise UnknownNumber
    return found


def other_numbers(resident_id: int, on: date) -> tuple[Resident, ...]:
    """Every other 宛名 of this person, the kept one first."""
    numbers = numbers_of([resident_id])[resident_id]
    return tuple(resident_of(number, on) for number in numbers if number != resident_id)


def with_other_numbers(residents: Collection[int]) -> set[int]:
    """Of these residents those whose person has another 宛名, too."""
    return {number for number, own in numbers_of(residents).items() if len(own) > 1}


def merges() -> list[ResidentMerge]:
    """What two people decided, the newest first; `mergeundone` is there where it was undone."""
    found = ResidentMerge.objects.select_related("kept", "merged", "mergeundone")
    return list(found.order_by("-id")[:MERGES_SHOWN])


def likely_pairs(*, with_guarded: bool) -> list[LikelyPair]:
    """Who may stand in the register twice, likeliest first; neither merged nor told apart."""
    with connection.cursor() as cursor:
        cursor.execute(LIKELY, [with_guarded])
        ids = [number for (number,) in cursor.fetchall()]
    known = LikelyPair.objects.in_bulk(ids)
    return [known[number] for number in ids]
