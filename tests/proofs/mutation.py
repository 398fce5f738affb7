"""Every value of the rulebook moved by one: some case must give another answer, or the value says nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from schedule.arithmetic import months, plus, preschool, reach

from proofs import Finding
from proofs.mutants import Mutant, mutants
from sesshu.schedule.cases import DOSE, case_files, cases_in, differences
from sesshu.schedule.load import read_tables, rulebook_of, rulebook_root, tables_of
from sesshu.schedule.types import Rulebook
from sesshu.schedule.windows import windows

CASES = Path(__file__).parents[2] / "rulebook" / "cases"
Row = Mapping[str, str]
BORN = date(2025, 5, 10)
STANDARDS = {
    "DPT-IPV-Hib": months(2, 7),
    "DPT": months(2, 12),
    "IPV": months(2, 12),
    "HIB": months(2, 7),
    "PCV": months(2, 7),
    "HBV": months(2, 9),
    "ROTA1": lambda birth: (reach(birth, 2), plus(birth, 104)),
    "ROTA5": lambda birth: (reach(birth, 2), plus(birth, 104)),
    "BCG": months(5, 8),
    "VAR": months(12, 15),
    "JE1": months(36, 48),
    "JE2": months(108, 120),
    "DT2": months(132, 144),
    "MR2": preschool,
}
"""Standard period of the first dose (定期接種実施要領), worked out by the cases' own arithmetic."""


@dataclass(frozen=True)
class Case:
    """A line of a file of cases, and the series its answers come from."""

    place: str
    row: Row
    series: frozenset[str]
    products: frozenset[str]


def prove(every: int) -> Finding:
    """Try each `every`th mutant; it holds when none survives."""
    raw, suite = read_tables(rulebook_root()), cases(CASES)
    tried, survivors = 0, []
    for number, mutant in enumerate(mutants(raw)):
        if number % every == 0:
            tried += 1
            if not noticed(mutant, raw, suite):
                survivors.append(f"{mutant.file} {mutant.code}{mutant.place}: {mutant.change}")
    facts = {"cases": len(suite), "survivors": len(survivors), "list": survivors}
    return Finding(not survivors, tried, facts)


def cases(folder: Path) -> list[Case]:
    """Every case of a folder."""
    return [_case(place, row) for file in case_files([folder]) for place, row in cases_in(file)]


def _case(place: str, row: Row) -> Case:
    doses = [found for text in row["doses"].split() if (found := DOSE.fullmatch(text))]
    series = {found["series"] for found in doses} | ({row["series"]} if row["series"] else set())
    products = {found["product"] for found in doses if found["product"]}
    return Case(place, row, frozenset(series), frozenset(products))


def noticed(mutant: Mutant, raw: dict[str, Any], suite: Iterable[Case]) -> bool:
    """Whether some case that the mutant may touch gives another answer."""
    touched = touching(mutant, raw)
    asked = [case for case in suite if touched(case)]
    mutant.make()
    try:
        rulebook = rulebook_of(tables_of(raw), "mutant")
    except Exception:  # a value of the wrong kind is refused when the tables are read
        return True
    finally:
        mutant.undo()
    return any(_differs(case, rulebook) for case in asked) or standards_differ(rulebook)


def standards_differ(rulebook: Rulebook) -> bool:
    """Whether the windows of a child name another standard period of a first dose than the notice."""
    found = {w.series: w for w in windows(BORN, "F", rulebook) if w.dose == 1}
    return any(
        series not in found
        or (found[series].standard_from, found[series].standard_until) != period(BORN)
        for series, period in STANDARDS.items()
    )


def _differs(case: Case, rulebook: Rulebook) -> bool:
    try:
        return bool(differences(case.place, case.row, only(case.series, rulebook)))
    except Exception:  # an engine that cannot answer has noticed, too
        return True


def only(codes: frozenset[str], rulebook: Rulebook) -> Rulebook:
    """A rulebook of the series a case names and those they share a choice or courses with."""
    groups = {s.equivalent or s.stands_for for c in codes if (s := rulebook.series.get(c))}
    kept = {
        code: series
        for code, series in rulebook.series.items()
        if code in codes or (series.equivalent or series.stands_for or "") in groups
    }
    return msgspec.structs.replace(rulebook, series=kept)


def touching(mutant: Mutant, raw: dict[str, Any]) -> Any:
    """Which cases a mutant may touch: those of its series, or all where the table is for all."""
    if mutant.file == "products.yaml":
        code = mutant.code
        using = {s["code"] for s in raw["series.yaml"] if code in _used(s)}
        return lambda case: code in case.products or not case.series.isdisjoint(using)
    if mutant.file == "series.yaml":
        return lambda case: mutant.code in case.series
    if mutant.file.startswith("courses/"):
        serving = _serving(mutant.file, raw)
        return lambda case: not case.series.isdisjoint(serving)
    return lambda case: True


def _used(series: Mapping[str, Any]) -> Iterator[str]:
    return (use["product"] for version in series["versions"] for use in version["uses"])


def _serving(file: str, raw: dict[str, Any]) -> set[str]:
    codes = {row["code"] for row in raw[file]}
    return {s["code"] for s in raw["series.yaml"] if not codes.isdisjoint(s["serves"])}
