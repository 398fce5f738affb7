"""A seal covers every entry of every finished transaction, once, in file and database."""

import contextlib
import json
import subprocess
import sys
import threading
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import sealer_that_dies
from django.db import transaction
from examples_of_tests import ONE_WARD, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_of_tests import CLERK, entries, execute, seal_all

from sesshu.foundation import ledger
from sesshu.foundation.cluster import address
from sesshu.foundation.keys import SigningKey, verifies
from sesshu.foundation.ledger.models import Seal as SealRow
from sesshu.foundation.ledger.sealing import sealer as sealer_module
from sesshu.foundation.ledger.sealing import seals_file
from sesshu.foundation.ledger.sealing.epochs import open_epoch
from sesshu.foundation.ledger.sealing.seal import NO_SEAL_BEFORE, NotASeal, Seal
from sesshu.foundation.ledger.sealing.sealer import MOST_ENTRIES, Sealer, SealsDisagree
from sesshu.foundation.walls import Place, enter

pytestmark = pytest.mark.usefixtures("fresh_ward")


def look(*residents: int, using: str = "default") -> None:
    ledger.look(CLERK, "resident.seen", "窓口対応", residents, using=using)


def seals_in(file: seals_file.SealsFile) -> list[Seal]:
    if not file.path.exists():
        return []
    return [Seal.of_text(line) for line in file.path.read_bytes().splitlines()]


def sealed_ids(file: seals_file.SealsFile) -> list[int]:
    return [line.position.entry for seal in seals_in(file) for line in seal.lines()]


def numbers_in_database() -> list[int]:
    return list(SealRow.objects.using("audit").order_by("number").values_list("number", flat=True))


def test_what_was_committed_is_sealed_once(sealer: Sealer) -> None:
    look(1)
    look(2)
    assert seal_all(sealer) == 2
    assert sealer.seal_finished() == 0
    [seal] = seals_in(sealer.file)
    assert sealed_ids(sealer.file) == [entry.pk for entry in entries()]
    assert (seal.header.number, seal.header.entry_count) == (1, 2)
    assert seal.header.previous_sha256 == NO_SEAL_BEFORE


def test_an_empty_ledger_gets_no_seal(sealer: Sealer) -> None:
    assert sealer.seal_finished() == 0
    assert not sealer.file.path.exists()


def test_each_seal_names_the_one_before_and_is_signed(sealer: Sealer) -> None:
    for resident in range(3):
        look(resident)
        seal_all(sealer)
    first, second, third = seals_in(sealer.file)
    assert second.header.previous_sha256 == first.header.sha256()
    assert third.header.previous_sha256 == second.header.sha256()
    for seal in (first, second, third):
        signature = bytes.fromhex(seal.signature)
        assert verifies(sealer.keys, 1, signature, seal.header.message())


def test_file_and_database_hold_the_same_seals(sealer: Sealer) -> None:
    look(1)
    seal_all(sealer)
    [seal] = seals_in(sealer.file)
    row = SealRow.objects.using("audit").get()
    assert bytes(row.sha256).hex() == seal.header.sha256()
    assert bytes(row.signature).hex() == seal.signature
    assert (row.last_txid, row.last_entry) == (seal.header.last_txid, seal.header.last_entry)


def test_an_entry_of_a_running_transaction_is_not_passed_over(sealer: Sealer) -> None:
    with ledger.act(CLERK, "dose.recorded", "入力"):
        execute("default", "SELECT pg_current_xact_id()")
        look(1, using="jobs")
        assert sealer.seal_finished() == 0  # the look ended, but an earlier transaction runs on
    assert seal_all(sealer) == 2
    [seal] = seals_in(sealer.file)
    by_transaction = sorted((entry.txid, entry.pk) for entry in entries())
    assert [(txid, pk) for txid, pk, _ in seal.entries] == by_transaction
    assert [pk for _, pk in by_transaction] != sorted(pk for _, pk in by_transaction)


