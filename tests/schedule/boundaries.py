"""Write the cases that stand at both sides of a boundary, with an arithmetic of their own.

`python tests/schedule/boundaries.py` rewrites rulebook/cases/boundaries-*.csv. Nothing here imports the
engine or its calendar: dates come from the articles' words, worked out again with the standard library.
"""

import calendar
import csv
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from itertools import count
from pathlib import Path

CASES = Path(__file__).parents[2] / "rulebook" / "cases"
NAMES = [
    "青木蓮",
    "石田葵",
    "上野湊",
    "遠藤凛",
    "大野陽",
    "加藤結",
    "木下樹",
    "工藤杏",
    "小林蒼",
    "斎藤澪",
    "坂本新",
    "佐藤芽",
    "清水律",
    "鈴木紬",
    "高橋碧",
    "田中詩",
    "千葉悠",
    "中村栞",
    "西村奏",
    "野口楓",
    "橋本昊",
    "林美月",
    "原田涼",
    "平野花",
    "福田朔",
    "藤井咲",
    "本田慧",
    "前田柚",
    "松本岳",
    "三浦莉",
    "村上颯",
    "森田琴",
    "安田翠",
    "山口茜",
    "横山暖",
    "吉田舞",
    "和田旭",
    "渡辺泉",
    "今井匠",
    "内田鈴",
]


@dataclass
class Case:
    """One line of a file of cases."""

    who: str
    what: str
    born_on: date
    sex: str = "F"
    facts: str = ""
    doses: str = ""
    answers: str = ""
    on: str = ""
    series: str = ""
    status: str = ""
    timing: str = ""
    next_dose: str = ""
    next_from: str = ""
    next_until: str = ""
    standard_from: str = ""
    standard_until: str = ""
    law: str = ""
    note: str = ""


names = (NAMES[number % len(NAMES)] for number in count())


def day(text: str) -> date:
    return date.fromisoformat(text)


def plus(start: date, days: int) -> date:
    return start + timedelta(days=days)


def reach(birth: date, months: int) -> date:
    """生後n月に達した日: the day before the same day of the month, else the month's last day."""
    total = birth.year * 12 + birth.month - 1 + months
    year, month = total // 12, total % 12 + 1
    last = calendar.monthrange(year, month)[1]
    if birth.day > last:
        return date(year, month, last)
    return date(year, month, birth.day) - timedelta(days=1)


