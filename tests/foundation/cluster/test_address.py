"""Where the database is: what the cluster left, read anew when it was written anew."""

from pathlib import Path

import pytest

from sesshu.foundation.cluster.address import Address, NoServer, address, remember, use_address

HERE, THERE = Address("/run/here", 5432), Address("/run/there", 5433)


@pytest.fixture(autouse=True)
def _installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSHU_STATE", str(tmp_path))
    monkeypatch.delenv("SESSHU_DATABASE_URL", raising=False)


def test_before_a_cluster_was_started_the_command_that_starts_one_is_told() -> None:
    with pytest.raises(NoServer, match="sesshu db start"):
        address()


def test_the_address_is_the_one_that_was_left_last() -> None:
    for where in (HERE, THERE, HERE):
        remember(where)
        assert address() == address() == where


def test_an_address_chosen_by_the_process_comes_first() -> None:
    remember(HERE)
    with use_address(THERE):
        assert address() == THERE
    assert address() == HERE


def test_an_installation_of_another_state_directory_is_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(HERE)
    assert address() == HERE
    monkeypatch.setenv("SESSHU_STATE", str(tmp_path / "other"))
    with pytest.raises(NoServer):
        address()
