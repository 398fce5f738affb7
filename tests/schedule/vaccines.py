"""Write the cases of volumes, routes and days of every vaccine, of what holds it back, and of leave after an illness.

`python tests/schedule/vaccines.py` rewrites rulebook/cases/vaccines.csv and rulebook/cases/doors.csv.
"""
# ruff: noqa: E501  tables

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from arithmetic import Case, day, names, plus, reach, write


@dataclass(frozen=True)
class Vaccine:
    """A vaccine on one day on which it is legal for somebody: how much of it, and how."""

    series: str
    product: str
    born: str
    given: str
    ml: str
    routes: str
    kept: str = "A1"
    sex: str = "F"
    facts: str = ""
    before: str = ""
    wrong_ml: str = ""


# fmt: off
VACCINES = (
    Vaccine("DPT-IPV-Hib", "DPT-IPV-Hib", "2026-01-10", "2026-05-10", "0.5", "IM SC"),
    Vaccine("DPT-IPV", "DPT-IPV", "2020-01-10", "2020-05-10", "0.5", "SC"),
    Vaccine("DPT", "DPT", "2020-01-10", "2020-05-11", "0.5", "SC"),
    Vaccine("IPV", "IPV", "2020-01-10", "2020-05-10", "0.5", "SC"),
    Vaccine("OPV", "OPV", "2010-01-10", "2010-05-10", "0.05", "ORAL"),
    Vaccine("DT1", "DT", "2020-01-10", "2020-05-10", "0.5", "SC"),
    Vaccine("DT2", "DT", "2014-05-10", "2026-05-10", "0.1", "SC"),
    Vaccine("HIB", "HIB", "2020-01-10", "2020-05-10", "0.5", "SC"),
    Vaccine("PCV", "PCV7", "2013-03-10", "2013-06-10", "0.5", "SC"),
    Vaccine("PCV", "PCV13", "2020-01-10", "2020-05-10", "0.5", "SC"),
    Vaccine("PCV", "PCV15", "2024-01-10", "2024-05-10", "0.5", "IM SC"),
    Vaccine("PCV", "PCV20", "2026-01-10", "2026-05-10", "0.5", "IM SC"),
    Vaccine("HBV", "HBV", "2026-01-10", "2026-05-10", "0.25", "SC"),
    Vaccine("ROTA1", "RV1", "2026-03-10", "2026-05-10", "1.5", "ORAL"),
    Vaccine("ROTA5", "RV5", "2026-03-10", "2026-05-10", "2", "ORAL"),
    Vaccine("BCG", "BCG", "2026-01-10", "2026-06-10", "", "PERCUTANEOUS"),
    Vaccine("MR1", "MR", "2025-03-10", "2026-05-10", "0.5", "SC"),
    Vaccine("MR1", "M", "2025-03-10", "2026-05-10", "0.5", "SC"),
    Vaccine("MR1", "R", "2025-03-10", "2026-05-10", "0.5", "SC"),
    Vaccine("VAR", "VAR", "2025-03-10", "2026-05-10", "0.5", "SC"),
    Vaccine("JE1", "JE", "2022-03-10", "2026-05-10", "0.5", "SC"),
    Vaccine("JE1", "JE", "2024-03-10", "2026-05-10", "0.25", "SC"),
    Vaccine("JE1", "JE-MOUSE", "2002-03-10", "2006-05-10", "0.5", "SC"),
    Vaccine("JE1", "JE-MOUSE", "2004-03-10", "2006-05-10", "0.25", "SC"),
    Vaccine("JE2", "JE-MOUSE", "1996-03-10", "2006-05-10", "0.5", "SC"),
    Vaccine("JE2", "JE", "2016-03-10", "2026-05-10", "0.5", "SC"),
    Vaccine("JE3", "JE-MOUSE", "1990-09-10", "2005-05-10", "0.5", "SC"),
    Vaccine("HPV", "HPV2", "2006-05-10", "2019-05-10", "0.5", "IM"),
    Vaccine("HPV", "HPV4", "2006-05-10", "2019-05-10", "0.5", "IM"),
    Vaccine("HPV", "HPV9", "2013-05-10", "2026-05-10", "0.5", "IM"),
    Vaccine("RSV", "RSV", "1995-05-10", "2027-02-10", "0.5", "IM", facts="pregnancy@2026-07-17/due=2027-04-23"),
    Vaccine("FLU", "FLU", "1950-05-10", "2026-10-10", "0.5", "SC", kept="B1"),
    Vaccine("PPV", "PPSV23", "1960-05-10", "2025-06-10", "0.5", "IM SC", kept="B1"),
    Vaccine("PPV", "PCV20-ADULT", "1961-05-10", "2026-06-10", "0.5", "IM", kept="B1"),
    Vaccine("ZOS", "ZVL", "1961-05-10", "2026-06-10", "0.5", "SC", kept="B1"),
    Vaccine("ZOS", "RZV", "1961-05-10", "2026-06-10", "0.5", "IM", kept="B1"),
    Vaccine("COVID", "CV-COMIRNATY", "1950-05-10", "2024-10-10", "0.3", "IM", kept="B1"),
    Vaccine("COVID", "CV-SPIKEVAX", "1950-05-10", "2024-10-10", "0.5", "IM", kept="B1"),
    Vaccine("COVID", "CV-NUVAXOVID", "1950-05-10", "2024-10-10", "0.5", "IM", kept="B1"),
    Vaccine("COVID", "CV-DAICHIRONA", "1950-05-10", "2024-10-10", "0.6", "IM", kept="B1"),
    Vaccine("COVID", "CV-KOSTAIVE", "1950-05-10", "2024-10-10", "0.5", "IM", kept="B1"),
    Vaccine("CVS1", "CVS-PF", "1990-05-10", "2021-07-10", "0.3", "IM", kept="S1"),
    Vaccine("CVS1", "CVS-MO", "1990-05-10", "2021-07-10", "0.5", "IM", kept="S1"),
    Vaccine("CVS1", "CVS-AZ", "1970-05-10", "2021-09-10", "0.5", "IM", kept="S1"),
    Vaccine("CVS1", "CVS-NV", "1990-05-10", "2022-07-10", "0.5", "IM", kept="S1"),
    Vaccine("CVS1", "CVS-PF-CHILD", "2014-05-10", "2022-07-10", "0.2", "IM", kept="S1"),
    Vaccine("CVS1", "CVS-PF-INFANT", "2020-05-10", "2022-12-10", "0.2", "IM", kept="S1"),
    Vaccine("CVS1", "CVS-PF-XBB", "1990-05-10", "2023-12-10", "0.3", "IM", kept="S1"),
    Vaccine("CVS1", "CVS-MO-XBB", "1990-05-10", "2023-12-10", "0.5", "IM", kept="S1"),
    Vaccine("CVS1", "CVS-PF-CHILD-XBB", "2014-05-10", "2023-12-10", "0.2", "IM", kept="S1"),
    Vaccine("CVS1", "CVS-PF-INFANT-XBB", "2020-05-10", "2023-12-10", "0.2", "IM", kept="S1"),
    Vaccine("CVS4", "CVS-PF2", "1990-05-10", "2022-12-10", "0.3", "IM", kept="S1b", before="CVS1:CVS-PF@2021-06-01 CVS1:CVS-PF@2021-07-01"),
    Vaccine("CVS4", "CVS-MO2", "1990-05-10", "2022-12-10", "0.5", "IM", kept="S1b", before="CVS1:CVS-PF@2021-06-01 CVS1:CVS-PF@2021-07-01"),
    Vaccine("CVS4", "CVS-PF2-CHILD", "2014-05-10", "2023-04-10", "0.2", "IM", kept="S1b", before="CVS1:CVS-PF-CHILD@2022-06-01 CVS1:CVS-PF-CHILD@2022-07-01"),
    Vaccine("CVS2", "CVS-MO", "1990-05-10", "2022-04-10", "0.25", "IM", kept="S1b", before="CVS1:CVS-PF@2021-06-01 CVS1:CVS-PF@2021-07-01"),
    Vaccine("CVS3", "CVS-MO", "1950-05-10", "2022-12-10", "0.25", "IM", kept="S1b", before="CVS1:CVS-PF@2021-06-01 CVS1:CVS-PF@2021-07-01 CVS2:CVS-PF@2022-02-01"),
)
ROUTES = {"SC": "IM", "IM": "ORAL", "ORAL": "SC", "PERCUTANEOUS": "SC"}


