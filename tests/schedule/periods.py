"""Write the cases of every version of the law: its first and last day, and the window it then had.

`python tests/schedule/periods.py` rewrites rulebook/cases/periods.csv. The table is written from the
history of the ordinances.
"""
# ruff: noqa: E501  a table

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from arithmetic import Case, day, hpv_years, months, names, plus, preschool, weeks, write
from arithmetic import year_of_reaching as fiscal_year_of

LAST = date(2039, 3, 31)
NOT_YET = {"N": "N?", "V": "V?"}
Window = Callable[[date], tuple[date, date]]


@dataclass(frozen=True)
class Period:
    """A series on the days between two changes of its law."""

    series: str
    products: str
    first: str
    last: str
    window: Window
    provision: str
    verify: str = "none"
    kept: str = "A1"
    sex: str = "F"
    facts: str = ""
    edges: bool = True
    born: str = "1900-01-01"
    born_until: str = "2199-12-31"
    """Only for those born between the two."""
    before: str = ""
    """Doses before."""

    @property
    def begins(self) -> date:
        return day(self.first)

    @property
    def ends(self) -> date:
        return day(self.last) if self.last else LAST


def years(first: int, last: int) -> Window:
    return months(12 * first, 12 * last)


def fiscal_years(*ages: int) -> Window:
    return lambda birth: (
        date(fiscal_year_of(birth, ages[0]), 4, 1),
        date(fiscal_year_of(birth, ages[-1]) + 1, 3, 31),
    )


def for_ever(first: int) -> Window:
    return lambda birth: (months(first, first)(birth)[0], date(2199, 1, 1))


def until(year: int) -> Window:
    return lambda birth: (hpv_years(birth)[0], date(year, 3, 31))


