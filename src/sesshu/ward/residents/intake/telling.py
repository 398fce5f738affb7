"""Tell the number linkage whose state changed (S2.1): 宛名番号 and 異動, nothing else of them."""

from datetime import date
from itertools import starmap

import polars as pl

from sesshu.foundation import post
from sesshu.ward.residents.intake.bulk import JOBS
from sesshu.wire.papers.resident_changed import Change, in_papers

_TOLD = ["atena_number", "transaction_reason", "transaction_on"]


def tell(changes: pl.DataFrame) -> None:
    """Write the papers on `changes` into the transaction that is open."""
    told = starmap(_change, changes.select(_TOLD).iter_rows())
    for paper in in_papers(told):
        post.send("linkage", paper, using=JOBS)


def _change(atena_number: str, reason: str, changed_on: date | None) -> Change:
    return Change(atena_number=atena_number, reason=reason, changed_on=changed_on)
