"""A course as sections: the law of the day for each group of people, then the law before and after it."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from sesshu.schedule.manual.doses import regimen_block
from sesshu.schedule.manual.outline import (
    Block,
    Cell,
    Column,
    Section,
    Table,
    Term,
    Terms,
    Text,
)
from sesshu.schedule.manual.phrases import (
    ages,
    in_season,
    joined,
    narrows,
    people,
    period,
    product_names,
)
from sesshu.schedule.types import (
    Course,
    CourseVersion,
    Dated,
    Door,
    EarlierDoses,
    Regimen,
    Rulebook,
    Series,
)

EACH = {"fiscal_year": "毎年度、新しく数えます", "pregnancy": "妊娠ごとに、新しく数えます"}


def course_sections(series: Series, on: date, rulebook: Rulebook) -> tuple[Section, ...]:
    """The courses a series serves; those with the same law stand together under both names."""
    together: dict[tuple[tuple[Block, ...], tuple[Section, ...]], list[Course]] = {}
    for code in series.serves:
        written = _Writing(series, rulebook.courses[code], on, rulebook)
        same = together.setdefault((written.blocks(), written.sections()), [])
        same.append(rulebook.courses[code])
    return tuple(
        _named(f"{series.code}-{courses[0].code}", courses, blocks, sections)
        for (blocks, sections), courses in together.items()
    )


def _named(
    anchor: str, courses: list[Course], blocks: tuple[Block, ...], sections: tuple[Section, ...]
) -> Section:
    below = tuple(
        msgspec.structs.replace(section, anchor=f"{anchor}-{number}")
        for number, section in enumerate(sections, start=1)
    )
    return Section(anchor, "・".join(course.name for course in courses), blocks, below)


def versions_of(series: Series, course: Course) -> tuple[CourseVersion, ...]:
    """The versions that hold on some day on which the series is given, in order of their days."""
    begins = series.versions[0].effective_from
    ends = series.versions[-1].effective_until or date.max
    return tuple(
        version
        for version in sorted(course.versions, key=lambda one: one.effective_from)
        if version.effective_from <= ends and begins <= (version.effective_until or date.max)
    )


def state(row: Dated, on: date) -> str:
    """Whether a version is the law of the day, of the days before or of those to come."""
    if row.holds_on(on):
        return "現在"
    return "これから" if on < row.effective_from else "これまで"


def over(version: CourseVersion, on: date) -> bool:
    """Whether the days of a version are past even for its youngest people."""
    youngest, ends = version.cohort.born_until, version.eligible_until
    return youngest is not None and ends is not None and ends.day(youngest) < on


class _Writing:
    """One course as one series sees it; tables that were printed once are named, not printed again."""

    def __init__(self, series: Series, course: Course, on: date, rulebook: Rulebook) -> None:
        self.series, self.course, self.on, self.rulebook = series, course, on, rulebook
        self.products = {use.product for version in series.versions for use in version.uses}
        self.printed: dict[tuple[Block, ...], str] = {}
        versions = versions_of(series, course)
        present = [one for one in versions if one.holds_on(on)]
        newest_first = sorted(present, key=lambda one: one.effective_from, reverse=True)
        self.present = sorted(newest_first, key=lambda one: over(one, on))
        self.others = [one for one in versions if not one.holds_on(on)]

    def blocks(self) -> tuple[Block, ...]:
        each = [Text(EACH[self.course.each])] if self.course.each else []
        return (*each, *self._earlier(), self._history())

    def sections(self) -> tuple[Section, ...]:
        return tuple(self._section(version) for version in (*self.present, *self.others))

    def _earlier(self) -> Iterator[Block]:
        if self.course.earlier_doses:
            items = tuple(Cell(self._earlier_dose(one)) for one in self.course.earlier_doses)
            yield Terms((Term("以前の接種で回数に数えるもの", items),))

    def _earlier_dose(self, earlier: EarlierDoses) -> str:
        names = product_names(earlier.products, self.rulebook)
        days = period(earlier.given_from, earlier.given_until)
        return f"{days}に受けた{names}({earlier.provision})"

    def _history(self) -> Table:
        heads = ("期間", 4), ("今の扱い", 2), ("対象の方", 4), ("接種できる期間", 5), ("根拠", 5)
        versions = sorted((*self.present, *self.others), key=lambda one: one.effective_from)
        rows = tuple(
            (
                Cell(period(version.effective_from, version.effective_until)),
                Cell(state(version, self.on)),
                Cell(people(version.cohort)),
                Cell(window(version)),
                Cell(version.provision, version.verify),
            )
            for version in versions
        )
        return Table(
            Cell("規則の移り変わり"), tuple(Column(name, share) for name, share in heads), rows
        )

    def _section(self, version: CourseVersion) -> Section:
        days = period(version.effective_from, version.effective_until)
        closed = version.holds_on(self.on) and over(version, self.on)
        passed = "(期間は過ぎています)" if closed else ""
        name = f"{state(version, self.on)}: {people(version.cohort)}{passed}"
        return Section(
            anchor="",
            title=f"{name}({days})",
            blocks=(self._who(version), *self._tables(version, f"{name}({days})")),
            past=not version.holds_on(self.on) or over(version, self.on),
        )

    def _who(self, version: CourseVersion) -> Terms:
        facts, asked = self.rulebook.facts, version.continues
        before = period(asked.given_from, asked.given_until) if asked else ""
        said = {
            "対象の方": people(version.cohort),
            "必要な記録": facts[version.fact] if version.fact else "",
            "続ける方だけ": f"{before}に1回以上受けた方" if before else "",
            "接種できる期間": window(version),
            "時期": in_season(version.season) if version.season else "",
        }
        doors = tuple(self._door(door) for door in self._doors(version))
        return Terms(
            (
                *(Term(name, (Cell(text),)) for name, text in said.items() if text),
                *([Term("ほかに対象となる方", doors)] if doors else []),
                Term("根拠", (Cell(version.provision, version.verify),)),
            )
        )

    def _doors(self, version: CourseVersion) -> Iterator[Door]:
        """Those that a product of the series may go through."""
        for door in version.doors:
            if not door.products or self.products & set(door.products):
                yield door

    def _door(self, door: Door) -> Cell:
        limit = (
            "対象の期間にその事情があった方に限り、"
            f"なくなった日から{door.within_months}か月(初日を数えます)"
        )
        names = product_names(door.products, self.rulebook)
        said = [
            self._who_else(door),
            ages(door.eligible_from, door.eligible_until),
            limit if door.within_months else "",
            "まだ1回も接種していない方に限ります" if door.for_beginners else "",
            f"{names}に限ります" if names else "",
        ]
        return Cell(f"{joined(said)}({door.provision})", door.verify)

    def _who_else(self, door: Door) -> str:
        fact = f"「{self.rulebook.facts[door.fact]}」の記録がある方" if door.fact else ""
        return joined([fact, people(door.cohort) if narrows(door.cohort) else ""])

    def _tables(self, version: CourseVersion, title: str) -> Iterator[Block]:
        yield from self._once(version.regimens, "", title)
        for door in self._doors(version):
            if door.regimens:
                who = self._who_else(door)
                yield from self._once(door.regimens, f"{who}の", f"{title}の、{who}")

    def _once(self, regimens: Iterable[Regimen], whose: str, title: str) -> Iterator[Block]:
        blocks = tuple(
            regimen_block(regimen, self.products, self.rulebook)
            for regimen in regimens
            if not regimen.products or self.products & set(regimen.products)
        )
        first = self.printed.setdefault(blocks, title)
        if first != title:
            yield Text(f"{whose}回数と間隔は、『{first}』と同じです。")
        else:
            yield Text(f"{whose}回数と間隔は、次のとおりです。")
            yield from blocks


def window(version: CourseVersion) -> str:
    """Days on which the law opens a course, without its other doors."""
    years = version.fiscal_years_of_reaching
    if years:
        return f"{'・'.join(map(str, years))}歳に達する日の属する年度"
    return ages(version.eligible_from, version.eligible_until) or "定めなし"
