"""The check of a ledger where it lives: export, verify, and an entry that says so."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.keys import verifying_keys
from sesshu.foundation.ledger.export import take_export
from sesshu.foundation.ledger.sealing.sealer import KEY_PURPOSE
from sesshu.foundation.ledger.sealing.seals_file import SealsFile
from sesshu.foundation.ledger.verification.findings import Report
from sesshu.foundation.ledger.verification.seals import Keys
from sesshu.foundation.ledger.verification.verify import verify
from sesshu.foundation.walls import current_place

PURPOSE = "操作の記録の検証"
AUDIT = "audit"


def check(actor: Actor, keys: Keys | None = None, file: SealsFile | None = None) -> Report:
    """Verify the ledger of the place entered with the keys and the seals of this installation.

    What was found, and up to which seal, becomes the entry ``ledger.checked``.
    """
    place = current_place()
    keys = verifying_keys(place, KEY_PURPOSE) if keys is None else keys
    file = file or SealsFile.of(place)
    with TemporaryDirectory(prefix="sesshu-ledger-") as directory:
        export = take_export(actor, PURPOSE, Path(directory) / "export")
        report = verify(export, file.path, keys)
    with ledger.act(actor, "ledger.checked", PURPOSE, AUDIT) as entry:
        entry.detail(seal=report.head_number, sha256=report.head_sha256 or None)
        entry.detail(entries=report.entries, findings=len(report.findings))
    return report
