"""Resident files come in: the run, the history and what is found afterwards."""

from pathlib import Path

from ward.residents.registry import file_of, person, take_in

from sesshu.foundation.walls import Place
from sesshu.ward.residents.queries import Search, search


def test_a_full_file_is_taken_in_and_its_people_are_found(fresh_ward: Place, tmp_path: Path) -> None:
    counts = take_in(file_of(tmp_path / "f.csv", person(1), person(2, name="山﨑　翔", name_kana="ヤマザキ　ショウ")))
    assert counts["added"] == 2
    assert [row.name for row in search(Search(name="山崎")).rows] == ["山﨑　翔"]
