"""The control line of a claims file and of the answer to it: whose they are, and what they should hold."""

from dataclasses import dataclass
from datetime import date, datetime

from sesshu.kernel.numbers import is_municipality_code
from sesshu.wire.residents.control import Encoding, FileRefused

VERSION = 1
CLAIMS, ANSWER = "SESSHU-CLAIMS", "SESSHU-CLAIMS-ANSWER"


class NotAClaimsFile(FileRefused):
    """The first line is no control line of a claims file."""


@dataclass(frozen=True, slots=True)
class Control:
    """What the control line says. `month` is the first day of the month in which the claims are made.

    `federation` is the number of the 国保連; `yen` the sum of the lines, where withdrawals count as less.
    """

    file_id: str
    federation: str
    municipality: str
    created_at: datetime
    month: date
    rows: int
    yen: int
    encoding: Encoding = Encoding.UTF_8


def render_control(control: Control, mark: str = CLAIMS) -> bytes:
    """The control line with its line end."""
    fields = (
        mark,
        str(VERSION),
        control.encoding.value,
        control.file_id,
        control.federation,
        control.municipality,
        control.created_at.isoformat(timespec="seconds"),
        f"{control.month:%Y-%m}",
        str(control.rows),
        str(control.yen),
    )
    return (",".join(fields) + "\r\n").encode("ascii")


def parse_control(line: bytes, mark: str = CLAIMS) -> Control:
    """What a control line says. Raises NotAClaimsFile."""
    try:
        return _control_of(line.decode("ascii").rstrip("\r\n").split(","), mark)
    except ValueError as problem:
        raise NotAClaimsFile(
            "国保連の請求ファイルの制御行（1行目）を読み取れません。ファイルの種類を確かめ、作り直しを依頼してください。"
        ) from problem


def _control_of(fields: list[str], expected: str) -> Control:
    mark, version, encoding, file_id, federation, municipality, created, month, rows, yen = fields
    if (mark, int(version)) != (expected, VERSION) or not file_id or not federation:
        raise ValueError(fields)
    created_at = datetime.fromisoformat(created)
    if created_at.tzinfo is None or not is_municipality_code(municipality):
        raise ValueError(fields)
    return Control(
        file_id,
        federation,
        municipality,
        created_at,
        date.fromisoformat(f"{month}-01"),
        int(rows),
        int(yen),
        Encoding(encoding),
    )
