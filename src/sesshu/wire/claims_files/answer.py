"""The ward's answer to a claims file: each line paid, returned with a reason, or taken back (過誤).

It names lines by their numbers and holds nobody's name, birth date or voucher.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from sesshu.wire.claims_files.control import (
    ANSWER,
    Control,
    NotAClaimsFile,
    parse_control,
)
from sesshu.wire.claims_files.parse import opened
from sesshu.wire.claims_files.render import encoded, in_columns

TITLES = ("元のファイルID", "行番号", "明細番号", "結果", "理由コード", "理由", "金額")
RESULTS = {"paid": "1", "returned": "2", "adjusted": "3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of one line; `file_id` is that of the file it stood in, an earlier one for 過誤.

    `result` is one of RESULTS; `yen` is less than nothing where money is taken back.
    """

    file_id: str
    line_number: int
    claim_number: str
    result: str
    reason_code: str
    reason: str
    yen: int


def write_answer(control: Control, lines: Iterable[Answered]) -> bytes:
    """The file under a control line as it stands."""
    return encoded(control, ANSWER, TITLES, [_line(each) for each in lines])


def read_answer(content: bytes) -> tuple[Control, list[Answered]]:
    """What an answer says, as a 国保連 reads it. Raises NotAClaimsFile."""
    control, (titles, *lines) = opened(content, lambda head: parse_control(head, ANSWER))
    if tuple(titles.split(",")) != TITLES:
        raise NotAClaimsFile("回答ファイルの項目名が様式と違います。")
    return control, [_answered(line) for line in lines if line]


def _line(answered: Answered) -> str:
    return in_columns(
        (
            answered.file_id,
            str(answered.line_number),
            answered.claim_number,
            RESULTS[answered.result],
            answered.reason_code,
            answered.reason,
            str(answered.yen),
        )
    )


def _answered(line: str) -> Answered:
    file_id, number, claim, result, code, reason, yen = next(csv.reader([line]))
    results = {digit: name for name, digit in RESULTS.items()}
    return Answered(
        file_id=file_id,
        line_number=int(number),
        claim_number=claim,
        result=results[result],
        reason_code=code,
        reason=reason,
        yen=int(yen),
    )
