"""The worker seals every ledger it may, again and again, and none holds up another."""

import logging
import threading
import time
from pathlib import Path

import pytest
from ledger_of_tests import CLERK, LOOKS, seal_all

from sesshu.foundation import ledger
from sesshu.foundation.keys import signing_key
from sesshu.foundation.ledger.jobs import keep_sealing as jobs
from sesshu.foundation.ledger.models import Seal
from sesshu.foundation.ledger.sealing.sealer import Sealer
from sesshu.foundation.ledger.sealing.seals_file import SealsFile
from sesshu.foundation.walls import Place, enter
from sesshu.foundation.walls.zones import systems


@pytest.fixture(autouse=True)
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keys and seals of this test's own."""
    for module in ("sesshu.foundation.keys.store", "sesshu.foundation.ledger.sealing.seals_file"):
        monkeypatch.setattr(f"{module}.state_dir", lambda: tmp_path)
    monkeypatch.setattr(jobs, "EVERY_SECONDS", 0.05)


def sealed(place: Place) -> int:
    with enter(place):
        return Seal.objects.using("audit").count()


def wait_until_sealed(place: Place) -> bool:
    for _ in range(LOOKS):
        if sealed(place):
            return True
        time.sleep(0.05)
    return False


def test_every_system_of_every_municipality_is_sealed() -> None:
    places = jobs.places_to_seal()
    assert {place.system for place in places} == set(systems())
    assert {place.municipality for place in places} >= {"131121", "131156"}


def test_the_worker_seals_the_ledgers_of_neighbors_until_it_is_stopped(
    fresh_ward: Place, neighbour: Place
) -> None:
    ledger.look(CLERK, "resident.seen", "窓口対応", [41])
    with enter(neighbour):
        ledger.look(CLERK, "resident.seen", "窓口対応", [41])
    stop = threading.Event()
    worker = threading.Thread(target=jobs.keep_sealing, args=(stop,))
    worker.start()
    try:
        assert wait_until_sealed(fresh_ward)
        assert wait_until_sealed(neighbour)
    finally:
        stop.set()
        worker.join(20)
    assert not worker.is_alive()


def test_a_ledger_in_trouble_is_complained_of_and_the_others_are_sealed(
    fresh_ward: Place, neighbour: Place, caplog: pytest.LogCaptureFixture
) -> None:
    ledger.look(CLERK, "resident.seen", "窓口対応", [41])
    seal_all(Sealer.of(fresh_ward))
    SealsFile.of(fresh_ward).path.unlink()
    ledger.look(CLERK, "resident.seen", "窓口対応", [41])
    with enter(neighbour):
        ledger.look(CLERK, "resident.seen", "窓口対応", [41])
    with caplog.at_level(logging.ERROR):
        jobs.seal_or_complain(fresh_ward)
        for _ in range(LOOKS):
            jobs.seal_or_complain(neighbour)
            if sealed(neighbour):
                break
            time.sleep(0.05)
    assert "the ledger of m131121_ward is not sealed" in caplog.text
    assert (sealed(fresh_ward), sealed(neighbour)) == (1, 1)


def test_a_disk_that_is_full_is_complained_of_and_nothing_is_half_sealed(
    fresh_ward: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ledger.look(CLERK, "resident.seen", "窓口対応", [41])

    def full(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(SealsFile, "append", full)
        for _ in range(LOOKS):
            jobs.seal_or_complain(fresh_ward)
            if caplog.text:
                break
            time.sleep(0.05)
    assert "could not be sealed now" in caplog.text
    assert sealed(fresh_ward) == 0
    seal_all(Sealer.of(fresh_ward))
    assert sealed(fresh_ward) == 1


def test_the_sealer_of_a_place_signs_with_the_places_own_key(fresh_ward: Place) -> None:
    assert Sealer.of(fresh_ward).key.number == signing_key(fresh_ward, "ledger").number
    assert Sealer.of(fresh_ward).file == SealsFile.of(fresh_ward)
    assert SealsFile.of(fresh_ward).path.parts[-4:] == ("ledger", "131121", "ward", "seals.jsonl")
