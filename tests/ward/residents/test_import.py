"""Resident files come in: the run, the history, and what is refused."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from ward.residents.registry import (
    CLERK,
    RunFailed,
    file_of,
    line_of,
    person,
    take_in,
    tampered,
)

from sesshu.foundation import runs
from sesshu.foundation.runs.steps import step
from sesshu.foundation.walls import Place, enter
from sesshu.ward.residents.intake import known
from sesshu.ward.residents.jobs import import_file
from sesshu.ward.residents.queries import (
    Search,
    history_of,
    registry_files,
    resident_of,
    search,
)
from sesshu.wire.residents.control import FileKind

TODAY = date(2026, 11, 23)
DIFFERENCE = FileKind.DIFFERENCE


def id_of(number: int) -> int:
    (found,) = search(Search(atena_number=str(number))).rows
    return found.id


def rows_in(table: str) -> int:
    with connections["jobs"].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def test_a_full_file_is_taken_in_and_its_control_totals_are_kept(
    fresh_ward: Place, path: Path
) -> None:
    counts = take_in(file_of(path, person(1), person(2), person(3)))
    assert counts == {
        "rows": 3,
        "added": 3,
        "changed": 0,
        "unchanged": 0,
        "outdated": 0,
        "rejected": 0,
    }
    (file,) = registry_files()
    assert (file.sequence, file.row_count, file.added, file.waiting) == (1, 3, 3, 0)
    assert file.ended_at is not None


def test_every_item_of_a_row_is_kept_as_it_came(fresh_ward: Place, path: Path) -> None:
    told = person(
        7,
        name="邉󠄁　﨑𠮷",
        former_family_name="髙山",
        alias="山本　春",
        alphabet_name="O'CONNOR, ANN",
        is_foreign=True,
        residence_until=date(2028, 1, 1),
        mail_address="東京都杉並区成田東四丁目1番1号",
        previous_municipality="131156",
    )
    take_in(file_of(path, told))
    state = resident_of(id_of(7), TODAY)
    kept = {name: getattr(state, name) for name in told if hasattr(state, name)}
    assert kept | {"processed_at": None} == {name: told[name] for name in kept} | {
        "processed_at": None
    }
    assert state.processed_at.isoformat() == "2020-04-01T08:15:00+00:00"


@pytest.mark.parametrize("few", [0, 2_000])
def test_the_same_rows_again_change_nothing(
    fresh_ward: Place, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Whether the people of a file are asked for one by one or as a stretch."""
    monkeypatch.setattr(known, "_FEW", few)
    people = [person(number) for number in range(1, 6)]
    take_in(file_of(path, *people))
    before = rows_in("resident_version")
    counts = take_in(file_of(tmp_path / "again.csv", *people, sequence=2))
    assert (counts["unchanged"], counts["added"], counts["changed"]) == (5, 0, 0)
    assert rows_in("resident_version") == before


def test_the_same_file_again_is_the_same_run(fresh_ward: Place, path: Path) -> None:
    take_in(file_of(path, person(1)))
    again = runs.start(CLERK, "residents.import", input=path, using="jobs")
    assert not again.is_new
    assert not step()


def test_a_difference_adds_a_state_and_the_earlier_one_stays(
    fresh_ward: Place, path: Path, tmp_path: Path
) -> None:
    take_in(file_of(path, person(1, name="旧姓　葵")))
    moved = person(
        1,
        name="新姓　葵",
        update_number=2,
        transaction_on=date(2025, 4, 1),
        transaction_class="2",
        transaction_reason="24",
    )
    counts = take_in(file_of(tmp_path / "d.csv", moved, person(2), sequence=2, kind=DIFFERENCE))
    assert (counts["changed"], counts["added"]) == (1, 1)
    assert [(v.name, v.valid_until) for v in history_of(id_of(1))] == [
        ("旧姓　葵", date(2025, 3, 31)),
        ("新姓　葵", None),
    ]
    assert resident_of(id_of(1), date(2024, 1, 1)).name == "旧姓　葵"
    assert resident_of(id_of(1), TODAY).name == "新姓　葵"
    assert [row.name for row in search(Search(name="新姓")).rows] == ["新姓　葵"]
    assert search(Search(name="旧姓")).rows == ()


