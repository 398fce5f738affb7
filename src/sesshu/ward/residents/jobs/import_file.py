"""住民情報の取込み: a resident file, full or difference, into the history of the residents (F1, S1.5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from sesshu.foundation.runs import Chunk, ChunkPlan, Counts, Job, JobFailed, Outcome, Plan, Run, job
from sesshu.foundation.walls import current_place
from sesshu.ward.residents.fingerprints import fingerprint_key
from sesshu.ward.residents.intake import bulk, rejects
from sesshu.ward.residents.intake.take import take
from sesshu.ward.residents.jobs import files
from sesshu.ward.residents.jobs.ahead import Ahead, hash_of
from sesshu.wire.residents.control import FileRefused, require_municipality
from sesshu.wire.residents.parse import Piece, ResidentFile, open_again, open_file

KIND = "residents.import"
TITLE = "住民情報の取込み"
PIECE_BYTES = 1 << 24
_ahead = Ahead()


@job(KIND, system="ward", title=TITLE, purpose=TITLE)
class ImportResidents(Job):
    """One chunk is a piece of the file of some seconds; a piece whose bytes changed stops the run."""

    takes_files: ClassVar = True
    problems: ClassVar = ("rejected",)
    result_page: ClassVar = "registry-files"
    labels: ClassVar = {
        "rows": "行数",
        "added": "新しい住民",
        "changed": "変更",
        "unchanged": "変更なし",
        "outdated": "古い行",
        "rejected": "取り込めない行",
    }

    def plan(self, run: Run) -> Plan:
        """Refuse a file that is not whole, not ours or not the next one; else cut it into pieces."""
        with _refusals_told():
            file = open_file(_input(run))
            require_municipality(file.control, current_place().municipality)
            files.register(file.control, run.id)
        bulk.rows("SELECT begin_first_load()")
        return Plan(_chunks(file), control={"rows": file.control.count})

    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Take one piece in."""
        file = open_again(_input(run))
        piece = Piece(**{name: chunk.spec[name] for name in Piece._fields})
        batch, found = _ahead.read(file, piece, fingerprint_key(current_place()))
        if found != chunk.spec["sha256"]:
            raise JobFailed(
                "取込みの途中でファイルが変わりました。元のファイルに戻して再開してください。"
            )
        source = files.source_of(file.control)
        taken = take(batch, source)
        rejects.shelter_marked(batch.bad_rows)
        rejects.keep(batch.bad_rows, source.registry_file)
        counts = dict(taken.counts) | {"rows": piece.lines, "rejected": len(batch.bad_rows)}
        return Outcome(counts=counts, members=taken.residents)

    def finish(self, run: Run, counts: Counts, control: Counts) -> None:
        """Enter what became of the file."""
        super().finish(run, counts, control)
        bulk.rows("SELECT end_first_load()")
        files.end(open_again(_input(run)).control, counts)


def _input(run: Run) -> Path:
    if run.input is None:
        raise JobFailed(
            "取り込むファイルが指定されていません。ファイルを選んで始め直してください。"
        )
    return run.input


def _chunks(file: ResidentFile) -> Iterator[ChunkPlan]:
    for piece in file.pieces(PIECE_BYTES):
        yield ChunkPlan(piece.lines, piece._asdict() | {"sha256": hash_of(file, piece)})


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except FileRefused as refusal:
        raise JobFailed(str(refusal)) from refusal
