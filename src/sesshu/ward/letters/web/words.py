"""Letters and applications in the words of a page."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sesshu.kernel.calendar import fiscal_year_begins
from sesshu.kernel.eras import era_of
from sesshu.kernel.outcomes import Status
from sesshu.schedule.types import Rulebook
from sesshu.schedule.verdicts import SeriesVerdict
from sesshu.ui.dates import in_both_calendars
from sesshu.ward.letters.application import Stay, Vaccination
from sesshu.ward.letters.codes import Addressee, Applicant, Channel, StayReason
from sesshu.ward.letters.municipalities import name_of

HELD_BACK = "担当課対応（支援措置担当に確かめてください）"
MAY_BE_ASKED = (Status.DUE, Status.WAITING)


class Item(NamedTuple):
    """A line of a list."""

    label: str
    text: str


def choices_of(standing: Iterable[SeriesVerdict], until: date) -> list[tuple[str, str]]:
    """The doses that may be asked for: of each series that opens by a day the next and those after it."""
    return [
        (f"{verdict.series}/{dose}", f"{verdict.name}　{dose}回目")
        for verdict in standing
        if verdict.next is not None
        and verdict.status in MAY_BE_ASKED
        and verdict.next.earliest_on <= until
        for dose in range(verdict.next.dose, _last_dose(verdict) + 1)
    ]


def _last_dose(verdict: SeriesVerdict) -> int:
    if verdict.next is None:
        return 0
    left = max((method.doses_left for method in verdict.next.methods), default=1)
    return verdict.next.dose + max(left, 1) - 1


def vaccinations_in_words(asked: Iterable[Vaccination], rulebook: Rulebook) -> str:
    """ＢＣＧ　1回目、B型肝炎　2回目."""
    return "、".join(f"{_name(each.series, rulebook)}　{each.dose}回目" for each in asked)


def number_in_words(fiscal_year: int, number: int) -> str:
    """令和8年度　第12号."""
    return f"{year_in_words(fiscal_year)}　第{number}号"


def year_in_words(fiscal_year: int) -> str:
    """令和8年度: named by the era of its first day."""
    era = era_of(fiscal_year_begins(fiscal_year))
    year = fiscal_year - era.first_year + 1
    return f"{era.name}{'元' if year == 1 else year}年度"


def items_of_application(
    said: dict[str, str], asked: Iterable[Vaccination], rulebook: Rulebook
) -> list[Item]:
    """What the second person compares with the paper, without the stay."""
    days = " から ".join(
        in_both_calendars(date.fromisoformat(said[name]))
        for name in ("planned_from", "planned_until")
    )
    items = [
        Item("申請日", in_both_calendars(date.fromisoformat(said["received_on"]))),
        Item("受付方法", Channel(said["channel"]).label),
        Item("申請者", Applicant(said["applicant"]).label),
        Item("区外で接種する理由", StayReason(said["reason"]).label),
        Item("接種の種類と回数", vaccinations_in_words(asked, rulebook)),
        Item("接種予定", days),
        Item("宛先区分", Addressee(said["addressee"]).label),
    ]
    if said.get("hurried_because"):
        items.append(Item("期限を過ぎて受け付けた理由", said["hurried_because"]))
    return items


def items_of_stay(stay: Stay | None) -> list[Item]:
    """Where the person stays; of a guarded resident, whom to ask."""
    if stay is None:
        return [Item("滞在先と宛先", HELD_BACK)]
    lines = (
        ("申請者の氏名", stay.applicant_name),
        ("宛先", stay.addressee_name),
        ("滞在先の住所", stay.address),
        ("市区町村", name_of(stay.municipality)),
        ("医療機関の名前", stay.provider_name),
        ("医療機関の所在地", stay.provider_address),
        ("送付先", " ".join(filter(None, (stay.mail_postal_code, stay.mail_address)))),
    )
    return [Item(label, text) for label, text in lines if text]


def _name(series: str, rulebook: Rulebook) -> str:
    known = rulebook.series.get(series)
    return known.name if known else series
