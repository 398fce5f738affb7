"""A dose in words, item by item, the same on every page that shows one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sesshu.foundation.accounts.departments import Department
from sesshu.schedule.types import Rulebook
from sesshu.ui.dates import in_both_calendars
from sesshu.ward.records.codes import Outcome, Source
from sesshu.ward.records.entry import DoseEntry

HELD_BACK = "担当課へお問い合わせください"
NOTHING = "―"

TITLES = {
    "series": "接種名称",
    "given_on": "接種日",
    "vaccine_name": "ワクチン名",
    "lot": "ロット番号",
    "volume_ml": "接種量",
    "source": "記録元",
}
"""What may be told otherwise than the record has it, as far as that is kept."""


class Item(NamedTuple):
    """One item: the name of its field on the form, its label, what it says."""

    field: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """An item beside what it said before."""

    field: str
    label: str
    text: str
    before: str | None

    @property
    def changed(self) -> bool:
        """Whether it says something else now."""
        return self.before is not None and self.before != self.text


def items_of(entry: DoseEntry, rulebook: Rulebook) -> list[Item]:
    """All items of a form in the order of the paper; of a screening without a dose only what it has."""
    given = entry.outcome is Outcome.GIVEN
    return [
        Item("series", "接種名称", series_name(entry.series, rulebook)),
        Item("outcome", "実施結果", entry.outcome.label),
        *([] if given else _why_not(entry)),
        Item("given_on", "接種日" if given else "予診の日", in_both_calendars(entry.given_on)),
        Item("voucher_number", "券番号", _number_in(entry)),
        *(_what_was_given(entry, rulebook) if given else []),
        *_where(entry),
        *_office(entry),
    ]


def compared(entry: DoseEntry, before: DoseEntry | None, rulebook: Rulebook) -> list[Compared]:
    """The items of an entry, each beside the dose it corrects."""
    old = {item.label: item.text for item in items_of(before, rulebook)} if before else {}
    return [
        Compared(*item, before=old.get(item.label, NOTHING) if before else None)
        for item in items_of(entry, rulebook)
    ]


def series_name(series: str, rulebook: Rulebook) -> str:
    """麻しん風しん 第1期; a code that the rulebook does not know stays as it is."""
    known = rulebook.series.get(series)
    return known.name if known else series


def in_words(name: str, value: Any, rulebook: Rulebook) -> str:
    """One of TITLES as it was kept, in words."""
    match name:
        case "series":
            return series_name(value, rulebook)
        case "given_on":
            return in_both_calendars(date.fromisoformat(value))
        case "volume_ml":
            return in_ml(Decimal(str(value)))
        case "source":
            return Source(value).label
    return str(value)


def _number_in(entry: DoseEntry) -> str:
    if not entry.voucher_number:
        return NOTHING
    return entry.voucher_number + ("（区が発行していない券）" if entry.foreign_voucher else "")


def in_ml(volume: Decimal | None) -> str:
    """0.5mL."""
    return NOTHING if volume is None else f"{volume.normalize():f}mL"


def _why_not(entry: DoseEntry) -> list[Item]:
    reason = entry.screening_reason.label if entry.screening_reason else NOTHING
    return [Item("screening_reason", "予診理由", reason)]


def _what_was_given(entry: DoseEntry, rulebook: Rulebook) -> list[Item]:
    expires = in_both_calendars(entry.expires_on) if entry.expires_on else NOTHING
    return [
        Item("brand", "ワクチン名", entry.vaccine_name or NOTHING),
        Item("brand", "ワクチンメーカー", entry.maker or NOTHING),
        Item("lot", "ロット番号", entry.lot or NOTHING),
        Item("expires_on", "有効期限", expires),
        Item("volume_ml", "接種量", in_ml(entry.volume_ml)),
        Item("route", "接種方法", rulebook.routes.get(entry.route or "", NOTHING)),
    ]


def _where(entry: DoseEntry) -> list[Item]:
    place = entry.particulars
    if place is None:
        return [Item("provider_name", "接種医療機関", HELD_BACK)]
    return [
        Item("provider_code", "医療機関コード", place.provider_code or NOTHING),
        Item("provider_name", "接種医療機関", place.provider_name),
        Item("doctor", "医師名", place.doctor or NOTHING),
        Item("note", "接種補足", place.note or NOTHING),
    ]


def _office(entry: DoseEntry) -> list[Item]:
    items = [
        Item("source", "記録元", entry.source.label),
        *_shown(entry),
        Item("payment_excluded", "支払", "対象外" if entry.payment_excluded else "対象"),
        Item("desk", "入力窓口", _desk(entry.desk)),
    ]
    if entry.second_of_day:
        items.append(Item("second_of_day", "同じ日の2回目", "予診票で確かめた"))
    if entry.as_given:
        items.append(Item("as_given", "そのまま記録する理由", _stated(entry)))
    if entry.decision:
        items.append(Item("decision", "回数に数えるか", entry.decision.label))
    return items


def _shown(entry: DoseEntry) -> list[Item]:
    """By what a dose given elsewhere is known."""
    items = [Item("evidence", "示された書類", entry.evidence.label)] if entry.evidence else []
    if entry.country and entry.language:
        items.append(Item("country", "接種した国", entry.country))
        items.append(Item("language", "書類の言語", entry.language.label))
    return items


def _stated(entry: DoseEntry) -> str:
    place = entry.particulars
    return HELD_BACK if place is None else place.stated_reason or NOTHING


def _desk(desk: str) -> str:
    return Department(desk).label if desk in set(Department) else desk
