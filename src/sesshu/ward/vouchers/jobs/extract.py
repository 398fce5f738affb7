"""一斉発行の抽出: who becomes eligible until a day, and who of them gets no voucher, with the reason (B1)."""

from collections import Counter
from datetime import date
from typing import ClassVar, NamedTuple

import polars as pl

from sesshu.foundation.runs import Chunk, ChunkPlan, Counts, Job, Outcome, Plan, Run, job
from sesshu.schedule.sweep import Population, sweep
from sesshu.schedule.types import Rulebook
from sesshu.ward.circumstances.jobs.population import with_circumstances
from sesshu.ward.pregnancies.jobs.population import facts_of, pregnancies_between, with_pregnancies
from sesshu.ward.records.jobs.population import JOBS, doses_of, registered_between, stretches
from sesshu.ward.residents.intake import bulk
from sesshu.ward.rulebooks.releases import kept
from sesshu.ward.vouchers.codes import Excluded, Step
from sesshu.ward.vouchers.conditions import Conditions, read_conditions
from sesshu.ward.vouchers.jobs.eligible import eligible, narrowed
from sesshu.ward.vouchers.jobs.left_out import left_out
from sesshu.ward.vouchers.jobs.steps import take_step
from sesshu.ward.vouchers.jobs.whole_course import with_later_doses

KIND = "issue.extract"
TITLE = "一斉発行の抽出"
AT_A_TIME = 20_000
ASKED = "SELECT conditions, base_on, release FROM issue_run WHERE id = %s"
KEPT = (
    "issue_run_id",
    "resident_id",
    "series",
    "dose",
    "for_year",
    "pregnancy_id",
    "earliest_on",
    "last_on",
    "is_guarded",
    "excluded",
    "mail_returned",
)


class Asked(NamedTuple):
    """What a run looks for, judged as of which day, by which law."""

    conditions: Conditions
    on: date
    rulebook: Rulebook


@job(KIND, system="ward", title=TITLE, purpose=TITLE)
class ExtractCandidates(Job):
    """A chunk is a stretch of residents; the conditions, the day and the law were fixed with the run."""

    result_page: ClassVar = "issue-runs"
    labels: ClassVar = {
        "residents": "調べた住民",
        "found": "発行する券",
        "done": "接種済み",
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
        """Sweep those of a stretch whom the conditions name; keep whom the law opens a dose to."""
        issue_run, asked = run.params["issue_run"], asked_by(run.params["issue_run"])
        first, last = chunk.spec["first"], chunk.spec["last"]
        residents = narrowed(registered_between(first, last), asked.conditions)
        alive = residents.with_columns(pl.lit(None, pl.Date).alias("died_on"))
        told = pregnancies_between(first, last)
        population = Population(
            residents=alive, doses=doses_of(alive, first, last), facts=facts_of(told, alive)
        )
        population = with_circumstances(population)
        answers = sweep(population, asked.on, asked.rulebook, asked.conditions.series)
        found, done = eligible(residents, answers, asked.conditions, asked.on, asked.rulebook)
        if asked.conditions.whole_course:
            found = with_later_doses(found, population, asked.on, asked.rulebook)
        found = left_out(with_pregnancies(found, told, asked.on, asked.rulebook), first, last)
        _keep(issue_run, found)
        return Outcome(
            _counts(found) | {"residents": len(residents), "done": done}, _members(found)
        )

    def finish(self, run: Run, counts: Counts, control: Counts) -> None:
        """The list is whole."""
        super().finish(run, counts, control)
        take_step(run.params["issue_run"], Step.EXTRACTED)


def asked_by(issue_run: int) -> Asked:
    """What a run was asked for."""
    [(conditions, on, release)] = bulk.rows(ASKED, [issue_run])
    return Asked(read_conditions(conditions), on, kept(release, JOBS))


def _keep(issue_run: int, found: pl.DataFrame) -> None:
    lasting = pl.col("last_on").replace(date.max, None)
    rows = found.with_columns(pl.lit(issue_run).alias("issue_run_id"), lasting)
    bulk.add("issue_candidate", rows.select(KEPT))


def _counts(found: pl.DataFrame) -> dict[str, int]:
    counted = Counter(found["excluded"].fill_null("found").to_list())
    return {"found": 0, **counted}


def _members(found: pl.DataFrame) -> list[int]:
    return found["resident_id"].unique().sort().to_list()
