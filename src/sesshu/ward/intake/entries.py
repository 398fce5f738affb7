"""A row that may be recorded as an entry of the records, the same that a clerk types (ADR 45)."""

from sesshu.schedule.types import Brand, Rulebook
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.clinics.entry import ClinicEntry
from sesshu.ward.records.codes import Outcome, ScreeningReason, Source
from sesshu.ward.records.entry import DoseEntry, Particulars
from sesshu.wire.clinic_files.form import Form

DESK = "infection"  # 感染症対策課 receives the monthly files (要件 B3)


def entry_of(
    form: Form,
    resident_id: int,
    clinic: ClinicEntry | None,
    rulebook: Rulebook,
    stated_reason: str | None,
    *,
    stops: bool,
    foreign: bool,
) -> DoseEntry:
    """The entry of a form; `clinic` as its contract stood on the day, `stops` what the law says of the dose.

    `foreign`: the number of the form is none of ours.
    """
    brand = _brand(form, rulebook)
    product = rulebook.products.get(form.product or "")
    given = form.is_given
    return DoseEntry(
        resident_id=resident_id,
        series=form.series,
        outcome=Outcome(form.outcome),
        given_on=form.given_on,
        voucher_number=form.voucher_number,
        foreign_voucher=foreign,
        product=form.product if given else None,
        brand=brand.code if brand and given else None,
        vaccine_name=(brand.name if brand else product.name if product else None)
        if given
        else None,
        maker=brand.maker if brand and given else None,
        lot=form.lot if given else None,
        expires_on=form.expires_on if given else None,
        volume_ml=form.volume_ml if given else None,
        route=form.route if given else None,
        screening_reason=ScreeningReason(form.screening_reason) if form.screening_reason else None,
        desk=DESK,
        source=_source(clinic),
        as_given=stops,
        particulars=Particulars(
            provider_code=form.provider_code,
            provider_name=clinic.name if clinic else form.provider_code,
            doctor=form.doctor,
            stated_reason=stated_reason,
        ),
    )


def _source(clinic: ClinicEntry | None) -> Source:
    """By the contract of the day: 乗り入れ and halls are told apart in reports (V104, V110)."""
    if clinic is None or clinic.contract is Contract.WARD:
        return Source.PROVIDER
    return Source(clinic.contract.value)


def _brand(form: Form, rulebook: Rulebook) -> Brand | None:
    product = rulebook.products.get(form.product or "")
    brands = product.brands if product else ()
    return next((brand for brand in brands if brand.code == form.brand), None)
