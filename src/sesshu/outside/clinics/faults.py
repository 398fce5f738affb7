"""Faults of every class of the standard's checks (V070–V085), each in a form right otherwise."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from sesshu.outside.clinics.month import (
    Clinic,
    Offer,
    Patient,
    form_of,
    is_aged,
    working_day,
)
from sesshu.wire.clinic_files.form import Form
from sesshu.wire.clinic_files.parse import values_of
from sesshu.wire.clinic_files.render import render_line, render_values

TEN_DAYS = timedelta(days=10)
MR1 = Offer("MR1", "MR", 12, 23, Decimal("0.5"), "SC", "public")
VARICELLA = Offer("VAR", "VAR", 12, 36, Decimal("0.5"), "SC", "public")
BCG_LATE = Offer("BCG", "BCG", 9, 12, None, "PERCUTANEOUS", "public")
HPV_FOR_BOYS = Offer("HPV", "HPV9", 13 * 12, 15 * 12, Decimal("0.5"), "IM", "public")
FLU_UNPAID = Offer("FLU", "FLU", 66 * 12, 110 * 12, Decimal("0.5"), "SC", "exempt")
RSV_UNDATED = Offer("RSV", "RSV", 20 * 12, 40 * 12, Decimal("0.5"), "IM", "public")
STRANGER = {
    "name": "見当　違子",
    "name_kana": "ケントウ　チガイコ",
    "address": "東京都八丈島八丈町",
}
BOY, WOMAN = "1", "2"


@dataclass(frozen=True, slots=True)
class Planted:
    """A line with one fault, and the check that has to find it."""

    check: str
    line: str


Spoil = Callable[[Form], Form | str]


def _spoilt(spoil: Spoil, form: Form) -> str:
    wrong = spoil(form)
    return wrong if isinstance(wrong, str) else render_line(wrong)


def _no_such_day(form: Form) -> str:
    values = values_of(render_line(form)) or {}
    return render_values(values | {"given_on": f"{form.given_on:%Y-%m}-32"})


def _misread(form: Form) -> Form:
    """A number whose last digit was read wrong."""
    return replace(form, voucher_number="1234567891")


SPOILS: dict[str, Spoil] = {
    "V070": lambda form: replace(form, **STRANGER),  # type: ignore[arg-type]
    "V071": _no_such_day,
    "V072": lambda form: replace(form, series="MR2"),
    "V074": lambda form: replace(form, dose_number=2),
    "V077": lambda form: replace(form, product="VAR"),
    "V078": lambda form: replace(form, expires_on=form.given_on - TEN_DAYS),
    "V079": lambda form: replace(form, volume_ml=Decimal("0.25")),
    "V080": lambda form: replace(form, provider_code="1341200010"),
    "V081": _misread,
    "V082": lambda form: replace(form, has_signature=False),
    "V083": lambda form: replace(form, fee_class="copayment"),
}
OF_OTHER_AGES: dict[str, Offer] = {
    "V073": BCG_LATE,
    "V083B": FLU_UNPAID,
    "V084": HPV_FOR_BOYS,
    "V085": RSV_UNDATED,
}
IN_PAIRS = ("V075", "V076")
CLASSES: tuple[str, ...] = tuple(sorted([*SPOILS, *OF_OTHER_AGES, *IN_PAIRS]))


def planted(
    clinic: Clinic,
    month: date,
    patients: Sequence[Patient],
    of_each: int,
    classes: Collection[str] = CLASSES,
) -> Iterator[Planted | Form]:
    """Spoilt lines of some classes, so many of each, and the right forms that those in pairs stand beside.

    Raises LookupError where the patients are too few for it: a child of the age of MR1 for most, others for
    V073, V083B, V084 and V085. V083B is V083 in B類.
    """
    young = _toddlers(patients, month)
    for check in sorted(classes):
        fit = _who_fit(patients, month, check) if check in OF_OTHER_AGES else young
        for patient in _some(fit, of_each, check):
            yield from _lines(check, clinic, patient, working_day(month, 1))


def classes_for(
    month: date, patients: Sequence[Patient], classes: Iterable[str] = CLASSES
) -> tuple[str, ...]:
    """Of some classes, in their order, those that there are patients for, with one line of each."""
    young = _toddlers(patients, month)
    return tuple(
        check
        for check in classes
        if any(True for _ in _who_fit(patients, month, check))
        or (check not in OF_OTHER_AGES and next(young, None))
    )


def _lines(check: str, clinic: Clinic, patient: Patient, day: date) -> Iterator[Planted | Form]:
    if check in OF_OTHER_AGES:
        yield Planted(check, render_line(form_of(clinic, patient, OF_OTHER_AGES[check], day)))
        return
    right = form_of(clinic, patient, MR1, day)
    if check in SPOILS:
        yield Planted(check, _spoilt(SPOILS[check], right))
    else:
        yield from _pair(check, right, clinic, patient)


def _toddlers(patients: Iterable[Patient], month: date) -> Iterator[Patient]:
    return (each for each in patients if is_aged(each, month, 12, 22))


def _pair(check: str, right: Form, clinic: Clinic, patient: Patient) -> Iterator[Planted | Form]:
    yield right
    if check == "V076":
        yield Planted(check, render_line(right))
        return
    too_soon = form_of(clinic, patient, VARICELLA, right.given_on + TEN_DAYS)
    yield Planted(check, render_line(too_soon))


def _who_fit(patients: Iterable[Patient], month: date, check: str) -> Iterator[Patient]:
    """Patients for a fault of another age than that of MR1; nobody for a fault of that age."""
    if check not in OF_OTHER_AGES:
        return
    offer, sex = OF_OTHER_AGES[check], {"V084": BOY, "V085": WOMAN}.get(check)
    for patient in patients:
        fits = sex in (None, patient.sex) and not patient.is_exempt
        if fits and is_aged(patient, month, offer.months_from, offer.months_until - 1):
            yield patient


def _some(patients: Iterator[Patient], count: int, check: str) -> list[Patient]:
    chosen = list(islice(patients, count))
    if len(chosen) < count:
        raise LookupError(f"{check} asks for {count} patients, there are {len(chosen)}")
    return chosen
