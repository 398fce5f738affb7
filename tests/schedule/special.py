"""Write the cases of 特例臨時接種 2021-02-17 until 2024-03-31: what was legal when, for whom, how long after what.

`python tests/schedule/special.py` rewrites rulebook/cases/special.csv.
"""
# ruff: noqa: E501  tables

import calendar
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from arithmetic import Case, day, months_after, names, plus, reach, write

LAW = "予防接種実施規則附則第7条から第10条まで・厚生労働大臣の指示"
# fmt: off
# series: first days of its versions, the day after the last
SEGMENTS = {
    "CVS1": "2021-02-17 2021-05-21 2021-06-01 2021-08-02 2021-08-03 2022-02-21 2022-05-25 2022-10-13 2022-10-24 2023-09-20 2024-04-01",
    "CVS2": "2021-12-01 2021-12-17 2022-03-25 2022-05-25 2022-09-06 2022-10-21 2022-11-08 2023-03-24 2023-05-08",
    "CVS3": "2022-05-25 2022-10-21 2023-05-08",
    "CVS4": "2022-09-20 2022-10-21 2022-11-08 2023-03-08 2023-05-08",
    "CVS5": "2023-05-08 2023-09-20",
    "CVS6": "2023-09-20 2024-04-01",
}
ADULT = "CVS1:CVS-PF@2021-03-01 CVS1:CVS-PF@2021-04-01"
CHILD = "CVS1:CVS-PF-CHILD@2022-02-25 CVS1:CVS-PF-CHILD@2022-03-25"
INFANT = "CVS1:CVS-PF-INFANT@2022-11-01 CVS1:CVS-PF-INFANT@2022-12-01 CVS1:CVS-PF-INFANT@2023-02-10"
COUNTED_CHILD = "CVS1:CVS-PF-CHILD@2022-02-25/counts CVS1:CVS-PF-CHILD@2022-03-25/counts"
THIRD = f"{ADULT} CVS2:CVS-PF@2021-12-02"
RISK = "covid_risk@2021-01-01"
# series, product with volume, first and last day on which it was legal, somebody, doses before, facts
LEGAL = (
    ("CVS1", "CVS-PF", "2021-02-17", "2023-09-19", "1950-05-10", "", ""),
    ("CVS1", "CVS-MO", "2021-05-21", "2023-09-19", "1950-05-10", "", ""),
    ("CVS1", "CVS-AZ", "2021-08-02", "2022-10-12", "1950-05-10", "", ""),
    ("CVS1", "CVS-NV", "2022-05-25", "2024-03-31", "1950-05-10", "", ""),
    ("CVS1", "CVS-PF-CHILD", "2022-02-21", "2023-09-19", "2014-05-10", "", ""),
    ("CVS1", "CVS-PF-INFANT", "2022-10-24", "2023-09-19", "2020-05-10", "", ""),
    ("CVS1", "CVS-PF-XBB", "2023-09-20", "2024-03-31", "1950-05-10", "", ""),
    ("CVS1", "CVS-MO-XBB", "2023-09-20", "2024-03-31", "1950-05-10", "", ""),
    ("CVS1", "CVS-PF-CHILD-XBB", "2023-09-20", "2024-03-31", "2014-05-10", "", ""),
    ("CVS1", "CVS-PF-INFANT-XBB", "2023-09-20", "2024-03-31", "2020-05-10", "", ""),
    ("CVS2", "CVS-PF", "2021-12-01", "2023-05-07", "1950-05-10", ADULT, ""),
    ("CVS2", "CVS-MO/0.25", "2021-12-17", "2023-05-07", "1950-05-10", ADULT, ""),
    ("CVS2", "CVS-NV", "2022-05-25", "2022-11-07", "1950-05-10", ADULT, ""),
    ("CVS2", "CVS-PF-CHILD", "2022-09-06", "2023-05-07", "2014-05-10", CHILD, ""),
    ("CVS3", "CVS-PF", "2022-05-25", "2023-05-07", "1950-05-10", THIRD, ""),
    ("CVS3", "CVS-MO/0.25", "2022-05-25", "2023-05-07", "1950-05-10", THIRD, ""),
    ("CVS3", "CVS-PF", "2022-05-25", "2023-05-07", "1990-05-10", THIRD, RISK),
    ("CVS4", "CVS-PF2", "2022-09-20", "2023-05-07", "1950-05-10", THIRD, ""),
    ("CVS4", "CVS-MO2", "2022-09-20", "2023-05-07", "1950-05-10", THIRD, ""),
    ("CVS4", "CVS-NV", "2022-11-08", "2023-05-07", "1950-05-10", THIRD, ""),
    ("CVS4", "CVS-PF2-CHILD", "2023-03-08", "2023-05-07", "2014-05-10", CHILD, ""),
    ("CVS5", "CVS-PF2", "2023-05-08", "2023-09-19", "1950-05-10", THIRD, ""),
    ("CVS5", "CVS-MO2", "2023-05-08", "2023-09-19", "1950-05-10", THIRD, ""),
    ("CVS5", "CVS-NV", "2023-05-08", "2023-09-19", "1950-05-10", THIRD, ""),
    ("CVS5", "CVS-PF2-CHILD", "2023-05-08", "2023-09-19", "2014-05-10", CHILD, RISK),
    ("CVS6", "CVS-PF-XBB", "2023-09-20", "2024-03-31", "1950-05-10", THIRD, ""),
    ("CVS6", "CVS-MO-XBB", "2023-09-20", "2024-03-31", "1950-05-10", THIRD, ""),
    ("CVS6", "CVS-NV", "2023-09-20", "2024-03-31", "1950-05-10", THIRD, ""),
    ("CVS6", "CVS-PF-CHILD-XBB", "2023-09-20", "2024-03-31", "2014-05-10", CHILD, ""),
    ("CVS6", "CVS-PF-INFANT-XBB", "2023-09-20", "2024-03-31", "2020-05-10", INFANT, ""),
)
# series, product, day, months of age from which and through which (0: no end), doses before, facts
AGES = (
    ("CVS1", "CVS-PF", "2021-05-01", 192, 0, "", ""),
    ("CVS1", "CVS-PF", "2021-05-31", 192, 0, "", ""),
    ("CVS1", "CVS-PF", "2021-06-01", 144, 0, "", ""),
    ("CVS1", "CVS-MO", "2021-08-02", 216, 0, "", ""),
    ("CVS1", "CVS-MO", "2021-08-03", 144, 0, "", ""),
    ("CVS2", "CVS-PF-CHILD", "2022-09-25", 60, 0, COUNTED_CHILD, ""),
    ("CVS2", "CVS-PF-CHILD", "2022-10-25", 60, 0, COUNTED_CHILD, ""),
    ("CVS2", "CVS-PF-CHILD", "2023-04-25", 60, 0, COUNTED_CHILD, ""),
    ("CVS4", "CVS-PF2-CHILD", "2023-04-25", 60, 0, COUNTED_CHILD, ""),
    ("CVS1", "CVS-MO", "2021-05-25", 216, 0, "", ""),
    ("CVS1", "CVS-MO", "2021-05-25", 216, 0, "CVS1:CVS-PF@2021-04-20", ""),
    ("CVS1", "CVS-PF", "2021-07-01", 144, 0, "", ""),
    ("CVS1", "CVS-MO", "2021-07-01", 216, 0, "", ""),
    ("CVS1", "CVS-MO", "2021-07-01", 216, 0, "CVS1:CVS-PF@2021-06-05", ""),
    ("CVS1", "CVS-AZ", "2021-08-02", 216, 0, "", ""),
    ("CVS1", "CVS-AZ", "2021-09-01", 216, 0, "", ""),
    ("CVS1", "CVS-AZ", "2021-09-01", 216, 0, "CVS1:CVS-PF@2021-08-01", ""),
    ("CVS1", "CVS-PF", "2021-09-01", 144, 0, "", ""),
    ("CVS1", "CVS-MO", "2021-09-01", 144, 0, "", ""),
    ("CVS1", "CVS-NV", "2022-07-01", 144, 0, "", ""),
    ("CVS1", "CVS-PF", "2022-07-01", 144, 0, "CVS1:CVS-PF-CHILD@2022-06-01", ""),
    ("CVS1", "CVS-MO", "2022-07-01", 144, 0, "CVS1:CVS-PF-CHILD@2022-06-01", ""),
    ("CVS1", "CVS-NV", "2022-07-01", 144, 0, "CVS1:CVS-PF-CHILD@2022-06-01", ""),
    ("CVS1", "CVS-PF-CHILD", "2022-04-01", 60, 144, "", ""),
    ("CVS1", "CVS-PF-CHILD", "2023-04-01", 60, 0, "CVS1:CVS-PF-INFANT@2023-03-01", ""),
    ("CVS1", "CVS-PF-INFANT", "2022-12-01", 6, 60, "", ""),
    ("CVS2", "CVS-PF", "2022-03-24", 216, 0, "CVS1:CVS-PF@2021-08-01 CVS1:CVS-PF@2021-09-01", ""),
    ("CVS2", "CVS-PF", "2022-03-25", 144, 0, "CVS1:CVS-PF@2021-08-01/counts CVS1:CVS-PF@2021-09-01/counts", ""),
    ("CVS2", "CVS-PF", "2022-09-25", 144, 0, CHILD, ""),
    ("CVS2", "CVS-PF", "2022-10-25", 144, 0, CHILD, ""),
    ("CVS2", "CVS-PF", "2023-04-25", 144, 0, CHILD, ""),
    ("CVS2", "CVS-PF-CHILD", "2022-09-25", 0, 144, CHILD, ""),
    ("CVS2", "CVS-PF-CHILD", "2022-10-25", 0, 144, CHILD, ""),
    ("CVS2", "CVS-PF-CHILD", "2023-04-25", 0, 144, CHILD, ""),
    ("CVS2", "CVS-NV", "2022-09-25", 216, 0, "CVS1:CVS-PF@2021-08-01 CVS1:CVS-PF@2021-09-01", ""),
    ("CVS3", "CVS-PF", "2022-09-25", 720, 0, THIRD, ""),
    ("CVS3", "CVS-PF", "2023-01-25", 720, 0, THIRD, ""),
    ("CVS3", "CVS-PF", "2022-09-25", 216, 0, "CVS1:CVS-PF@2021-08-01 CVS1:CVS-PF@2021-09-01 CVS2:CVS-PF@2022-03-27", RISK),
    ("CVS4", "CVS-PF2", "2022-10-01", 144, 0, CHILD, ""),
    ("CVS4", "CVS-PF2", "2023-01-25", 144, 0, CHILD, ""),
    ("CVS4", "CVS-PF2", "2023-04-25", 144, 0, CHILD, ""),
    ("CVS4", "CVS-NV", "2023-04-25", 144, 0, CHILD, ""),
    ("CVS4", "CVS-PF2-CHILD", "2023-04-25", 0, 144, CHILD, ""),
    ("CVS5", "CVS-PF2", "2023-06-25", 780, 0, THIRD, ""),
    ("CVS5", "CVS-PF2", "2023-06-25", 144, 0, CHILD, RISK),
    ("CVS5", "CVS-NV", "2023-06-25", 144, 0, CHILD, RISK),
    ("CVS5", "CVS-PF2-CHILD", "2023-06-25", 60, 0, INFANT, RISK),
    ("CVS5", "CVS-PF2-CHILD", "2023-06-25", 0, 144, CHILD, RISK),
    ("CVS6", "CVS-PF-XBB", "2023-12-25", 144, 0, CHILD, ""),
    ("CVS6", "CVS-NV", "2023-12-25", 144, 0, CHILD, ""),
    ("CVS6", "CVS-PF-CHILD-XBB", "2023-12-25", 60, 0, INFANT, ""),
    ("CVS6", "CVS-PF-CHILD-XBB", "2023-12-25", 0, 144, CHILD, ""),
    ("CVS6", "CVS-PF-INFANT-XBB", "2023-12-25", 0, 60, INFANT, ""),
)
# product, day of the first dose, days between the doses, somebody
PAIRS = (
    ("CVS-PF", "2021-03-01", "18", "1970-05-10"),
    ("CVS-PF", "2021-06-01", "18", "1970-05-11"),
    ("CVS-PF", "2021-09-01", "18", "1970-05-10"),
    ("CVS-MO", "2021-05-21", "20", "1970-05-11"),
    ("CVS-MO", "2021-06-05", "20", "1970-05-11"),
    ("CVS-MO", "2021-09-01", "20", "1970-05-10"),
    ("CVS-AZ", "2021-09-01", "27", "1970-05-10"),
    ("CVS-NV", "2022-07-01", "20", "1970-05-10"),
    ("CVS-PF-CHILD", "2022-04-01", "18", "2014-05-10"),
    ("CVS-PF-INFANT", "2022-11-01", "18 55", "2020-05-10"),
)
# series, product, day, months since the last dose of each of these, doses that must have come, somebody
SINCE = (
    ("CVS2", "CVS-PF", "2022-05-24", 6, "CVS1:CVS-PF", 2, "1950-05-10"),
    ("CVS2", "CVS-PF", "2022-05-25", 5, "CVS1:CVS-PF", 2, "1950-05-10"),
    ("CVS2", "CVS-PF", "2022-10-20", 5, "CVS1:CVS-PF", 2, "1950-05-10"),
    ("CVS2", "CVS-PF", "2022-10-21", 3, "CVS1:CVS-PF", 2, "1950-05-10"),
    ("CVS2", "CVS-PF-CHILD", "2023-03-23", 5, "CVS1:CVS-PF-CHILD", 2, "2014-05-10"),
    ("CVS2", "CVS-PF-CHILD", "2023-03-24", 3, "CVS1:CVS-PF-CHILD", 2, "2014-05-10"),
    ("CVS3", "CVS-PF", "2022-10-20", 5, "CVS2:CVS-PF", 1, "1950-05-10"),
    ("CVS3", "CVS-PF", "2022-10-21", 3, "CVS2:CVS-PF", 1, "1950-05-10"),
    ("CVS4", "CVS-PF2", "2022-10-20", 5, "CVS1:CVS-PF CVS2:CVS-PF", 2, "1950-05-10"),
    ("CVS4", "CVS-PF2", "2022-10-21", 3, "CVS1:CVS-PF CVS2:CVS-PF", 2, "1950-05-10"),
    ("CVS2", "CVS-PF", "2021-12-20", 6, "CVS1:CVS-PF", 2, "1950-05-10"),
    ("CVS2", "CVS-PF", "2022-06-20", 5, "CVS1:CVS-PF", 2, "1950-05-10"),
    ("CVS2", "CVS-PF-CHILD", "2022-10-10", 5, "CVS1:CVS-PF-CHILD", 2, "2014-05-10"),
    ("CVS2", "CVS-NV", "2022-06-20", 6, "CVS1:CVS-PF", 2, "1950-05-10"),
    ("CVS2", "CVS-PF", "2022-12-20", 3, "CVS1:CVS-PF", 2, "1950-05-10"),
    ("CVS2", "CVS-PF-CHILD", "2023-04-10", 3, "CVS1:CVS-PF-CHILD", 2, "2014-05-10"),
    ("CVS3", "CVS-PF", "2022-09-20", 5, "CVS2:CVS-PF", 1, "1950-05-10"),
    ("CVS3", "CVS-PF", "2022-12-20", 3, "CVS2:CVS-PF", 1, "1950-05-10"),
    ("CVS4", "CVS-PF2", "2022-10-10", 5, "CVS1:CVS-PF CVS2:CVS-PF", 2, "1950-05-10"),
    ("CVS4", "CVS-PF2", "2022-12-20", 3, "CVS1:CVS-PF CVS2:CVS-PF CVS3:CVS-PF", 2, "1950-05-10"),
    ("CVS4", "CVS-NV", "2022-12-20", 6, "CVS1:CVS-PF CVS2:CVS-PF CVS3:CVS-PF", 2, "1950-05-10"),
    ("CVS4", "CVS-PF2", "2023-04-20", 3, "CVS1:CVS-PF CVS2:CVS-PF CVS3:CVS-PF", 2, "1950-05-10"),
    ("CVS4", "CVS-NV", "2023-04-20", 6, "CVS1:CVS-PF CVS2:CVS-PF CVS3:CVS-PF", 2, "1950-05-10"),
    ("CVS4", "CVS-PF2-CHILD", "2023-04-20", 3, "CVS1:CVS-PF-CHILD CVS2:CVS-PF-CHILD", 2, "2014-05-10"),
    ("CVS5", "CVS-PF2", "2023-06-20", 3, "CVS1:CVS-PF CVS2:CVS-PF CVS3:CVS-PF CVS4:CVS-PF2", 2, "1950-05-10"),
    ("CVS5", "CVS-NV", "2023-06-20", 6, "CVS1:CVS-PF CVS2:CVS-PF CVS3:CVS-PF CVS4:CVS-PF2", 2, "1950-05-10"),
    ("CVS5", "CVS-PF2-CHILD", "2023-06-20", 3, "CVS1:CVS-PF-CHILD CVS2:CVS-PF-CHILD CVS4:CVS-PF2-CHILD", 2, "2014-05-10"),
    ("CVS6", "CVS-PF-XBB", "2023-10-20", 3, "CVS1:CVS-PF CVS5:CVS-PF2", 2, "1950-05-10"),
    ("CVS6", "CVS-NV", "2023-10-25", 6, "CVS1:CVS-PF CVS2:CVS-PF CVS3:CVS-PF CVS4:CVS-PF2", 2, "1950-05-10"),
    ("CVS6", "CVS-NV", "2024-01-20", 6, "CVS5:CVS-PF2", 2, "1950-05-10"),
    ("CVS6", "CVS-PF-CHILD-XBB", "2023-10-20", 3, "CVS1:CVS-PF-CHILD CVS5:CVS-PF2-CHILD", 2, "2014-05-10"),
    ("CVS6", "CVS-PF-INFANT-XBB", "2023-10-20", 3, "CVS1:CVS-PF-INFANT", 3, "2020-05-10"),
)
# fmt: on


