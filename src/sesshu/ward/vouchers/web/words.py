"""Conditions, runs and lists in the words of a page."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.schedule.types import Rulebook
from sesshu.ui.dates import in_era
from sesshu.ward.pregnancies.rules import asks_for_pregnancy
from sesshu.ward.residents.web.chips import Chip, Secrecy
from sesshu.ward.vouchers.codes import Step, VoidCause
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.queries import Tally, ToStop

COLORS: Mapping[Step | None, str] = {
    None: "blue",
    Step.EXTRACTED: "yellow",
    Step.FIXED: "blue",
    Step.NUMBERED: "orange",
    Step.POSTED: "green",
    Step.DISCARDED: "gray",
}
SEX = {"1": "男", "2": "女"}


class Line(NamedTuple):
    """One line of a description list."""

    label: str
    text: str


class Count(NamedTuple):
    """A line of the table of counts: a series, a dose, and how many of each age."""

    series: str
    dose: int
    ages: str
    total: int


def chip_of(step: Step | None) -> Chip:
    """Where a run stands."""
    return Chip(step.label if step else "抽出中", COLORS[step])


def series_name(series: str, rulebook: Rulebook) -> str:
    """麻しん風しん 第1期; a code that the rulebook does not know stays as it is."""
    known = rulebook.series.get(series)
    return known.name if known else series


def may_see(account: SignedIn, series: Iterable[str], rulebook: Rulebook) -> bool:
    """Whether somebody may see who gets vouchers of these series: some tell of a pregnancy."""
    return account.may(Permission.PREGNANCY) or not any(
        asks_for_pregnancy(each, rulebook) for each in series
    )


def conditions_in_words(conditions: Conditions, rulebook: Rulebook) -> list[Line]:
    """Every condition that was given."""
    names = "、".join(series_name(code, rulebook) for code in conditions.series)
    lines = [
        Line("接種名称", names),
        Line("接種できるようになる日", f"{in_era(conditions.until_on)}まで"),
    ]
    if conditions.born_from or conditions.born_until:
        begins = f"{in_era(conditions.born_from)}から" if conditions.born_from else ""
        ends = f"{in_era(conditions.born_until)}まで" if conditions.born_until else ""
        lines.append(Line("生年月日", begins + ends))
    if conditions.sex:
        lines.append(Line("性別", SEX[conditions.sex]))
    if conditions.postal_code:
        lines.append(Line("地区の郵便番号", f"{conditions.postal_code}で始まる"))
    if conditions.moved_in_since:
        lines.append(Line("転入した日", f"{in_era(conditions.moved_in_since)}から"))
    if conditions.first_dose_only:
        lines.append(Line("接種の記録", "その種類をまだ接種していない方だけ"))
    sheets = "残りの回すべて（1回に1枚）" if conditions.whole_course else "次の回の1枚"
    lines.append(Line("入れる予診票", sheets))
    merged = "16歳未満は世帯ごとに1つ" if conditions.merge_households else "1人に1つ"
    return [*lines, Line("封筒", merged)]


def counts_in_words(tallies: list[Tally], rulebook: Rulebook) -> list[Count]:
    """A line for each series and dose, with the ages it goes to."""
    found: dict[tuple[str, int], list[Tally]] = {}
    for tally in tallies:
        found.setdefault((tally.series, tally.dose), []).append(tally)
    return [
        Count(
            series_name(series, rulebook),
            dose,
            "、".join(f"{each.years}歳 {each.count:,}" for each in lines),
            sum(each.count for each in lines),
        )
        for (series, dose), lines in found.items()
    ]


def cause_of(letter: ToStop, secrecy: Secrecy) -> str:
    """Why a letter is stopped; that there is a protection is told to those who may know (D7)."""
    if letter.cause is VoidCause.GUARDED and secrecy is not Secrecy.KNOWN:
        return Secrecy.NEUTRAL.label
    return letter.cause.label
