"""A series as a section: what it is today, its courses, its vaccines, its years, whom it leaves out."""

from collections.abc import Iterator
from datetime import date

from sesshu.kernel.eras import in_japanese
from sesshu.schedule.manual.courses import course_sections
from sesshu.schedule.manual.outline import Block, Cell, Points, Section, Term, Terms, Text
from sesshu.schedule.manual.phrases import period
from sesshu.schedule.manual.times import timeline
from sesshu.schedule.manual.vaccines import vaccine_table
from sesshu.schedule.types import Rulebook, Series

CATEGORIES = {
    "A": "定期接種(A類)",
    "B": "定期接種(B類)",
    "special": "特例臨時接種",
}


def series_section(series: Series, on: date, rulebook: Rulebook) -> Section:
    """Everything the rulebook says about a series."""
    return Section(
        anchor=series.code,
        title=series.name if series.name == series.code else f"{series.name}({series.code})",
        blocks=(
            _summary(series, on, rulebook),
            vaccine_table(series, rulebook),
            timeline(series, on, rulebook),
            *_excluded(series, rulebook),
        ),
        sections=course_sections(series, on, rulebook),
    )


def _summary(series: Series, on: date, rulebook: Rulebook) -> Terms:
    courses = [rulebook.courses[code] for code in series.serves]
    antigens = dict.fromkeys(antigen for course in courses for antigen in course.antigens)
    diseases = "・".join(rulebook.antigens[antigen] for antigen in antigens)
    beside = dict(_beside(series, rulebook))
    return Terms(
        (
            Term("区分", (Cell(CATEGORIES[series.category]),)),
            Term("対象の病気", (Cell(diseases),)),
            Term("実施の状況", tuple(_standing(series, on))),
            *(Term(name, (Cell(text),)) for name, text in beside.items()),
            *_withheld(series),
        )
    )


def _standing(series: Series, on: date) -> Iterator[Cell]:
    first, last = series.versions[0], series.versions[-1]
    days = period(first.effective_from, last.effective_until)
    if any(version.holds_on(on) for version in series.versions):
        yield Cell(f"実施しています。{days}の接種です。")
    elif on < first.effective_from:
        yield Cell(f"これから始まります。{days}の接種です。")
    else:
        yield Cell(f"終わりました。{days}の接種でした。")
    if first.effective_from <= series.known_from:
        yield Cell(f"{in_japanese(series.known_from)}より前の規則は、この手引きにありません。")
    for version in series.versions:
        if version.outside_act:
            other = period(version.effective_from, version.effective_until)
            yield Cell(f"{other}は予防接種法ではなく、{version.provision}による接種でした。")


def _beside(series: Series, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    others = [one for one in rulebook.series.values() if one is not series]
    if series.stands_for:
        names = "・".join(one.name for one in others if one.stands_for == series.stands_for)
        yield "どれか1つを選ぶ種類", f"この種類か、{names}のどれか1つを選びます。"
    if series.equivalent:
        names = "・".join(one.name for one in others if one.equivalent == series.equivalent)
        yield "回数を合わせて数える種類", f"{names}。病気ごとに、どの種類の接種も回数に数えます。"
    yield (
        "かかったことがある方",
        "対象から除かれます。" if series.past_illness_excludes else "対象になります。",
    )


def _withheld(series: Series) -> Iterator[Term]:
    if series.withheld:
        yield Term(
            "積極的勧奨の差し控え",
            tuple(
                Cell(
                    f"{period(row.effective_from, row.effective_until)}({row.provision})",
                    row.verify,
                )
                for row in series.withheld
            ),
        )


def _excluded(series: Series, rulebook: Rulebook) -> Iterator[Block]:
    own = [row for row in rulebook.exclusions if series.code in row.series]
    if own:
        yield Text("すべての予防接種に共通の方のほか、次の方は対象から除かれます。")
        yield Points(
            tuple(Cell(f"{rulebook.facts[row.fact]}({row.provision})", row.verify) for row in own)
        )
