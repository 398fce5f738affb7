"""Faults of every class that the ward's checks know, each in a claim right otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sesshu.wire.claims_files.form import ClaimForm
from sesshu.wire.claims_files.layout import Layout
from sesshu.wire.claims_files.render import render_line

ONE_DAY = timedelta(days=1)
STRANGERS_BIRTH = date(1900, 1, 1)
NO_CLINIC = "1341200010"
Spoil = Callable[[ClaimForm], ClaimForm]


@dataclass(frozen=True, slots=True)
class Planted:
    """A line with one fault, and what the ward has to find in it."""

    finding: str
    line: str
    yen: int


def _dearer(form: ClaimForm) -> ClaimForm:
    return replace(form, unit_yen=form.unit_yen + 1_000, yen=form.yen + 1_000)


def _charged(form: ClaimForm) -> ClaimForm:
    return replace(form, charge_yen=form.charge_yen + 100, yen=form.yen - 100)


SPOILS: Mapping[str, Spoil] = {
    "unknown_person": lambda form: replace(
        form, voucher_number=None, birth_on=STRANGERS_BIRTH, name_kana="ケントウ　チガイコ"
    ),
    "other_day": lambda form: replace(form, given_on=form.given_on + ONE_DAY),
    "other_clinic": lambda form: replace(form, provider_code=NO_CLINIC),
    "other_price": _dearer,
    "other_charge": _charged,
    "other_sum": lambda form: replace(form, yen=form.yen + 1),
    "nothing_to_withdraw": lambda form: replace(
        form, kind="withdrawal", original_number="9" * len(form.claim_number)
    ),
}
FAULTY, TWICE = "faulty", "twice"
CLASSES = (*SPOILS, FAULTY, TWICE)


def planted(finding: str, form: ClaimForm, layout: Layout) -> list[Planted | ClaimForm]:
    """The lines that plant one fault in a claim; of two about one dose the first is right."""
    if finding == TWICE:
        again = replace(form, claim_number=f"{form.claim_number}2")
        return [form, Planted(TWICE, render_line(again, layout), form.yen)]
    if finding == FAULTY:
        line = render_line(form, layout)
        no_such_day = line.replace(form.given_on.isoformat(), f"{form.given_on:%Y-%m}-32")
        return [Planted(FAULTY, no_such_day, form.yen)]
    wrong = SPOILS[finding](form)
    return [Planted(finding, render_line(wrong, layout), wrong.signed_yen)]
