"""People of the tests as the queries tell of them."""

from dataclasses import fields
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from sesshu.foundation.duties import Permission
from sesshu.ward.residents.queries import Resident, Version

_KNOWN: dict[str, Any] = {
    "id": 12,
    "atena_number": "0010000001",
    "is_guarded": False,
    "valid_from": date(2026, 9, 1),
    "recorded_at": datetime(2026, 9, 3, 3, 30, tzinfo=UTC),
    "is_revoked": False,
    "transaction_class": "1",
    "transaction_reason": "13",
    "transaction_on": date(2026, 9, 1),
    "processed_at": datetime(2026, 9, 2, 8, 15, tzinfo=UTC),
    "household_number": "0070000001",
    "name": "髙橋　葵",
    "name_kana": "タカハシ　アオイ",
    "birth_on": date(2026, 9, 1),
    "birth_certainty": "0",
    "sex": "2",
    "relationship": "20",
    "status": "1",
    "is_foreign": False,
    "is_outside_register": False,
    "postal_code": "1540017",
    "address": "東京都世田谷区世田谷四丁目21番27号",
}


def a_resident(**changes: Any) -> Resident:
    """髙橋 葵, born on 1 September 2026, unless told otherwise."""
    return Resident(**_values(Resident, changes))


def a_version(**changes: Any) -> Version:
    """One state of the same."""
    return Version(**_values(Version, changes))


def viewer(*permissions: Permission) -> Any:
    """Somebody with exactly these rights."""
    return SimpleNamespace(permissions=frozenset(permissions))


def _values(kind: type, changes: dict[str, Any]) -> dict[str, Any]:
    return {field.name: None for field in fields(kind)} | _KNOWN | changes