def test_several_transactions_of_one_day_are_all_kept_and_the_last_one_holds(
    fresh_ward: Place, path: Path
) -> None:
    first = person(1, name="一回目　葵")
    second = person(1, name="二回目　葵", update_number=2)
    take_in(file_of(path, second, first))
    states = history_of(id_of(1))
    assert {state.name for state in states} == {"一回目　葵", "二回目　葵"}
    assert [row.name for row in search(Search(atena_number="1")).rows] == ["二回目　葵"]


def test_a_row_older_than_what_is_known_is_counted_and_changes_nothing(
    fresh_ward: Place, path: Path, tmp_path: Path
) -> None:
    take_in(file_of(path, person(1, update_number=5)))
    counts = take_in(
        file_of(
            tmp_path / "d.csv",
            person(1, update_number=4, name="昔　の名"),
            sequence=2,
            kind=DIFFERENCE,
        )
    )
    assert (counts["outdated"], counts["changed"]) == (1, 0)
    assert len(history_of(id_of(1))) == 1


def test_a_revocation_lets_the_state_before_hold_again(
    fresh_ward: Place, path: Path, tmp_path: Path
) -> None:
    leaving = {
        "transaction_on": date(2026, 12, 1),
        "update_number": 2,
        "transaction_class": "3",
        "transaction_reason": "41",
    }
    take_in(file_of(path, person(1)))
    take_in(
        file_of(tmp_path / "2.csv", person(1, **leaving, status="2"), sequence=2, kind=DIFFERENCE)
    )
    assert resident_of(id_of(1), TODAY).status == "1"
    assert resident_of(id_of(1), date(2026, 12, 1)).status == "2"
    staying = leaving | {
        "update_number": 3,
        "transaction_class": "9",
        "transaction_reason": "91",
        "is_revoked": True,
    }
    take_in(file_of(tmp_path / "3.csv", person(1, **staying), sequence=3, kind=DIFFERENCE))
    assert resident_of(id_of(1), date(2026, 12, 1)).status == "1"
    assert [version.superseded_at is not None for version in history_of(id_of(1))] == [
        False,
        True,
        False,
    ]


def test_what_was_known_at_an_instant_can_still_be_told(
    fresh_ward: Place, path: Path, tmp_path: Path
) -> None:
    take_in(file_of(path, person(1, name="誤記　葵")))
    (version,) = history_of(id_of(1))
    take_in(
        file_of(
            tmp_path / "2.csv",
            person(1, name="正記　葵", update_number=2),
            sequence=2,
            kind=DIFFERENCE,
        )
    )
    assert resident_of(id_of(1), TODAY).name == "正記　葵"
    assert resident_of(id_of(1), TODAY, known_at=version.recorded_at).name == "誤記　葵"


def test_a_file_in_many_pieces_is_taken_in_alike(
    fresh_ward: Place, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_file, "PIECE_BYTES", 500)
    counts = take_in(file_of(path, *(person(number) for number in range(1, 30))))
    assert (counts["added"], counts["rows"]) == (29, 29)
    assert rows_in("resident") == 29


def test_a_run_that_was_stopped_goes_on_where_it_was(
    fresh_ward: Place, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_file, "PIECE_BYTES", 500)
    file_of(path, *(person(number) for number in range(1, 31)))
    runs.start(CLERK, "residents.import", input=path, using="jobs")
    for _ in range(4):
        step()
    seen = rows_in("resident")
    assert 0 < seen < 30
    counts = take_in(path)
    assert (counts["added"], rows_in("resident")) == (30, 30)


def test_a_cancelled_import_can_be_begun_again_and_counts_what_it_had(
    fresh_ward: Place, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_file, "PIECE_BYTES", 500)
    file_of(path, *(person(number) for number in range(1, 31)))
    begun = runs.start(CLERK, "residents.import", input=path, using="jobs")
    for _ in range(4):
        step()
    runs.cancel(CLERK, begun.run_id, "途中で止める", using="jobs")
    while step():
        pass
    counts = take_in(path)
    assert counts["rows"] == 30
    assert 0 < counts["unchanged"] < 30
    assert rows_in("resident") == 30


def test_a_file_that_changes_while_it_is_taken_in_stops_the_run(
    fresh_ward: Place, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_file, "PIECE_BYTES", 500)
    file_of(path, *(person(number) for number in range(1, 10)))
    runs.start(CLERK, "residents.import", input=path, using="jobs")
    step()
    path.write_bytes(path.read_bytes().replace("葵".encode(), "茜".encode()))
    with pytest.raises(RunFailed, match="途中でファイルが変わりました"):
        take_in(path, resume=False)


