"""What the import changes is told to the number linkage, once, and nothing of it but number and change."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from ward.residents.registry import file_of, person, take_in

from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.walls import Place, enter
from sesshu.linkage.persons.queries import KnownChange, UnknownPerson, person_of
from sesshu.wire.residents.control import FileKind

LINKAGE = Place("131121", "linkage")


def known(number: str) -> list[KnownChange]:
    finish_all("131121")
    with enter(LINKAGE):
        return list(person_of(number, using="jobs").changes)


def papers() -> int:
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM outgoing_paper")
        return int(cursor.fetchone()[0])


def test_everybody_who_is_new_becomes_a_person_of_the_number_linkage(
    fresh_ward: Place, tmp_path: Path
) -> None:
    take_in(file_of(tmp_path / "full.csv", person(1), person(2, transaction_reason="13")))
    assert known("0000000001") == [KnownChange("0000000001", "11", date(2020, 4, 1))]
    assert known("0000000002") == [KnownChange("0000000002", "13", date(2020, 4, 1))]
    assert papers() == 1


def test_only_what_changed_is_told_again(fresh_ward: Place, tmp_path: Path) -> None:
    take_in(file_of(tmp_path / "full.csv", person(1), person(2)))
    moved = person(
        2, update_number=2, history_number=2, transaction_reason="41",
        transaction_class="3", transaction_on=date(2026, 11, 19),
    )  # fmt: skip
    take_in(file_of(tmp_path / "daily.csv", person(1), moved, sequence=2, kind=FileKind.DIFFERENCE))
    assert len(known("0000000001")) == 1
    assert known("0000000002")[-1] == KnownChange("0000000002", "41", date(2026, 11, 19))


def test_a_file_that_changes_nothing_tells_nothing(fresh_ward: Place, tmp_path: Path) -> None:
    take_in(file_of(tmp_path / "full.csv", person(1)))
    take_in(file_of(tmp_path / "again.csv", person(1), sequence=2))
    assert papers() == 1


def test_what_is_not_told_is_not_known(fresh_ward: Place) -> None:
    with enter(LINKAGE), pytest.raises(UnknownPerson):
        person_of("0000000001", using="jobs")
