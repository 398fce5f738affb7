"""Every seal that was changed, removed, moved or made by somebody else is named."""

from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sealed_ledger import SealedLedger, chained, found, groups_of, instant, new_key

from sesshu.foundation.ledger.sealing.seal import Seal
from sesshu.foundation.ledger.verification.chain import Head
from sesshu.foundation.ledger.verification.findings import Finding, Wrong
from sesshu.foundation.ledger.verification.verify import keys_in


def test_a_tail_cut_from_the_database_with_its_seals_is_named(ledger: SealedLedger) -> None:
    del ledger.rows[-8:]
    del ledger.database_seals[-2:]
    named = found(ledger.verify())
    assert (Wrong.SEALS_CUT, 3) in named
    assert (Wrong.ENTRIES_CUT, ledger.rows[-1][2]) in named


def test_a_tail_cut_from_the_file_is_named(ledger: SealedLedger) -> None:
    del ledger.seals[-1]
    [finding] = ledger.verify().findings
    assert finding == Finding(Wrong.SEALS_CUT, 4, "ファイルに、あと1個の封印がありません")


def test_a_seals_file_that_is_empty_is_named(ledger: SealedLedger) -> None:
    ledger.seals.clear()
    assert found(ledger.verify()) == {(Wrong.SEALS_CUT, 0)}


def test_a_tail_cut_everywhere_is_shown_by_a_seal_written_down(ledger: SealedLedger) -> None:
    head = ledger.seals[-1].header
    del ledger.rows[-8:], ledger.seals[-2:], ledger.database_seals[-2:]
    assert ledger.verify().sound
    report = ledger.verify(Head(head.number, head.sha256()))
    assert found(report) == {(Wrong.SEALS_CUT, 3)}


def test_a_seal_written_down_that_is_there_changes_nothing(ledger: SealedLedger) -> None:
    for seal in ledger.seals:
        assert ledger.verify(Head(seal.header.number, seal.header.sha256())).sound


def test_a_chain_rebuilt_with_another_key_is_named(ledger: SealedLedger) -> None:
    ledger.change(9, lambda content: content.__setitem__(12, [1]))
    stranger = new_key()
    ledger.seals = ledger.database_seals = chained(stranger, groups_of(ledger.rows, 4))
    named = found(ledger.verify())
    assert {(Wrong.CHAIN_REBUILT, number) for number in range(1, 6)} <= named


def test_a_tail_rebuilt_with_another_key_is_named(ledger: SealedLedger) -> None:
    stranger = new_key()
    tail = chained(stranger, groups_of(ledger.rows[12:], 4), ledger.seals[2])
    ledger.seals = ledger.database_seals = [*ledger.seals[:3], *tail]
    assert {(Wrong.CHAIN_REBUILT, 4), (Wrong.CHAIN_REBUILT, 5)} <= found(ledger.verify())


def test_a_chain_rebuilt_in_the_database_with_our_key_is_named(ledger: SealedLedger) -> None:
    ledger.change(9, lambda content: content.__setitem__(12, [1]))
    ledger.database_seals = chained(ledger.key, groups_of(ledger.rows, 4))
    named = found(ledger.verify())
    assert (Wrong.ENTRY_CHANGED, 9) in named
    assert {number for wrong, number in named if wrong is Wrong.CHAIN_REBUILT} == {2, 3, 4, 5}


def test_a_chain_rebuilt_everywhere_with_our_key_is_shown_by_a_seal_written_down(
    ledger: SealedLedger,
) -> None:
    head = ledger.seals[-1].header
    ledger.change(9, lambda content: content.__setitem__(12, [1]))
    ledger.seals = ledger.database_seals = chained(ledger.key, groups_of(ledger.rows, 4))
    assert ledger.verify().sound
    report = ledger.verify(Head(head.number, head.sha256()))
    assert found(report) == {(Wrong.CHAIN_REBUILT, 5)}


def test_a_seal_missing_in_the_file_is_named_and_the_database_stands_in(
    ledger: SealedLedger,
) -> None:
    del ledger.seals[2]
    assert found(ledger.verify()) == {(Wrong.SEAL_MISSING, 3)}
    ledger.change(ledger.rows[9][2], lambda content: content.__setitem__(12, [1]))
    assert found(ledger.verify()) == {(Wrong.SEAL_MISSING, 3), (Wrong.ENTRIES_DIFFER, 3)}


def test_a_seal_missing_in_the_database_is_named(ledger: SealedLedger) -> None:
    del ledger.database_seals[2]
    assert found(ledger.verify()) == {(Wrong.SEAL_MISSING, 3)}


def test_a_seal_missing_everywhere_is_named(ledger: SealedLedger) -> None:
    del ledger.seals[2], ledger.database_seals[2]
    covered = {(Wrong.ENTRY_ADDED, content[2]) for content in ledger.rows[8:12]}
    assert found(ledger.verify()) == {(Wrong.SEAL_MISSING, 3), *covered}


def test_the_newest_seal_may_be_in_the_file_alone(ledger: SealedLedger) -> None:
    del ledger.database_seals[-1]
    report = ledger.verify()
    assert report.sound
    assert report.remarks == ["封印5は、まだデータベースにありません。"]


def test_a_seal_written_twice_is_named(ledger: SealedLedger) -> None:
    ledger.seals.insert(2, ledger.seals[2])
    assert found(ledger.verify()) == {(Wrong.SEAL_REPEATED, 3)}


def test_seals_out_of_order_are_named(ledger: SealedLedger) -> None:
    ledger.seals.insert(0, ledger.seals.pop(3))
    assert found(ledger.verify()) == {(Wrong.SEAL_MOVED, 4)}


def test_a_seal_of_another_ledger_is_not_taken_for_ours(ledger: SealedLedger) -> None:
    header = msgspec.structs.replace(ledger.seals[1].header, ledger="m131156_ward")
    signature = ledger.key.sign(header.message()).hex()
    ledger.seals[1] = Seal(header, signature, ledger.seals[1].entries)
    assert (Wrong.SEAL_CHANGED, 2) in found(ledger.verify())


def test_a_changed_list_of_entries_is_named_and_the_entries_are_not_blamed(
    ledger: SealedLedger,
) -> None:
    seal = ledger.seals[1]
    (txid, entry, _), *rest = seal.entries
    ledger.seals[1] = Seal(seal.header, seal.signature, ((txid, entry, "0" * 64), *rest))
    assert found(ledger.verify()) == {(Wrong.SEAL_CHANGED, 2)}


def test_an_export_dated_before_its_seals_hides_nothing(ledger: SealedLedger) -> None:
    ledger.exported_at = instant(102)
    assert {(Wrong.EXPORT_MISDATED, 4), (Wrong.EXPORT_MISDATED, 5)} <= found(ledger.verify())


def test_seals_made_after_the_export_are_no_cut(ledger: SealedLedger) -> None:
    ledger.exported_at = instant(102)
    del ledger.database_seals[3:]
    del ledger.rows[12:]
    report = ledger.verify()
    assert report.sound
    assert report.entries == 12


def test_public_keys_are_read_from_a_directory(ledger: SealedLedger, tmp_path: Path) -> None:

    public = ledger.key.private.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "3.public").write_bytes(pem)
    assert keys_in(tmp_path) == {3: public}
