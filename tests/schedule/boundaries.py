"""Write the cases that stand at both sides of a boundary of age or interval.

`python tests/schedule/boundaries.py` rewrites rulebook/cases/boundaries-*.csv.
"""

import calendar
from collections.abc import Iterator
from datetime import date

from arithmetic import (
    Case,
    Window,
    day,
    edges,
    hpv_years,
    interval,
    months,
    months_after,
    names,
    plus,
    preschool,
    weeks,
    write,
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


if __name__ == "__main__":
    write("boundaries-ages", ages())
    write("boundaries-intervals", intervals())