def cases() -> Iterator[Case]:
    for series, product, first, last, born, before, facts in LEGAL:
        yield from legal(series, product, day(first), day(last), born, before, facts)
    for series, product, _, _, born, before, _ in {row[0]: row for row in LEGAL}.values():
        yield ended(series, product, born, before)
    for series, product, given, youngest, oldest, before, facts in AGES:
        yield from ages(series, product, day(given), youngest, oldest, before, facts)
    for product, first, intervals, born in PAIRS:
        yield from pairs(product, day(first), [int(n) for n in intervals.split()], born)
    for series, product, given, months, last_ones, needed, born in SINCE:
        yield from since(series, product, day(given), months, last_ones.split(), needed, born)


def legal(
    series: str, product: str, first: date, last: date, born: str, before: str, facts: str
) -> Iterator[Case]:
    """Both ends of every version that a vaccine was legal in."""
    starts = [day(text) for text in SEGMENTS[series].split()]
    number = "1" if series == "CVS1" else "1b"
    code, _, ml = product.partition("/")
    for begins, following in pairwise(starts):
        for given in (begins, plus(following, -1)):
            if first <= given <= last:
                how = f"/{ml}" if ml else ""
                yield case(series, code, born, before, given, how, f"S{number}", facts, "使える日")
                if ml:
                    yield case(
                        series, code, born, before, given, "/0.3", "S?!5", facts, "量の間違い"
                    )


