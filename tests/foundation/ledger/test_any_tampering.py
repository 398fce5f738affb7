"""Whatever is done to a sealed ledger, once or three times over, is found."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from examples_of_tests import ONE_WARD, examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sealed_ledger import (
    SealedLedger,
    chained,
    groups_of,
    new_key,
    row,
    sealed_ledger,
)

from sesshu.foundation.ledger.export import Export
from sesshu.foundation.ledger.sealing.seal import Seal
from sesshu.foundation.ledger.verification.order import out_of_order
from sesshu.foundation.ledger.verification.verify import verify

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


@settings(max_examples=examples(150), suppress_health_check=ONE_WARD)
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


@settings(max_examples=examples(150), suppress_health_check=ONE_WARD)
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
