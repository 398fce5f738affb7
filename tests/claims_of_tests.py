"""Claims files for tests, taken in by the real run and settled by two people."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from clinic_files_of_tests import CLINIC, finish
from doses_of_tests import BORN, mr1, record
from ledger_of_tests import CLERK, COLLEAGUE
from residents_of_tests import add_resident
from settlements_of_tests import UNIT

from sesshu.foundation import runs, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal
from sesshu.schedule import load
from sesshu.ward.federation.codes import TAKE
from sesshu.ward.federation.models import ClaimsFile
from sesshu.ward.federation.settling import Sheet, propose, sheet_of
from sesshu.ward.records.queries import RecordedDose
from sesshu.wire.claims_files.control import Control
from sesshu.wire.claims_files.form import ClaimForm
from sesshu.wire.claims_files.layout import layout_of
from sesshu.wire.claims_files.render import render_line, write_file

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
GIVEN_ON = date(2026, 4, 10)
FEDERATION = "132"
SOUNDS = "アイウエオカキクケコサシスセソタチツテト"


def kana(number: int) -> str:
    """The reading of a child of tests."""
    return f"ヤマダ　{SOUNDS[number]}コ"


def given(number: int = 1, on: date = GIVEN_ON, atena_number: str = "") -> RecordedDose:
    """A dose of MR1 at the clinic of tests, of a child with a reading of its own."""
    child = add_resident(BORN, name_kana=kana(number), atena_number=atena_number)
    return record(mr1(child, on))


def claim_for(number: int = 1, on: date = GIVEN_ON, **others: Any) -> ClaimForm:
    """The right claim about such a dose."""
    said: dict[str, Any] = {
        "claim_number": f"{number:014}",
        "provider_code": CLINIC,
        "name_kana": kana(number),
        "birth_on": BORN,
        "sex": "2",
        "series": "MR1",
        "product": "MR",
        "given_on": on,
        "unit_yen": UNIT,
        "yen": UNIT,
    }
    return ClaimForm(**(said | others))


def claims_file(path: Path, *rows: ClaimForm | str, month: date = MAY, **others: Any) -> Path:
    """A file of these claims, and lines as they stand."""
    lines = [
        each if isinstance(each, str) else render_line(each, layout_of(month)) for each in rows
    ]
    said: dict[str, Any] = {
        "file_id": path.stem,
        "federation": FEDERATION,
        "municipality": "131121",
        "created_at": datetime(2026, 5, 20, 9, tzinfo=ZoneInfo("Asia/Tokyo")),
        "month": month,
        "rows": len(lines),
        "yen": sum(each.signed_yen for each in rows if isinstance(each, ClaimForm)),
    }
    write_file(path, Control(**(said | others)), lines)
    return path


def take_claims(path: Path) -> tuple[ClaimsFile, dict[str, int]]:
    """Take a file in by the real run; the file and the counts. Raises NotTaken."""
    run = runs.start(CLERK, TAKE, input=path, input_name=path.name).run_id
    counts = finish(run)
    return ClaimsFile.objects.get(run_id=run), counts


def taken(folder: Path, *rows: ClaimForm | str, name: str = "C1", **others: Any) -> ClaimsFile:
    """A file of these claims as it was taken in."""
    return take_claims(claims_file(folder / f"{name}.csv", *rows, **others))[0]


def sheet(file: ClaimsFile) -> Sheet:
    """The file held against what is known now."""
    return sheet_of(file, load.current())


def said(file: ClaimsFile) -> list[tuple[str, str | None]]:
    """Treatment and finding of each line."""
    return [
        (each.treatment.value, each.finding.value if each.finding else None)
        for each in sheet(file).judged
    ]


def proposed(file: ClaimsFile) -> Proposal:
    """The clerk asks to settle a file."""
    return propose(CLERK, file, "5月の請求")


def approve(proposal: Proposal, actor: Actor = COLLEAGUE) -> None:
    """The colleague settles it."""
    second_person.approve(actor, proposal.pk, proposal.sha256)


def settle(file: ClaimsFile) -> Proposal:
    """A file that two people settled."""
    proposal = proposed(file)
    approve(proposal)
    return proposal
