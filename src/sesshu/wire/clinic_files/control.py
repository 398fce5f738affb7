"""The control line of a clinic file: whose month it is, and what it should hold."""

from dataclasses import dataclass
from datetime import date, datetime

from sesshu.kernel.clinics import read_clinic_code
from sesshu.kernel.numbers import is_municipality_code
from sesshu.wire.clinic_files.codes import Channel
from sesshu.wire.clinic_files.layout import VERSION
from sesshu.wire.residents.control import Encoding, FileRefused

MARK = "SESSHU-CLINIC"


class NotAClinicFile(FileRefused):
    """The first line is no control line of a clinic file."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Control totals: rows, and how many of them tell of a dose and of a screening without one."""

    rows: int
    given: int
    screened_only: int


@dataclass(frozen=True, slots=True)
class Control:
    """What the control line says. `month` is the first day of the month of the doses.

    `provider_code` is None in a punched file, which holds the paper of many clinics.
    """

    file_id: str
    municipality: str
    created_at: datetime
    channel: Channel
    provider_code: str | None
    month: date
    totals: Totals
    encoding: Encoding = Encoding.UTF_8


def render_control(control: Control) -> bytes:
    """The control line with its line end."""
    totals = control.totals
    fields = (
        MARK,
        str(VERSION),
        control.encoding.value,
        control.file_id,
        control.municipality,
        control.created_at.isoformat(timespec="seconds"),
        control.channel.value,
        control.provider_code or "",
        f"{control.month:%Y-%m}",
        *(str(total) for total in (totals.rows, totals.given, totals.screened_only)),
    )
    return (",".join(fields) + "\r\n").encode("ascii")


def parse_control(line: bytes) -> Control:
    """What a control line says. Raises NotAClinicFile."""
    try:
        return _control_of(line.decode("ascii").rstrip("\r\n").split(","))
    except ValueError as problem:
        raise NotAClinicFile(
            "医療機関ファイルの制御行(1行目)を読み取れません。ファイルの種類を確かめ、作り直しを依頼してください。"
        ) from problem


def _control_of(fields: list[str]) -> Control:
    mark, version, encoding, file_id, municipality, created, channel, provider, month = fields[:9]
    if mark != MARK or int(version) != VERSION or not file_id:
        raise ValueError(fields)
    if not is_municipality_code(municipality):
        raise ValueError(municipality)
    created_at = datetime.fromisoformat(created)
    if created_at.tzinfo is None or (Channel(channel) is Channel.CLINIC) != bool(provider):
        raise ValueError(fields)
    rows, given, screened_only = (int(total) for total in fields[9:])
    return Control(
        file_id,
        municipality,
        created_at,
        Channel(channel),
        read_clinic_code(provider) if provider else None,
        date.fromisoformat(f"{month}-01"),
        Totals(rows, given, screened_only),
        Encoding(encoding),
    )