def ended(series: str, product: str, born: str, before: str) -> Case:
    """The day after the last version: nothing of the old law is left in the answer."""
    given = day(SEGMENTS[series].split()[-1])
    code = product.partition("/")[0]
    return case(series, code, born, before, given, "", "-", "", "終わった翌日")


def ages(
    series: str, product: str, given: date, youngest: int, oldest: int, before: str, facts: str
) -> Iterator[Case]:
    """Reached on the day and on the day after; the last day and the day after."""
    number = "1b" if series != "CVS1" else str(len(before.split()) + 1)
    for months, kept in ((youngest, 0), (oldest, 1)):
        if months:
            reaches = birth_of_who_reaches(months, given)
            for born, inside in ((reaches, True), (plus(reaches, 1 - 2 * kept), False)):
                answer = f"S{number}" if inside else "V?!11"
                where = f"{months // 12}歳{months % 12}か月に達する日"
                yield case(series, product, str(born), before, given, "", answer, facts, where)


def birth_of_who_reaches(months: int, on: date) -> date:
    """Born so that the age is reached on a day: the day after, so many months before."""
    after = plus(on, 1)
    total = after.year * 12 + after.month - 1 - months
    year, month = total // 12, total % 12 + 1
    born = date(year, month, min(after.day, calendar.monthrange(year, month)[1]))
    assert reach(born, months) == on
    return born


