"""Days worked out again from the articles' words, with the standard library: what cases are written with.

Nothing here imports the engine or its calendar.
"""

import calendar
import csv
from collections.abc import Callable, Iterator, Mapping
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
    reason: str = ""
    timing: str = ""
    next_dose: str = ""
    next_from: str = ""
    next_until: str = ""
    standard_from: str = ""
    standard_until: str = ""
    provision: str = ""
    verify: str = ""
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


def after(since: date, interval: str) -> date:
    """First day that keeps an interval: N日 leaves N days between, n月 is the same day of the month."""
    number, unit = interval.split()[:2]
    if unit == "days":
        return plus(since, int(number) + 1)
    whole = months_after(since, int(number))
    if interval.endswith("half"):
        return plus(whole, (calendar.monthrange(whole.year, whole.month)[1] + 1) // 2)
    return whole


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


def write(name: str, cases: Iterator[Case]) -> None:
    """Write a file of cases, without situations that another file tells or that stand in it already."""
    told = {
        situation(row)
        for file in CASES.glob("*.csv")
        if file.stem not in GENERATED or file.stem < name
        for row in csv.DictReader(file.open(encoding="utf-8"))
    }
    with (CASES / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Case)], lineterminator="\n")
        writer.writeheader()
        for case in cases:
            row = {key: str(value) for key, value in asdict(case).items()}
            if situation(row) not in told:
                told.add(situation(row))
                writer.writerow(row)


GENERATED = (
    "boundaries-ages",
    "boundaries-intervals",
    "corners",
    "doors",
    "ladders",
    "periods",
    "special",
    "standards",
    "starts",
    "vaccines",
)


def situation(row: Mapping[str, str]) -> tuple[str, ...]:
    """What makes two cases one."""
    return tuple(row[key] for key in ("born_on", "sex", "facts", "doses", "on", "series"))
