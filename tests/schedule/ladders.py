"""Write the cases that climb a course dose by dose: the earliest day of each, the day before, and what is said between.

`python tests/schedule/ladders.py` rewrites rulebook/cases/ladders.csv.
"""
# ruff: noqa: E501  a table

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from arithmetic import Case, after, day, names, plus, reach, write

NEVER = "9999-12-31"


@dataclass(frozen=True)
class Rung:
    """A dose after the first: its least interval, its booster mark, and the standard days after the dose before."""

    least: str
    mark: str = ""
    standard: tuple[str, str] | None = None
    from_first: str = ""
    by_age: tuple[int, int] | None = None
    """Months of age between which the notice would have it."""
    verify: str = ""


@dataclass(frozen=True)
class Ladder:
    series: str
    product: str
    born: str
    first: str
    law: str
    rungs: tuple[Rung, ...]
    letter: str = "A"
    sex: str = "F"
    facts: str = ""
    error: str = "V?!4=too_soon"
    told: str = "waiting"
    """What is said between the doses; nothing where another series is offered instead."""
    whole: bool = True
    """Whether the last rung ends the course."""


def climb(ladder: Ladder) -> Iterator[Case]:
    days = [day(ladder.first)]
    marks = ["1"]
    for number, rung in enumerate(ladder.rungs, start=2):
        earliest = after(days[-1], rung.least)
        if rung.from_first:
            earliest = max(earliest, after(days[0], rung.from_first))
        if ladder.told:
            yield between(ladder, days, earliest, rung, number)
        yield row(
            ladder, [*days, plus(earliest, -1)], marks, ladder.error, f"{number}回目、1日早い"
        )
        marks.append(f"{number}{rung.mark}")
        days.append(earliest)
        yield row(
            ladder, days, marks[:-1], f"{ladder.letter}{marks[-1]}", f"{number}回目、最も早い日",
            verify=rung.verify,
        )  # fmt: skip
    if not ladder.whole:
        return
    yield row(ladder, [*days, plus(days[-1], 400)], marks, "Vx!3", "済んだ後")
    done = row(ladder, days, marks[:-1], f"{ladder.letter}{marks[-1]}", "最後の翌日")
    done.on, done.series, done.status = str(plus(days[-1], 1)), ladder.series, "complete"
    yield done


def between(ladder: Ladder, days: list[date], earliest: date, rung: Rung, number: int) -> Case:
    """What is said the day after a dose about the next one."""
    marks = [str(place) for place in range(1, number)]
    case = row(ladder, days, marks[:-1], "-", f"{number}回目の案内")
    case.on, case.series = str(plus(days[-1], 1)), ladder.series
    case.status = "due" if earliest <= plus(days[-1], 1) else ladder.told
    case.next_dose, case.next_from = str(number), str(earliest)
    if rung.standard:
        least, most = rung.standard
        starts = [earliest, after(days[-1], least)]
        if rung.by_age:
            starts.append(reach(day(ladder.born), rung.by_age[0]))
        case.standard_from = str(max(starts))
        ends = [after(days[-1], most)] if most else []
        if rung.by_age:
            ends.append(reach(day(ladder.born), rung.by_age[1]))
        case.standard_until = str(min(ends)) if ends else "none"
    return case


def row(
    ladder: Ladder, days: list[date], marks: list[str], answer: str, what: str, **more: str
) -> Case:
    code = f"{ladder.series}:{ladder.product}"
    answers = [*(f"{ladder.letter}{mark}" for mark in marks), answer]
    doses = " ".join(f"{code}@{given}" for given in days)
    return Case(
        next(names), f"{ladder.product}、{what}", day(ladder.born), ladder.sex, ladder.facts,
        doses, " ".join(answers), law=ladder.law, **more,
    )  # fmt: skip


