"""What the municipality decided inside the law, and which of it narrows the law here now."""

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.schedule.overlays import Overlay
from sesshu.schedule.releases import read_overlay_text

CONTENT = "SELECT content FROM rulebook_overlay WHERE overlay = %s"
IN_FORCE = """
SELECT o.content FROM overlay_in_force f LEFT JOIN rulebook_overlay o ON o.overlay = f.overlay
ORDER BY f.id DESC LIMIT 1
"""


def overlay_in_force(using: str = DEFAULT_DB_ALIAS) -> bytes | None:
    """The decisions that narrow the law here now, as canonical JSON; None where there are none."""
    with connections[using].cursor() as cursor:
        cursor.execute(IN_FORCE)
        row = cursor.fetchone()
    return bytes(row[0]) if row and row[0] is not None else None


def overlay_named(overlay: str) -> Overlay:
    """The decisions kept under this name. Raises KeyError."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(CONTENT, [overlay])
        row = cursor.fetchone()
    if row is None:
        raise KeyError(overlay)
    return read_overlay_text(bytes(row[0]))
