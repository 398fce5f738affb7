"""Whom of a stretch of residents the law opens a dose to until a day (V020)."""

from datetime import date

import polars as pl

from sesshu.kernel.outcomes import Status
from sesshu.schedule.sweep import Answers
from sesshu.schedule.types import Rulebook
from sesshu.ward.vouchers.codes import Excluded
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.years import year_of
from sesshu.wire.residents.codes import Status as Registered

OPEN = (str(Status.DUE), str(Status.WAITING), str(Status.SUSPENDED))
GONE = (Registered.MOVE_OUT_ANNOUNCED, Registered.MOVED_OUT, Registered.REMOVED)


def narrowed(residents: pl.DataFrame, conditions: Conditions) -> pl.DataFrame:
    """Those whom the conditions about people name.

    Where a guarded person lives is not known here: a condition about the district leaves them in, and
    `eligible` says so.
    """
    wanted = [pl.lit(value=True)]
    if conditions.born_from:
        wanted.append(pl.col("born_on") >= conditions.born_from)
    if conditions.born_until:
        wanted.append(pl.col("born_on") <= conditions.born_until)
    if conditions.sex:
        wanted.append(pl.col("registered_sex") == conditions.sex)
    if conditions.postal_code:
        near = pl.col("postal_code").str.starts_with(conditions.postal_code).fill_null(value=False)
        wanted.append(near | pl.col("is_guarded"))
    if conditions.moved_in_since:
        wanted.append(pl.col("became_resident_on") >= conditions.moved_in_since)
    return residents.filter(pl.all_horizontal(wanted))


def eligible(
    residents: pl.DataFrame, answers: Answers, conditions: Conditions, on: date, rulebook: Rulebook
) -> tuple[pl.DataFrame, int]:
    """A row for each resident and series with a dose that opens until the day, and how many have had all.

    Columns: `resident_id`, `is_guarded`, `series`, `dose`, `for_year`, `earliest_on`, `last_on`, and
    `excluded` where the register or a suspended recommendation leaves somebody out.
    """
    standings = {
        series: pl.concat([residents, answers.standings[series]], how="horizontal")
        for series in conditions.series
    }
    complete = pl.col("status") == str(Status.COMPLETE)
    done = sum(
        standing.filter(complete, _registered_out().is_null()).height
        for standing in standings.values()
    )
    frames = [
        _of_series(series, standing, conditions, on, rulebook)
        for series, standing in standings.items()
    ]
    return pl.concat(frames), done


def _of_series(
    series: str, standing: pl.DataFrame, conditions: Conditions, on: date, rulebook: Rulebook
) -> pl.DataFrame:
    opens = [
        pl.col("next_dose").is_not_null(),
        pl.col("status").cast(pl.String).is_in(OPEN),
        pl.col("earliest_on") <= conditions.until_on,
        pl.col("last_on") >= on,
    ]
    if conditions.first_dose_only:
        opens.append(pl.col("doses_counted") == 0)
    out = _registered_out()
    if conditions.postal_code:
        out = pl.coalesce(out, _when(pl.col("is_guarded"), Excluded.DISTRICT_UNKNOWN))
    suspended = _when(pl.col("status") == str(Status.SUSPENDED), Excluded.SUSPENDED)
    found = standing.filter(opens)
    years = [year_of(series, max(day, on), rulebook) for day in found["earliest_on"].to_list()]
    return found.select(
        "resident_id",
        "is_guarded",
        pl.lit(series).alias("series"),
        pl.col("next_dose").cast(pl.Int64).alias("dose"),
        pl.Series("for_year", years, dtype=pl.Int64),
        "earliest_on",
        "last_on",
        pl.coalesce(out, suspended).alias("excluded"),
    )


def _registered_out() -> pl.Expr:
    """Why the register leaves somebody out; null for those who live here."""
    status = pl.col("registered_status")
    dead = pl.col("died_on").is_not_null() | (status == Registered.DEAD.value)
    return pl.coalesce(
        _when(dead, Excluded.DEAD),
        _when(status.is_in([each.value for each in GONE]), Excluded.MOVED_OUT),
        _when(status == Registered.OUTSIDE_REGISTER.value, Excluded.OUTSIDE_REGISTER),
    )


def _when(condition: pl.Expr, excluded: Excluded) -> pl.Expr:
    return pl.when(condition).then(pl.lit(excluded.value)).otherwise(pl.lit(None, pl.String))
