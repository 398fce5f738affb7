"""Which resident files were taken in, which is next, and what became of each."""

from collections.abc import Mapping

from sesshu.foundation.clock import now
from sesshu.ward.residents.intake import bulk
from sesshu.ward.residents.intake.source import Source
from sesshu.wire.residents.control import Control, SequenceBroken, require_next

FATES = ("added", "changed", "unchanged", "outdated", "rejected")

_LAST = """
SELECT max(f.sequence) FROM registry_file f
JOIN registry_file_ending e ON e.registry_file_id = f.id
"""
_UNFINISHED = """
SELECT f.sequence FROM registry_file f
WHERE NOT EXISTS (SELECT FROM registry_file_ending e WHERE e.registry_file_id = f.id)
  AND (f.file_id, f.sha256) <> (%s, %s) LIMIT 1
"""
_REGISTER = """
INSERT INTO registry_file (file_id, kind, created_at, sequence, row_count, sha256, run_id, registered_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_REGISTERED = "SELECT id, registered_at FROM registry_file WHERE file_id = %s AND sha256 = %s"
_END = """
INSERT INTO registry_file_ending
    (registry_file_id, ended_at, added, changed, unchanged, outdated, rejected)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


def register(control: Control, run_id: int) -> None:
    """Enter a file that follows the one taken in last; one that was begun before goes on.

    Raises SequenceBroken for a gap, a repetition, and while another file is unfinished.
    """
    unfinished = bulk.rows(_UNFINISHED, [control.file_id, control.sha256])
    if unfinished:
        raise SequenceBroken(
            f"連番{unfinished[0][0]}のファイルの取込みが終わっていません。先にそのファイルを再開するか、始め直してください。"
        )
    require_next(control, bulk.rows(_LAST)[0][0])
    if not bulk.rows(_REGISTERED, [control.file_id, control.sha256]):
        bulk.execute(_REGISTER, [*_told_by(control), run_id, now()])


def source_of(control: Control) -> Source:
    """The file that was registered."""
    ((registry_file, registered_at),) = bulk.rows(_REGISTERED, [control.file_id, control.sha256])
    return Source(registry_file, registered_at)


def end(control: Control, counts: Mapping[str, int]) -> None:
    """Enter what became of the rows of a file."""
    fates = [counts.get(fate, 0) for fate in FATES]
    bulk.execute(_END, [source_of(control).registry_file, now(), *fates])


def _told_by(control: Control) -> list[object]:
    return [
        control.file_id,
        control.kind.value,
        control.created_at,
        control.sequence,
        control.count,
        control.sha256,
    ]
