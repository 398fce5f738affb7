"""The file a run reads: it is the same bytes from the start to the end, or the run stops."""

import hashlib
from pathlib import Path

from sesshu.foundation.runs.job import JobFailed


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal, in bounded memory."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def same_input(path: Path, expected: str) -> None:
    """Raise JobFailed unless the file at ``path`` still has the hash it was started with."""
    try:
        found = sha256_of(path)
    except FileNotFoundError:
        raise JobFailed(
            "元のファイルが見つかりません。同じ場所に戻してから再開してください。"
        ) from None
    if found != expected:
        raise JobFailed(
            "元のファイルが受付のときから変わっています。"
            "中止してから、正しいファイルで始めてください。"
        )
