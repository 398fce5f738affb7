"""The file a bank sends back: the 総合振込 it was given, with what became of each transfer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from sesshu.wire.transfers.files import (
    NotATransferFile,
    Payer,
    Record,
    Transfer,
    data_record,
    read,
    write,
)
from sesshu.wire.transfers.layout import CODING, DATA


class TransferOutcome(StrEnum):
    """Whether the money arrived."""

    PAID = "paid"
    FAILED = "failed"


class Result(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a sign of the bank stands for."""

    outcome: TransferOutcome
    title: str


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a bank puts its sign, and the signs it knows."""

    effective_from: date
    source: str
    verify: bool
    position: int
    results: dict[str, Result]


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of one transfer; `batch` and `reference` are what the ward knows it by."""

    batch: str
    reference: str
    yen: int
    sign: str
    result: Result


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """A file of a bank: the day on which it was to pay, and the transfers in their order."""

    paid_on: date
    transfers: tuple[Returned, ...]


def read_return(content: bytes, on: date) -> ReturnFile:
    """What a file received on a day tells. Raises NotATransferFile.

    Its header names month and day alone: the latest such day until `on` is meant.
    """
    try:
        header, records = read(content)
        return ReturnFile(
            _latest(header["on"], on), tuple(_returned(each, form_on(on)) for each in records)
        )
    except NotATransferFile:
        raise
    except (ValueError, KeyError, IndexError) as problem:
        raise NotATransferFile("the file cannot be read") from problem


def write_return(
    payer: Payer, on: date, transfers: Sequence[Transfer], signs: Mapping[str, str]
) -> bytes:
    """What a bank would send back: `signs` by reference where a transfer failed, else paid. For stand-ins."""
    form = form_on(on)
    paid = next(sign for sign, each in form.results.items() if each.outcome is TransferOutcome.PAID)
    content = write(payer, on, transfers).decode(CODING)
    for transfer in transfers:
        record, at = data_record(transfer), form.position - 1
        sign = signs.get(transfer.reference, paid)
        content = content.replace(record, record[:at] + sign + record[at + 1 :], 1)
    return content.encode(CODING)


def form_on(day: date) -> Form:
    """The form in which the bank sends a file back on a day."""
    begun = [each for each in forms() if each.effective_from <= day]
    return max(begun or forms()[:1], key=lambda each: each.effective_from)


@cache
def forms() -> tuple[Form, ...]:
    """Every form, as it is declared, the oldest first."""
    text = (files("sesshu.wire.transfers") / "results.yaml").read_text(encoding="utf-8")
    found = msgspec.convert(yaml.safe_load(text), list[Form])
    return tuple(sorted(found, key=lambda each: each.effective_from))


def _returned(record: Record, form: Form) -> Returned:
    sign = _characters(record)[form.position - 1]
    if sign not in form.results:
        raise NotATransferFile(f"the bank's sign {sign!r} is not known")
    yen, result = int(record["yen"]), form.results[sign]
    return Returned(record["batch"], record["reference"], yen, sign, result)


def _characters(record: Record) -> str:
    return "".join(record[item.name].ljust(item.width) for item in DATA)


def _latest(month_and_day: str, on: date) -> date:
    month, day = int(month_and_day[:2]), int(month_and_day[2:])
    this_year = date(on.year, month, day)
    return this_year if this_year <= on else date(on.year - 1, month, day)
