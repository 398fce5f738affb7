"""Reading what is known of a person: for the pages of this duty, and for whoever judges."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from sesshu.schedule.persons import Disease, Fact
from sesshu.ward.circumstances.codes import HAD_DISEASE
from sesshu.ward.circumstances.models import CircumstanceTimeline
from sesshu.ward.circumstances.operations import Told
from sesshu.ward.matching.persons import numbers_of


class Known(NamedTuple):
    """What the judge is told of a person."""

    facts: tuple[Fact, ...] = ()
    diseases: tuple[Disease, ...] = ()

    def without(self, told: Told) -> "Known":
        """The same without one of them."""
        other = known_as([told])
        return Known(
            tuple(each for each in self.facts if each not in other.facts),
            tuple(each for each in self.diseases if each not in other.diseases),
        )

    def beside(self, told: Told) -> "Known":
        """The same with one more."""
        more = known_as([told])
        return Known(self.facts + more.facts, self.diseases + more.diseases)


def circumstances_of(
    resident_id: int, known_at: datetime | None = None
) -> list[CircumstanceTimeline]:
    """What stands of a person, under whichever of their 宛名, now or as it was known at an instant."""
    numbers = numbers_of([resident_id], known_at)[resident_id]
    found = CircumstanceTimeline.objects.filter(resident_id__in=numbers)
    stands = Q(replaced_at=None)
    if known_at is not None:
        found = found.filter(recorded_at__lte=known_at)
        stands |= Q(replaced_at__gt=known_at)
    return list(found.filter(stands).order_by("-from_on", "-id"))


def known_of(resident_id: int, known_at: datetime | None = None) -> Known:
    """The same as the judge reads it."""
    return known_as(circumstances_of(resident_id, known_at))


def known_of_people(resident_ids: Collection[int]) -> dict[int, Known]:
    """The same of several people at once, by resident."""
    numbers = numbers_of({*resident_ids})
    every = {number for own in numbers.values() for number in own}
    rows = CircumstanceTimeline.objects.filter(resident_id__in=every, replaced_at=None)
    standing = list(rows.order_by("-from_on", "-id"))
    return {
        resident_id: known_as([row for row in standing if row.resident_id in own])
        for resident_id, own in numbers.items()
    }


def known_as(rows: "list[CircumstanceTimeline] | list[Told]") -> Known:
    """Rows as facts and diseases."""
    return Known(
        tuple(
            Fact(kind=row.kind, from_on=row.from_on, until_on=row.until_on)
            for row in rows
            if row.kind != HAD_DISEASE
        ),
        tuple(
            Disease(antigen=row.antigen, known_from=row.from_on)
            for row in rows
            if row.kind == HAD_DISEASE and row.antigen is not None
        ),
    )