@pytest.mark.parametrize(
    ("sequence", "kind", "words"),
    [(3, DIFFERENCE, "連番2"), (1, DIFFERENCE, "取込み済み"), (9, FileKind.FULL, "連番2")],
)
def test_a_gap_or_a_repetition_in_the_sequence_is_refused_whole(
    fresh_ward: Place, path: Path, tmp_path: Path, sequence: int, kind: FileKind, words: str
) -> None:
    take_in(file_of(path, person(1)))
    with pytest.raises(RunFailed, match=words):
        take_in(file_of(tmp_path / "x.csv", person(2), sequence=sequence, kind=kind))
    assert rows_in("resident") == 1


def test_the_first_file_has_to_be_a_full_one(fresh_ward: Place, path: Path) -> None:
    with pytest.raises(RunFailed, match="全件"):
        take_in(file_of(path, person(1), kind=DIFFERENCE))


def test_a_file_of_the_neighbor_is_refused(fresh_ward: Place, path: Path) -> None:
    with pytest.raises(RunFailed, match="131156"):
        take_in(file_of(path, person(1), code="131156"))


def test_while_one_file_is_unfinished_no_other_is_begun(
    fresh_ward: Place, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_file, "PIECE_BYTES", 500)
    file_of(path, *(person(number) for number in range(1, 10)))
    begun = runs.start(CLERK, "residents.import", input=path, using="jobs")
    for _ in range(3):
        step()
    runs.cancel(CLERK, begun.run_id, "途中で止める", using="jobs")
    step()
    with pytest.raises(RunFailed, match="終わっていません"):
        take_in(file_of(tmp_path / "x.csv", person(1), sequence=2))


def test_a_file_that_is_not_whole_is_refused_and_nothing_of_it_is_used(
    fresh_ward: Place, path: Path
) -> None:
    file_of(path, person(1), person(2))
    path.write_bytes(path.read_bytes().rstrip()[:-20])
    with pytest.raises(RunFailed, match=r"ハッシュ値|件"):
        take_in(path)
    assert (rows_in("resident"), rows_in("registry_file")) == (0, 0)


def test_a_bad_row_holds_up_nobody_else(fresh_ward: Place, path: Path) -> None:
    bad = line_of(person(2)).replace(",2,02,", ",X,02,")
    counts = take_in(
        tampered(file_of(path, person(1), person(2), person(3)), line_of(person(2)), bad)
    )
    assert (counts["added"], counts["rejected"]) == (2, 1)
    assert registry_files()[0].waiting == 1


def test_the_ledger_has_one_event_with_everybody_who_was_added(
    fresh_ward: Place, path: Path
) -> None:
    take_in(file_of(path, person(1), person(2)))
    with connections["audit"].cursor() as cursor:
        cursor.execute("SELECT subjects FROM ledger_entry WHERE kind = 'run'")
        ((subjects,),) = cursor.fetchall()
    assert sorted(subjects) == sorted([id_of(1), id_of(2)])


def test_after_the_first_load_every_index_and_foreign_key_is_back(
    fresh_ward: Place, path: Path, tmp_path: Path
) -> None:
    def defined() -> set[str]:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()"
                " UNION ALL SELECT conrelid::regclass || conname || pg_get_constraintdef(oid)"
                " FROM pg_constraint WHERE connamespace = current_schema()::regnamespace"
            )
            return {definition for (definition,) in cursor.fetchall()}

    before = defined()
    runs.start(CLERK, "residents.import", input=file_of(path, person(1)), using="jobs")
    step()
    resting = before - defined()
    assert any("gin" in definition for definition in resting)
    assert any("FOREIGN KEY" in definition for definition in resting)
    take_in(path)
    assert defined() == before
    take_in(file_of(tmp_path / "2.csv", person(2), sequence=2, kind=DIFFERENCE))
    assert defined() == before


def test_a_neighbor_sees_nothing_of_it(fresh_ward: Place, neighbour: Place, path: Path) -> None:
    take_in(file_of(path, person(1)))
    with enter(neighbour):
        assert search(Search(atena_number="1")).rows == ()