OLD = "older-text"
PERIODS = (
    # 第1期 of the mixed vaccines
    Period("DPT", "DPT", "2005-04-01", "2014-03-31", months(3, 90), "省令第22号による改正前", f"{OLD} upper-limit"),
    Period("DPT", "DPT", "2014-04-01", "2023-03-31", months(3, 90), "令和4年12月8日まで第1条の3", f"mixed-standard {OLD}"),
    Period("DPT", "DPT", "2023-04-01", "2026-03-31", months(2, 90), "令和5年政令第110号", f"mixed-standard {OLD}"),
    Period("DPT", "DPT", "2026-04-01", "", months(2, 90), "施行令第3条; 予防接種実施規則第9条", "mixed-standard"),
    Period("DT1", "DT", "2005-04-01", "2014-03-31", months(3, 90), "省令第22号による改正前", f"dt-first {OLD} upper-limit"),
    Period("DT1", "DT", "2014-04-01", "2023-03-31", months(3, 90), "令和4年12月8日まで第1条の3", f"dt-first {OLD}"),
    Period("DT1", "DT", "2023-04-01", "2026-03-31", months(2, 90), "令和5年政令第110号", f"dt-first {OLD}"),
    Period("DT1", "DT", "2026-04-01", "", months(2, 90), "予防接種実施規則第9条", "dt-first"),
    Period("DPT-IPV", "DPT-IPV", "2012-11-01", "2014-03-31", months(3, 90), "平成24年厚生労働省令第110号", f"{OLD} upper-limit"),
    Period("DPT-IPV", "DPT-IPV", "2014-04-01", "2023-03-31", months(3, 90), "令和4年12月8日まで第1条の3", f"mixed-standard {OLD}"),
    Period("DPT-IPV", "DPT-IPV", "2023-04-01", "2026-03-31", months(2, 90), "令和5年政令第110号", f"mixed-standard {OLD}"),
    Period("OPV", "OPV", "2005-04-01", "2012-08-31", months(3, 90), "省令第110号による改正前", f"{OLD} opv"),
    Period("IPV", "IPV", "2012-09-01", "2014-03-31", months(3, 90), "平成24年厚生労働省令第110号", f"{OLD} upper-limit"),
    Period("IPV", "IPV", "2014-04-01", "2023-03-31", months(3, 90), "令和4年12月8日まで第1条の3", f"mixed-standard {OLD}"),
    Period("IPV", "IPV", "2023-04-01", "2026-03-31", months(2, 90), "令和5年政令第110号", f"mixed-standard {OLD}"),
    Period("IPV", "IPV", "2026-04-01", "", months(2, 90), "予防接種実施規則第9条", "mixed-standard"),
    Period("DPT-IPV-Hib", "DPT-IPV-Hib", "2024-04-01", "2026-03-31", months(2, 90), "令和5年政令第110号", OLD),
    Period("DPT-IPV-Hib", "DPT-IPV-Hib", "2026-04-01", "", months(2, 90), "施行規則第2条の2"),
    Period("HIB", "HIB", "2013-04-01", "2024-03-31", months(2, 12), "第17条", OLD),
    Period("HIB", "HIB", "2024-04-01", "2026-03-31", months(2, 12), "施行規則第2条の2", OLD),
    Period("HIB", "HIB", "2026-04-01", "", months(2, 12), "施行規則第2条の2"),
    Period("HIB", "HIB", "2013-04-01", "2024-03-31", months(13, 60), "定期接種実施要領", f"hib-notice {OLD}", edges=False),
    Period("HIB", "HIB", "2024-04-01", "2026-03-31", months(13, 60), "定期接種実施要領", f"hib-notice {OLD}", edges=False),
    Period("HIB", "HIB", "2026-04-01", "", months(13, 60), "定期接種実施要領", "hib-notice", edges=False),
    # 小児の肺炎球菌
    Period("PCV", "PCV7", "2013-04-01", "2013-10-31", months(2, 60), "第18条", OLD),
    Period("PCV", "PCV13", "2013-11-01", "2024-03-31", months(2, 60), "第18条", OLD),
    Period("PCV", "PCV13 PCV15", "2024-04-01", "2024-09-30", months(2, 60), "第17条", OLD),
    Period("PCV", "PCV20 PCV15", "2024-10-01", "2026-03-31", months(2, 60), "第17条", OLD),
    Period("PCV", "PCV20 PCV15", "2026-04-01", "", months(2, 60), "第17条"),
    # B型肝炎, ロタ, 水痘, BCG
    Period("HBV", "HBV", "2016-10-01", "2024-03-31", months(0, 12), "第21条", OLD, born="2016-04-01"),
    Period("HBV", "HBV", "2024-04-01", "2026-03-31", months(0, 12), "第20条", OLD, born="2016-04-01"),
    Period("HBV", "HBV", "2026-04-01", "", months(0, 12), "平成28年政令第241号附則", born="2016-04-01"),
    Period("ROTA1", "RV1", "2020-10-01", "2024-03-31", weeks(6, 24), "第22条", OLD, born="2020-08-01"),
    Period("ROTA1", "RV1", "2024-04-01", "2026-03-31", weeks(6, 24), "実施規則第21条", OLD, born="2020-08-01"),
    Period("ROTA1", "RV1", "2026-04-01", "", weeks(6, 24), "令和2年政令第3号附則", born="2020-08-01"),
    Period("ROTA5", "RV5", "2020-10-01", "2024-03-31", weeks(6, 32), "第22条", OLD, born="2020-08-01"),
    Period("ROTA5", "RV5", "2024-04-01", "2026-03-31", weeks(6, 32), "実施規則第21条", OLD, born="2020-08-01"),
    Period("ROTA5", "RV5", "2026-04-01", "", weeks(6, 32), "令和2年政令第3号附則", born="2020-08-01"),
    Period("VAR", "VAR", "2014-10-01", "2015-03-31", months(12, 36), "平成26年政令第247号", OLD, edges=False),
    Period("VAR", "VAR", "2015-04-01", "2024-03-31", months(12, 36), "第20条", OLD),
    Period("VAR", "VAR", "2024-04-01", "2026-03-31", months(12, 36), "第19条", OLD),
    Period("VAR", "VAR", "2026-04-01", "", months(12, 36), "第19条"),
    Period("BCG", "BCG", "2005-04-01", "2007-03-31", months(0, 6), "結核予防法", f"bcg-older {OLD}", kept="O1", edges=False),
    Period("BCG", "BCG", "2007-04-01", "2013-03-31", months(0, 6), "結核予防法", f"bcg-older {OLD}"),
    Period("BCG", "BCG", "2013-04-01", "2026-03-31", months(0, 12), "平成25年政令第26号", OLD),
    Period("BCG", "BCG", "2026-04-01", "", months(0, 12), "第16条"),
    # 麻しん風しん
    Period("MR1", "M R", "2005-04-01", "2006-03-31", months(12, 90), "政令第264号による改正前", OLD),
    Period("MR1", "MR", "2006-04-01", "2006-06-01", months(12, 24), "実施規則第12条", OLD, edges=False),
    Period("MR1", "MR M R", "2006-06-02", "2026-03-31", months(12, 24), "実施規則第12条", OLD),
    Period("MR1", "MR M R", "2026-04-01", "", months(12, 24), "実施規則第12条"),
    Period("MR2", "MR", "2006-04-01", "2006-06-01", preschool, "第13条", OLD, edges=False),
    Period("MR2", "MR M R", "2006-06-02", "2026-03-31", preschool, "第13条", OLD),
    Period("MR2", "MR M R", "2026-04-01", "", preschool, "第13条"),
    Period("MR3", "MR M R", "2008-04-01", "2013-03-31", fiscal_years(13), "平成20年政令第35号", "mr-third-fourth"),
    Period("MR4", "MR M R", "2008-04-01", "2013-03-31", fiscal_years(18), "平成20年政令第35号", "mr-third-fourth"),
    # 日本脳炎, of those born outside the exceptions
    Period("JE1", "JE-MOUSE", "2005-04-01", "2009-06-01", months(6, 90), "省令第97号による改正前", f"je-mouse {OLD}"),
    Period("JE1", "JE JE-MOUSE", "2009-06-02", "2010-08-26", months(6, 90), "省令第97号による改正前", f"je-mouse {OLD}"),
    Period("JE1", "JE", "2011-01-01", "2026-03-31", months(6, 90), "令和4年12月8日まで第1条の3", OLD, born="2009-10-02"),
    Period("JE1", "JE", "2026-04-01", "", months(6, 90), "実施規則第14条", born="2009-10-02"),
    Period("JE2", "JE-MOUSE", "2005-04-01", "2010-08-26", years(9, 13), "省令第97号による改正前", f"je-mouse je-second-standard {OLD}"),
    Period("JE2", "JE", "2018-11-01", "2026-03-31", years(9, 13), "令和4年12月8日まで第1条の3", f"je-second-standard {OLD}", edges=False, born="2009-10-02"),
    Period("JE2", "JE", "2026-04-01", "", years(9, 13), "実施規則第15条", "je-second-standard", born="2009-10-02"),
    Period("JE3", "JE-MOUSE", "2005-04-01", "2005-07-28", years(14, 16), "平成17年政令第264号", "je-mouse"),
    # 特例 B: left behind while urging was withheld
    Period("JE1", "JE", "2010-08-27", "2022-09-30", months(6, 90), "附則第2条", "je-history", born="2007-04-02", born_until="2009-10-01", edges=False),
    Period("JE2", "JE", "2016-04-02", "2022-09-30", years(9, 13), "附則第2条", "je-history", born="2007-04-02", born_until="2009-10-01"),
    # 特例 A, and those who joined it in 2013
    Period("JE1", "JE", "2010-08-27", "2011-05-19", months(6, 90), "平成22年厚生労働省令第97号", "je-history", born="1995-06-01", born_until="2007-04-01", edges=False),
    Period("JE1", "JE", "2011-05-20", "2013-03-31", years(4, 20), "平成23年政令第144号", "je-history", born="1995-06-01", born_until="2007-04-01"),
    Period("JE1", "JE", "2013-04-01", "", years(4, 20), "附則第3条", "je-exception", born="1995-06-01", born_until="2007-04-01"),
    Period("JE1", "JE", "2013-04-01", "", years(4, 20), "附則第3条", "je-exception je-history", born="1995-04-02", born_until="1995-05-31", edges=False),
    # 2種混合第2期, HPV
    Period("DT2", "DT", "2005-04-01", "2026-03-31", years(11, 13), "令和4年12月8日まで第1条の3", OLD),
    Period("DT2", "DT", "2026-04-01", "", years(11, 13), "第11条"),
    Period("HPV", "HPV2 HPV4", "2013-04-01", "2022-03-31", hpv_years, "第19条", OLD),
    Period("HPV", "HPV2 HPV4", "2022-04-01", "2023-03-31", until(2025), "施行令附則第5項", f"hpv-cohort {OLD}", born="1997-04-02", born_until="2008-04-01"),
    Period("HPV", "HPV9 HPV2 HPV4", "2023-04-01", "2025-03-31", until(2025), "令和5年厚生労働省令第11号", f"hpv-cohort {OLD}", born="1997-04-02", born_until="2008-04-01"),
    Period("HPV", "HPV2 HPV4", "2022-04-01", "2023-03-31", hpv_years, "第19条", OLD, born="2008-04-02", born_until="2009-04-01"),
    Period("HPV", "HPV9 HPV2 HPV4", "2023-04-01", "2025-03-31", hpv_years, "令和5年厚生労働省令第11号", OLD, born="2008-04-02", born_until="2009-04-01"),
    Period("HPV", "HPV2 HPV4", "2022-04-01", "2023-03-31", hpv_years, "第19条", OLD, born="2009-04-02", born_until="2010-04-01"),
    Period("HPV", "HPV9 HPV2 HPV4", "2023-04-01", "2026-03-31", hpv_years, "令和5年厚生労働省令第11号", OLD, born="2009-04-02"),
    Period("HPV", "HPV9", "2025-04-01", "2026-03-31", until(2026), "経過措置", f"hpv-cohort {OLD}", kept="A2", born="1997-04-02", born_until="2009-04-01", before="HPV:HPV9@2025-02-20"),
    Period("HPV", "HPV9", "2026-04-01", "", hpv_years, "第18条"),
    # B類
    Period("FLU", "FLU", "2005-04-01", "2026-03-31", for_ever(780), "第22条", f"flu-season {OLD}", kept="B1"),
    Period("FLU", "FLU", "2026-04-01", "", for_ever(780), "第23条", "flu-high-dose flu-season", kept="B1"),
    Period("PPV", "PPSV23", "2014-10-01", "2015-03-31", fiscal_years(70), "平成26年政令第247号附則", OLD, kept="B1", edges=False),
    Period("PPV", "PPSV23", "2015-04-01", "2019-03-31", fiscal_years(75), "平成26年政令第247号附則", OLD, kept="B1"),
    Period("PPV", "PPSV23", "2019-04-01", "2020-03-31", fiscal_years(80), "施行令附則第4項", OLD, kept="B1", edges=False),
    Period("PPV", "PPSV23", "2020-04-01", "2024-03-31", fiscal_years(85), "施行令附則第4項", OLD, kept="B1"),
    Period("PPV", "PPSV23", "2024-04-01", "2026-03-31", years(65, 66), "第23条", OLD, kept="B1"),
    Period("PPV", "PCV20-ADULT", "2026-04-01", "", years(65, 66), "第24条", kept="B1"),
    Period("ZOS", "RZV", "2025-04-01", "2026-03-31", fiscal_years(90), "第25条", kept="B1", edges=False),
    Period("ZOS", "RZV", "2026-04-01", "2030-03-31", fiscal_years(90), "第26条", kept="B1"),
    Period("ZOS", "RZV", "2030-04-01", "", years(65, 66), "施行令第3条; 予防接種実施規則第26条", kept="B1"),
    Period("ZOS", "ZVL", "2025-04-01", "2026-03-31", fiscal_years(95), "第25条", "zoster-live-once", kept="B1", edges=False),
    Period("ZOS", "ZVL", "2026-04-01", "2030-03-31", fiscal_years(95), "第26条", "zoster-live-once", kept="B1"),
    Period("ZOS", "ZVL", "2030-04-01", "", years(65, 66), "施行令第3条; 予防接種実施規則第26条", "zoster-live-once", kept="B1"),
)  # fmt: skip


