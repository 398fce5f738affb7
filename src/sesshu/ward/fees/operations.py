"""Putting rows of a welfare file right, and entering the 課税区分 of a certificate."""

from django.db import DEFAULT_DB_ALIAS, connection

from sesshu.foundation import ledger, runs
from sesshu.foundation.acting import Actor
from sesshu.foundation.runs import Started
from sesshu.ward.fees.codes import FEE_PURPOSE, REPLAY_WELFARE, WELFARE_PURPOSE, TaxClass
from sesshu.ward.fees.jobs.take import NOBODY, residents_of
from sesshu.ward.fees.models import WelfareRejectedRow
from sesshu.ward.fees.situations import WelfareRowSettled, WelfareRowStillFaulty
from sesshu.wire.residents.rows import Line
from sesshu.wire.welfare_files.parse import Receipt, read_line

CORRECT = "UPDATE welfare_rejected_row SET corrected = %s WHERE id = %s"
ENTER_TAX = "INSERT INTO tax_status (resident_id, fiscal_year, tax_class) VALUES (%s, %s, %s)"


def correct_row(actor: Actor, row_id: int, text: str) -> None:
    """Keep the line as it should read; `replay` takes it in.

    Raises WelfareRowSettled, and WelfareRowStillFaulty with the faults of the new text.
    """
    with ledger.act(actor, "welfare.row_corrected", WELFARE_PURPOSE) as event:
        event.detail(welfare_row=row_id)
        row = WelfareRejectedRow.objects.filter(pk=row_id, settled_at=None).first()
        if row is None:
            raise WelfareRowSettled
        event.about(_resident_of(_usable(Line(row.line_number, text))))
        with connection.cursor() as cursor:
            cursor.execute(CORRECT, [text, row_id])


def replay(actor: Actor, file_id: int) -> Started | None:
    """Start the run that takes every corrected row of a file in; None when no row waits for it."""
    waiting = WelfareRejectedRow.objects.filter(file_id=file_id, settled_at=None)
    rows = waiting.exclude(corrected=None).order_by("id").values_list("id", flat=True)
    if not rows:
        return None
    return runs.start(actor, REPLAY_WELFARE, params={"file": file_id, "rows": list(rows)})


def enter_tax(actor: Actor, resident_id: int, fiscal_year: int, tax_class: TaxClass) -> None:
    """Keep the 課税区分 of the household as its certificate says it."""
    with ledger.act(actor, "fees.tax_entered", FEE_PURPOSE) as event:
        event.about(resident_id)
        with connection.cursor() as cursor:
            cursor.execute(ENTER_TAX, [resident_id, fiscal_year, tax_class.value])


def _usable(line: Line) -> Receipt:
    row = read_line(line)
    if row.receipt is None:
        raise WelfareRowStillFaulty(row.faults)
    return row.receipt


def _resident_of(receipt: Receipt) -> int:
    found = residents_of([receipt.atena_number], DEFAULT_DB_ALIAS)
    if not found:
        raise WelfareRowStillFaulty([NOBODY])
    return found[receipt.atena_number]
