"""Resident files for tests, taken in by the real run."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
from django.db import connections

from sesshu.foundation.acting import Actor
from sesshu.foundation.runs import start
from sesshu.foundation.runs.steps import step
from sesshu.wire.residents.control import FileKind, render_control
from sesshu.wire.residents.frame import SCHEMA
from sesshu.wire.residents.parse import open_again
from sesshu.wire.residents.render import Letterhead, render_rows, write_file

TOKYO = ZoneInfo("Asia/Tokyo")
MADE_AT = datetime(2026, 11, 20, 3, 30, tzinfo=TOKYO)
CLERK = Actor(1, "一括処理の担当")
HOME = "東京都世田谷区世田谷四丁目21番27号"
USUAL: Mapping[str, object] = dict.fromkeys(SCHEMA) | {
    "atena_number": "0000000001",
    "household_number": "0070000001",
    "history_number": 1,
    "update_number": 1,
    "transaction_class": "1",
    "transaction_reason": "11",
    "transaction_on": date(2020, 4, 1),
    "processed_at": datetime(2020, 4, 1, 17, 15),  # noqa: DTZ001
    "is_revoked": False,
    "name": "髙橋　葵",
    "name_kana": "タカハシ　アオイ",
    "birth_on": date(1990, 5, 5),
    "birth_certainty": "0",
    "sex": "2",
    "relationship": "02",
    "status": "1",
    "became_resident_on": date(2020, 4, 1),
    "is_foreign": False,
    "is_outside_register": False,
    "postal_code": "1540017",
    "address": HOME,
    "phone": "0312345678",
}


def person(number: int | str, **values: object) -> dict[str, object]:
    """A usual resident with this 宛名番号 and some values replaced."""
    return dict(USUAL) | {"atena_number": f"{int(number):010d}"} | values


def file_of(
    path: Path,
    *people: Mapping[str, object],
    sequence: int = 1,
    kind: FileKind = FileKind.FULL,
    code: str = "131121",
) -> Path:
    """A resident file about these people."""
    head = Letterhead(f"JUKI-{code}-{sequence}-{path.stem}", code, MADE_AT, sequence, kind)
    write_file(path, head, [pl.DataFrame(people, schema=SCHEMA, orient="row")])
    return path


def line_of(row: Mapping[str, object]) -> str:
    """A person as a line of the file, without its line end."""
    return render_rows(pl.DataFrame([row], schema=SCHEMA, orient="row")).rstrip("\r\n")


def tampered(path: Path, before: str, after: str) -> Path:
    """The file with one line written otherwise, and a control line that agrees with it."""
    control = open_again(path).control
    _, body = path.read_bytes().split(b"\r\n", 1)
    changed = body.replace(before.encode(), after.encode(), 1)
    assert changed != body
    told = replace(control, sha256=sha256(changed).hexdigest())
    path.write_bytes(render_control(told) + changed)
    return path


def take_in(path: Path, *, resume: bool = True) -> dict[str, int]:
    """Run the import of a file to its end; the counts of the run. Raises RunFailed with the clerk's words."""
    run = (
        start(CLERK, "residents.import", input=path, input_name=path.name, using="jobs")
        if resume
        else None
    )
    work_off()
    with connections["jobs"].cursor() as cursor:
        last = "SELECT state, failure, counts FROM run WHERE id = coalesce(%s, (SELECT max(id) FROM run))"
        cursor.execute(last, [run.run_id if run else None])
        state, failure, counts = cursor.fetchone()
    if state != "done":
        raise RunFailed(failure)
    return dict(json.loads(counts or "{}"))


def work_off() -> None:
    """Do everything that waits to be done."""
    while step():
        pass


class RunFailed(Exception):
    """The run ended with these words for the clerk."""
