"""Every entry that was changed, added, removed or moved is named."""

import pytest
from sealed_ledger import (
    SealedLedger,
    found,
    instant,
    row,
)

from sesshu.foundation.ledger.export import Export
from sesshu.foundation.ledger.verification.findings import Finding, Wrong
from sesshu.foundation.ledger.verification.verify import verify


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


def test_entries_not_yet_sealed_are_counted(ledger: SealedLedger) -> None:
    ledger.rows.extend([row(50), row(51)])
    ledger.sort()
    report = ledger.verify()
    assert report.sound
    assert report.unsealed == 2


def test_findings_are_said_in_words() -> None:
    assert str(Finding(Wrong.ENTRY_CHANGED, 9)) == "記録9: 記録の内容が、封印したときと違います"
    assert (
        str(Finding(Wrong.SEALS_CUT, 4, "ファイル"))
        == "封印4: この封印より後の封印がありません（ファイル）"
    )
