"""What happens to the fictional ward day by day."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from sesshu.outside.registry import Ward, day, deliver_day, population
from sesshu.wire.residents.codes import Status, TransactionReason
from sesshu.wire.residents.control import FileKind
from sesshu.wire.residents.parse import open_file
from sesshu.wire.residents.rows import BadRow

ON = date(2026, 10, 31)
SETAGAYA = Ward("131121", 12_000, seed=7, on=ON)
DAYS = 25


@pytest.fixture(scope="module")
def days() -> list[pl.DataFrame]:
    return [day(SETAGAYA, ON + timedelta(days=number)) for number in range(1, DAYS + 1)]


@pytest.fixture(scope="module")
def people() -> pl.DataFrame:
    return pl.concat(population(SETAGAYA))


@pytest.fixture(scope="module")
def changes(days: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(days)


def because(changes: pl.DataFrame, *reasons: TransactionReason) -> pl.DataFrame:
    return changes.filter(pl.col("transaction_reason").is_in([reason.value for reason in reasons]))


@pytest.mark.parametrize(
    "reason",
    [
        TransactionReason.BORN,
        TransactionReason.MOVED_IN,
        TransactionReason.MOVED_OUT,
        TransactionReason.MOVED_WITHIN,
        TransactionReason.DIED,
        TransactionReason.NAME_CHANGED,
        TransactionReason.MOVE_OUT_REVOKED,
    ],
)
def test_everything_that_happens_in_a_ward_happens(
    changes: pl.DataFrame, reason: TransactionReason
) -> None:
    assert because(changes, reason).height > 0


def test_a_newborn_is_new_and_joins_a_household(
    changes: pl.DataFrame, people: pl.DataFrame
) -> None:
    born = because(changes, TransactionReason.BORN)
    assert not set(born["atena_number"]) & set(people["atena_number"])
    assert set(born["household_number"]) <= set(people["household_number"])
    assert (born["birth_on"] == born["transaction_on"]).all()


def test_people_who_move_in_are_new(changes: pl.DataFrame, people: pl.DataFrame) -> None:
    came = because(changes, TransactionReason.MOVED_IN)
    assert came["atena_number"].is_unique().all()
    assert not set(came["atena_number"]) & set(people["atena_number"])


def test_who_dies_or_leaves_is_no_resident_any_more(changes: pl.DataFrame) -> None:
    gone = because(changes, TransactionReason.DIED, TransactionReason.MOVED_OUT)
    assert gone["status"].is_in([Status.DEAD.value, Status.MOVED_OUT.value]).all()
    assert (gone["ceased_resident_on"] == gone["transaction_on"]).all()


def test_nobody_is_touched_twice_but_by_a_revocation(changes: pl.DataFrame) -> None:
    assert changes.filter(~pl.col("is_revoked"))["atena_number"].is_unique().all()


def test_a_revocation_brings_back_somebody_who_announced_to_leave(changes: pl.DataFrame) -> None:
    stay = because(changes, TransactionReason.MOVE_OUT_REVOKED)
    left = because(changes, TransactionReason.MOVED_OUT)
    both = stay.join(left, on=["atena_number", "transaction_on"])
    assert both.height == stay.height
    assert (both["update_number"] > both["update_number_right"]).all()
    assert (both["status"] == Status.LIVING_HERE.value).all()


def test_a_day_is_the_same_whichever_days_were_made_before() -> None:
    on = ON + timedelta(days=9)
    assert day(SETAGAYA, on).equals(day(SETAGAYA, on))


def test_a_day_that_is_not_after_the_ward_was_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-10-31"):
        day(SETAGAYA, ON)


def test_a_day_is_delivered_as_a_difference_with_the_next_sequence(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    control = deliver_day(SETAGAYA, ON + timedelta(days=1), path)
    assert (control.kind, control.sequence) == (FileKind.DIFFERENCE, 2)
    assert all(batch.bad_rows == () for batch in open_file(path).batches())


def bad_rows_of(path: Path) -> list[BadRow]:
    return [row for batch in open_file(path).batches() for row in batch.bad_rows]


def test_slips_of_the_counter_are_refused_and_nothing_else(tmp_path: Path) -> None:
    whole, spoilt = tmp_path / "whole.csv", tmp_path / "spoilt.csv"
    tomorrow = ON + timedelta(days=1)
    deliver_day(SETAGAYA, tomorrow, whole)
    deliver_day(SETAGAYA, tomorrow, spoilt, slips=2)
    assert bad_rows_of(whole) == []
    assert [row.faults[0].column for row in bad_rows_of(spoilt)] == ["氏名カナ", "郵便番号"]
