"""Write the cases around the first and last day of every series, of earlier doses that count, and of standard periods.

`python tests/schedule/starts.py` rewrites rulebook/cases/starts.csv.
"""
# ruff: noqa: E501  tables

from collections.abc import Iterator

from arithmetic import Case, Window, day, months, names, plus, preschool, reach, write
from arithmetic import year_of_reaching as fiscal_year_of

KNOWN_FROM = "2005-04-01"
OLD = "1890-01-10"
# fmt: off
# series, product, first day, last day, somebody of an age for it on both
STARTS = (
    ("DPT-IPV-Hib", "DPT-IPV-Hib", "2024-04-01", "", "2023-12-10"),
    ("DPT-IPV", "DPT-IPV", "2012-11-01", "2026-03-31", "2012-05-10 2025-10-10"),
    ("DPT", "DPT", "", "", "2004-11-10"),
    ("DT1", "DT", "", "", "2004-11-10"),
    ("IPV", "IPV", "2012-09-01", "", "2012-04-10"),
    ("OPV", "OPV", "", "2012-08-31", "2004-11-10 2012-04-10"),
    ("HIB", "HIB", "2013-04-01", "", "2012-12-10"),
    ("PCV", "PCV7", "2013-04-01", "", "2012-12-10"),
    ("HBV", "HBV", "2016-10-01", "", "2016-05-10"),
    ("ROTA1", "RV1", "2020-10-01", "", "2020-08-05"),
    ("ROTA5", "RV5", "2020-10-01", "", "2020-08-05"),
    ("BCG", "BCG", "", "", "2005-02-10"),
    ("MR1", "M", "", "", "2003-05-10"),
    ("MR2", "MR", "2006-04-01", "", "2000-05-10"),
    ("MR3", "MR", "2008-04-01", "2013-03-31", "1995-05-10 1999-05-10"),
    ("MR4", "MR", "2008-04-01", "2013-03-31", "1990-05-10 1994-05-10"),
    ("RUB5", "MR", "2019-02-01", "2027-03-31", "1970-05-10 1970-05-10"),
    ("VAR", "VAR", "2014-10-01", "", "2013-05-10"),
    ("JE1", "JE-MOUSE", "", "", "2001-05-10"),
    ("JE2", "JE-MOUSE", "", "", "1995-05-10"),
    ("JE3", "JE-MOUSE", "", "2005-07-28", "1990-05-10 1990-05-10"),
    ("DT2", "DT", "", "", "1993-05-10"),
    ("HPV", "HPV2", "2013-04-01", "", "1999-05-10"),
    ("RSV", "RSV", "2026-04-01", "", "1999-05-10"),
    ("FLU", "FLU", "", "", "1930-05-10"),
    ("PPV", "PPSV23", "2014-10-01", "", "1949-05-10"),
    ("COVID", "CV-COMIRNATY", "2024-04-01", "", "1940-05-10"),
    ("ZOS", "RZV", "2025-04-01", "", "1960-05-10"),
    ("CVS1", "CVS-PF", "2021-02-17", "2024-03-31", "1960-05-10 1960-05-10"),
    ("CVS2", "CVS-PF", "2021-12-01", "2023-05-07", "1960-05-10 1960-05-10"),
    ("CVS3", "CVS-PF", "2022-05-25", "2023-05-07", "1960-05-10 1960-05-10"),
    ("CVS4", "CVS-PF2", "2022-09-20", "2023-05-07", "1960-05-10 1960-05-10"),
    ("CVS5", "CVS-PF2", "2023-05-08", "2023-09-19", "1950-05-10 1950-05-10"),
    ("CVS6", "CVS-PF-XBB", "2023-09-20", "2024-03-31", "1960-05-10 1960-05-10"),
)
SHARED = {"DPT-IPV-Hib", "DPT-IPV", "IPV"}
"""Series whose courses are older than they are."""
COUNTED = {
    # whatever was given before, a later ordinance lets it count
    "DPT-IPV-Hib": ("1", "1"), "VAR": ("1", "1"), "ZOS": ("1", "1"),
    # nobody born that early has such a course
    "HBV": ("x", "x"), "ROTA1": ("x", "x"), "ROTA5": ("x", "x"),
    # it would have kept the first law that is known
    "FLU": ("1", "?"), "PPV": ("1", "?"), "COVID": ("1", "?"), "CVS1": ("1", "?"),
}
"""What doses before and since 2005-04-01 count as, of somebody aged 115."""
# doses outside the Act that count: series, product, last day (and first), law, somebody too young on the day after
EARLIER = (
    ("VAR", "VAR", "", "2014-09-30", "2013-12-20", "平成26年省令第80号附則"),
        ("ROTA1", "RV1", "", "2020-09-30", "2020-09-20", "令和2年省令第5号附則第3条"),
    ("ROTA5", "RV5", "", "2020-09-30", "2020-09-20", "令和2年省令第5号附則第3条"),
    ("PCV", "PCV7", "2010-11-26", "2013-03-31", "2007-05-10", "平成25年省令第50号附則第4条"),
    ("PCV", "PCV15", "", "2024-03-31", "2018-05-10", "令和6年省令第69号附則第2条第2項(当時は定期のワクチンでない)"),
    ("PCV", "PCV20", "", "2024-09-30", "2018-05-10", "令和6年省令第129号附則第3項"),
    ("HIB", "HIB", "2010-11-26", "2013-03-31", "2007-05-10", "平成25年省令第50号附則第3条"),
    ("HPV", "HPV2", "2010-11-26", "2013-03-31", "1990-05-10", "平成25年省令第50号附則第5条"),
    ("HPV", "HPV4", "2010-11-26", "2013-03-31", "1990-05-10", "平成25年省令第50号附則第5条"),
    ("HPV", "HPV9", "", "2023-03-31", "1990-05-10", "令和5年省令第11号附則"),
    ("ZOS", "RZV", "", "2025-03-31", "1962-05-10", "施行規則第2条第1号"),
    ("ZOS", "ZVL", "", "2025-03-31", "1962-05-10", "施行規則第2条第1号"),
    ("DPT-IPV-Hib", "DPT-IPV-Hib", "", "2024-03-31", "2012-05-10", "令和6年省令第69号附則第2条"),
)


