"""What a dose became: other duties name the row they knew, and its corrections lead to the newest."""

from collections.abc import Collection

from sesshu.ward.records.models import Dose


def as_they_stand(dose_ids: Collection[int]) -> dict[int, Dose]:
    """Each of these doses as it was corrected or cancelled last, by the id it was known under."""
    newest = {dose.pk: dose for dose in Dose.objects.filter(pk__in=dose_ids)}
    while True:
        known = {dose.pk for dose in newest.values()}
        later = {row.supersedes_id: row for row in Dose.objects.filter(supersedes__in=known)}
        if not later:
            return newest
        newest = {number: later.get(dose.pk, dose) for number, dose in newest.items()}
