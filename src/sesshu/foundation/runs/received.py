"""Files that were received and lie ready for a run, under the state directory.

``inputs/<municipality>/<kind>/<name>``; a file whose name begins with a dot is not whole yet.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sesshu.foundation.runs.registry import jobs_of
from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import Place


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file for a run of ``kind``."""

    kind: str
    title: str
    path: Path
    size: int
    received_at: datetime

    @property
    def key(self) -> str:
        """How a form names the file; never a path."""
        return f"{self.kind}/{self.path.name}"


def folder_of(place: Place, kind: str) -> Path:
    """Where files for runs of ``kind`` are put, under a passing name first and then renamed."""
    return state_dir() / "inputs" / place.municipality / kind


def received_files(place: Place) -> list[ReceivedFile]:
    """The files that lie ready for ``place``, the newest first."""
    found = [
        _received(each.kind, each.title, file)
        for each in jobs_of(place.system)
        if each.job.takes_files
        for file in folder_of(place, each.kind).glob("[!.]*")
        if file.is_file() and not file.is_symlink()
    ]
    return sorted(found, key=lambda each: each.received_at, reverse=True)


def _received(kind: str, title: str, file: Path) -> ReceivedFile:
    facts = file.stat()
    received_at = datetime.fromtimestamp(facts.st_mtime, UTC)
    return ReceivedFile(kind, title, file, facts.st_size, received_at)