def fiscal_year(age: int) -> Window:
    def window(birth):  # type: ignore[no-untyped-def]
        year = fiscal_year_of(birth, age)
        return day(f"{year}-04-01"), day(f"{year + 1}-03-31")

    return window


# series, birth, day of judgement, standard period of the first dose
STANDARDS = (
    ("DPT-IPV", "2015-05-10", "2015-08-20", months(3, 12)),
    ("DPT-IPV", "2023-05-10", "2023-07-20", months(2, 12)),
    ("DPT-IPV-Hib", "2025-05-10", "2025-07-20", months(2, 7)),
    ("HIB", "2015-05-10", "2015-07-20", months(2, 7)),
    ("PCV", "2025-05-10", "2025-07-20", months(2, 7)),
    ("HBV", "2025-05-10", "2025-07-01", months(2, 9)),
    ("ROTA1", "2025-05-10", "2025-07-01", lambda birth: (reach(birth, 2), plus(birth, 104))),
    ("ROTA5", "2025-05-10", "2025-07-01", lambda birth: (reach(birth, 2), plus(birth, 104))),
    ("BCG", "2025-05-10", "2025-07-01", months(5, 8)),
    ("VAR", "2025-05-10", "2026-05-20", months(12, 15)),
    ("VAR", "2013-12-20", "2014-10-10", months(12, 15)),
    ("JE1", "2022-05-10", "2023-05-20", months(36, 48)),
    ("JE2", "2016-05-10", "2026-05-20", months(108, 120)),
    ("DT2", "2015-05-10", "2026-05-20", months(132, 144)),
    ("MR2", "2020-05-10", "2026-05-20", preschool),
    ("HPV", "2014-05-10", "2026-05-20", fiscal_year(13)),
    ("MR1", "2025-01-10", "2026-05-20", None),
    ("FLU", "1950-01-10", "2026-05-20", None),
)
# fmt: on


def cases() -> Iterator[Case]:
    for series, product, first, last, born in STARTS:
        births = born.split()
        yield from before_what_is_known(series, product, first or KNOWN_FROM)
        if first:
            yield from before_the_first_day(series, product, first, births[0])
        if last:
            yield standing(series, births[1], plus(day(last), 1), "no_law_any_more", "終わった翌日")
    for series, product, begins, ends, born, law in EARLIER:
        yield from earlier_doses(series, product, begins, ends, born, law)
    for series, born, on, window in STANDARDS:
        case = standing(series, born, day(on), "", "標準的な期間")
        case.status = ""
        first, last = window(day(born)) if window else ("none", "none")
        case.standard_from, case.standard_until = str(first), str(last)
        yield case


def before_what_is_known(series: str, product: str, first: str) -> Iterator[Case]:
    """The law before 2005-04-01 is not in the rulebook; from then on it is known that there was none."""
    last_unknown = plus(day(KNOWN_FROM), -1)
    before, since = COUNTED.get(series, ("?", "?"))
    yield dose_on(series, product, last_unknown, OLD, f"N{before}", "収録範囲の前日", "none")
    if first != KNOWN_FROM:
        yield dose_on(series, product, day(KNOWN_FROM), OLD, f"V{since}", "収録範囲の初日", "")


def before_the_first_day(series: str, product: str, first: str, born: str) -> Iterator[Case]:
    eve = plus(day(first), -1)
    yield standing(series, born, eve, "not_law_yet", "始まる前日")
    verify = "" if series in SHARED else "none"
    yield dose_on(series, product, eve, born, "-", "始まる前日の接種", verify)


def standing(series: str, born: str, on, reason: str, what: str) -> Case:  # type: ignore[no-untyped-def]
    sex = "M" if series == "RUB5" else "F"
    return Case(
        next(names), f"{series}、{what}", day(born), sex, on=str(on), series=series,
        status="not_eligible", reason=reason, law="予防接種実施規則(種類の始まりと終わり)",
    )  # fmt: skip


def dose_on(
    series: str, product: str, given, born: str, answer: str, what: str, verify: str
) -> Case:  # type: ignore[no-untyped-def]
    sex = "M" if series == "RUB5" else "F"
    return Case(
        next(names), f"{series} {product}、{what}", day(born), sex,
        doses=f"{series}:{product}@{given}", answers=answer, verify=verify,
        law="予防接種実施規則(種類の始まりと終わり)",
    )  # fmt: skip


def earlier_doses(
    series: str, product: str, begins: str, ends: str, born: str, law: str
) -> Iterator[Case]:
    """Counted through the last day, of whatever age; on the day after, the age decides."""
    error = "!1" if product in ("PCV15", "PCV20", "HPV9") else ""
    days = [
        (day(ends), f"V1{error}", "数える最後の日"),
        (plus(day(ends), 1), "V?!11", "数えなくなる日"),
    ]
    if begins:
        days += [(day(begins), "V1", "数える最初の日"), (plus(day(begins), -1), "V?", "数える前日")]
    for given, answer, what in days:
        case = dose_on(series, product, given, born, answer, what, "")
        case.law = law
        yield case


if __name__ == "__main__":
    write("starts", cases())
