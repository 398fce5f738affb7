"""Columns, codes and the control line of the welfare file, version 1."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sesshu.kernel.numbers import is_municipality_code
from sesshu.wire.residents.control import FileRefused

VERSION = 1
MARK = "SESSHU-WELFARE"
GROUNDS = {"1": "welfare", "2": "remigrant"}
GROUND_TITLES = {"1": "生活保護", "2": "中国残留邦人等支援給付"}


class Column(NamedTuple):
    """A column: its name in code, its title in the file, what stands in it, and whether something must."""

    name: str
    title: str
    kind: str
    required: bool


COLUMNS = (
    Column("atena_number", "宛名番号", "数字10桁", required=True),
    Column("ground", "区分", "コード", required=True),
    Column("valid_from", "開始日", "日付 YYYY-MM-DD", required=True),
    Column("valid_until", "終了日", "日付 YYYY-MM-DD", required=False),
    Column("is_revoked", "取消", "0または1", required=True),
)
TITLES = tuple(column.title for column in COLUMNS)


class NotAWelfareFile(FileRefused):
    """The first line is no control line of a welfare file."""


@dataclass(frozen=True, slots=True)
class Control:
    """What the control line says. `month` is the first day of the month whose recipients are told."""

    file_id: str
    municipality: str
    created_at: datetime
    month: date
    rows: int


def render_control(control: Control) -> str:
    """The control line without its line end."""
    return ",".join(
        (
            MARK,
            str(VERSION),
            control.file_id,
            control.municipality,
            control.created_at.isoformat(timespec="seconds"),
            f"{control.month:%Y-%m}",
            str(control.rows),
        )
    )


def parse_control(line: str) -> Control:
    """What a control line says. Raises NotAWelfareFile."""
    try:
        mark, version, file_id, municipality, created, month, rows = line.split(",")
        created_at = datetime.fromisoformat(created)
        right = (mark, int(version)) == (MARK, VERSION) and file_id and created_at.tzinfo
        if not right or not is_municipality_code(municipality):
            raise ValueError(line)
        first = date.fromisoformat(f"{month}-01")
        return Control(file_id, municipality, created_at, first, int(rows))
    except ValueError as problem:
        raise NotAWelfareFile(
            "生活保護のファイルの制御行（1行目）を読み取れません。ファイルの種類を確かめてください。"
        ) from problem
