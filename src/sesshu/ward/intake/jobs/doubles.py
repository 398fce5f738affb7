"""The same form twice: within a file, and beside what stands on record (V076)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from typing import Any, NamedTuple

from sesshu.ward.intake.jobs.cases import Case
from sesshu.ward.records.differences import FEW_DAYS
from sesshu.ward.residents.intake import bulk
from sesshu.wire.clinic_files.form import Form

TOLD_TWICE = {"same_day", "number_twice", "differs_from_record"}
_ON_RECORD = """
SELECT n.resident_id, c.product, d.series, c.given_on
FROM number_of_person n JOIN current_dose c ON c.resident_id = n.number_id JOIN dose d ON d.id = c.dose_id
WHERE n.resident_id = ANY (%s) AND d.outcome = 'given'
"""
_SETTLED = """
SELECT n.resident_id, s.series, s.given_on, r.series, r.given_on
FROM number_of_person n JOIN difference_settlement s ON s.resident_id = n.number_id
JOIN dose r ON r.id = s.dose_id
WHERE n.resident_id = ANY (%s) AND s.held = 'both'
"""
_NUMBERS = """
SELECT d.voucher_number, d.resident_id, d.series, d.given_on
FROM current_dose c JOIN dose d ON d.id = c.dose_id WHERE d.voucher_number = ANY (%s)
"""


class Given(NamedTuple):
    """A dose as it is compared: the product, or the series for want of one; the series; the day."""

    what: str
    series: str
    given_on: date

    @classmethod
    def of(cls, form: Form) -> "Given":
        """The dose of a form."""
        return cls(form.product or form.series, form.series, form.given_on)

    def is_near(self, other: "Given") -> bool:
        """Whether both may be one dose, told twice (S1.9)."""
        same = self.what == other.what or self.series == other.series
        return same and abs(self.given_on - other.given_on) <= FEW_DAYS


class Record(NamedTuple):
    """The doses on record of some residents, and which pairs somebody found to be two doses."""

    given: Mapping[int, Sequence[Given]]
    settled: Set[tuple[int, frozenset[tuple[str, date]]]]

    def unsettled(self, resident_id: int, dose: Given) -> bool:
        """Whether a dose on record may be this one, and nobody has settled it."""
        return any(
            dose.is_near(other) and (resident_id, _pair(dose, other)) not in self.settled
            for other in self.given.get(resident_id, ())
        )


def check_doubles(cases: Sequence[Case]) -> None:
    """Note rows that tell again what another row or the record tells.

    Of equal rows the first stays; only the later ones are found.
    """
    _numbers(cases)
    _days(cases)


def unsettled_rows(cases: Sequence[Case]) -> set[int]:
    """The rows that may tell of a dose on record once more, of which nobody has settled that they do not."""
    told = _given(cases)
    record = _record(told)
    return {
        case.stored.id for case, resident_id, dose in told if record.unsettled(resident_id, dose)
    }


def _numbers(cases: Iterable[Case]) -> None:
    with_number = [case for case in cases if case.form and case.form.voucher_number]
    recorded = _recorded_numbers(with_number)
    seen: Counter[str] = Counter()
    for case in with_number:
        form = case.form
        number = str(form.voucher_number) if form else ""
        before = recorded.get(number)
        if before and form:
            same = before == (case.resident and case.resident.id, form.series, form.given_on)
            case.find("number_twice" if same else "differs_from_record")
        elif seen[number]:
            case.find("number_twice")
        seen[number] += 1


def _days(cases: Sequence[Case]) -> None:
    told = _given(cases)
    record = _record(told)
    rows: defaultdict[int, list[Given]] = defaultdict(list)
    for case, resident_id, dose in told:
        before = rows[resident_id]
        if _same_day(dose, [*before, *record.given.get(resident_id, ())]):
            case.find("same_day")
        elif record.unsettled(resident_id, dose) or any(map(dose.is_near, before)):
            case.find("few_days_apart")
        before.append(dose)


def _given(cases: Iterable[Case]) -> list[tuple[Case, int, Given]]:
    return [
        (case, case.resident.id, Given.of(case.form))
        for case in cases
        if case.form and case.resident and case.form.is_given
    ]


def _same_day(dose: Given, others: Iterable[Given]) -> bool:
    return (dose.what, dose.given_on) in {(other.what, other.given_on) for other in others}


def _record(told: Iterable[tuple[Case, int, Given]]) -> Record:
    residents = [*{resident_id for _, resident_id, _ in told}]
    given: defaultdict[int, list[Given]] = defaultdict(list)
    for resident_id, *dose in bulk.rows(_ON_RECORD, [residents]):
        given[resident_id].append(Given(*dose))
    settled = {
        (row[0], frozenset({tuple(row[1:3]), tuple(row[3:5])}))
        for row in bulk.rows(_SETTLED, [residents])
    }
    return Record(given, settled)


def _pair(one: Given, other: Given) -> frozenset[tuple[str, date]]:
    return frozenset({(one.series, one.given_on), (other.series, other.given_on)})


def _recorded_numbers(cases: Iterable[Case]) -> dict[str, tuple[Any, ...]]:
    numbers = [case.form.voucher_number for case in cases if case.form]
    return {row[0]: tuple(row[1:]) for row in bulk.rows(_NUMBERS, [numbers])}
