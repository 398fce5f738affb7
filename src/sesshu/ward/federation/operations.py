"""What a clerk does with lines of a claims file: put one right, return one."""

from datetime import datetime

from django.db import connection

from sesshu.foundation import ledger, runs
from sesshu.foundation.acting import Actor
from sesshu.foundation.insertion import insert
from sesshu.foundation.runs import Started
from sesshu.ward.federation.codes import PURPOSE, REPLAY, LineState
from sesshu.ward.federation.models import ClaimsLine
from sesshu.ward.federation.queries import line_of
from sesshu.ward.federation.situations import ClaimsLineSettled, ClaimsLineStillFaulty
from sesshu.wire.claims_files.layout import layout_of
from sesshu.wire.claims_files.parse import read_line
from sesshu.wire.residents.rows import Line

_CORRECT = "UPDATE claims_line SET corrected = %s WHERE id = %s"


def correct_line(actor: Actor, line_id: int, text: str) -> None:
    """Keep a line as it should read; `replay` reads it anew.

    Raises ClaimsLineSettled, and ClaimsLineStillFaulty with the faults of the new text.
    """
    with ledger.act(actor, "federation.line_corrected", PURPOSE) as event:
        event.detail(claims_line=line_id)
        line = _open(line_id)
        if line.state != LineState.FAULTY:
            raise ClaimsLineSettled
        read = read_line(Line(line.line_number, text), layout_of(line.file.month))
        if read.form is None:
            raise ClaimsLineStillFaulty(read.faults)
        with connection.cursor() as cursor:
            cursor.execute(_CORRECT, [text, line_id])


def replay(actor: Actor, file_id: int, at: datetime) -> Started:
    """Start the run that reads corrected lines anew, and looks again for doses not on record before `at`."""
    return runs.start(actor, REPLAY, params={"file": file_id, "asked_at": at.isoformat()})


def return_line(actor: Actor, line_id: int, cause: str | None) -> None:
    """Say that a line is returned, and why; without a cause, that the checks decide after all.

    Raises ClaimsLineSettled.
    """
    with ledger.act(actor, "federation.line_returned", PURPOSE) as event:
        event.detail(claims_line=line_id)
        line = _open(line_id)
        if line.resident_id:
            event.about(line.resident_id)
        insert("claims_return", {"line_id": line_id, "cause": cause})


def _open(line_id: int) -> ClaimsLine:
    line = line_of(line_id)
    if line is None:
        raise ClaimsLineSettled
    return line
