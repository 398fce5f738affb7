"""Every situation of the checks V070–V085 is met by a row made for it: none is there that cannot be found."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from clinic_files_of_tests import (
    CLINIC,
    GIVEN_ON,
    MONTH,
    child,
    clinic,
    clinic_file,
    enter_clinics,
    enter_lots,
    form,
    found_in,
    lot,
    resident,
    rows_of,
    take,
)
from doses_of_tests import AS_GIVEN, mr1
from ledger_of_tests import CLERK, COLLEAGUE
from ward.residents.registry import file_of, take_in
from ward.vouchers.test_reissue import issued, reissued

from sesshu.foundation.clock import today
from sesshu.foundation.walls import Place, enter
from sesshu.kernel.voucher_numbers import check_digit
from sesshu.schedule import load
from sesshu.ward.circumstances import operations as circumstances
from sesshu.ward.circumstances.codes import HAD_DISEASE, ShownBy
from sesshu.ward.circumstances.operations import Told
from sesshu.ward.intake.findings import SITUATIONS, weights_on
from sesshu.ward.intake.models import IntakeRow
from sesshu.ward.records import operations as records
from sesshu.wire.clinic_files.codes import Channel
from sesshu.wire.clinic_files.form import Form
from sesshu.wire.clinic_files.parse import values_of
from sesshu.wire.clinic_files.render import render_line, render_values

LATER_CLINIC, NO_CLINIC = "1341200010", "1311200016"
EARLIER = GIVEN_ON - timedelta(days=14)
SUNDAY = date(2026, 10, 18)
FOREIGN, TWICE, ONCE = (
    each + str(check_digit(each)) for each in ("123456789", "234567890", "345678901")
)
STRANGER = {
    "name": "見当　違子",
    "name_kana": "ケントウ　チガイコ",
    "birth_on": date(2025, 7, 7),
    "address": "東京都八丈町1番地",
}
VAR = {"series": "VAR", "product": "VAR", "brand": None, "lot": None}
PCV = {"series": "PCV", "product": "PCV20", "brand": "prevenar20", "lot": None}
HPV = {"series": "HPV", "product": "HPV9", "brand": None, "lot": None, "route": "IM"}
RSV = {"series": "RSV", "product": "RSV", "brand": "abrysvo", "lot": None, "route": "IM"}
DPT = {"series": "DPT", "product": "DPT", "brand": None, "lot": None}
ZOSTER = {"series": "ZOS", "brand": None, "lot": None, "fee_class": "copayment"}
JE2 = {"series": "JE2", "product": "JE", "brand": None, "lot": None}
GIRL, BOY, WOMAN, BABY = (
    {"birth_on": date(2013, 2, 10)},
    {"birth_on": date(2013, 3, 10), "sex": "1"},
    {"birth_on": date(1996, 2, 10)},
    {"birth_on": date(2025, 12, 20)},
)
Lines = tuple["dict[str, Any] | str", ...]


@dataclass(frozen=True)
class Case:
    """A resident, what is on record of them, and the lines about them; the last line is the one meant."""

    lines: Lines = ({},)
    resident: dict[str, Any] = field(default_factory=dict)
    recorded: tuple[dict[str, Any], ...] = ()
    prepared: str = ""
    month: date = MONTH


def raw(**values: str) -> str:
    """Marks a line whose columns are replaced as they stand."""
    return "&".join(f"{name}={value}" for name, value in values.items())


CASES: dict[str, Case] = {
    "unreadable": Case(("これは行ではない",)),
    "unknown_person": Case((STRANGER,)),
    "uncertain_person": Case(({"address": None, "birth_on": date(2025, 3, 3)},)),
    "not_resident": Case(resident={"became_resident_on": date(2026, 10, 20)}),
    "moved_out": Case(prepared="left"),
    "dead": Case(prepared="died"),
    "no_such_day": Case((raw(given_on="2026-10-32"),)),
    "before_birth": Case(resident={"birth_on": date(2026, 10, 20)}),
    "in_future": Case(({"given_on": today() + timedelta(days=1)},)),
    "other_month": Case(({"given_on": date(2026, 9, 15)},)),
    "before_contract": Case(({"provider_code": LATER_CLINIC},)),
    "closed_day": Case(({"given_on": SUNDAY},)),
    "outside_age": Case(({"series": "MR2", "dose_number": None},)),
    "excluded": Case((VAR,), prepared="had_varicella"),
    "outside_law": Case(({"series": "OPV", "product": "OPV", "brand": None},)),
    "outside_standard": Case(
        ({"series": "BCG", "product": "BCG", "volume_ml": None, "route": "PERCUTANEOUS"},),
        BABY,
    ),
    "other_dose_number": Case(({"dose_number": 2},)),
    "unnecessary": Case(recorded=({"given_on": date(2026, 7, 1)},)),
    "wrong_order": Case(
        ({**JE2, "given_on": date(2011, 5, 20)},),
        {"birth_on": date(2000, 1, 10)},
        month=date(2011, 5, 1),
    ),
    "undecided": Case(({"volume_ml": Decimal("0.1")},)),
    "too_soon": Case(({**PCV, "given_on": EARLIER, "dose_number": 1}, {**PCV, "dose_number": 2})),
    "too_late": Case(
        (
            {**DPT, "given_on": date(2014, 1, 10)},
            {**DPT, "given_on": date(2014, 3, 31)},
        ),
        {"birth_on": date(2013, 9, 5)},
        month=date(2014, 3, 1),
    ),
    "too_soon_after_other": Case(({"given_on": EARLIER}, VAR)),
    "same_day": Case(({}, {})),
    "few_days_apart": Case(({"given_on": GIVEN_ON - timedelta(days=3)}, {})),
    "number_twice": Case(
        ({"voucher_number": TWICE, "given_on": EARLIER}, {"voucher_number": TWICE})
    ),
    "differs_from_record": Case(
        ({"voucher_number": FOREIGN},),
        recorded=({"given_on": date(2026, 7, 1), "voucher_number": FOREIGN},),
    ),
    "wrong_product": Case(({"product": "VAR", "brand": None},)),
    "product_switched": Case(
        ({**ZOSTER, "product": "ZVL", "given_on": date(2026, 8, 10)},),
        {"birth_on": date(1956, 5, 10)},
        ({"series": "ZOS", "product": "RZV", "given_on": date(2026, 5, 10), "route": "IM"},),
        month=date(2026, 8, 1),
    ),
    "lot_missing": Case(({"lot": None},)),
    "lot_unknown": Case(({"lot": "ZZ999"},)),
    "lot_expiry_differs": Case(({"expires_on": date(2027, 5, 31)},)),
    "lot_expired": Case(({"expires_on": EARLIER},)),
    "lot_stopped": Case(({"lot": "STOP1"},)),
    "wrong_volume": Case(({"volume_ml": Decimal("0.25")},)),
    "wrong_route": Case(({"route": "ORAL"},)),
    "no_contract": Case(({"provider_code": NO_CLINIC},)),
    "kind_not_offered": Case(({**PCV, "series": "DT2", "product": "DT"},)),
    "number_misread": Case(({"voucher_number": "1234567891"},)),
    "number_unknown": Case(({"voucher_number": ONCE},)),
    "number_of_other_series": Case((VAR,), prepared="issued"),
    "number_void": Case(prepared="reissued"),
    "number_of_other": Case(prepared="of_another"),
    "no_consent": Case(({"has_consent": False},)),
    "no_signature": Case(({"has_signature": False},)),
    "other_fee_class": Case(({"fee_class": "copayment"},)),
    "wrong_sex": Case((HPV,), BOY),
    "no_pregnancy": Case((RSV,), WOMAN),
    "outside_weeks": Case(({**RSV, "due_on": date(2027, 4, 30)},), WOMAN),
}
NUMBER = {name: 300 + at for at, name in enumerate(CASES)}


def told_by(name: str, line: "dict[str, Any] | str") -> Form | str:
    """One line of a case."""
    number = NUMBER[name]
    born = {key: value for key, value in CASES[name].resident.items() if key in ("birth_on", "sex")}
    if isinstance(line, dict):
        return form(number, **{"dose_number": None, **born, **line})
    if "=" not in line:
        return line
    changed = dict(part.split("=") for part in line.split("&"))
    return render_values((values_of(render_line(form(number, **born))) or {}) | changed)


def recorded(resident_id: int, **others: Any) -> None:
    """A dose that two people recorded as it was given."""
    said = {
        "product": "MR",
        "brand": None,
        "as_given": True,
        "particulars": AS_GIVEN,
        "foreign_voucher": "voucher_number" in others,
    }
    entry = mr1(resident_id, others.pop("given_on"), **(said | others))
    asked = records.enter_dose(CLERK, entry, today(), load.current(), uuid4())
    records.approve(
        COLLEAGUE, asked.pk, asked.sha256, records.verdict_shown(asked, today()), today()
    )


def prepare(name: str, case: Case) -> dict[str, Any]:
    """What has to be so before the file comes; values of the last line that follow from it."""
    about = resident(NUMBER[name])
    for dose in case.recorded:
        recorded(about, **dose)
    match case.prepared:
        case "had_varicella":
            told = Told(
                resident_id=about,
                kind=HAD_DISEASE,
                antigen="varicella",
                from_on=date(2026, 5, 1),
                shown_by=ShownBy.DOCTOR,
            )
            asked = circumstances.propose(CLERK, told, "診断書")
            circumstances.approve(COLLEAGUE, asked.pk, asked.sha256)
        case "issued":
            return {"voucher_number": issued(about).number}
        case "reissued":
            first = issued(about)
            reissued(first)
            return {"voucher_number": first.number}
        case "of_another":
            return {"voucher_number": issued(resident(1)).number}
    return {}


def registered(name: str, case: Case) -> dict[str, object]:
    values = dict(case.resident)
    if case.prepared == "left":
        values |= {"ceased_resident_on": date(2026, 10, 1), "status": "3"}
    if case.prepared == "died":
        day = date(2026, 10, 1)
        values |= {"died_on": day, "ceased_resident_on": day, "status": "4"}
    return child(NUMBER[name], **values)


@pytest.fixture(scope="module")
def met(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, IntakeRow]]:
    """The last row of each case."""
    from conftest import SETAGAYA

    folder = tmp_path_factory.mktemp("situations")
    twins = [
        child(at, name="双葉　葵", name_kana="フタバ　アオイ", birth_on=date(2025, 3, 3))
        for at in (2, 3)
    ]
    with enter(SETAGAYA):
        people = [registered(name, case) for name, case in CASES.items()]
        take_in(file_of(folder / "residents.csv", child(1), *twins, *people))
        offered = ("MR1", "MR2", "VAR", "PCV", "BCG", "JE2", "HPV", "RSV", "OPV")
        enter_clinics(
            [
                clinic(CLINIC, series=offered),
                clinic(LATER_CLINIC, series=offered, valid_from=date(2026, 10, 20)),
            ]
        )
        stopped = {"stopped_from": date(2026, 10, 1), "stop_reason": "回収"}
        enter_lots([lot("MR512"), lot("STOP1", **stopped)])
        lines: dict[date, list[Form | str]] = defaultdict(list)
        last: dict[str, int] = {}
        for name, case in CASES.items():
            more = prepare(name, case)
            told = [told_by(name, line) for line in case.lines]
            if more and isinstance(told[-1], Form):
                told[-1] = replace(told[-1], **more)
            if name == "uncertain_person" and isinstance(told[-1], Form):
                alike = {"name": "双葉　葵", "name_kana": "フタバ　アオイ"}
                told[-1] = replace(told[-1], **alike)
            lines[case.month] += told
            last[name] = len(lines[case.month])
        rows = {
            month: rows_of(take(clinic_file(folder / f"{month}.csv", *told, month=month)))
            for month, told in lines.items()
        }
        yield {name: rows[CASES[name].month][at - 1] for name, at in last.items()}


# Whom a row is about is chosen by a clerk first: `test_numbers_of_rows` does.
AFTER_A_CHOICE = {"number_of_other"}


@pytest.mark.parametrize("situation", [name for name in CASES if name not in AFTER_A_CHOICE])
def test_a_row_made_for_it_meets_the_situation(met: dict[str, IntakeRow], situation: str) -> None:
    assert situation in found_in(met[situation]), met[situation].findings


def test_every_situation_has_a_row_and_weighs_something_in_both_kinds_of_files(
    ward: Place,
) -> None:
    assert set(CASES) == set(SITUATIONS)
    for channel in Channel:
        assert set(weights_on(GIVEN_ON, channel)) == set(SITUATIONS)


def test_what_a_clerk_reads_says_where_to_look_why_and_what_to_do(
    met: dict[str, IntakeRow],
) -> None:
    found = [finding for row in met.values() for finding in row.findings]
    assert {finding["situation"] for finding in found} >= set(SITUATIONS) - AFTER_A_CHOICE
    for finding in found:
        for part in ("column", "reason", "remedy"):
            assert finding[part].strip(), finding
        assert finding["remedy"].endswith("。"), finding