def volumes_and_routes() -> Iterator[Case]:
    for v in VACCINES:
        size = f"/{v.ml}" if v.ml else ""
        for route in v.routes.split():
            yield given(v, f"{size}/{route}", v.kept, f"{v.ml}mLを{route}で")
        special = v.kept[0] == "S"
        if v.ml:
            yield given(v, f"/{float(v.ml) + 0.05:g}", "S?!5" if special else "V?!5", "量の間違い")
        wrong = next(r for r in ("ORAL", "SC") if r not in v.routes.split())
        yield given(v, f"/{wrong}", "V?!6", "方法の間違い")


def given(v: Vaccine, how: str, answer: str, what: str) -> Case:
    doses = f"{v.before} {v.series}:{v.product}@{v.given}{how}".strip()
    answers = " ".join([*("-" for _ in v.before.split()), answer])
    return Case(
        next(names), f"{v.product}、{what}", day(v.born), v.sex, v.facts, doses, answers,
        law="予防接種実施規則(接種量と方法)",
    )


@dataclass(frozen=True)
class Door:
    """A course that waits for who was ill: the cap of age and the months after the illness."""

    series: str
    product: str
    begins: str
    """First day on which the door is open at all, or on which its version holds."""
    cap: int
    """Years of age through reaching which it is open; 0 for none."""
    verify: str
    months: int = 24
    letter: str = "A"
    sex: str = "F"
    born: str = ""


