"""Small resident files for the tests of the wire."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from sesshu.wire.residents.control import Encoding, FileKind
from sesshu.wire.residents.frame import SCHEMA
from sesshu.wire.residents.layout import COLUMN_NAMES
from sesshu.wire.residents.render import Letterhead, render_rows, write_file
from sesshu.wire.residents.rows import Line

MADE_AT = datetime(2026, 11, 20, 3, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
USUAL = {
    "atena_number": "0012345678",
    "household_number": "0070000001",
    "history_number": "1",
    "update_number": "1",
    "transaction_class": "1",
    "transaction_reason": "13",
    "transaction_on": "2026-09-01",
    "processed_at": "2026-09-02T17:15:00",
    "is_revoked": "0",
    "name": "髙橋　葵",
    "name_kana": "タカハシ　アオイ",
    "birth_on": "2026-09-01",
    "birth_certainty": "0",
    "sex": "2",
    "relationship": "20",
    "status": "1",
    "became_resident_on": "2026-09-01",
    "is_foreign": "0",
    "is_outside_register": "0",
    "postal_code": "1540017",
    "address": "東京都世田谷区世田谷四丁目21番27号",
}


def line(number: int = 3, **values: str) -> Line:
    """A line of a usual newborn, with some values replaced."""
    row = USUAL | values
    return Line(number, ",".join(row.get(name, "") for name in COLUMN_NAMES))


def frame(*people: dict[str, object]) -> pl.DataFrame:
    """A typed frame of usual newborns, each with some values replaced."""
    usual = pl.DataFrame([USUAL], schema=dict.fromkeys(COLUMN_NAMES, pl.String))
    typed = usual.with_columns(
        pl.col("history_number", "update_number").cast(pl.Int64),
        pl.col("transaction_on", "birth_on", "became_resident_on").str.to_date(),
        pl.col("processed_at").str.to_datetime("%Y-%m-%dT%H:%M:%S"),
        *(pl.col(name) == "1" for name in ("is_revoked", "is_foreign", "is_outside_register")),
    ).select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    return pl.DataFrame(
        [typed.to_dicts()[0] | person for person in people], schema=SCHEMA, orient="row"
    )


def head(encoding: Encoding = Encoding.UTF_8, sequence: int = 1) -> Letterhead:
    """The letterhead of a full file of 世田谷区."""
    return Letterhead("JUKI-TEST-1", "131121", MADE_AT, sequence, FileKind.FULL, encoding)


def written(path: Path, *people: dict[str, object], encoding: Encoding = Encoding.UTF_8) -> Path:
    """A file about these people."""
    write_file(path, head(encoding), [frame(*people)])
    return path


__all__ = ["MADE_AT", "USUAL", "frame", "head", "line", "render_rows", "written"]
