"""国保連への回答: what became of each line of a settled file; it leaves by the media ledger (R8, V106)."""

from collections.abc import Iterable
from typing import ClassVar

from django.utils.timezone import get_default_timezone

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.foundation.media.lists import (
    Conditions,
    Row,
    TakeOutList,
    UnknownConditions,
    column,
    take_out_list,
)
from sesshu.foundation.media.states import FileFormat
from sesshu.foundation.walls import current_place
from sesshu.ui.dates import in_month
from sesshu.ward.federation import privacy, queries
from sesshu.ward.federation.models import ClaimsFile
from sesshu.ward.fees.models import Settlement
from sesshu.wire.claims_files.answer import Answered, write_answer
from sesshu.wire.claims_files.control import Control

FILE, LINE, OUTCOME = (
    (privacy.FIELDS, table) for table in ("claims_file", "claims_line", "claims_outcome")
)


@take_out_list
class FederationAnswer(TakeOutList):
    """One row for each line that a settlement answers."""

    kind: ClassVar = "federation.answer"
    title: ClassVar = "国保連への回答"
    permission: ClassVar = Permission.FEE_SETTLE
    formats: ClassVar = (FileFormat.ANSWER,)
    columns: ClassVar = (
        column("元のファイルID", *FILE, "file_id"),
        column("行番号", *LINE, "line_number"),
        column("明細番号", *LINE, "claim_number"),
        column("結果", *OUTCOME, "treatment"),
        column("理由コード", *OUTCOME, "finding"),
        column("理由", *OUTCOME, "cause"),
        column("金額", *OUTCOME, "yen"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``claims_file``: one that is settled."""
        return {"claims_file": str(_settled(given).claims_file_id)}

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Which file."""
        settlement = _settled(conditions)
        return [("請求の月", in_month(settlement.month)), ("支払額", f"{settlement.yen:,}円")]

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """One row for each line; whose dose it is about is not told, and not known to who reads it."""
        for outcome in queries.outcomes_of(_settled(conditions)):
            line = outcome.line
            values = (
                line.file.file_id,
                line.line_number,
                line.claim_number,
                outcome.treatment,
                outcome.finding,
                outcome.cause,
                outcome.yen,
            )
            yield Row(line.resident_id, values)

    def in_own_format(self, conditions: Conditions, rows: Iterable[Row]) -> bytes:
        """The answer file of the claims' own layout."""
        settlement = _settled(conditions)
        file = ClaimsFile.objects.get(settlement=settlement)
        answers = [_answered(row) for row in rows]
        control = Control(
            f"{file.file_id}-A",
            file.federation,
            current_place().municipality,
            settlement.settled_at.astimezone(get_default_timezone()),
            file.month,
            len(answers),
            sum(each.yen for each in answers),
        )
        return write_answer(control, answers)


def _answered(row: Row) -> Answered:
    file_id, number, claim, result, code, reason, yen = row.values
    return Answered(
        file_id=str(file_id),
        line_number=int(str(number)),
        claim_number=str(claim or ""),
        result=str(result),
        reason_code=str(code or ""),
        reason=str(reason or ""),
        yen=int(str(yen)),
    )


def _settled(given: Conditions) -> Settlement:
    number = given.get("claims_file", "")
    if number.isascii() and number.isdigit():
        found = Settlement.objects.filter(claims_file_id=int(number)).first()
        if found is not None:
            return found
    raise UnknownConditions(number)
