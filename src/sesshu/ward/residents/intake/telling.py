"""The number linkage hears which 宛名番号 had which 異動: no name, no 個人番号 (S2.1)."""

import polars as pl

from sesshu.foundation import post
from sesshu.ward.residents.intake.bulk import JOBS
from sesshu.wire.papers.resident_changed import Change, in_papers

LINKAGE = "linkage"


def tell(changes: pl.DataFrame) -> None:
    """Send papers about the transactions in these rows, in their order."""
    rows = changes.select("atena_number", "transaction_reason", "transaction_on").iter_rows()
    told = (
        Change(atena_number=number, reason=reason, changed_on=on) for number, reason, on in rows
    )
    for paper in in_papers(told):
        post.send(LINKAGE, paper, using=JOBS)
