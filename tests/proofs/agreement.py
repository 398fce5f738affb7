"""Judge and sweep answer alike about generated residents, on days before and after turns of the law."""

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context

from agreement_of_engines import disagreements, persons_of

from bench.vaccinated import vaccinated
from proofs import Finding
from sesshu.schedule.load import current

AT_A_TIME = 2_000
CORES = 2
ODD = 0.05
DAYS = [date(2026, 11, 23), date(2026, 3, 31), date(2023, 9, 1), date(2014, 10, 1)]
SHOWN = 10


def prove(residents: int) -> Finding:
    """So many residents in parts, each part on one of the days; every answer both give is compared."""
    parts = [
        (min(AT_A_TIME, residents - begin), number)
        for number, begin in enumerate(range(0, residents, AT_A_TIME))
    ]
    if len(parts) == 1:
        answers = [compared(*parts[0])]
    else:
        with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as cores:
            answers = list(cores.map(compared, *zip(*parts, strict=True)))
    doses = sum(many for many, _ in answers)
    found = [difference for _, own in answers for difference in own]
    facts = {"doses": doses, "days": [str(day) for day in DAYS], "odd doses": ODD}
    return Finding(
        not found, residents, facts | {"differences": len(found), "first": found[:SHOWN]}
    )


def compared(residents: int, number: int) -> tuple[int, list[str]]:
    """Doses compared, and where the answers differ."""
    population = vaccinated(residents, odd=ODD, seed=number)
    on = DAYS[number % len(DAYS)]
    return population.doses.height, disagreements(persons_of(population), on, current())
