"""Every value of the rulebook moved by one: some case must give another answer, or the value says nothing.

Both engines are asked. A mutant is killed when each of them answers some case otherwise than the law;
what a verdict rests on (provisions, open questions and the switches that lead to one) judge alone says.
What no case can tell may only stand in the rulebook if the loader refuses it otherwise, or if it is proved
that it is the same law (equivalents.py).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from proofs import Finding, equivalents
from proofs.mutants import Mutant, mutants
from sesshu.schedule import cases as lines
from sesshu.schedule.cases import case_files, cases_in, differences_of_judge, read_case
from sesshu.schedule.checks import refuse_faults
from sesshu.schedule.errors import RulebookError
from sesshu.schedule.load import read_tables, rulebook_of, rulebook_root, tables_of
from sesshu.schedule.swept_cases import differences_of_sweep
from sesshu.schedule.types import Rulebook

CASES = Path(__file__).parents[2] / "rulebook" / "cases"
ENGINES = ("judge", "sweep")
CORES = 2
AT_A_TIME = 50
PARTS_OF_A_PROCESS = 8
"""What engines keep of a rulebook they have met is let go with the process."""
console = Console(stderr=True)


@dataclass(frozen=True)
class Case:
    """A line of a file of cases, and the series its answers come from."""

    line: lines.Case
    series: frozenset[str]
    products: frozenset[str]


@dataclass(frozen=True)
class Tried:
    """A mutant, who was asked about it, and who did not notice."""

    name: str
    asked: tuple[str, ...]
    blind: tuple[str, ...]
    refused: bool
    """Whether the loader refuses what an engine did not notice."""
    equivalent: str = ""
    """Why it is the same law, where an engine did not notice and the loader does not refuse it."""

    @property
    def survives(self) -> bool:
        """Whether it is another law and nothing tells it."""
        return bool(self.blind) and not self.refused and not self.equivalent


def prove(every: int) -> Finding:
    """Try each `every`th mutant on both engines; it holds when none survives."""
    if wrong := told_without_mutant():
        return Finding(held=False, tries=0, facts={"cases that no engine should fail": wrong})
    numbers = range(0, sum(1 for _ in mutants(read_tables(rulebook_root()))), every)
    parts = [numbers[begin : begin + AT_A_TIME] for begin in range(0, len(numbers), AT_A_TIME)]
    found: list[Tried] = []
    with get_context("spawn").Pool(CORES, maxtasksperchild=PARTS_OF_A_PROCESS) as cores:
        for part in cores.imap(tried_of, parts):
            found += part
            console.print(
                f"{len(found)} of {len(numbers)} mutants, {sum(one.survives for one in found)} survive"
            )
    return finding_of(found)


def told_without_mutant() -> list[str]:
    """The cases that an engine answers otherwise than the law although nothing is mutated."""
    suite, tables = cases(CASES), tables_of(read_tables(rulebook_root()))
    rulebook = rulebook_of(tables, "unmutated")
    judged = [case.line.place for case in told_by_judge(suite, rulebook)]
    swept = differences_of_sweep([case.line for case in suite], rulebook)
    return judged + [one.place for one in swept]


def finding_of(found: list[Tried]) -> Finding:
    """What the mutants tried say together."""
    survivors = [one for one in found if one.survives]
    facts: dict[str, Any] = {
        "cases": len(cases(CASES)),
        "mutants": {engine: sum(1 for one in found if engine in one.asked) for engine in ENGINES},
        "survivors": {e: sum(1 for one in survivors if e in one.blind) for e in ENGINES},
        "refused by the loader": [one.name for one in found if one.refused],
        "list": [f"{' '.join(one.blind)}: {one.name}" for one in survivors],
    }
    proved = {one.name: one.equivalent for one in found if one.equivalent}
    facts |= {"equivalent": proved, "no longer equivalent": sorted(_stale(found))}
    return Finding(not survivors and not facts["no longer equivalent"], len(found), facts)


def _stale(found: list[Tried]) -> set[str]:
    """What is listed as the same law and is told from it."""
    return {one.name for one in found if one.name in equivalents.LISTED and not one.equivalent}


def tried_of(numbers: range) -> list[Tried]:
    """The mutants of these numbers, each tried."""
    raw, suite = read_tables(rulebook_root()), cases(CASES)
    chosen = islice(mutants(raw), numbers.start, numbers.stop, numbers.step)
    return [tried(mutant, raw, suite) for mutant in chosen]


def tried(mutant: Mutant, raw: dict[str, Any], suite: list[Case]) -> Tried:
    """What became of one mutant."""
    blind = blind_engines(mutant, raw, suite)
    refused = bool(blind) and is_refused(mutant, raw)
    proof = equivalents.proof_of(mutant, raw) if blind and not refused else ""
    return Tried(mutant.name, engines_for(mutant), blind, refused, proof)


def is_refused(mutant: Mutant, raw: dict[str, Any]) -> bool:
    """Whether the loader refuses a rulebook with this mutant."""
    mutant.make()
    try:
        refuse_faults(tables_of(raw))
    except RulebookError:
        return True
    finally:
        mutant.undo()
    return False


def engines_for(mutant: Mutant) -> tuple[str, ...]:
    """The engines whose answers hold what a mutant changes."""
    return ENGINES[:1] if mutant.grounds else ENGINES


def cases(folder: Path) -> list[Case]:
    """Every case of a folder."""
    return [_case(place, row) for file in case_files([folder]) for place, row in cases_in(file)]


def _case(place: str, row: Mapping[str, str]) -> Case:
    line = read_case(place, row)
    series = {dose.series for dose in line.person.doses} | ({row["series"]} - {""})
    products = {dose.product for dose in line.person.doses if dose.product}
    return Case(line, frozenset(series), frozenset(products))


def blind_engines(mutant: Mutant, raw: dict[str, Any], suite: list[Case]) -> tuple[str, ...]:
    """The engines that answer every case that the mutant may touch as if nothing had changed.

    The case that tells comes first in the suite from then on: the next mutant is often like this one.
    """
    touched = touching(mutant, raw)
    asked = [case for case in suite if touched(case)]
    mutant.make()
    try:
        rulebook = rulebook_of(tables_of(raw), "mutant")
    except Exception:  # a value of the wrong kind is refused when the tables are read
        return ()
    finally:
        mutant.undo()
    telling = next(told_by_judge(asked, rulebook), None)
    blind = () if telling else ENGINES[:1]
    if telling:
        suite.remove(telling)
        suite.insert(0, telling)
    if "sweep" not in engines_for(mutant) or (telling and _sweep_differs([telling], rulebook)):
        return blind
    return blind if _sweep_differs(asked, rulebook) else (*blind, "sweep")


def told_by_judge(asked: Iterable[Case], rulebook: Rulebook) -> Iterator[Case]:
    """The cases that judge answers otherwise than the law."""
    kept: dict[frozenset[str], Rulebook] = {}
    for case in asked:
        if case.series not in kept:
            kept[case.series] = only(case.series, rulebook)
        if _judge_differs(case, kept[case.series]):
            yield case


def _judge_differs(case: Case, rulebook: Rulebook) -> bool:
    try:
        return bool(differences_of_judge(case.line, rulebook))
    except Exception:  # an engine that cannot answer has noticed, too
        return True


def _sweep_differs(asked: Iterable[Case], rulebook: Rulebook) -> bool:
    try:
        return bool(differences_of_sweep([case.line for case in asked], rulebook))
    except Exception:
        return True


def only(codes: frozenset[str], rulebook: Rulebook) -> Rulebook:
    """A rulebook of the series a case names and those they share a choice or courses with.

    The whole one for a dose whose series is in none: it may belong to any course.
    """
    if not codes <= rulebook.series.keys():
        return rulebook
    groups = {s.equivalent or s.stands_for for c in codes if (s := rulebook.series.get(c))}
    kept = {
        code: series
        for code, series in rulebook.series.items()
        if code in codes or (series.equivalent or series.stands_for or "") in groups
    }
    return msgspec.structs.replace(rulebook, series=kept)


def touching(mutant: Mutant, raw: dict[str, Any]) -> Callable[[Case], bool]:
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
