"""The tables of residents refuse what must never happen, whoever asks."""

from contextlib import closing
from datetime import date

import psycopg
import pytest
from django.db import connections
from tricks_of_walls import log_in

from sesshu.foundation.walls import Place
from sesshu.foundation.walls.provision import deployment_connection

HIDDEN = "世田谷区北沢二丁目八番十八号"


def add_resident(number: str, *, guarded: bool = False) -> int:
    with connections["jobs"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO resident (atena_number, is_guarded) VALUES (%s, %s) RETURNING id",
            [number, guarded],
        )
        return int(cursor.fetchone()[0])


def add_version(
    resident: int,
    valid_from: str,
    recorded_at: str,
    address: str | None = None,
    name: str = "山田 花子",
) -> int:
    values = {
        "resident_id": resident,
        "valid_from": valid_from,
        "recorded_at": recorded_at,
        "is_revoked": False,
        "registry_file_id": 1,
        "fingerprint": "0" * 32,
        "history_number": 1,
        "update_number": 1,
        "transaction_class": "1",
        "transaction_reason": "13",
        "transaction_on": valid_from,
        "processed_at": recorded_at,
        "name": name,
        "name_kana": "ヤマダ　ハナコ",
        "birth_on": "2024-02-29",
        "birth_certainty": "0",
        "sex": "2",
        "status": "1",
        "is_foreign": False,
        "is_outside_register": False,
        "address": address,
    }
    columns, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    with connections["jobs"].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO resident_version ({columns}) VALUES ({marks}) RETURNING id",
            list(values.values()),
        )
        return int(cursor.fetchone()[0])


def timeline(resident: int) -> list[tuple[object, ...]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT name, lower(valid_during), upper(valid_during), superseded_at IS NOT NULL"
            " FROM resident_timeline WHERE resident_id = %s ORDER BY valid_from, recorded_at",
            [resident],
        )
        return list(cursor.fetchall())


def test_a_version_holds_until_the_next_one_begins(ward: Place) -> None:
    resident = add_resident("1001")
    add_version(resident, "2024-03-01", "2024-03-02T00:00Z", name="旧姓 花子")
    add_version(resident, "2025-04-01", "2025-04-02T00:00Z", name="新姓 花子")
    assert timeline(resident) == [
        ("旧姓 花子", date(2024, 3, 1), date(2025, 4, 1), False),
        ("新姓 花子", date(2025, 4, 1), None, False),
    ]


def test_a_later_record_of_the_same_day_supersedes_and_both_stay(ward: Place) -> None:
    resident = add_resident("1002")
    add_version(resident, "2024-03-01", "2024-03-02T00:00Z", name="誤記 花子")
    add_version(resident, "2024-03-01", "2024-03-09T00:00Z", name="正記 花子")
    assert [(name, superseded) for name, _, _, superseded in timeline(resident)] == [
        ("誤記 花子", True),
        ("正記 花子", False),
    ]


def test_the_contact_of_a_guarded_resident_is_refused_in_an_ordinary_table(ward: Place) -> None:
    resident = add_resident("1003", guarded=True)
    with pytest.raises(Exception, match="belongs into guarded_contact"):
        add_version(resident, "2024-03-01", "2024-03-02T00:00Z", address=HIDDEN)
    add_version(resident, "2024-03-01", "2024-03-02T00:00Z")


def test_when_a_protection_begins_every_earlier_contact_is_moved_behind_the_wall(
    ward: Place,
) -> None:
    resident = add_resident("1004")
    add_version(resident, "2024-03-01", "2024-03-02T00:00Z", address=HIDDEN)
    add_version(resident, "2025-03-01", "2025-03-02T00:00Z", address=HIDDEN + "（転居前）")
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT shelter_resident(%s)", [resident])
        cursor.execute("SELECT shelter_resident(%s)", [resident])
    with connections["guarded"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM guarded_contact WHERE address LIKE %s", [HIDDEN + "%"])
        assert cursor.fetchone() == (2,)
    assert hunt(ward, HIDDEN) == {"guarded_contact"}


def hunt(place: Place, text: str) -> set[str]:
    """The tables of the schema in which ``text`` stands somewhere, looked through as their owner."""
    with closing(deployment_connection()) as owner:
        owner.execute(f"SET ROLE {place.owner}")
        tables = owner.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s", [place.schema]
        ).fetchall()
        return {
            table
            for (table,) in tables
            if owner.execute(
                f'SELECT 1 FROM {place.schema}."{table}" t WHERE t::text LIKE %s LIMIT 1',
                [f"%{text}%"],
            ).fetchone()
        }


@pytest.mark.parametrize("zone", ["intranet", "jobs", "guarded", "audit", "sealer", "courier"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE resident_version SET name = 'x'",
        "DELETE FROM resident_version",
        "UPDATE resident SET is_guarded = false",
        "DELETE FROM resident",
        "UPDATE guarded_contact SET address = 'x'",
        "DELETE FROM guarded_protection",
        "DELETE FROM rejected_row",
    ],
)
def test_no_zone_rewrites_history(ward: Place, zone: str, statement: str) -> None:
    with (
        closing(log_in(ward, zone)) as session,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        session.execute(statement)


@pytest.mark.parametrize("zone", ["intranet", "jobs", "audit", "sealer", "courier"])
@pytest.mark.parametrize("table", ["guarded_contact", "guarded_protection", "guarded_rejected_row"])
def test_only_the_guarded_zone_reads_what_is_guarded(ward: Place, zone: str, table: str) -> None:
    with (
        closing(log_in(ward, zone)) as session,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        session.execute(f"SELECT * FROM {table}")
