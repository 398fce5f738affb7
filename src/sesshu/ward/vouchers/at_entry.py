"""A 券番号 typed from a form: refused unless it holds for this person and series (R5, V081).

What the check digit finds wrong was misread; a number that is right but void is answered with the new one.
"""

from sesshu.kernel.numbers import NumberError
from sesshu.kernel.voucher_numbers import read_voucher_number
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.records.models import Dose
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers.models import Voucher
from sesshu.ward.vouchers.situations import (
    NotForEntry,
    OtherSeries,
    SomebodyElses,
    UnknownNumber,
    UsedNumber,
    VoidNumber,
)


def refused_number(number: str, resident_id: int, series: str) -> NotForEntry | None:
    """Why a number of ours cannot be entered for a dose of this series; None when it holds."""
    try:
        read_voucher_number(number)
    except NumberError as error:
        return NotForEntry(str(error))
    voucher = Voucher.objects.filter(number=number).first()
    if voucher is None:
        return UnknownNumber()
    if voucher.resident_id not in numbers_of([resident_id])[resident_id]:
        return SomebodyElses()
    if hasattr(voucher, "vouchervoid"):
        return VoidNumber(_void_message(voucher))
    if voucher.series != series:
        return OtherSeries(_other_series_message(voucher))
    return UsedNumber() if is_used(voucher) else None


def is_ours(number: str) -> bool:
    """Whether the ward issued a number, to whomever."""
    return Voucher.objects.filter(number=number).exists()


def is_used(voucher: Voucher) -> bool:
    """Whether a dose stands on record with a voucher of ours."""
    standing = Dose.objects.filter(currentdose__isnull=False, foreign_voucher=False)
    return standing.filter(voucher_number=voucher.number).exists()


def grouped(number: str) -> str:
    """券番号 as people read it aloud: 012-345-6789."""
    return f"{number[:3]}-{number[3:6]}-{number[6:]}"


def newest_of(voucher: Voucher) -> Voucher:
    """The voucher at the end of a line of reissues."""
    while (successor := getattr(voucher, "successor", None)) is not None:
        voucher = successor
    return voucher


def _void_message(voucher: Voucher) -> str:
    newest = newest_of(voucher)
    if newest is voucher or hasattr(newest, "vouchervoid"):
        return "この券は無効です。手元の券を確かめ、住民の画面の「券」で発行の履歴を見てください。"
    return (
        f"この券は再発行により無効です。新しい券番号は {grouped(newest.number)} です。"
        "新しい券で接種したか、予診票を確かめてください。"
    )


def _other_series_message(voucher: Voucher) -> str:
    series = rulebook_here().series.get(voucher.series)
    name = series.name if series else voucher.series
    return f"この券は「{name}」の{voucher.dose}回目の券です。接種名称を選び直してください。"
