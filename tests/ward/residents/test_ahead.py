"""Reading ahead changes when a piece is read, never what is read."""

from pathlib import Path

import pytest
from ward.residents.registry import file_of, person

from sesshu.ward.residents.jobs.ahead import Ahead, hash_of
from sesshu.wire.residents.parse import ResidentFile, open_file

KEY = b"key"
PIECE_BYTES = 500


@pytest.fixture
def file(tmp_path: Path) -> ResidentFile:
    return open_file(file_of(tmp_path / "1.csv", *(person(number) for number in range(1, 20))))


def numbers(ahead: Ahead, file: ResidentFile, *which: int) -> list[list[str]]:
    pieces = list(file.pieces(PIECE_BYTES))
    return [ahead.read(file, pieces[at], KEY).batch.frame["atena_number"].to_list() for at in which]


def test_pieces_in_order_are_read_as_without_reading_ahead(file: ResidentFile) -> None:
    expected = [batch.frame["atena_number"].to_list() for batch in file.batches(PIECE_BYTES)]
    assert numbers(Ahead(), file, *range(len(expected))) == expected


def test_a_piece_that_was_not_foreseen_is_read_too(file: ResidentFile) -> None:
    first, third, second, again = numbers(Ahead(), file, 0, 2, 1, 1)
    assert first + second + third == [
        f"{number:010d}" for number in range(1, len(first + second + third) + 1)
    ]
    assert again == second


def test_another_file_at_the_same_place_is_not_mistaken_for_it(file: ResidentFile) -> None:
    ahead = Ahead()
    numbers(ahead, file, 0)
    other = open_file(
        file_of(file.path, *(person(number + 500) for number in range(1, 20)), sequence=2)
    )
    assert numbers(ahead, other, 1)[0][0] > "0000000500"


def test_a_piece_is_told_with_the_hash_of_its_bytes(file: ResidentFile) -> None:
    piece = next(file.pieces(PIECE_BYTES))
    assert Ahead().read(file, piece, KEY).sha256 == hash_of(file, piece)