LONG, SINCE = "long-illness", "long-illness long-illness-2013"
DOORS = (
    Door("DPT", "DPT", "2013-01-30", 0, f"{SINCE} older-text upper-limit"),
    Door("DT1", "DT", "2013-01-30", 0, f"{SINCE} dt-first older-text upper-limit"),
    Door("IPV", "IPV", "2013-01-30", 0, f"{SINCE} older-text upper-limit"),
    Door("DPT-IPV", "DPT-IPV", "2013-01-30", 15, f"{SINCE} older-text upper-limit"),
    Door("DPT", "DPT", "2026-04-01", 0, f"{LONG} mixed-standard"),
    Door("DT1", "DT", "2026-04-01", 0, f"{LONG} dt-first"),
    Door("IPV", "IPV", "2026-04-01", 0, f"{LONG} mixed-standard"),
    Door("DPT-IPV-Hib", "DPT-IPV-Hib", "2026-04-01", 15, LONG),
    Door("DPT-IPV-Hib", "DPT-IPV-Hib", "2024-04-01", 15, f"{SINCE} older-text"),
    Door("HIB", "HIB", "2013-04-01", 10, f"{LONG} older-text"),
    Door("HIB", "HIB", "2024-04-01", 10, f"{LONG} older-text"),
    Door("HIB", "HIB", "2026-04-01", 10, LONG),
    Door("PCV", "PCV13", "2013-11-01", 6, "older-text"),
    Door("PCV", "PCV20", "2026-04-01", 6, "none"),
    Door("HBV", "HBV", "2026-04-01", 0, LONG, born="2017-01-10"),
    Door("BCG", "BCG", "2013-01-30", 4, f"{SINCE} bcg-older older-text"),
    Door("BCG", "BCG", "2026-04-01", 4, LONG),
    Door("VAR", "VAR", "2014-10-01", 0, f"{LONG} older-text"),
    Door("VAR", "VAR", "2026-04-01", 0, LONG),
    Door("MR1", "MR", "2013-01-30", 0, f"{SINCE} older-text"),
    Door("MR2", "MR", "2013-01-30", 0, f"{SINCE} older-text"),
    Door("DT2", "DT", "2013-01-30", 0, f"{SINCE} older-text"),
    Door("JE1", "JE", "2013-01-30", 0, SINCE, born="1993-05-10"),
    Door("JE2", "JE", "2013-01-30", 0, f"{SINCE} je-second-standard", born="1990-05-10"),
    Door("HPV", "HPV2", "2013-04-01", 0, f"{LONG} older-text"),
    Door("PPV", "PPSV23", "2014-10-01", 0, f"{LONG} older-text", months=12, letter="B", born="1943-05-10"),
    Door("ZOS", "ZVL", "2026-04-01", 0, f"{LONG} zoster-live-once", months=12, letter="B", born="1957-05-10"),
)
# fmt: on


def doors() -> Iterator[Case]:
    """Around the two years (one year) after an illness, and around the cap of age."""
    for door in DOORS:
        begins = day(door.begins)
        ended = plus(begins, -20)
        last = plus(after_months(ended, door.months), -1)
        born = day(door.born) if door.born else plus(begins, -366 * 16)
        if door.cap:
            born = plus(begins, -366 * door.cap + 900)
        facts = f"long_illness@{plus(born, 30)}..{ended}"
        yield told(door, born, facts, begins, f"{door.letter}1", "最初の日", door.verify)
        yield told(door, born, facts, last, f"{door.letter}1", "最後の日", "")
        yield told(door, born, facts, plus(last, 1), "V?", "翌日", "")
        if door.begins == "2013-01-30":
            yield told(door, born, facts, plus(begins, -1), "V?", "特例の始まる前日", "")
        if door.cap:
            capped = plus(begins, -365 * door.cap + 100)
            reached = reach(capped, 12 * door.cap)
            facts = f"long_illness@{plus(capped, 30)}..{ended}"
            yield told(
                door, capped, facts, reached, f"{door.letter}1", f"{door.cap}歳に達する日", ""
            )
            yield told(door, capped, facts, plus(reached, 1), "V?", f"{door.cap}歳に達した翌日", "")


def after_months(since: date, months: int) -> date:
    return plus(reach(since, months), 1)


def told(door: Door, born: date, facts: str, at: date, answer: str, what: str, verify: str) -> Case:
    if answer == "V?":
        answer = "V?!11"
    return Case(
        next(names), f"{door.product}、長期療養の特例、{what}", born, door.sex, facts,
        f"{door.series}:{door.product}@{at}", answer, verify=verify,
        law="予防接種法施行令第3条第2項・施行規則第2条の8から第2条の10まで",
    )  # fmt: skip


if __name__ == "__main__":
    write("vaccines", volumes_and_routes())
    write("doors", doors())
