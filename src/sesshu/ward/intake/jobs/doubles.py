"""The same form twice: within a file, and beside what stands on record (V076)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sesshu.ward.intake.jobs.cases import Case
from sesshu.ward.records.differences import FEW_DAYS
from sesshu.ward.residents.intake import bulk

TOLD_TWICE = {"same_day", "number_twice", "differs_from_record"}
_ON_RECORD = """
SELECT n.resident_id, coalesce(c.product, ''), c.given_on, d.series, d.voucher_number
FROM number_of_person n JOIN current_dose c ON c.resident_id = n.number_id JOIN dose d ON d.id = c.dose_id
WHERE n.resident_id = ANY (%s)
"""
_NUMBERS = """
SELECT d.voucher_number, d.resident_id, d.series, d.given_on
FROM current_dose c JOIN dose d ON d.id = c.dose_id WHERE d.voucher_number = ANY (%s)
"""


def check_doubles(cases: Sequence[Case]) -> None:
    """Note rows that tell again what another row or the record tells.

    Of equal rows the first stays; only the later ones are found.
    """
    told = [case for case in cases if case.form and case.resident]
    _numbers(cases)
    _days(told)


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
    days: defaultdict[tuple[int, str], list[Any]] = defaultdict(list)
    for resident, product, given_on, series, _ in _recorded(cases):
        days[resident, product or series].append(given_on)
    for case in cases:
        form, resident_found = case.form, case.resident
        if form is None or resident_found is None or not form.is_given:
            continue
        others = days[resident_found.id, form.product or form.series]
        if form.given_on in others:
            case.find("same_day")
        elif any(abs(form.given_on - other) <= FEW_DAYS for other in others):
            case.find("few_days_apart")
        others.append(form.given_on)


def _recorded(cases: Iterable[Case]) -> list[tuple[Any, ...]]:
    residents = {case.resident.id for case in cases if case.resident}
    return bulk.rows(_ON_RECORD, [list(residents)])


def _recorded_numbers(cases: Iterable[Case]) -> dict[str, tuple[Any, ...]]:
    numbers = [case.form.voucher_number for case in cases if case.form]
    return {row[0]: tuple(row[1:]) for row in bulk.rows(_NUMBERS, [numbers])}
