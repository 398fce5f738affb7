"""A restore explains itself; what somebody changed under its cover is named."""

from sealed_ledger import SealedLedger, chained, found, groups_of, row

from sesshu.foundation.ledger.verification.findings import Wrong


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