def months_after(start: date, months: int) -> date:
    """n月以上の間隔: the same day of the month, else the first of the next month."""
    total = start.year * 12 + start.month - 1 + months
    year, month = total // 12, total % 12 + 1
    if start.day <= calendar.monthrange(year, month)[1]:
        return date(year, month, start.day)
    return date(year + month // 12, month % 12 + 1, 1)


def year_of_reaching(birth: date, years: int) -> int:
    reached = reach(birth, 12 * years)
    return reached.year if reached.month >= 4 else reached.year - 1


def year_of_school(birth: date) -> int:
    """Fiscal year before school: six years old on 1 April of the next one, 4/1 births included."""
    sixth = birth.year + 6
    return sixth - 1 if (birth.month, birth.day) <= (4, 1) else sixth


Window = Callable[[date], tuple[date, date]]


def months(first: int, last: int) -> Window:
    return lambda birth: (reach(birth, first) if first else birth, reach(birth, last))


def weeks(first: int, last: int) -> Window:
    return lambda birth: (plus(birth, 7 * first), plus(birth, 7 * last))


def hpv_years(birth: date) -> tuple[date, date]:
    return (
        date(year_of_reaching(birth, 12), 4, 1),
        date(year_of_reaching(birth, 16) + 1, 3, 31),
    )


def preschool(birth: date) -> tuple[date, date]:
    year = year_of_school(birth)
    return date(year, 4, 1), date(year + 1, 3, 31)


def edges(
    series: str, title: str, birth: str, window: Window, law: str, *, legal: str = "A", **more: str
) -> Iterator[Case]:
    """The four days around a window: too early, first, last, too late."""
    born, (first, last) = day(birth), window(day(birth))
    early = "before_birth" if first == born else "too_young"
    days = (
        (plus(first, -1), f"V?!11={early}", "初日の前日"),
        (first, f"{legal}1", "初日"),
        (last, f"{legal}1", "最終日"),
        (plus(last, 1), "V?!11=too_old", "最終日の翌日"),
    )
    for given, answer, where in days:
        what = f"{title}、{where}"
        yield Case(
            next(names), what, born, doses=f"{series}@{given}", answers=answer, law=law, **more
        )


BIRTHS = [
    "2024-02-29",
    "2023-08-31",
    "2025-12-31",
    "2024-11-30",
    "2024-12-29",
    "2025-03-01",
    "2025-04-01",
    "2026-05-10",
]
SCHOOL_BIRTHS = ["2024-02-29", "2025-12-31", "2025-04-01", "2025-04-02", "2025-03-01", "2026-05-10"]
BY_MONTHS: tuple[tuple[str, str, Window, str], ...] = (
    ("BCG", "BCG", months(0, 12), "予防接種実施規則第16条"),
    ("HBV", "B型肝炎", months(0, 12), "予防接種実施規則第20条"),
    ("MR1", "麻しん風しん第1期", months(12, 24), "予防接種実施規則第12条"),
    ("VAR", "水痘", months(12, 36), "予防接種実施規則第19条"),
    ("JE1", "日本脳炎第1期", months(6, 90), "予防接種実施規則第14条"),
)
BY_SCHOOL: tuple[tuple[str, str, Window, str], ...] = (
    ("ROTA1", "ロタ1価", weeks(6, 24), "予防接種実施規則第21条第1号"),
    ("ROTA5", "ロタ5価", weeks(6, 32), "予防接種実施規則第21条第2号"),
    ("MR2", "麻しん風しん第2期", preschool, "予防接種実施規則第13条"),
    ("JE2", "日本脳炎第2期", months(108, 156), "予防接種実施規則第15条"),
    ("DT2", "2種混合第2期", months(132, 156), "予防接種実施規則第11条"),
    ("HPV", "HPV", hpv_years, "予防接種実施規則第18条"),
)


def ages() -> Iterator[Case]:
    """The worked tables of ages: months, weeks, school and fiscal years."""
    for birth in BIRTHS:
        for series, title, window, law in BY_MONTHS:
            yield from edges(series, title, birth, window, law)
    for birth in ("2024-02-29", "2024-12-29", "2025-12-31", "2025-04-01"):
        yield from edges(
            "DPT-IPV-Hib", "5種混合", birth, months(2, 90), "施行令第3条・施行規則第2条の2"
        )
        yield from edges("DPT", "3種混合", birth, months(2, 90), "施行令第3条・実施規則第9条")
        yield from edges("IPV", "不活化ポリオ", birth, months(2, 90), "施行令第3条・実施規則第9条")
        yield from edges(
            "HIB", "Hib単独", birth, months(2, 60), "施行規則第2条の2・実施規則第9条第4項"
        )
    for birth in ("2024-11-30", "2024-12-29", "2025-12-31", "2026-05-10"):
        yield from edges("PCV", "小児の肺炎球菌", birth, months(2, 60), "予防接種実施規則第17条")
    for birth in SCHOOL_BIRTHS:
        for series, title, window, law in BY_SCHOOL:
            yield from edges(series, title, birth, window, law)


def interval(
    title: str,
    born: date,
    before: str,
    series: str,
    first: date,
    number: str,
    law: str,
    sex: str = "F",
) -> Iterator[Case]:
    """The day before an interval is kept, and the day on which it is."""
    behind = " ".join("-" for _ in before.split())
    for given, answer in ((plus(first, -1), "V?!4=too_soon"), (first, f"A{number}")):
        where = "足りない日" if answer[0] == "V" else "足りる日"
        yield Case(
            next(names), f"{title}、{where}", born, sex, doses=f"{before} {series}@{given}",
            answers=f"{behind} {answer}", law=law,
        )  # fmt: skip


PREVIOUS = ("2026-04-01", "2026-01-31", "2025-11-30", "2026-08-31")


def intervals() -> Iterator[Case]:
    """The worked table of intervals, each through a series that has the interval."""
    for text in PREVIOUS:
        at = day(text)
        yield from interval(
            "6日以上", plus(at, -1500), f"JE1@{at}", "JE1", plus(at, 7), "2", "実施規則第14条"
        )
        yield from interval(
            "20日以上",
            plus(at, -100),
            f"DPT-IPV-Hib@{at}",
            "DPT-IPV-Hib",
            plus(at, 21),
            "2",
            "実施規則第9条",
        )
        yield from interval(
            "27日以上", plus(at, -70), f"HBV@{at}", "HBV", plus(at, 28), "2", "実施規則第20条"
        )
        yield from interval(
            "27日以上(ロタ)",
            plus(at, -60),
            f"ROTA5@{at}",
            "ROTA5",
            plus(at, 28),
            "2",
            "実施規則第21条",
        )
        yield from interval(
            "60日以上",
            plus(at, -420),
            f"PCV:PCV20@{at}",
            "PCV:PCV20",
            plus(at, 61),
            "2",
            "実施規則第17条",
        )
        yield from interval(
            "1回目から139日以上",
            plus(at, -70),
            f"HBV@{at} HBV@{plus(at, 35)}",
            "HBV",
            plus(at, 140),
            "3",
            "実施規則第20条",
        )
        yield from interval(
            "1月以上",
            day("2012-06-15"),
            f"HPV:HPV9@{at}",
            "HPV:HPV9",
            months_after(at, 1),
            "2",
            "実施規則第18条",
        )
        yield from interval(
            "3月以上",
            plus(at, -500),
            f"VAR@{at}",
            "VAR",
            months_after(at, 3),
            "2",
            "実施規則第19条",
        )
        yield from interval(
            "6月以上(5種混合の追加)", plus(at, -160),
            f"DPT-IPV-Hib@{plus(at, -80)} DPT-IPV-Hib@{plus(at, -40)} DPT-IPV-Hib@{at}",
            "DPT-IPV-Hib", months_after(at, 6), "4b", "実施規則第10条",
        )  # fmt: skip
        yield from interval(
            "6月以上(日本脳炎の追加)",
            plus(at, -1500),
            f"JE1@{plus(at, -10)} JE1@{at}",
            "JE1",
            months_after(at, 6),
            "3b",
            "実施規則第14条",
        )
        yield from five_months(at)
    for text in ("2019-04-01", "2019-01-31", "2018-11-30", "2018-08-31"):
        at = day(text)
        whole = months_after(at, 2)
        half = (calendar.monthrange(whole.year, whole.month)[1] + 1) // 2
        before = f"HPV:HPV2@{plus(at, -120)} HPV:HPV2@{at}"
        yield from interval(
            "2月半以上(2価)",
            day("2004-06-15"),
            before,
            "HPV:HPV2",
            plus(whole, half),
            "3",
            "実施規則第19条(平成31年)",
        )


def five_months(at: date) -> Iterator[Case]:
    """HPV: five months make two doses enough; a day less asks for a third."""
    first = months_after(at, 5)
    for given, status, where in (
        (first, "complete", "2回で完了"),
        (plus(first, -1), "waiting", "3回目が必要"),
    ):
        yield Case(
            next(names), f"HPV2回法の5月以上、{where}", day("2012-06-15"),
            doses=f"HPV:HPV9@{at} HPV:HPV9@{given}", answers="- A2", series="HPV", status=status,
            next_from="none" if status == "complete" else str(months_after(given, 3)), law="実施規則第18条",
        )  # fmt: skip


def write(name: str, cases: Iterator[Case]) -> None:
    with (CASES / f"boundaries-{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Case)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(case) for case in cases)


if __name__ == "__main__":
    write("ages", ages())
    write("intervals", intervals())
