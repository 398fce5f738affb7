"""Write the cases of standard periods after the first dose: the notice's ages and intervals, whichever is later or sooner.

`python tests/schedule/standards.py` rewrites rulebook/cases/standards.csv.
"""
# ruff: noqa: E501  a table

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from arithmetic import Case, after, day, names, plus, reach, write
from arithmetic import year_of_reaching as fiscal_year_of


@dataclass(frozen=True)
class Standard:
    """The next dose of somebody: when the law allows it, and between which days the notice would have it."""

    what: str
    series: str
    born: str
    doses: str
    law: str
    least: str = ""
    """The law's interval to the dose before; nothing where the dose does not depend on one."""
    eligible: int = 0
    """Months of age from which the law allows the dose."""
    from_month: int = 0
    until_month: int = 0
    year: int = 0
    """The age whose fiscal year is the standard one."""
    at_least: str = ""
    at_most: str = ""
    elsewhere: str = ""
    """An interval to the last dose of all, whatever its series."""
    sooner: str = ""
    """The law's interval by another method, with which the dose may be given before its usual time."""


def case(row: Standard) -> Case:
    born = day(row.born)
    last = day(row.doses.split()[-1].split("@")[1])
    number = sum(1 for dose in row.doses.split() if dose.startswith(row.series)) + 1
    earliest = [reach(born, row.eligible)] if row.eligible else []
    earliest += [after(last, row.least)] if row.least else []
    begins, ends = [*earliest], []
    if row.sooner:
        earliest = [after(last, row.sooner)]
        begins = [*earliest]
    if row.from_month:
        begins.append(reach(born, row.from_month))
    if row.until_month:
        ends.append(reach(born, row.until_month))
    if row.year:
        year = fiscal_year_of(born, row.year)
        begins.append(date(year, 4, 1))
        ends.append(date(year + 1, 3, 31))
    begins += [after(last, text) for text in (row.at_least, row.elsewhere) if text]
    ends += [after(last, row.at_most)] if row.at_most else []
    return Case(
        next(names), row.what, born, doses=row.doses,
        answers=" ".join("-" for _ in row.doses.split()), on=str(plus(last, 1)),
        series=row.series, status="waiting", next_dose=str(number), next_from=str(max(earliest)),
        standard_from=str(max(begins)), standard_until=str(min(ends)) if ends else "none",
        law=row.law,
    )  # fmt: skip


GUIDE = "定期接種実施要領"
JE = f"予防接種実施規則第14条・{GUIDE}"
JE2 = f"予防接種実施規則第15条・{GUIDE}(第1期追加からおおむね5年)"
HPV = f"予防接種実施規則第18条・{GUIDE}"
# fmt: off
STANDARDS = (
    Standard("B型肝炎、生まれた日に1回目", "HBV", "2026-05-10", "HBV@2026-05-10", GUIDE, "27 days", from_month=2, until_month=9),
    Standard("B型肝炎、標準の月齢の2回目", "HBV", "2026-05-10", "HBV@2026-07-20", GUIDE, "27 days", from_month=2, until_month=9),
    Standard("日本脳炎、2歳で1回目", "JE1", "2022-05-10", "JE1@2025-01-15", JE, "6 days", from_month=36, until_month=48, at_most="28 days"),
    Standard("日本脳炎、4歳になる前の1回目", "JE1", "2022-05-10", "JE1@2026-05-01", JE, "6 days", from_month=36, until_month=48, at_most="28 days"),
    Standard("日本脳炎、3歳の1回目、28日までの2回目", "JE1", "2022-05-10", "JE1@2025-06-15", JE, "6 days", from_month=36, until_month=48, at_most="28 days"),
    Standard("日本脳炎、2歳で終えた初回の追加", "JE1", "2022-05-10", "JE1@2024-01-15 JE1@2024-01-25", JE, "6 months", from_month=48, until_month=60, at_least="12 months"),
    Standard("日本脳炎、3歳で終えた初回の追加", "JE1", "2022-05-10", "JE1@2025-07-15 JE1@2025-07-25", JE, "6 months", from_month=48, until_month=60, at_least="12 months"),
    Standard("日本脳炎第2期、追加から5年の日が9歳より後", "JE2", "2015-05-10", "JE1@2019-06-01 JE1@2019-06-10 JE1@2020-07-15", JE2, eligible=108, until_month=120, elsewhere="60 months"),
    Standard("日本脳炎第2期、追加から5年の日が9歳より前", "JE2", "2015-05-10", "JE1@2018-06-01 JE1@2018-06-10 JE1@2019-02-15", JE2, eligible=108, until_month=120, elsewhere="60 months"),
    Standard("日本脳炎第2期、追加がまだなら5年は数えない", "JE2", "2015-05-10", "JE1@2020-06-01 JE1@2020-07-15", JE2, eligible=108, until_month=120),
    Standard("PCV 2回目は12か月まで", "PCV", "2025-05-10", "PCV:PCV20@2025-07-15", GUIDE, "27 days", until_month=12),
    Standard("PCV 3回目は12か月まで", "PCV", "2025-05-10", "PCV:PCV20@2025-07-15 PCV:PCV20@2025-09-15", GUIDE, "27 days", until_month=12),
    Standard("HPV 9価、13歳の年度の前の1回目", "HPV", "2014-05-10", "HPV:HPV9@2026-05-01", HPV, "5 months", year=13, at_least="6 months", sooner="1 month"),
    Standard("HPV 9価、13歳の年度の1回目", "HPV", "2013-05-10", "HPV:HPV9@2026-05-01", HPV, "5 months", year=13, at_least="6 months", sooner="1 month"),
    Standard("HPV 9価、令和7年度、13歳の年度の前の1回目", "HPV", "2013-05-10", "HPV:HPV9@2025-05-01", HPV, "5 months", year=13, at_least="6 months", sooner="1 month"),
    Standard("HPV 9価、令和7年度、13歳の年度の1回目", "HPV", "2012-05-10", "HPV:HPV9@2025-05-01", HPV, "5 months", year=13, at_least="6 months", sooner="1 month"),
    *(
        Standard(f"HPV {name}、{year}に1回目、2回目", "HPV", born, f"HPV:{product}@2013-05-01", HPV, "1 month", year=13, at_least=second)
        for product, name, second in (("HPV2", "2価", ""), ("HPV4", "4価", "2 months"))
        for year, born in (("12歳の年度", "2001-05-10"), ("13歳の年度", "2000-05-10"))
    ),
    *(
        Standard(f"HPV {name}、{year}に2回目まで、3回目", "HPV", born, f"HPV:{product}@2013-04-01 HPV:{product}@2013-05-01", HPV, least, year=13, at_least=third)
        for product, name, least, third in (("HPV4", "4価", "3 months", "4 months"),)
        for year, born in (("12歳の年度", "2001-05-10"), ("13歳の年度", "2000-05-10"))
    ),
)
# fmt: on


def cases() -> Iterator[Case]:
    return (case(row) for row in STANDARDS)


if __name__ == "__main__":
    write("standards", cases())
