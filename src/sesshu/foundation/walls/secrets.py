"""The passwords of login roles: one file per role, so a process can be given only those of its zones."""

import secrets
from pathlib import Path

from sesshu.foundation.state import state_dir, write_secret

DEPLOYMENT_ROLE = "sesshu_deploy"


class NoPassword(Exception):
    """This process holds no password for the role it wants to be."""


def password_of(role: str) -> str:
    """The password of ``role``; raises NoPassword when this process was not given it."""
    try:
        return _file(role).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NoPassword(
            f"no password for role {role}: run `sesshu municipality add`, "
            "or give this process the file of its zone"
        ) from None


def ensure_password(role: str) -> str:
    """The password of ``role``, made at random the first time."""
    if not _file(role).exists():
        write_secret(_file(role), secrets.token_urlsafe(32))
    return password_of(role)


def _file(role: str) -> Path:
    return state_dir() / "secrets" / "roles" / role


def given(zone_of_system: str) -> list[str]:
    """The municipalities whose ``zone_of_system`` role (such as ``ward_jobs``) this process may be."""
    directory = state_dir() / "secrets" / "roles"
    return sorted(file.name[1:7] for file in directory.glob(f"m??????_{zone_of_system}"))
