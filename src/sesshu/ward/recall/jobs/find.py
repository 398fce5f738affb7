"""勧奨の抽出: who is overdue for a dose, and who of them is not written to, with the reason (B4)."""

from collections import Counter
from datetime import date
from typing import ClassVar

import polars as pl

from sesshu.foundation.runs import Chunk, ChunkPlan, Counts, Job, Outcome, Plan, Run, job
from sesshu.schedule.sweep import Population, sweep
from sesshu.schedule.sweep.population import RESIDENTS
from sesshu.ward.circumstances.jobs.population import with_circumstances
from sesshu.ward.recall.codes import Excluded, Step
from sesshu.ward.recall.conditions import read_conditions
from sesshu.ward.recall.jobs.overdue import left_out, overdue
from sesshu.ward.records.jobs.population import JOBS, doses_of, registered_between, stretches
from sesshu.ward.residents.intake import bulk
from sesshu.ward.rulebooks.releases import kept

KIND = "recall.find"
TITLE = "勧奨の抽出"
AT_A_TIME = 20_000
ASKED = "SELECT conditions, base_on, release FROM recall_round WHERE id = %s"
TAKE = "INSERT INTO recall_step (round_id, step) VALUES (%s, %s)"
KEPT = (
    "round_id",
    "resident_id",
    "series",
    "dose",
    "attempt",
    "standard_until",
    "last_on",
    "is_guarded",
    "excluded",
)


@job(KIND, system="ward", title=TITLE, purpose=TITLE)
class FindOverdue(Job):
    """A chunk is a stretch of residents; the conditions, the day and the law were fixed with the round."""

    result_page: ClassVar = "recalls"
    labels: ClassVar = {
        "residents": "調べた住民",
        "found": "通知する方",
        **{excluded.value: f"除外：{excluded.label}" for excluded in Excluded},
    }

    def plan(self, run: Run) -> Plan:
        """Cut the residents into stretches."""
        return Plan(
            [
                ChunkPlan(size, {"first": first, "last": last})
                for first, last, size in stretches(AT_A_TIME)
            ]
        )

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Sweep those of a stretch who live here; keep whom the round finds overdue."""
        number = run.params["round"]
        [(text, on, release)] = bulk.rows(ASKED, [number])
        conditions = read_conditions(text)
        first, last = chunk.spec["first"], chunk.spec["last"]
        here = (pl.col("registered_status") == "1") & pl.col("died_on").is_null()
        residents = registered_between(first, last).filter(here)
        population = Population(
            residents=residents.select(RESIDENTS.keys()), doses=doses_of(residents, first, last)
        )
        population = with_circumstances(population)
        answers = sweep(population, on, kept(release, JOBS), (conditions.series,))
        found = overdue(residents, answers.standings[conditions.series], conditions, on)
        found = left_out(found, conditions, on, first, last)
        _keep(number, found, conditions.series, conditions.attempt)
        counted = Counter(found["excluded"].fill_null("found").to_list())
        counts = {"found": 0, "residents": len(residents), **counted}
        return Outcome(counts, found["resident_id"].unique().sort().to_list())

    def finish(self, run: Run, counts: Counts, control: Counts) -> None:
        """The list is whole."""
        super().finish(run, counts, control)
        bulk.execute(TAKE, [run.params["round"], Step.FOUND.value])


def _keep(number: int, found: pl.DataFrame, series: str, attempt: int) -> None:
    lasting = pl.col("last_on").replace(date.max, None)
    same = [
        pl.lit(number).alias("round_id"),
        pl.lit(series).alias("series"),
        pl.lit(attempt).alias("attempt"),
    ]
    bulk.add("recall_candidate", found.with_columns(lasting, *same).select(KEPT))
