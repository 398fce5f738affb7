"""予防接種 個人票: the doses of one person that stand, under every 宛名 of theirs (F17)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sesshu.ui.dates import in_era
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.records.queries import RecordedDose, doses_of
from sesshu.ward.records.web.words import in_ml
from sesshu.ward.residents.states import Resident
from sesshu.ward.rosters.lines import HELD_BACK, Line, Roster, registered, series_name


@dataclass(frozen=True, slots=True)
class Personal(Roster):
    """The record of one person, the oldest dose first."""

    shown: Resident

    form: ClassVar = "F17"
    purpose: ClassVar = "予防接種 個人票の作成"
    action: ClassVar = "resident.record_printed"

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Whose it is."""
        return (
            ("宛名番号", self.shown.atena_number),
            ("氏名", self.shown.name),
            ("生年月日", in_era(self.shown.birth_on)),
        )

    def number(self) -> int:
        """How many doses."""
        return len(self.lines())

    def lines(self, first: int = 0, most: int | None = None) -> list[Line]:
        """One line a dose; a screening without one says so."""
        last = None if most is None else first + most
        doses = doses_of(self.shown.id)[first:last]
        return [_line(dose, self.shown) for dose in doses]

    def subjects(self, lines: Sequence[Line]) -> Iterable[int]:
        """Every 宛名 of the person, whether they have a dose or none."""
        return numbers_of([self.shown.id])[self.shown.id]


def _line(dose: RecordedDose, shown: Resident) -> Line:
    entry, place = dose.entry, dose.entry.particulars
    values = (
        entry.given_on,
        series_name(entry.series),
        f"{dose.dose_number}回目" if dose.dose_number else "",
        dose.legal.ja if dose.legal else entry.outcome.label.partition("（")[0],
        registered(entry.vaccine_name),
        entry.lot or "",
        in_ml(entry.volume_ml),
        registered(place.provider_name) if place else HELD_BACK,
        registered(place.doctor) if place else HELD_BACK,
        entry.source.mark,
    )
    return Line(shown.id, shown.atena_number, values)
