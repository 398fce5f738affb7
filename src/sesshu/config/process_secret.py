"""A secret of this installation, made the first time it is asked for."""

import secrets

from sesshu.foundation.state import state_dir, write_secret


def process_secret(name: str) -> str:
    """The secret called ``name`` (URL-safe text of 64 random bytes), the same for every process."""
    file = state_dir() / "secrets" / name
    if not file.exists():
        write_secret(file, secrets.token_urlsafe(64))
    return file.read_text(encoding="utf-8")
