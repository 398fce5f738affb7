"""記入例: the form filled in for nobody, so that nobody has to guess what belongs where (要件 B15)."""

from datetime import date

from sesshu.documents.forms import Address, PersonName
from sesshu.documents.office import Office
from sesshu.documents.person import Person, person
from sesshu.documents.screening_form.contract import ScreeningForms, Sheet, Wording
from sesshu.documents.screening_form.wordings import wording_of
from sesshu.kernel.calendar import days_in_month, months_later
from sesshu.kernel.eras import in_japanese


def specimen(
    series: str, name: str, day: date, office: Office, *, alone: bool = False, large: bool = False
) -> ScreeningForms:
    """The 記入例 of a series, `name` as it is printed. Raises NoSuchForm."""
    wording = wording_of(series, day, alone=alone)
    sheet = Sheet(
        wording=wording.code,
        series=name,
        dose="1回目",
        person=_nobody(wording, day, office),
        guardian=PersonName("見本　太郎") if wording.of_child else None,
    )
    return ScreeningForms(
        office=office,
        issued_on=in_japanese(day),
        wordings={wording.code: wording},
        sheets=(sheet,),
        large=large,
        example=True,
    )


def _nobody(wording: Wording, day: date, office: Office) -> Person:
    years, months = wording.age
    return person(
        name="見本　花子",
        kana="ミホン　ハナコ",
        born_on=_months_before(day, 12 * years + months),
        sex="F",
        address=Address(
            office.desk.address.postal_code, (f"{office.municipality}見本町1丁目2番3号",)
        ),
    )


def _months_before(day: date, months: int) -> date:
    year, month = months_later(day, -months)
    return date(year, month, min(day.day, days_in_month(year, month)))
