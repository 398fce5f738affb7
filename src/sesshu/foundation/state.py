"""Where everything that runs write lies: one directory, ``var/`` unless ``SESSHU_STATE`` names another."""

import os
from pathlib import Path


def state_dir() -> Path:
    """The state directory of this installation, absolute; created on first use, for its owner only."""
    directory = Path(os.environ.get("SESSHU_STATE", "var")).absolute()
    if not directory.exists():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def write_secret(path: Path, content: str) -> None:
    """Write ``content`` to ``path`` so that it is there whole, or not at all, and only the owner reads it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
