"""From the approved request to the confirmed erasure: each step one act, taken once (R8, D6)."""

from collections.abc import Iterable
from typing import NamedTuple, cast

from sesshu.foundation import ledger
from sesshu.foundation.accounts.slip_code import new_code
from sesshu.foundation.acting import Actor
from sesshu.foundation.keys import secret_box
from sesshu.foundation.media.files import encoded, locked
from sesshu.foundation.media.insertion import insert
from sesshu.foundation.media.lists import SHEETS, Row, list_of
from sesshu.foundation.media.models import TakeOut, TakeOutFile
from sesshu.foundation.media.requests import PURPOSE
from sesshu.foundation.media.situations import NotTakenOut
from sesshu.foundation.media.states import Erasure, FileFormat, Step
from sesshu.foundation.walls import current_place


class Fetched(NamedTuple):
    """A file as it leaves."""

    name: str
    content: bytes


def make(actor: Actor, take_out_id: int) -> None:
    """Read the list, encrypt it under a new passphrase, keep both for a day.

    Whoever is in it is named in the ledger. Raises NotTakenOut: not approved, somebody else's, changed since.
    """
    asked = TakeOut.objects.get(pk=take_out_id)
    rows = list(list_of(asked.list_kind).rows(asked.conditions))
    residents = {row.resident_id: None for row in rows if row.resident_id is not None}
    passphrase = new_code()
    content = _locked(asked, rows, passphrase)  # a large sheet takes longer than a transaction may
    with ledger.act(actor, "take_out.made", PURPOSE) as entry:
        entry.detail(take_out=take_out_id)
        entry.about(*residents)
        insert(
            "take_out_file",
            {
                "take_out_id": take_out_id,
                "name": f"take-out-{take_out_id}.zip",
                "content": content,
                "sealed_passphrase": secret_box(current_place()).encrypt(passphrase.encode()),
                "residents": len(residents),
            },
            key="take_out_id",
        )


def download(actor: Actor, take_out_id: int) -> Fetched:
    """The encrypted file, once, for who asked; it is kept no longer. Raises NotTakenOut."""
    with ledger.act(actor, "take_out.downloaded", PURPOSE) as entry:
        entry.detail(take_out=take_out_id)
        file = _file(take_out_id)
        _take(take_out_id, Step.DOWNLOADED)  # PostgreSQL refuses it once the content is gone
    return Fetched(file.name, bytes(cast(bytes, file.content)))


def passphrase(actor: Actor, take_out_id: int) -> str:
    """What opens the file, shown once to somebody who did not ask for it. Raises NotTakenOut."""
    with ledger.act(actor, "take_out.passphrase_shown", PURPOSE) as entry:
        entry.detail(take_out=take_out_id)
        file = _file(take_out_id)
        _take(take_out_id, Step.PASSPHRASE_SHOWN)  # and once the passphrase is
    sealed = bytes(cast(bytes, file.sealed_passphrase))
    return secret_box(current_place()).decrypt(sealed).decode()


def hand_out(actor: Actor, take_out_id: int, person_id: int) -> None:
    """A carrier gave the medium to a person of the roster. Raises NotTakenOut."""
    with ledger.act(actor, "take_out.handed_out", PURPOSE) as entry:
        entry.detail(take_out=take_out_id, person=person_id)
        _take(take_out_id, Step.HANDED_OUT, person_id=person_id)


def take_back(actor: Actor, take_out_id: int) -> None:
    """The medium came back. Raises NotTakenOut."""
    with ledger.act(actor, "take_out.returned", PURPOSE) as entry:
        entry.detail(take_out=take_out_id)
        _take(take_out_id, Step.RETURNED)


def erase(actor: Actor, take_out_id: int, method: Erasure, proof: str) -> None:
    """The data are unrecoverable, by a method and with a proof. Raises NotTakenOut."""
    with ledger.act(actor, "take_out.erased", PURPOSE) as entry:
        entry.detail(take_out=take_out_id, method=str(method))
        _take(take_out_id, Step.ERASED, method=str(method), proof=proof)


def confirm(actor: Actor, take_out_id: int) -> None:
    """Somebody else looked at the proof: the entry is closed. Raises NotTakenOut."""
    with ledger.act(actor, "take_out.confirmed", PURPOSE) as entry:
        entry.detail(take_out=take_out_id)
        _take(take_out_id, Step.CONFIRMED)


def _locked(asked: TakeOut, rows: Iterable[Row], passphrase: str) -> bytes:
    """The lines in the format that was asked for, encrypted."""
    file_format = FileFormat(asked.file_format)
    plain = (
        encoded(file_format, asked.columns, [row.values for row in rows])
        if file_format in SHEETS
        else list_of(asked.list_kind).in_own_format(asked.conditions, rows)
    )
    return locked(f"take-out-{asked.pk}.{file_format}", plain, passphrase)


def _file(take_out_id: int) -> TakeOutFile:
    file = TakeOutFile.objects.filter(pk=take_out_id).first()
    if file is None:
        raise NotTakenOut("take_out_step_of_a_file")
    return file


def _take(take_out_id: int, step: Step, **more: str | int) -> None:
    insert("take_out_step", {"take_out_id": take_out_id, "step": str(step), **more})
