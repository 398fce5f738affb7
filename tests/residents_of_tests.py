"""Residents for tests of other duties, put in as the import of the registry would."""

from datetime import date
from itertools import count
from typing import Any

from django.db import connections

_numbers = count(1)


def add_resident(
    born_on: date,
    *,
    sex: str = "2",
    guarded: bool = False,
    atena_number: str = "",
    **others: Any,
) -> int:
    """A resident registered since birth; the id. ``others`` replaces columns of the version."""
    atena_number = atena_number or f"{next(_numbers):010d}"
    with connections["jobs"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO resident (atena_number, is_guarded) VALUES (%s, %s) RETURNING id",
            [atena_number, guarded],
        )
        resident_id = int(cursor.fetchone()[0])
    add_version(resident_id, born_on, sex=sex, **others)
    return resident_id


def add_version(resident_id: int, born_on: date, **others: Any) -> None:
    """One state of a resident, recorded at noon of its first day."""
    values = {
        "resident_id": resident_id,
        "valid_from": born_on,
        "recorded_at": f"{born_on}T03:00Z",
        "is_revoked": False,
        "registry_file_id": 1,
        "fingerprint": "0" * 32,
        "history_number": 1,
        "update_number": 1,
        "transaction_class": "1",
        "transaction_reason": "13",
        "transaction_on": born_on,
        "processed_at": f"{born_on}T03:00Z",
        "name": "山田 花子",
        "name_kana": "ヤマダ ハナコ",
        "birth_on": born_on,
        "birth_certainty": "0",
        "sex": "2",
        "status": "1",
        "is_foreign": False,
        "is_outside_register": False,
        **others,
    }
    columns, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    with connections["jobs"].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO resident_version ({columns}) VALUES ({marks})", list(values.values())
        )


def shelter(resident_id: int) -> None:
    """Protection begins."""
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT shelter_resident(%s)", [resident_id])
