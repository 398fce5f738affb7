"""The table rights ↔ duties, for the page and for the document (R18)."""

from dataclasses import dataclass

from sesshu.foundation.duties import PERMISSIONS, REALMS, Duty, Permission, Realm

HEADER = """\
# 権限の一覧表（rights ↔ duties）

Written by `sesshu account rights` from `src/sesshu/foundation/duties.py`. Staff are given duties, never
single rights; the duties of one account are all of one realm (R2), which PostgreSQL enforces
(`duty_grant_one_realm`). Who proposes never approves (R3): also PostgreSQL.
The portal prints the same table together with who holds which duty, and records each review (R18).

"""


@dataclass(frozen=True, slots=True)
class Row:
    """One right, and for each duty whether it carries it."""

    permission: Permission
    held: tuple[bool, ...]


def matrix() -> tuple[Row, ...]:
    """All rights against all duties, both in the order of `duties`."""
    return tuple(
        Row(permission, tuple(permission in PERMISSIONS[duty] for duty in Duty))
        for permission in Permission
    )


def as_markdown() -> str:
    """The matrix and the realms as one Markdown document."""
    head = f"| 権限 | | {' | '.join(duty.label for duty in Duty)} |\n|{'---|' * (len(Duty) + 2)}\n"
    rows = "".join(_line(row) for row in matrix())
    realms = "".join(f"- {realm.label}: {_duties_of(realm)}\n" for realm in Realm)
    return f"{HEADER}{head}{rows}\n{realms}"


def _line(row: Row) -> str:
    cells = " | ".join("○" if held else "" for held in row.held)
    return f"| {row.permission.label} | `{row.permission}` | {cells} |\n"


def _duties_of(realm: Realm) -> str:
    return "・".join(duty.label for duty in Duty if REALMS[duty] is realm)
