"""接種量 as a 予診票 offers it to be ticked: what the ordinance allows for a series on a day."""

from datetime import date

from sesshu.schedule.types import Rulebook, Series


def volumes_of(series: Series, day: date, rulebook: Rulebook) -> tuple[str, ...]:
    """`0.25 mL`, `0.5 mL` and so on, the least first; nothing where the ordinance names none."""
    uses = [use for version in series.versions if version.holds_on(day) for use in version.uses]
    allowed = {
        volume.ml
        for use in uses
        for volume in use.volumes or rulebook.products[use.product].volumes
    }
    return tuple(f"{ml:g} mL" for ml in sorted(allowed))
