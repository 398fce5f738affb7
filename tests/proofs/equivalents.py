"""Mutants that are the same law, each with its proof: the text of the law names a day that can never come."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from proofs.mutants import Mutant
from sesshu.schedule.checks import Tables
from sesshu.schedule.load import tables_of
from sesshu.schedule.types import CourseVersion

BOUND = re.compile(r"\.versions\[(\d+)\]\.eligible_(?:from|until)")
OLDEST = 121 * 366
LAST_BIRTH = date(2100, 1, 1)
NEVER_MET = "nobody whom the version is for reaches either day while it holds"
HUNDRED = "who was born a day later reaches 100 in that fiscal year, and is let in by it"
AT_65 = "from 65 on everybody is let in"
FIRST_LONG_AGO = "months lie between the last day of a first dose and the first day of the version"
NO_FOUR_IN_ONE = (
    "the versions differ in 4混, which has no voucher from 2026-04-01, and in a day of 2013"
)
SAME_READING = "the row that is left says the same but for what is still open"
TOO_LATE_FOR_TWO = "the voucher began on 2021-05-21, ten days before the version ends"
ASKS_LESS = "who began that day goes on by the other regimen, which asks for less at every dose"
ONE_ANYHOW = "who begins in that month is done with one dose, ill before or not"
HIB_ALONE = (
    "every regimen of Hib alone ends by itself at 60 months, inside the regular age; a door opens to"
    " who was of that age, and judge tells by what it rests on that it is another one"
)
JE = "courses/japanese-encephalitis.yaml"
LISTED = {
    "series.yaml COVID.versions[0].effective_until: 2025-03-31 → 2025-04-01": (
        "nothing is given on 2025-04-01, and what is offered then is of the season from 2025-10-01"
    ),
    "readings.yaml 0[0]: … dropped": SAME_READING,
    "readings.yaml 1[1]: … dropped": SAME_READING,
    **{
        "courses/covid-19-special.yaml CVS1.versions[0].regimens[1].doses[1].after_previous: "
        f"20 days → {days} days": TOO_LATE_FOR_TWO
        for days in (19, 21)
    },
    "courses/first-stage-mixed.yaml DPT1.versions[3].doors[0].products[0]: DPT-IPV-Hib dropped": (
        "the next door lets in every other vaccine of the course, and for longer"
    ),
    "courses/first-stage-mixed.yaml DPT1.versions[2].effective_until: 2026-03-31 → 2026-04-01": (
        NO_FOUR_IN_ONE
    ),
    "courses/first-stage-mixed.yaml POLIO.versions[3].effective_until: 2026-03-31 → 2026-04-01": (
        NO_FOUR_IN_ONE
    ),
    "courses/first-stage-mixed.yaml HIB.versions[1].doors[1].products[0]: DPT-IPV-Hib dropped": (
        HIB_ALONE
    ),
    **{
        f"courses/{course}.doors[0].eligible_from: "
        "the day after reaching 60 months → the day after reaching 59 months": ONE_ANYHOW
        for course in (
            "first-stage-mixed.yaml HIB.versions[1]",
            "pneumococcus.yaml PCV.versions[0]",
        )
    },
    **{
        f"{JE} JE1.versions[{at}].regimens[0].doses[1].after_previous: 6 days → {days} days": (
            FIRST_LONG_AGO
        )
        for at in (3, 7)
        for days in (5, 7)
    },
    f"{JE} JE1.versions[6].regimens[1].first_given_from: 2011-05-20 → 2011-05-19": ASKS_LESS,
    "courses/measles-rubella.yaml MEASLES2.versions[0].doors[1].eligible_from: "
    "2025-04-01 → 2025-03-31": "the cohort is in its year before school on that day",
    **{
        f"courses/older-people.yaml {code}.versions[{at}].doors[0].cohort.born_until: "
        f"{year}-04-01 → {year}-04-02": HUNDRED
        for code, at, year in (("PPV", 0, 1914), ("PPV", 2, 1919), ("ZOS", 0, 1925))
    },
    "courses/pneumococcus.yaml PCV.versions[0].regimens[0].doses[1].age_until: "
    "reaches 24 months → reaches 23 months": (
        "a dose after 12 months is the last before the booster, as the second or as the third"
    ),
    "courses/pneumococcus.yaml PCV.versions[0].regimens[2].start_until: "
    "reaches 24 months → reaches 25 months": (
        "who begins in that month is done with one dose by the next regimen"
    ),
    "courses/rotavirus.yaml ROTA.versions[0].regimens[1].same_products_throughout: "
    "True → False": "the third dose of both vaccines keeps the same interval and the same age",
    **{
        f"courses/seasonal.yaml {code}.versions[0].doors[{at}].eligible_until: "
        "reaches 65 years → reaches 66 years": AT_65
        for code in ("FLU", "COVID")
        for at in (0, 1)
    },
}
"""By name: what no rule below can prove."""


def proof_of(mutant: Mutant, raw: dict[str, Any]) -> str:
    """Why a mutant is the same law; nothing where that is not proved."""
    found = BOUND.fullmatch(mutant.place)
    if found and mutant.file.startswith("courses/") and _same_days(mutant, int(found[1]), raw):
        return NEVER_MET
    return LISTED.get(mutant.name, "")


def _same_days(mutant: Mutant, number: int, raw: dict[str, Any]) -> bool:
    before = _version(tables_of(raw), mutant.code, number)
    mutant.make()
    try:
        after = _version(tables_of(raw), mutant.code, number)
    finally:
        mutant.undo()
    return all(_open(before, birth) == _open(after, birth) for birth in _births(before))


def _version(tables: Tables, code: str, number: int) -> CourseVersion:
    return tables.courses[code][1].versions[number]


def _births(version: CourseVersion) -> Iterator[date]:
    first = version.effective_from - timedelta(days=OLDEST)
    last = version.effective_until or LAST_BIRTH
    first = max(first, version.cohort.born_from or first)
    last = min(last, version.cohort.born_until or last)
    return (first + timedelta(days=days) for days in range((last - first).days + 1))


def _open(version: CourseVersion, birth: date) -> tuple[date, date] | None:
    """Days on which age opens a version; those before it began are told only while it has no last day."""
    if version.eligible_from is None:
        return None
    first = version.eligible_from.day(birth)
    last = version.eligible_until.day(birth) if version.eligible_until else date.max
    if last < version.effective_from:
        return None
    if version.effective_until is not None:
        first, last = max(first, version.effective_from), min(last, version.effective_until)
    return (first, last) if first <= last else None
