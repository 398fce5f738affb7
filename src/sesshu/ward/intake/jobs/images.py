"""Pictures of the paper: they lie beside the file, and are kept with the rows that name them (V063)."""

import hashlib
from pathlib import Path

from django.db import connections

from sesshu.ward.intake.jobs.cases import JOBS
from sesshu.wire.clinic_files.parse import values_of

FOLDER_SUFFIX = ".images"
LARGEST = 5_000_000
_MEDIA = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_NAMED = """
SELECT id, text FROM intake_row WHERE file_id = %s AND text IS NOT NULL
  AND NOT EXISTS (SELECT FROM intake_image i WHERE i.row_id = intake_row.id) ORDER BY id
"""
_KEEP = "INSERT INTO intake_image (row_id, media_type, sha256, content) VALUES (%s, %s, %s, %s)"


def folder_of_images(file: Path) -> Path:
    """Where the pictures of a file lie: kojin.csv beside kojin.images."""
    return file.with_suffix(FOLDER_SUFFIX)


def keep_images(file: Path | None, file_id: int) -> int:
    """Keep the pictures that open rows name; how many were there. A row without one is no fault."""
    if file is None or not folder_of_images(file).is_dir():
        return 0
    with connections[JOBS].cursor() as cursor:
        cursor.execute(_NAMED, [file_id])
        found = [
            (row, *picture)
            for row, text in cursor.fetchall()
            if (picture := _picture(folder_of_images(file), text))
        ]
        cursor.executemany(_KEEP, found)
    return len(found)


def _picture(folder: Path, text: str) -> tuple[str, str, bytes] | None:
    """Media type, hash and content of the picture a row names; None for anything but a picture there."""
    name = (values_of(text) or {}).get("image", "")
    path = folder / name
    if not name or path.parent != folder or not path.is_file() or path.is_symlink():
        return None
    if path.stat().st_size > LARGEST:
        return None
    content = path.read_bytes()
    media = next((kind for magic, kind in _MEDIA.items() if content.startswith(magic)), None)
    return (media, hashlib.sha256(content).hexdigest(), content) if media else None