def cases() -> Iterator[Case]:
    """First and last day of every period, and the days around the window while it lasts."""
    for period in PERIODS:
        for product in period.products.split():
            yield from first_and_last(period, product)
        yield from at_the_ends_of_the_cohort(period, period.products.split()[0])
        if period.edges:
            yield from around_the_window(period, period.products.split()[0])


def first_and_last(period: Period, product: str) -> Iterator[Case]:
    for given, where in (
        (period.begins, "この規則の最初の日"),
        (period.ends, "この規則の最後の日"),
    ):
        born = birth_of_somebody_inside(period, given)
        if given != LAST and born:
            yield case(
                period, product, born, given,
                period.kept, where, provision=period.provision, verify=period.verify,
            )  # fmt: skip


def at_the_ends_of_the_cohort(period: Period, product: str) -> Iterator[Case]:
    for text, where in ((period.born, "生年月日の初め"), (period.born_until, "生年月日の終わり")):
        if "1900" < text < "2199":
            born = day(text)
            first = max(period.begins, period.window(born)[0])
            if first <= min(period.ends, period.window(born)[1]):
                grounds = {"provision": period.provision, "verify": period.verify}
                given = plus(first, 40)
                yield case(period, product, born, given, period.kept, where, **grounds)


def around_the_window(period: Period, product: str) -> Iterator[Case]:
    born = first_birth(period, lambda first, last: period.begins < first <= period.ends)
    if born:
        first = period.window(born)[0]
        early = "before_birth" if first == born else "too_young"
        yield case(period, product, born, plus(first, -1), f"V?!11={early}", "対象になる前日")
        yield case(period, product, born, first, period.kept, "対象になる日")
    born = first_birth(period, lambda first, last: period.begins <= last < period.ends)
    if born and period.window(born)[1].year < 2199 and period.series != "HIB":
        last = period.window(born)[1]
        yield case(period, product, born, last, period.kept, "対象の最後の日")
        yield case(period, product, born, plus(last, 1), "V?!11=too_old", "対象でなくなる日")


