"""Checks of a row by itself: days, contract, lot, number, signatures, fee class (V070, V071, V078–V083)."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from sesshu.kernel.clinics import lot_key
from sesshu.schedule.types import Rulebook
from sesshu.ward.clinics.entry import ClinicEntry, LotEntry
from sesshu.ward.clinics.queries import contract_on
from sesshu.ward.fees.charges import Charges
from sesshu.ward.fees.codes import FeeClass
from sesshu.ward.fees.rules import contradicts, fee_of, is_charged
from sesshu.ward.intake.jobs.cases import Case, FileFacts
from sesshu.ward.intake.subjects import Known
from sesshu.wire.clinic_files.form import Form


@dataclass(frozen=True, slots=True)
class Desk:
    """What the checks of all rows look up."""

    file: FileFacts
    on: date
    rulebook: Rulebook
    contracts: Mapping[str, Sequence[ClinicEntry]]
    lots: Mapping[tuple[str, str], LotEntry]
    charges: Charges
    exempt: Set[tuple[int, date]]
    """Residents with days on which they need not pay, of those whose rows tell of a charged series."""


def check_row(case: Case, desk: Desk) -> None:
    """Note everything that is wrong with a row by itself."""
    form, resident = case.form, case.resident
    if form is None:
        return
    _check_day(case, form, desk)
    if resident is not None:
        _check_resident(case, form, resident)
        _check_charge(case, form, resident, desk)
    _check_contract(case, form, desk)
    _check_paper(case, form, desk)
    if form.is_given:
        _check_lot(case, form, desk)


def _check_day(case: Case, form: Form, desk: Desk) -> None:
    if form.given_on > desk.on:
        case.find("in_future")
    elif (form.given_on.year, form.given_on.month) != (desk.file.month.year, desk.file.month.month):
        case.find("other_month")


def _check_resident(case: Case, form: Form, resident: Known) -> None:
    if form.given_on < resident.born_on:
        case.find("before_birth")
    elif resident.died_on is not None and resident.died_on < form.given_on:
        case.find("dead")
    elif resident.had_left_on(form.given_on):
        case.find("moved_out")
    elif not resident.lived_here_on(form.given_on):
        case.find("not_resident")


def _check_contract(case: Case, form: Form, desk: Desk) -> None:
    contracts = desk.contracts.get(form.provider_code, ())
    contract = contract_on(contracts, form.given_on)
    if contract is None:
        begins_later = any(form.given_on < each.valid_from for each in contracts)
        case.find("before_contract" if begins_later else "no_contract")
    elif form.series not in contract.series:
        case.find("kind_not_offered")
    elif contract.is_closed_on(form.given_on):
        case.find("closed_day")


def _check_paper(case: Case, form: Form, desk: Desk) -> None:
    if not form.has_consent:
        case.find("no_consent")
    if not form.has_signature:
        case.find("no_signature")
    known = form.series in desk.rulebook.series
    if known and not is_charged(form.series, desk.rulebook) and form.fee_class != FeeClass.PUBLIC:
        case.find("other_fee_class")


def _check_charge(case: Case, form: Form, resident: Known, desk: Desk) -> None:
    """Of B類: who pays by the ward's facts of the day. What the facts are is not said (ADR 75)."""
    if not is_charged(form.series, desk.rulebook):
        return
    is_exempt = (resident.id, form.given_on) in desk.exempt
    fee = fee_of(
        form.series,
        form.given_on,
        desk.rulebook,
        desk.charges,
        product=form.product,
        is_exempt=is_exempt,
    )
    if contradicts(form.fee_class, fee):
        case.find("other_fee_class", "接種日の区の費用区分と違います。")


def _check_lot(case: Case, form: Form, desk: Desk) -> None:
    if form.expires_on and form.expires_on < form.given_on:
        case.find("lot_expired")
    if not form.lot:
        case.find("lot_missing")
        return
    lot = desk.lots.get((form.product or "", lot_key(form.lot)))
    if lot is None:
        case.find("lot_unknown")
    elif lot.stopped_from and lot.stopped_from <= form.given_on:
        case.find("lot_stopped", f"使用停止のLotです（{lot.stop_reason}）。")
    elif lot.expires_on < form.given_on:
        case.find("lot_expired")
    elif form.expires_on and form.expires_on != lot.expires_on:
        case.find("lot_expiry_differs")
