"""Putting rows right that could not be used."""

from collections.abc import Iterable

from django.db import connections

from sesshu.foundation import ledger, runs
from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger import Refused
from sesshu.foundation.runs import Started
from sesshu.ward.residents.intake.rejects import tells_protection
from sesshu.ward.residents.models import RejectedRow, Resident
from sesshu.wire.residents.checks import Fault
from sesshu.wire.residents.rows import Line, parse_lines

REPLAY = "residents.replay"
PURPOSE = "住民情報の取込み"


class RowNotCorrected(Refused):
    """The row stays as it is; subclasses say why. The message is for the clerk."""

    reason = "row_not_corrected"
    message = "この行は直せません。一覧から開き直してください。"

    def __init__(self) -> None:
        super().__init__(self.message)


class RowSettled(RowNotCorrected):
    """It was taken in already, or there is no such row."""

    reason = "row_settled"
    message = "この行は、すでに取り込まれたか、見つかりません。一覧で確かめてください。"


class RowGuarded(RowNotCorrected):
    """The row holds or may hold what is guarded; nobody retypes it here."""

    reason = "row_guarded"
    message = "この行は担当課対応です。住民記録の担当に、訂正した差分ファイルを依頼してください。"


class StillFaulty(RowNotCorrected):
    """The corrected text cannot be used either; `faults` say why."""

    reason = "row_still_faulty"
    message = "直した行にも、まだ誤りがあります。"

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)


def correct_row(actor: Actor, row_id: int, text: str) -> None:
    """Keep the line as it should read; `replay` takes it in.

    Raises RowSettled, RowGuarded, and StillFaulty with the faults of the new text.
    """
    with ledger.act(actor, "registry.row_corrected", PURPOSE) as entry:
        entry.detail(rejected_row=row_id)
        row = RejectedRow.objects.select_related("registry_file").filter(pk=row_id).first()
        if row is None or row.settled_at is not None:
            raise RowSettled
        if row.raw is None or tells_protection(text):
            raise RowGuarded
        number = _usable(row, text)
        resident = Resident.objects.filter(atena_number=number).first()
        if resident is None or resident.is_guarded:
            raise RowGuarded
        entry.about(resident.pk)
        with connections["default"].cursor() as cursor:
            cursor.execute("UPDATE rejected_row SET corrected = %s WHERE id = %s", [text, row_id])


def replay(actor: Actor, file_id: int) -> Started | None:
    """Start the run that takes every corrected row of a file in; None when no row waits for it."""
    waiting = RejectedRow.objects.filter(registry_file_id=file_id, settled_at=None)
    rows = waiting.exclude(corrected=None).order_by("id").values_list("id", flat=True)
    if not rows:
        return None
    return runs.start(actor, REPLAY, params={"file": file_id, "rows": list(rows)})


def _usable(row: RejectedRow, text: str) -> str:
    """The 宛名番号 of the corrected line."""
    created_on = row.registry_file.created_at.date()
    batch = parse_lines([Line(row.line_number, text)], created_on)
    if batch.bad_rows:
        raise StillFaulty(batch.bad_rows[0].faults)
    return str(batch.frame["atena_number"][0])
