"""One batch of rows into the history of the residents."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import polars as pl

from sesshu.foundation.walls import current_place
from sesshu.ward.residents.home import home_of
from sesshu.ward.residents.intake import guard, history, known, search_keys, search_rows, telling
from sesshu.ward.residents.intake.source import Source
from sesshu.wire.residents.rows import Batch

_NEWEST_LAST = ["atena_number", "update_number", "line_number"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: rows by fate, and the residents who were added or changed."""

    counts: Counter[str]
    changes: pl.DataFrame

    @property
    def residents(self) -> list[int]:
        """Ids of everybody who was added or changed."""
        return self.changes["resident_id"].unique(maintain_order=True).to_list()


def take(batch: Batch, source: Source) -> Taken:
    """Add what is new in the rows of `batch`; the same rows again change nothing.

    A row is outdated when a later one of the same person (更新連番) is known already.
    """
    rows = known.with_known(batch.frame) if batch.frame.height else _nobody(batch.frame)
    news = _news(rows)
    counts = _fates(rows, news)
    if news.is_empty():
        return Taken(counts, news)
    home = home_of(current_place().municipality)
    with ThreadPoolExecutor(1) as beside:  # keys are our work, rows PostgreSQL's: both at a time
        keys = beside.submit(search_keys.keys_of, news, home)
        changes = history.add(history.with_residents(guard.decided(news)), source)
        search_rows.renew(changes, keys.result())
    guard.shelter_households(changes)
    telling.tell(changes)
    return Taken(counts, changes)


def _news(rows: pl.DataFrame) -> pl.DataFrame:
    later = (pl.col("update_number") >= pl.col("known_update_number")).fill_null(value=True)
    differs = pl.col("fingerprint").ne_missing(pl.col("known_fingerprint"))
    told_once = rows.filter(later & differs).sort(_NEWEST_LAST)
    return told_once.unique(["atena_number", "fingerprint"], keep="first", maintain_order=True)


def _fates(rows: pl.DataFrame, news: pl.DataFrame) -> Counter[str]:
    added = news.filter(pl.col("resident_id").is_null())["atena_number"].n_unique()
    outdated = rows.filter(pl.col("update_number") < pl.col("known_update_number")).height
    return Counter(
        added=added,
        changed=news.height - added,
        outdated=outdated,
        unchanged=rows.height - news.height - outdated,
    )


def _nobody(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(
        resident_id=pl.lit(None, pl.Int64),
        is_guarded=pl.lit(None, pl.Boolean),
        known_fingerprint=pl.lit(None, pl.String),
        known_update_number=pl.lit(None, pl.Int64),
    )
