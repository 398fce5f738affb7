"""規則の版の比較: what another release would do to the ward's residents (issue 3.8)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import polars as pl
from django.db import connections

from sesshu.foundation.clock import today
from sesshu.foundation.runs import Chunk, ChunkPlan, Job, JobFailed, Outcome, Plan, Run, job
from sesshu.schedule.comparison import Effect
from sesshu.schedule.errors import RulebookError
from sesshu.schedule.sweep.effects import effects
from sesshu.ward.circumstances.jobs.population import with_circumstances
from sesshu.ward.records.jobs.population import JOBS, population_between, stretches
from sesshu.ward.rulebooks.releases import keep_current, keep_draft, kept

KIND = "rulebook.compare"
TITLE = "規則の版の比較"
BEGIN = "INSERT INTO rulebook_comparison (run_id, old, new, judged_on) VALUES (%s, %s, %s, %s)"
AT_A_TIME = 20_000
KEPT = (
    "resident_id",
    "series",
    "effect",
    "before_status",
    "before_earliest_on",
    "before_last_on",
    "after_status",
    "after_earliest_on",
    "after_last_on",
)


@job(KIND, system="ward", title=TITLE, purpose=TITLE)
class CompareReleases(Job):
    """A chunk is a stretch of residents; the day and both releases are fixed when the run is planned."""

    takes_files: ClassVar = True
    result_page: ClassVar = "rulebook-comparisons"
    labels: ClassVar = {
        "residents": "調べた住民",
        "affected": "変わる住民",
        **{str(effect): effect.ja for effect in Effect},
    }

    def plan(self, run: Run) -> Plan:
        """Refuse a file that is no release; else keep both releases and cut the residents into stretches."""
        if run.input is None:
            raise JobFailed("比べる規則の版のファイルを選んで、始め直してください。")
        try:
            new = keep_draft(run.input.read_bytes(), JOBS)
        except RulebookError as problem:
            raise JobFailed(f"このファイルは規則の版として使えません。{problem}") from problem
        old, on = keep_current(JOBS), today()
        _begin(run.id, old, new, on)
        return Plan(_chunks(old, new, on))

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Judge the residents of a stretch by both releases, and keep whom they answer differently."""
        population = with_circumstances(population_between(chunk.spec["first"], chunk.spec["last"]))
        old, new = kept(chunk.spec["old"], JOBS), kept(chunk.spec["new"], JOBS)
        found = effects(population, date.fromisoformat(chunk.spec["on"]), old, new)
        _keep(run.id, found)
        members = found["resident_id"].unique().sort().to_list()
        counts = Counter(found["effect"].cast(pl.String).to_list())
        counts |= {"residents": len(population.residents), "affected": len(members)}
        return Outcome(counts=counts, members=members)


def _chunks(old: str, new: str, on: date) -> Iterator[ChunkPlan]:
    for first, last, size in stretches(AT_A_TIME):
        spec = {"first": first, "last": last, "old": old, "new": new, "on": on.isoformat()}
        yield ChunkPlan(size, spec)


def _begin(run_id: int, old: str, new: str, on: date) -> None:
    with connections[JOBS].cursor() as cursor:
        cursor.execute(BEGIN, [run_id, old, new, on])


def _keep(run_id: int, found: pl.DataFrame) -> None:
    columns = ", ".join(("run_id", *KEPT))
    lasting = [pl.col(name).replace(date.max, None) for name in KEPT if name.endswith("_last_on")]
    rows = found.with_columns(lasting).select(pl.lit(run_id).alias("run_id"), *KEPT)
    statement = f"COPY rulebook_effect ({columns}) FROM STDIN (FORMAT csv)"
    with connections[JOBS].cursor() as cursor, cursor.cursor.copy(statement) as copy:
        copy.write(rows.write_csv(include_header=False))