PRIMARY = Rung("20 days", standard=("20 days", "56 days"))
OLD_PRIMARY = Rung("20 days")
HALF_YEAR = Rung("6 months", "b", ("12 months", "18 months"))
HIB = Rung("27 days", standard=("27 days", "56 days"))
HIB_BOOSTER = Rung("7 months", "b", ("7 months", "13 months"))
# fmt: off
LADDERS = (
    Ladder("DPT", "DPT", "2008-01-10", "2008-05-01", "実施規則第9条・第10条(平成26年3月31日まで)", (OLD_PRIMARY, OLD_PRIMARY, Rung("6 months", "b"))),
    Ladder("DPT", "DPT", "2015-01-10", "2015-05-01", "実施規則第9条・第10条・実施要領", (PRIMARY, PRIMARY, HALF_YEAR), told=""),
    Ladder("DPT-IPV", "DPT-IPV", "2015-02-10", "2015-06-01", "実施規則第9条・第10条・実施要領", (PRIMARY, PRIMARY, HALF_YEAR)),
    Ladder("IPV", "IPV", "2013-03-10", "2013-07-01", "実施規則第9条・第10条(平成24年省令第110号)", (OLD_PRIMARY, OLD_PRIMARY), told="", whole=False),
    Ladder("IPV", "IPV", "2015-03-10", "2015-07-01", "実施規則第9条・第10条・実施要領", (PRIMARY, PRIMARY, HALF_YEAR), told=""),
    Ladder("IPV", "IPV", "2024-03-10", "2024-07-01", "実施規則第9条・第10条・実施要領", (PRIMARY, PRIMARY, HALF_YEAR), told=""),
    Ladder("DT1", "DT", "2008-01-10", "2008-05-01", "実施規則第9条・第10条(平成26年3月31日まで)", (Rung("20 days", verify="dt-first older-text upper-limit"), Rung("6 months", "b", verify="dt-first older-text upper-limit")), told="", whole=False),
    Ladder("DT1", "DT", "2015-01-10", "2015-05-01", "実施規則第9条・第10条", (Rung("20 days", verify="dt-first older-text"), Rung("6 months", "b", verify="dt-first older-text")), told="", whole=False),
    Ladder("DPT-IPV-Hib", "DPT-IPV-Hib", "2024-03-10", "2024-05-15", "実施規則第9条・第10条・実施要領", (PRIMARY, PRIMARY, Rung("6 months", "b", ("6 months", "18 months")))),
    Ladder("HIB", "HIB", "2014-03-10", "2014-05-15", "実施規則第17条・実施要領", (HIB, HIB, HIB_BOOSTER), error="-"),
    Ladder("HIB", "HIB", "2024-03-10", "2024-05-15", "実施規則第9条第4項・第10条第2項・実施要領", (HIB, HIB, HIB_BOOSTER), error="-", told=""),
    Ladder("HIB", "HIB", "2014-03-10", "2014-10-20", "実施規則第17条・実施要領", (HIB, HIB_BOOSTER), error="-"),
    Ladder("HIB", "HIB", "2024-03-10", "2024-10-20", "実施規則第9条第4項・第10条第2項・実施要領", (HIB, HIB_BOOSTER), error="-", told=""),
    Ladder("OPV", "OPV", "2009-01-10", "2009-05-01", "実施規則第9条(平成24年8月31日まで)", (Rung("41 days", verify="older-text opv"),)),
    Ladder("PCV", "PCV13", "2014-03-10", "2014-05-15", "実施規則第18条", (Rung("27 days"), Rung("27 days")), whole=False),
    Ladder("PCV", "PCV20", "2024-12-10", "2026-01-15", "実施規則第17条", (Rung("60 days"),)),
    Ladder("HBV", "HBV", "2024-03-10", "2024-05-15", "実施規則第20条・実施要領", (Rung("27 days", standard=("27 days", ""), by_age=(2, 9)), Rung("0 days", from_first="139 days", standard=("0 days", ""), by_age=(2, 9)))),
    Ladder("ROTA1", "RV1", "2024-03-10", "2024-05-15", "実施規則第21条第1号", (Rung("27 days"),)),
    Ladder("ROTA5", "RV5", "2024-03-10", "2024-05-15", "実施規則第21条第2号", (Rung("27 days"), Rung("27 days"))),
    Ladder("VAR", "VAR", "2024-03-10", "2025-04-15", "実施規則第19条・実施要領", (Rung("3 months", standard=("6 months", "12 months")),)),
    Ladder("JE1", "JE", "2021-03-10", "2024-05-15", "実施規則第14条・実施要領", (Rung("6 days", standard=("6 days", "28 days"), by_age=(36, 48)), Rung("6 months", "b", ("12 months", ""), by_age=(48, 60)))),
    Ladder("JE1", "JE-MOUSE", "2004-03-10", "2007-05-15", "実施規則第14条(平成22年8月26日まで)", (Rung("6 days"), Rung("6 months", "b")), told="suspended"),
    Ladder("HPV", "HPV2", "2006-05-10", "2019-05-15", "実施規則第19条・実施要領", (Rung("1 months"), Rung("2 months half", from_first="5 months")), sex="F", told="suspended"),
    Ladder("HPV", "HPV2", "2003-05-10", "2022-05-15", "実施規則第19条・施行令附則第5項", (Rung("1 months"), Rung("2 months half", from_first="5 months"))),
    Ladder("HPV", "HPV2", "2003-05-10", "2023-05-15", "実施規則第19条・施行令附則第5項", (Rung("1 months"), Rung("2 months half", from_first="5 months")), told=""),
    Ladder("HPV", "HPV2", "2010-05-10", "2023-05-15", "実施規則第19条", (Rung("1 months"), Rung("2 months half", from_first="5 months")), told=""),
    Ladder("HPV", "HPV4", "2006-05-10", "2019-05-15", "実施規則第19条", (Rung("1 months"), Rung("3 months")), told="suspended"),
    Ladder("HPV", "HPV4", "2003-05-10", "2022-05-15", "実施規則第19条・施行令附則第5項", (Rung("1 months"), Rung("3 months"))),
    Ladder("HPV", "HPV4", "2010-05-10", "2023-05-15", "実施規則第19条", (Rung("1 months"), Rung("3 months")), told=""),
    Ladder("HPV", "HPV9", "2003-05-10", "2023-05-15", "令和5年省令第11号(キャッチアップは3回法だけ)", (Rung("1 months"), Rung("3 months"))),
    Ladder("HPV", "HPV9", "2008-05-10", "2023-05-25", "実施規則第18条(3回法)", (Rung("1 months"), Rung("3 months"))),
    Ladder("HPV", "HPV9", "2011-04-20", "2026-05-15", "実施規則第18条(3回法)", (Rung("1 months"), Rung("3 months"))),
    Ladder("ZOS", "RZV", "1960-05-10", "2025-05-15", "実施規則第26条第2号", (Rung("2 months"),), letter="B", sex="M", error="-"),
)
# fmt: on


def cases() -> Iterator[Case]:
    for ladder in LADDERS:
        yield from climb(ladder)


if __name__ == "__main__":
    write("ladders", cases())
