"""Which files were taken in."""

from datetime import datetime

from sesshu.foundation.runs import JobFailed, Run
from sesshu.ward.intake.jobs.cases import FileFacts
from sesshu.ward.residents.intake import bulk
from sesshu.wire.clinic_files.control import Control

_KNOWN = "SELECT file_id FROM intake_file WHERE file_id = %s"
_REGISTER = """
INSERT INTO intake_file (file_id, sha256, channel, provider_code, month, created_at,
    stated_rows, stated_given, stated_screened, run_id, registered_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_BY_ID = "SELECT id, channel, month FROM intake_file WHERE id = %s"
_BY_RUN = "SELECT id, channel, month FROM intake_file WHERE run_id = %s"


def register(control: Control, run: Run, at: datetime) -> None:
    """Enter a file. Raises JobFailed for an id that other bytes came under."""
    totals = control.totals
    if bulk.rows(_KNOWN, [control.file_id]):
        raise JobFailed(
            f"ファイルID {control.file_id} は、違う内容ですでに取り込まれています。"
            "どちらが正しいか、作った医療機関に確かめてください。"
        )
    values = [
        control.file_id,
        run.input_sha256,
        control.channel.value,
        control.provider_code,
        control.month,
        control.created_at,
        totals.rows,
        totals.given,
        totals.screened_only,
        run.id,
        at,
    ]
    bulk.execute(_REGISTER, values)


def known_file(run: Run) -> FileFacts:
    """The file that a run entered."""
    return _one(_BY_RUN, run.id)


def facts_of(file_id: int) -> FileFacts:
    """A file by its id."""
    return _one(_BY_ID, file_id)


def _one(query: str, value: int) -> FileFacts:
    return FileFacts(*bulk.rows(query, [value])[0])
