"""Whom of a stretch of residents a round finds overdue, and who of them is left out (V041–V043)."""

from datetime import date, timedelta

import polars as pl

from sesshu.kernel.outcomes import Status
from sesshu.ward.recall.codes import Excluded
from sesshu.ward.recall.conditions import Conditions
from sesshu.ward.recall.practice import practice
from sesshu.ward.records.jobs.population import copied, of_people
from sesshu.ward.vouchers.jobs.left_out import told_between

OPEN = (str(Status.DUE), str(Status.SUSPENDED))
# A letter that was pulled before posting counts as written: whoever died, left or was vaccinated needs none.
WRITTEN = of_people(
    """
SELECT n.person_id AS resident_id, n.series, n.dose::bigint AS dose, n.attempt::bigint AS written,
       (p.recorded_at AT TIME ZONE 'Asia/Tokyo')::date AS posted_on
FROM {rows} n
LEFT JOIN recall_step p ON p.round_id = n.round_id AND p.step = 'posted'
""",
    "recall_notice",
)
WRITTEN_COLUMNS = {
    "resident_id": pl.Int64,
    "series": pl.String,
    "dose": pl.Int64,
    "written": pl.Int64,
    "posted_on": pl.Date,
}


# Who moved in brings a history that no clinic of the ward sent.
BROUGHT_ALONG = of_people(
    """
SELECT DISTINCT c.person_id AS resident_id FROM {rows} c JOIN dose d ON d.id = c.dose_id
WHERE d.source IN ('municipality', 'person', 'national_system', 'abroad')
""",
    "current_dose",
)


def overdue(
    residents: pl.DataFrame, standing: pl.DataFrame, conditions: Conditions, on: date
) -> pl.DataFrame:
    """Residents who may be given the dose on a day and are late for it.

    Columns: `resident_id`, `is_guarded`, `dose`, `standard_until`, `last_on`, `came_on` (the day of moving
    in, none for who was born here), and `excluded` where residents are not urged at present.
    """
    found = pl.concat([residents, standing], how="horizontal")
    ended_by = on - timedelta(days=max(conditions.overdue_days, 1))
    late = pl.col("standard_until") <= ended_by
    if conditions.ends_until is not None:
        late = late.fill_null(value=False) | (pl.col("last_on") <= conditions.ends_until)
    suspended = pl.when(pl.col("status") == str(Status.SUSPENDED))
    return found.filter(
        pl.col("next_dose").is_not_null(),
        pl.col("status").cast(pl.String).is_in(OPEN),
        pl.col("earliest_on") <= on,
        pl.col("last_on") >= on,
        late,
    ).select(
        "resident_id",
        "is_guarded",
        pl.col("next_dose").cast(pl.Int64).alias("dose"),
        "standard_until",
        "last_on",
        pl.when(pl.col("became_resident_on") > pl.col("born_on"))
        .then(pl.col("became_resident_on"))
        .alias("came_on"),
        suspended.then(pl.lit(Excluded.SUSPENDED.value)).alias("excluded"),
    )


def left_out(
    found: pl.DataFrame, conditions: Conditions, on: date, first: int, last: int
) -> pl.DataFrame:
    """With `excluded` filled where the ward was told, waits for a history, or has written before."""
    of_series = pl.col("series") == conditions.series
    told = told_between(first, last).filter(of_series | pl.col("series").is_null())
    told = told.unique("resident_id", keep="first", maintain_order=True).drop("series")
    written = copied(WRITTEN, WRITTEN_COLUMNS, first, last).filter(of_series).drop("series")
    newest = written.sort("written").group_by(["resident_id", "dose"], maintain_order=True).last()
    joined = found.join(told, on="resident_id", how="left").join(
        newest, on=["resident_id", "dose"], how="left"
    )
    brought = copied(BROUGHT_ALONG, {"resident_id": pl.Int64}, first, last)
    awaited = _awaited(on) & ~pl.col("resident_id").is_in(brought["resident_id"].to_list())
    by_history = pl.when(awaited).then(pl.lit(Excluded.HISTORY_AWAITED.value))
    return joined.with_columns(
        pl.coalesce("excluded", "cause", by_history, _by_letters(conditions, on)).alias("excluded")
    ).select(found.columns)


def _awaited(on: date) -> pl.Expr:
    """Whether somebody moved in so lately that the records of before may still come (B4)."""
    since = on - timedelta(days=practice().newcomer_days)
    return (pl.col("came_on") > since).fill_null(value=False)


def _by_letters(conditions: Conditions, on: date) -> pl.Expr:
    written, posted = pl.col("written").fill_null(0), pl.col("posted_on")
    recent = posted > on - timedelta(days=conditions.days_since_last)
    return (
        pl.when(written >= conditions.attempt)
        .then(pl.lit(Excluded.NOTIFIED.value))
        .when((written < conditions.attempt - 1) | (written > 0) & posted.is_null())
        .then(pl.lit(Excluded.EARLIER_MISSING.value))
        .when((written > 0) & recent)
        .then(pl.lit(Excluded.TOO_SOON.value))
        .otherwise(pl.lit(None, pl.String))
    )