def test_without_the_bound_an_entry_of_a_running_transaction_is_lost(
    sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound = "txid < pg_snapshot_xmin(pg_current_snapshot())"
    assert bound in sealer_module.FINISHED
    monkeypatch.setattr(sealer_module, "FINISHED", sealer_module.FINISHED.replace(bound, "true"))
    with ledger.act(CLERK, "dose.recorded", "入力"):
        execute("default", "SELECT pg_current_xact_id()")
        look(1, using="jobs")
        sealer.seal_finished()
    assert sealer.seal_finished() == 0
    assert len(sealed_ids(sealer.file)) < len(entries())


def test_a_transaction_that_was_rolled_back_holds_nothing_up(sealer: Sealer) -> None:
    with transaction.atomic("jobs"):
        execute("jobs", "SELECT pg_current_xact_id()")
        transaction.set_rollback(True, "jobs")
    look(1)
    assert seal_all(sealer) == 1


def test_many_entries_of_one_transaction_are_sealed_in_pieces(sealer: Sealer) -> None:
    residents = range(MOST_ENTRIES + 10)
    ledger.look_each(CLERK, "letter.printed", "勧奨通知", residents)
    assert seal_all(sealer) == len(residents)
    assert [seal.header.entry_count for seal in seals_in(sealer.file)] == [MOST_ENTRIES, 10]
    assert sealed_ids(sealer.file) == [entry.pk for entry in entries()]


@settings(max_examples=examples(15), suppress_health_check=ONE_WARD)
@given(st.lists(st.sampled_from(["look", "seal", "begin", "end", "undo"]), max_size=25))
def test_whatever_the_order_of_events_every_entry_is_sealed_once(
    sealer: Sealer, steps: list[str]
) -> None:
    """A second zone opens, ends and undoes its transactions between looks and seals."""
    running = None
    for step in [*steps, "end"]:
        if step == "look":
            look(1)
        elif step == "seal":
            sealer.seal_finished()
        elif step == "begin" and running is None:
            running = ledger.act(CLERK, "dose.recorded", "入力", using="jobs")
            running.__enter__()
            execute("jobs", "SELECT pg_current_xact_id()")
        elif step == "end" and running is not None:
            running.__exit__(None, None, None)
            running = None
        elif step == "undo" and running is not None:
            with contextlib.suppress(ZeroDivisionError):
                running.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
            running = None
    seal_all(sealer)
    assert sorted(sealed_ids(sealer.file)) == [entry.pk for entry in entries()]
    assert numbers_in_database() == [seal.header.number for seal in seals_in(sealer.file)]


def test_two_sealers_at_once_make_one_chain(sealer: Sealer, fresh_ward: Place) -> None:
    """The second reads while the first has its seal in the file but has not committed it."""
    look(1)
    at_the_file, go_on = threading.Event(), threading.Event()

    class SlowFile(seals_file.SealsFile):
        def append(self, seal: Seal) -> None:
            super().append(seal)
            at_the_file.set()
            go_on.wait(5)

    first = replace(sealer, file=SlowFile(sealer.file.path))
    counts: list[int] = []

    def seal_slowly() -> None:
        with enter(fresh_ward):
            counts.append(seal_all(first))

    slow = threading.Thread(target=seal_slowly)
    slow.start()
    assert at_the_file.wait(5)
    threading.Timer(0.3, go_on.set).start()
    assert sealer.seal_finished() == 0
    slow.join(5)
    assert counts == [1]
    assert numbers_in_database() == [seal.header.number for seal in seals_in(sealer.file)] == [1]


def test_a_sealer_that_waited_for_one_that_failed_does_not_seal_beside_it(
    sealer: Sealer, fresh_ward: Place
) -> None:
    """The first has its seal in the file when its transaction fails; the second had waited for it."""
    look(1)
    at_the_file, go_on = threading.Event(), threading.Event()

    class FailingFile(seals_file.SealsFile):
        def append(self, seal: Seal) -> None:
            super().append(seal)
            at_the_file.set()
            go_on.wait(5)
            raise OSError("the disk is full")

    def seal_in_vain() -> None:
        with enter(fresh_ward), contextlib.suppress(OSError):
            seal_all(replace(sealer, file=FailingFile(sealer.file.path)))

    slow = threading.Thread(target=seal_in_vain)
    slow.start()
    assert at_the_file.wait(5)
    before_it_failed = replace(sealer, file=FileOfThen(sealer.file.path, go_on))
    assert before_it_failed.seal_finished() == 0
    slow.join(5)
    assert sealer.seal_finished() == 0
    assert numbers_in_database() == [seal.header.number for seal in seals_in(sealer.file)] == [1]


class FileOfThen(seals_file.SealsFile):
    """The file as somebody read it before the other sealer wrote: empty the first time."""

    def __init__(self, path: Path, go_on: threading.Event) -> None:
        super().__init__(path)
        object.__setattr__(self, "_unread", [go_on])

    def last(self) -> Seal | None:
        unread: list[threading.Event] = object.__getattribute__(self, "_unread")
        if unread:
            threading.Timer(0.3, unread.pop().set).start()
            return None
        return super().last()


def die_while_sealing(sealer: Sealer, at: str) -> None:
    """Seal in another process, which is killed at a point."""
    key = sealer.key.private.private_bytes_raw().hex()
    where = json.dumps(asdict(address()))
    script = [sys.executable, sealer_that_dies.__file__]
    arguments = ["131121", where, key, str(sealer.file.path), at]
    ended = subprocess.run([*script, *arguments], check=False, capture_output=True, timeout=60)
    assert ended.returncode == -9, ended.stderr


def test_a_sealer_killed_between_file_and_database_is_repaired(sealer: Sealer) -> None:
    look(1)
    die_while_sealing(sealer, "commit")
    assert (len(seals_in(sealer.file)), numbers_in_database()) == (1, [])
    look(2)
    assert seal_all(sealer) == 1
    assert numbers_in_database() == [1, 2]
    assert sealed_ids(sealer.file) == [entry.pk for entry in entries()]


def test_a_sealer_killed_while_writing_the_file_is_repaired(sealer: Sealer) -> None:
    look(1)
    die_while_sealing(sealer, "file")
    piece = sealer.file.path.read_bytes()
    assert piece
    with pytest.raises(NotASeal):
        Seal.of_text(piece)
    assert seal_all(sealer) == 1
    whole = sealer.file.path.read_bytes().splitlines()[-1]
    assert Seal.of_text(whole).header.number == 1
    assert sealer.file.path.read_bytes().startswith(piece)


def test_a_seal_in_the_file_that_is_not_ours_is_not_taken_over(sealer: Sealer) -> None:
    look(1)
    seal_all(sealer)
    [ours] = seals_in(sealer.file)
    following = ours.header.sha256()
    header = type(ours.header)(
        **{
            **{name: getattr(ours.header, name) for name in ours.header.__struct_fields__},
            "number": 2,
            "previous_sha256": following,
        }
    )
    sealer.file.append(Seal(header, ours.signature))
    with pytest.raises(SealsDisagree):
        sealer.seal_finished()
    assert numbers_in_database() == [1]


def test_a_seals_file_that_is_gone_or_cut_stops_the_sealer(sealer: Sealer) -> None:
    for resident in (1, 2):
        look(resident)
        seal_all(sealer)
    first = sealer.file.path.read_bytes().splitlines()[0]
    sealer.file.path.write_bytes(first + b"\n")
    with pytest.raises(SealsDisagree, match="database is 2, that of the file 1"):
        sealer.seal_finished()
    sealer.file.path.unlink()
    with pytest.raises(SealsDisagree, match="file none"):
        sealer.seal_finished()


def test_a_new_epoch_goes_on_from_what_was_restored(sealer: Sealer, fresh_ward: Place) -> None:
    look(1)
    seal_all(sealer)
    assert open_epoch(fresh_ward, sealer.file) == 2
    look(2)
    assert seal_all(sealer) == 2
    first, second = seals_in(sealer.file)
    assert (first.header.epoch, second.header.epoch, second.header.number) == (1, 2, 2)
    opened = entries()[1]
    assert (opened.action, opened.epoch) == ("ledger.epoch_opened", 2)
    assert opened.details == {"epoch": 2, "reason": "restored"}


def test_entries_a_restore_brought_unsealed_are_sealed_in_the_new_epoch(
    sealer: Sealer, fresh_ward: Place
) -> None:
    look(1)
    open_epoch(fresh_ward, sealer.file)
    look(2)
    assert seal_all(sealer) == 3
    first, second = seals_in(sealer.file)
    assert [(s.header.epoch, s.header.entry_epoch) for s in (first, second)] == [(2, 1), (2, 2)]


def test_a_new_epoch_may_begin_a_new_file(
    sealer: Sealer, fresh_ward: Place, tmp_path: Path
) -> None:
    look(1)
    seal_all(sealer)
    elsewhere = replace(sealer, file=seals_file.SealsFile(tmp_path / "elsewhere.jsonl"))
    with pytest.raises(SealsDisagree):
        elsewhere.seal_finished()
    open_epoch(fresh_ward, elsewhere.file)
    assert seal_all(elsewhere) == 1
    assert [seal.header.number for seal in seals_in(elsewhere.file)] == [2]


def test_restoring_one_backup_twice_gives_two_epochs(sealer: Sealer, fresh_ward: Place) -> None:
    open_epoch(fresh_ward, sealer.file)
    seal_all(sealer)
    after_first_restore = open_epoch(fresh_ward, sealer.file)
    look(1)
    seal_all(sealer)
    assert sealer.file.last().header.epoch == after_first_restore == 3


def test_a_changed_key_goes_on_with_the_chain(sealer: Sealer, key: SigningKey) -> None:
    look(1)
    seal_all(sealer)
    new = replace(key, number=2)
    changed = replace(sealer, key=new, keys={**sealer.keys, 2: new.private.public_key()})
    look(2)
    seal_all(changed)
    assert [seal.header.key_number for seal in seals_in(sealer.file)] == [1, 2]


def test_only_the_sealer_may_seal() -> None:
    for zone in ("intranet", "jobs", "guarded", "audit", "courier"):
        with pytest.raises(Exception, match="permission denied"):
            execute(zone, "INSERT INTO ledger_seal (number) VALUES (1)")


@pytest.mark.parametrize("size", [1, 100, seals_file.BLOCK, 3 * seals_file.BLOCK + 7])
def test_lines_are_read_from_the_end_whatever_their_length(tmp_path: Path, size: int) -> None:
    lines = [bytes([65 + n]) * size for n in range(5)]
    file = tmp_path / "lines"
    file.write_bytes(b"\n".join(lines) + b"\n")
    assert [line for line in seals_file.lines_from_the_end(file) if line] == lines[::-1]
