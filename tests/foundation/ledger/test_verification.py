"""Whatever is done to a sealed ledger is named: each kind of damage, and any damage at all."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sealed_ledger import (
    SealedLedger,
    chained,
    groups_of,
    instant,
    new_key,
    row,
    sealed_ledger,
)

from sesshu.foundation.ledger.export import Export
from sesshu.foundation.ledger.sealing.seal import Seal
from sesshu.foundation.ledger.verification.chain import Head
from sesshu.foundation.ledger.verification.findings import Finding, Report, Wrong
from sesshu.foundation.ledger.verification.order import out_of_order
from sesshu.foundation.ledger.verification.verify import keys_in, verify


@pytest.fixture
def ledger(tmp_path: Path) -> SealedLedger:
    """Entries 4 to 23 under five seals of four entries each."""
    return sealed_ledger(tmp_path / "export")


def found(report: Report) -> set[tuple[Wrong, int]]:
    return {(finding.wrong, finding.number) for finding in report.findings}


def test_a_ledger_nobody_touched_is_sound(ledger: SealedLedger) -> None:
    report = ledger.verify()
    assert report.sound
    assert report.remarks == []
    assert (report.entries, report.seals, report.unsealed) == (20, 5, 0)
    assert report.head_sha256 == ledger.seals[-1].header.sha256()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (3, instant(500)),
        (4, "act"),
        (5, "dose.recorded"),
        (6, 99),
        (6, None),
        (7, "別の職員"),
        (8, "10.0.0.9"),
        (9, "m131121_ward_jobs"),
        (10, "統計"),
        (11, "no_permission"),
        (12, []),
        (13, '{"a":1}'),
    ],
)
def test_a_changed_entry_is_named_whichever_column_was_changed(
    ledger: SealedLedger, column: int, value: object
) -> None:
    ledger.change(9, lambda content: content.__setitem__(column, value))
    assert found(ledger.verify()) == {(Wrong.ENTRY_CHANGED, 9)}


def test_an_added_entry_is_named(ledger: SealedLedger) -> None:
    ledger.rows.append((1, ledger.rows[5][1], 500, *row(77)[3:]))
    ledger.sort()
    assert found(ledger.verify()) == {(Wrong.ENTRY_ADDED, 500)}


def test_a_copied_entry_is_named(ledger: SealedLedger) -> None:
    ledger.rows.insert(5, ledger.rows[5])
    assert found(ledger.verify()) == {(Wrong.ENTRY_ADDED, ledger.rows[5][2])}


def test_a_removed_entry_is_named(ledger: SealedLedger) -> None:
    del ledger.rows[ledger.index(9)]
    assert found(ledger.verify()) == {(Wrong.ENTRY_REMOVED, 9)}


def test_entries_that_changed_places_are_named(ledger: SealedLedger) -> None:
    first, second = ledger.index(5), ledger.index(18)
    ledger.rows[first], ledger.rows[second] = (
        (*ledger.rows[first][:3], *ledger.rows[second][3:]),
        (*ledger.rows[second][:3], *ledger.rows[first][3:]),
    )
    assert found(ledger.verify()) == {(Wrong.ENTRY_MOVED, 5), (Wrong.ENTRY_MOVED, 18)}


def test_an_entry_moved_to_another_transaction_is_named(ledger: SealedLedger) -> None:
    ledger.change(9, lambda content: content.__setitem__(1, content[1] + 3))
    ledger.sort()
    assert found(ledger.verify()) == {(Wrong.ENTRY_MOVED, 9)}


def test_an_entry_overwritten_by_another_is_changed_and_the_other_stays(
    ledger: SealedLedger,
) -> None:
    source = ledger.rows[ledger.index(5)]
    ledger.change(18, lambda content: content.__setitem__(slice(3, None), source[3:]))
    assert found(ledger.verify()) == {(Wrong.ENTRY_CHANGED, 18)}


def test_lines_of_an_export_out_of_order_are_named(ledger: SealedLedger) -> None:
    ledger.rows[3], ledger.rows[12] = ledger.rows[12], ledger.rows[3]
    report = ledger.verify()
    assert {finding.wrong for finding in report.findings} == {Wrong.ENTRY_MOVED}
    assert {finding.number for finding in report.findings} == {
        ledger.rows[3][2],
        ledger.rows[12][2],
    }


def test_an_unreadable_line_is_named(ledger: SealedLedger) -> None:
    ledger.verify()
    export = Export(ledger.directory)
    lines = export.entries.read_bytes().splitlines()
    lines[6] = lines[6][:-5]
    export.entries.write_bytes(b"\n".join(lines) + b"\n")
    keys = {1: ledger.key.private.public_key()}
    report = verify(export, ledger.directory / "seals.jsonl", keys)
    assert found(report) == {
        (Wrong.LINE_UNREADABLE, 7),
        (Wrong.ENTRY_REMOVED, ledger.rows[6][2]),
    }


def test_entries_cut_from_the_end_are_named(ledger: SealedLedger) -> None:
    gone = [content[2] for content in ledger.rows[-6:]]
    del ledger.rows[-6:]
    expected = {(Wrong.ENTRY_REMOVED, entry) for entry in gone}
    assert found(ledger.verify()) == {*expected, (Wrong.ENTRIES_CUT, ledger.rows[-1][2])}


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


def test_entries_not_yet_sealed_are_counted(ledger: SealedLedger) -> None:
    ledger.rows.extend([row(50), row(51)])
    ledger.sort()
    report = ledger.verify()
    assert report.sound
    assert report.unsealed == 2


def restored(ledger: SealedLedger, kept: int, epoch: int = 2) -> SealedLedger:
    """The ledger after a restore from a backup that held ``kept`` seals and two entries more."""
    base = ledger.seals[kept - 1]
    backup = ledger.rows[: kept * 4 + 2]
    new = sorted((row(number, epoch) for number in range(60, 66)), key=lambda row: row[:3])
    groups = [backup[kept * 4 :], new]
    again = chained(ledger.key, groups, base, epoch=epoch, minute=200)
    return SealedLedger(
        ledger.directory,
        ledger.key,
        [*backup, *new],
        [*ledger.seals, *again],
        [*ledger.database_seals[:kept], *again],
        ledger.exported_at,
    )


def test_a_restore_is_a_remark_that_names_what_was_lost(ledger: SealedLedger) -> None:
    report = restored(ledger, kept=3).verify()
    assert report.sound
    lost = "、".join(str(content[2]) for content in ledger.rows[14:])
    assert report.remarks == [
        "世代2の記録は、復元により封印3から続いています。封印4から5までは、控えより後のものでした。",
        f"復元で失われた記録: {lost}",
    ]


def test_an_entry_that_a_restore_brought_back_changed_is_named(ledger: SealedLedger) -> None:
    ledger.seals = list(ledger.seals)
    after = restored(ledger, kept=3)
    after.rows[13] = (*after.rows[13][:12], [1], "{}")
    tampered = chained(
        ledger.key, [after.rows[12:14], after.rows[14:]], ledger.seals[2], epoch=2, minute=200
    )
    after.seals = [*ledger.seals, *tampered]
    after.database_seals = [*ledger.seals[:3], *tampered]
    assert found(after.verify()) == {(Wrong.ENTRY_CHANGED, after.rows[13][2])}


def test_going_back_without_a_new_epoch_is_a_rebuilt_chain(ledger: SealedLedger) -> None:
    tampered = chained(ledger.key, groups_of(ledger.rows[12:18], 3), ledger.seals[2], minute=200)
    ledger.seals = [*ledger.seals, *tampered]
    assert {(Wrong.CHAIN_REBUILT, 4), (Wrong.CHAIN_REBUILT, 5)} <= found(ledger.verify())


def test_two_restores_of_one_backup_are_two_remarks(ledger: SealedLedger) -> None:
    once = restored(ledger, kept=3)
    again = restored(ledger, kept=3, epoch=3)
    again.seals = [*once.seals, *again.seals[5:]]
    report = again.verify()
    assert report.sound
    assert len([remark for remark in report.remarks if "復元により" in remark]) == 2


def test_public_keys_are_read_from_a_directory(ledger: SealedLedger, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = ledger.key.private.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "3.public").write_bytes(pem)
    assert keys_in(tmp_path) == {3: public}


Tampering = Callable[[SealedLedger, int, int], None]


def _change_row(ledger: SealedLedger, at: int, how: int) -> None:
    column = how % 14
    content = list(ledger.rows[at % len(ledger.rows)])
    replacement = {
        0: content[0] + 1,
        1: content[1] + how,
        2: content[2] + 40 + how,
        6: how,
        12: [how, 1],
    }
    content[column] = replacement.get(column, f"x{how}")
    ledger.rows[at % len(ledger.rows)] = tuple(content)


def _drop_row(ledger: SealedLedger, at: int, how: int) -> None:
    del ledger.rows[at % len(ledger.rows)]


def _copy_row(ledger: SealedLedger, at: int, how: int) -> None:
    ledger.rows.insert(how % len(ledger.rows), ledger.rows[at % len(ledger.rows)])


def _swap_rows(ledger: SealedLedger, at: int, how: int) -> None:
    one, two = at % len(ledger.rows), how % len(ledger.rows)
    ledger.rows[one], ledger.rows[two] = ledger.rows[two], ledger.rows[one]


def _add_row(ledger: SealedLedger, at: int, how: int) -> None:
    epoch, txid, *_ = ledger.rows[at % (len(ledger.rows) - 1)]
    ledger.rows.append((epoch, txid, 900 + how, *row(how)[3:]))
    ledger.sort()


def _drop_seal(ledger: SealedLedger, at: int, how: int) -> None:
    seals = ledger.seals if how % 2 else ledger.database_seals
    if seals:
        del seals[at % len(seals)]


def _swap_seals(ledger: SealedLedger, at: int, how: int) -> None:
    one, two = at % len(ledger.seals), how % len(ledger.seals)
    ledger.seals[one], ledger.seals[two] = ledger.seals[two], ledger.seals[one]


def _change_seal(ledger: SealedLedger, at: int, how: int) -> None:
    index = at % len(ledger.seals)
    seal = ledger.seals[index]
    names = seal.header.__struct_fields__
    name = names[how % len(names)]
    old = getattr(seal.header, name)
    new = old + 1 if isinstance(old, int) else "0" * 63 + "1"
    ledger.seals[index] = Seal(
        msgspec.structs.replace(seal.header, **{name: new}), seal.signature, seal.entries
    )


def _reseal(ledger: SealedLedger, at: int, how: int) -> None:
    index = at % len(ledger.seals)
    before = ledger.seals[index - 1] if index else None
    ledger.seals[index:] = chained(
        new_key(), groups_of(ledger.rows[index * 4 :] or [row(4)], 4), before
    )


TAMPERINGS = [
    _change_row,
    _drop_row,
    _copy_row,
    _swap_rows,
    _add_row,
    _drop_seal,
    _swap_seals,
    _change_seal,
    _reseal,
]


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.lists(
        st.tuples(st.sampled_from(TAMPERINGS), st.integers(0, 40), st.integers(0, 40)),
        min_size=1,
        max_size=3,
    )
)
def test_any_tampering_is_found(tmp_path: Path, steps: list[tuple[Tampering, int, int]]) -> None:
    ledger = sealed_ledger(tmp_path / "any")
    before = (list(ledger.rows), list(ledger.seals), list(ledger.database_seals))
    for tamper, at, how in steps:
        assume(len(ledger.rows) > 2 and ledger.seals)
        tamper(ledger, at, how)
    assume((ledger.rows, ledger.seals, ledger.database_seals) != before)
    report = ledger.verify()
    assert report.findings or report.remarks


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.sampled_from(["entries", "seals", "seals-of-database"]), st.integers(0), st.integers(1, 255)
)
def test_any_changed_byte_is_found(tmp_path: Path, name: str, at: int, flip: int) -> None:
    ledger = sealed_ledger(tmp_path / "any")
    assert ledger.verify().sound
    file = ledger.directory / f"{name}.jsonl"
    content = bytearray(file.read_bytes())
    content[at % len(content)] ^= flip
    file.write_bytes(content)
    keys = {1: ledger.key.private.public_key()}
    report = verify(Export(ledger.directory), ledger.directory / "seals.jsonl", keys)
    assert report.findings or report.remarks


@given(st.lists(st.integers(0, 30), max_size=40))
def test_what_is_in_order_after_the_others_are_taken_out(keys: list[int]) -> None:
    out = set(out_of_order(keys))
    kept = [key for index, key in enumerate(keys) if index not in out]
    assert kept == sorted(kept)


@given(st.lists(st.integers(), unique=True, min_size=3, max_size=30), st.data())
def test_one_member_moved_is_the_one_out_of_order(keys: list[int], data: st.DataObject) -> None:
    keys.sort()
    source = data.draw(st.integers(0, len(keys) - 1))
    target = data.draw(st.integers(0, len(keys) - 1))
    assume(abs(source - target) > 1)
    moved = keys.pop(source)
    keys.insert(target, moved)
    assert out_of_order(keys) == [target]


def test_findings_are_said_in_words() -> None:
    assert str(Finding(Wrong.ENTRY_CHANGED, 9)) == "記録9: 記録の内容が、封印したときと違います"
    assert (
        str(Finding(Wrong.SEALS_CUT, 4, "ファイル"))
        == "封印4: この封印より後の封印がありません（ファイル）"
    )