def pairs(product: str, first: date, intervals: list[int], born: str) -> Iterator[Case]:
    days = [first]
    for number, least in enumerate(intervals, start=2):
        before = " ".join(f"CVS1:{product}@{given}" for given in days)
        earliest = plus(days[-1], least + 1)
        yield case(
            "CVS1",
            product,
            born,
            before,
            plus(earliest, -1),
            "",
            "S?!4",
            "",
            f"{least}日に足りない",
        )
        yield case("CVS1", product, born, before, earliest, "", f"S{number}", "", f"{least}日以上")
        days.append(earliest)


def since(
    series: str, product: str, given: date, months: int, lasts: list[str], needed: int, born: str
) -> Iterator[Case]:
    """So many months after the last dose of each of some courses, and a day less; one dose too few."""
    total = given.year * 12 + given.month - 1 - months
    last_on = date(total // 12, total % 12 + 1, given.day)
    assert months_after(last_on, months) == given
    spring = series == "CVS5" or any(last.startswith("CVS5") for last in lasts)
    facts = RISK if spring and born > "2000" else ""
    for last in lasts:
        for on, answer in ((last_on, "S1b"), (plus(last_on, 1), "S?!4=too_soon")):
            before = history(last, on, needed, born)
            what = f"{last}から{months}か月"
            yield case(series, product, born, before, given, "", answer, facts, what)
    if needed > 1:
        early = history(lasts[0], plus(last_on, -20), needed, born).split()[: needed - 1]
        yield case(
            series,
            product,
            born,
            " ".join(early),
            given,
            "",
            "S?!4=stage_first",
            facts,
            "初回が済む前",
        )
    else:
        yield case(series, product, born, ADULT, given, "", "S?!4=stage_first", facts, "3回目の前")


def history(last: str, on: date, needed: int, born: str) -> str:
    """Doses before, the last of them of a course on a day."""
    first = {"1": ADULT, "2": CHILD if born < "2018" else INFANT}[born[0]]
    if last.startswith("CVS1"):
        own = first.split()[: needed - 1]
        gap = 60 if needed == 3 else 30
        own = [
            f"{dose.partition('@')[0]}@{plus(on, -gap * (needed - 1 - at))}"
            for at, dose in enumerate(own)
        ]
        return " ".join([*own, f"{last}@{on}"])
    third = "" if last.startswith("CVS2") or born > "2000" else " CVS2:CVS-PF@2021-12-02"
    return f"{first}{third} {last}@{on}"


def case(
    series: str, product: str, born: str, before: str, given: date, how: str, answer: str, facts: str, what: str
) -> Case:  # fmt: skip
    doses = f"{before} {series}:{product}@{given}{how}".strip()
    answers = " ".join([*("-" for _ in before.split()), answer])
    return Case(
        next(names), f"{series} {product}、{what}", day(born), "F", facts, doses, answers,
        verify="covid-special" if what == "使える日" else "none" if what == "終わった翌日" else "",
        law=LAW,
    )  # fmt: skip


if __name__ == "__main__":
    write("special", cases())
