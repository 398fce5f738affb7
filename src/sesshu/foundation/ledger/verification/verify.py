"""Verify one ledger without its database: an export, the seals file, public keys."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from sesshu.foundation.ledger.export import Export
from sesshu.foundation.ledger.verification.chain import Head, compare_with_known, read_chain
from sesshu.foundation.ledger.verification.entries import compare_entries, read_entries
from sesshu.foundation.ledger.verification.findings import DATABASE, FILE, Report, Wrong
from sesshu.foundation.ledger.verification.seals import Keys, Ours, read_seals


def verify(export: Export, seals_file: Path, keys: Keys, known: Head | None = None) -> Report:
    """What was done to the ledger since it was sealed, named entry by entry and seal by seal.

    ``keys``: the public keys of the ledger by number, from a place the ward trusts. ``known``: a seal that
    somebody wrote down elsewhere; only that shows a tail cut from database and file alike, or a chain
    rebuilt with a stolen key. Source of the rules: docs/adr/0010-seal-finished-transactions.md.
    """
    about = export.about()
    report = Report(about.ledger, about.exported_at)
    outside = read_seals(seals_file, FILE, keys, report)
    inside = read_seals(export.seals, DATABASE, keys, report)
    _report_misdated(inside, report)
    chain = read_chain(outside, inside, report)
    if known is not None:
        compare_with_known(chain, known, report)
    compare_entries(chain, read_entries(export.entries, report), report)
    report.seals = len(chain.seals)
    if chain.seals:
        head = chain.seals[-1].header
        report.head_number, report.head_sha256 = head.number, head.sha256()
    report.findings.sort()
    return report


def keys_in(directory: Path) -> dict[int, Ed25519PublicKey]:
    """The public keys in ``directory``, files named ``<number>.public`` in PEM."""
    keys = {}
    for file in directory.glob("*.public"):
        key = load_pem_public_key(file.read_bytes())
        if not isinstance(key, Ed25519PublicKey):
            raise TypeError(f"{file} holds another kind of key")
        keys[int(file.stem)] = key
    return keys


def _report_misdated(inside: dict[tuple[int, int], Ours], report: Report) -> None:
    """Seals the export holds were there when it was taken; an earlier date would hide what is missing."""
    for seal in inside.values():
        if seal.header.sealed_at > report.exported_at:
            report.find(Wrong.EXPORT_MISDATED, seal.header.number)
