"""Sweep a population: faults of doses once, then each group of courses by itself, on both cores."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sesshu.schedule.sweep.answers import Answers, counts_as_frame, dose_frame
from sesshu.schedule.sweep.components import components, refuse_unsweepable
from sesshu.schedule.sweep.days import day_number
from sesshu.schedule.sweep.doses import Joining
from sesshu.schedule.sweep.faults import faults_of
from sesshu.schedule.sweep.law import Law
from sesshu.schedule.sweep.part import Part
from sesshu.schedule.sweep.population import Population, columns_of
from sesshu.schedule.types import Rulebook

CORES = 2


def sweep(
    population: Population,
    on: date,
    rulebook: Rulebook,
    series: Collection[str] | None = None,
) -> Answers:
    """What every dose is under the law of its day, and where every resident stands on `on`.

    With `series`, only those are answered (and series that share their courses). Raises UnfitFrame and
    UnsweepableRulebook.
    """
    refuse_unsweepable(rulebook.courses)
    law = Law(rulebook, columns_of(population, rulebook), day_number(on))
    with ThreadPoolExecutor(CORES) as cores:
        faults = faults_of(law, cores)
        parts = [Part(law, faults, members) for members in components(rulebook, series)]
        parts.sort(key=Part.doses, reverse=True)
        joining = Joining(law, faults)
        frames = list(cores.map(lambda part: part.run(joining), parts))
    joining.join_strays([walked for part in parts for walked in part.walks.values()])
    answered = None if series is None else {code for own in frames for code in own}
    return Answers(
        doses=dose_frame(law, joining.answers(answered)),
        counts_as=counts_as_frame(law, [frame for part in parts for frame in part.counted]),
        standings={code: frame for own in frames for code, frame in own.items()},
    )
