"""The letters themselves: each is asked for with what its table needs."""

from datetime import date

import msgspec

from sesshu.documents.forms import Address, PersonName, Registered
from sesshu.documents.office import Office
from sesshu.documents.official_letter.contract import Letter, Row
from sesshu.documents.official_letter.wordings import Kind, wording_of
from sesshu.documents.person import Person
from sesshu.kernel.eras import in_japanese

BLANK = "　"
TREASURY = "会計管理者"
BLANK_DOSE = "令和　　年　　月　　日　製造番号　　　　　接種量　　mL"


def request_letter(
    *,
    number: str,
    issued_on: date,
    reader: str,
    address: Address | None,
    person: Person,
    guardian: str,
    vaccinations: tuple[str, ...],
    stay: str,
    provider: str,
    valid_from: date,
    valid_until: date,
    reason: str,
    payer: str,
) -> Letter:
    """予防接種実施依頼書 (F08) to the mayor or the head of the clinic asked; `stay`: where the person is."""
    rows = [
        *_of_person(person),
        Row("保護者", PersonName(guardian)),
        *(
            Row("予防接種の種類・回数" if at == 0 else "", one)
            for at, one in enumerate(vaccinations)
        ),
        Row("滞在先", PersonName(stay)),
        Row("医療機関", PersonName(provider)),
        Row("有効期間", f"{in_japanese(valid_from)}から{in_japanese(valid_until)}まで"),
        Row("依頼の理由", reason),
        Row("費用の負担", payer),
    ]
    return _letter("request", number, issued_on, reader, address, rows)


def reply_form(
    *,
    letter_number: str,
    issued_on: date,
    office: Office,
    person: Person,
    vaccinations: tuple[str, ...],
) -> Letter:
    """実施報告書 to be filled in and posted back by whoever vaccinates; the window shows the desk."""
    rows = [
        Row("ご依頼の文書", f"{letter_number}（{in_japanese(issued_on)}）"),
        Row("氏名", person.name),
        Row("生年月日", person.born),
        *(Row(one, BLANK_DOSE) for one in vaccinations),
        Row("実施した医療機関", BLANK),
        Row("医師", BLANK),
    ]
    reader = f"{office.municipality}　{office.desk.department}"
    drawn = _letter("reply", letter_number, issued_on, reader, office.desk.address, rows)
    enclosed = ("予診票の写し",)
    return msgspec.structs.replace(drawn, honorific="行", enclosures=enclosed, is_reply=True)


def completion_report(
    *,
    number: str,
    issued_on: date,
    reader: str,
    address: Address | None,
    letter_number: str,
    letter_on: date,
    person: Person,
    vaccination: str,
    given_on: date,
    vaccine: str,
    lot: str,
    volume: str,
    provider: str,
    doctor: str,
) -> Letter:
    """予防接種実施報告書 (F10): to the mayor who asked, with a copy of the 予診票."""
    rows = [
        Row("ご依頼の文書", f"{letter_number}（{in_japanese(letter_on)}）"),
        *_of_person(person),
        Row("予防接種の種類・回数", vaccination),
        Row("接種年月日", in_japanese(given_on)),
        Row("ワクチン・製造番号", f"{vaccine}　{lot}"),
        Row("接種量", volume),
        Row("実施した医療機関", PersonName(provider)),
        Row("医師", PersonName(doctor)),
    ]
    return _letter("report", number, issued_on, reader, address, rows, ("予診票の写し　1通",))


def refund_decision(
    *,
    number: str,
    issued_on: date,
    reader: str,
    address: Address | None,
    person: Person,
    vaccination: str,
    given_on: date,
    claimed_yen: int,
    paid_yen: int,
    reason: str,
) -> Letter:
    """償還払いの決定通知 (F11): 支給 where anything is paid, else 不支給; `reason`: why not all of it.

    Without an address it is handed over.
    """
    paid = paid_yen > 0
    rows = [
        Row("接種を受けた方", person.name),
        Row("予防接種の種類・回数", vaccination),
        Row("接種年月日", in_japanese(given_on)),
        Row("請求額", _yen(claimed_yen)),
        *([Row("支給額", _yen(paid_yen))] if paid else []),
        Row("算定の理由" if paid else "支給しない理由", reason),
    ]
    return _letter("paid" if paid else "unpaid", number, issued_on, reader, address, rows)


def payment_order(
    *, number: str, issued_on: date, paid_yen: int, bank: str, account: str, holder: str
) -> Letter:
    """支払依頼書 to the treasury, for one whose account stands in no list; handed over, then given back."""
    rows = [
        Row("決定番号", number),
        Row("支払額", _yen(paid_yen)),
        Row("金融機関・支店コード", bank),
        Row("預金種目・口座番号", account),
        Row("口座名義カナ", holder),
    ]
    return _letter("order", number, issued_on, TREASURY, None, rows)


def _of_person(person: Person) -> list[Row]:
    return [
        Row("フリガナ", person.kana),
        Row("氏名", person.name),
        Row("生年月日", person.born),
        Row("性別", person.sex),
        Row("住所", PersonName("　".join(person.address.lines))),
    ]


def _letter(
    kind: Kind,
    number: str,
    issued_on: date,
    reader: str,
    address: Address | None,
    rows: list[Row],
    enclosures: tuple[str, ...] = (),
) -> Letter:
    """Lines that have nothing to say are left out."""
    return Letter(
        wording=wording_of(kind, issued_on),
        number=number,
        issued_on=in_japanese(issued_on),
        address=address,
        reader=PersonName(reader),
        rows=tuple(row for row in rows if _text(row.value)),
        enclosures=enclosures,
    )


def _text(value: Registered) -> str:
    return value if isinstance(value, str) else value.text


def _yen(amount: int) -> str:
    return f"{amount:,}円"