def first_birth(period: Period, suits: Callable[[date, date], bool]) -> date | None:
    oldest, youngest = period.begins - timedelta(days=366 * 101), period.ends
    sample = period.window(period.begins)
    for reached in sample:
        start = max(oldest, period.begins - (reached - period.begins) - timedelta(days=380))
        for number in range(1500):
            born = plus(start, number)
            if day(period.born) <= born <= min(youngest, day(period.born_until)) and suits(
                *period.window(born)
            ):
                return born
    return None


def birth_of_somebody_inside(period: Period, given: date) -> date | None:
    """Born so that the day lies well inside the window, else so that it is at least in it."""
    age = period.window(given)[0] - given
    sample = max(day(period.born), plus(given - age, -1200))
    youngest = min(given, day(period.born_until))
    births = [plus(sample, number) for number in range(2600) if plus(sample, number) <= youngest]
    for left in (2, 0):
        inside = [
            born
            for born in births
            if period.window(born)[0] <= given <= plus(period.window(born)[1], -left)
        ]
        if inside:
            return inside[len(inside) // 2]
    return None


def case(
    period: Period, product: str, born: date, given: date, answer: str, where: str, **more: str
) -> Case:
    return Case(
        next(names),
        f"{period.series} {product}、{where}({period.first}から)",
        born,
        period.sex,
        period.facts,
        f"{period.before} {period.series}:{product}@{given}".strip(),
        " ".join([*("-" for _ in period.before.split()), answer]),
        law=period.provision,
        **more,
    )


if __name__ == "__main__":
    write("periods", cases())
