"""Writing a 総合振込 file, and reading one back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sesshu.wire.transfers.characters import in_bank_characters
from sesshu.wire.transfers.layout import (
    CODING,
    DATA,
    END,
    END_OF_RECORD,
    HEADER,
    LENGTH,
    RECORDS,
    TRAILER,
    Item,
)

Record = Mapping[str, str]


class DoesNotFit(ValueError):
    """A value is no number, or longer than its item."""


class NotATransferFile(ValueError):
    """A file whose records, count or sum are not those of a 総合振込."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who pays, and from which account; names in kana, codes as the bank gave them."""

    payer_code: str
    payer_name: str
    bank_code: str
    bank_name: str
    branch_code: str
    branch_name: str
    account_kind: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One payment; `account_kind` as in ACCOUNT_KINDS.

    `reference` is the ward's own number of it, `batch` that of the list it is in: a bank sends both back.
    """

    bank_code: str
    branch_code: str
    account_kind: str
    number: str
    holder: str
    yen: int
    reference: str
    batch: str = "0"


def write(payer: Payer, on: date, transfers: Sequence[Transfer]) -> bytes:
    """The file that has a bank pay on a day. Raises NotInBankCharacters, DoesNotFit."""
    sums = {"count": str(len(transfers)), "yen": str(sum(each.yen for each in transfers))}
    records = [
        _record(HEADER, asdict(payer) | {"on": f"{on:%m%d}"}),
        *map(data_record, transfers),
        _record(TRAILER, sums),
        _record(END, {}),
    ]
    return "".join(record + END_OF_RECORD for record in records).encode(CODING)


def data_record(transfer: Transfer) -> str:
    """The record of one payment. Raises NotInBankCharacters, DoesNotFit."""
    if transfer.yen <= 0:
        raise DoesNotFit("a transfer moves some money")
    return _record(DATA, asdict(transfer) | {"yen": str(transfer.yen)})


def read(content: bytes) -> tuple[Record, list[Record]]:
    """Header and transfers of a file by the names of their items. Raises NotATransferFile."""
    lines = content.decode(CODING).split(END_OF_RECORD)
    if any(len(line) != LENGTH for line in lines[:-1]) or lines[-1]:
        raise NotATransferFile("a record has not 120 characters")
    if "".join(line[0] for line in lines[:-1]) != f"1{'2' * (len(lines) - 4)}89":
        raise NotATransferFile("the records are not in their order")
    header, *transfers, trailer, _ = (_items(line) for line in lines[:-1])
    said = (int(trailer["count"]), int(trailer["yen"]))
    if said != (len(transfers), sum(int(each["yen"]) for each in transfers)):
        raise NotATransferFile("count or sum differ from the records")
    return header, transfers


def _record(items: Iterable[Item], values: Record) -> str:
    return "".join(_item(item, values) for item in items)


def _item(item: Item, values: Record) -> str:
    said = values[item.name] if item.fixed is None else item.fixed
    if not item.is_number:
        return in_bank_characters(said)[: item.width].ljust(item.width)
    if len(said) > item.width or not (said.isascii() and said.isdigit()):
        raise DoesNotFit(f"{item.title}: {said}")
    return said.rjust(item.width, "0")


def _items(line: str) -> Record:
    found: dict[str, str] = {}
    at = 0
    for item in RECORDS[line[0]]:
        found[item.name] = line[at : at + item.width].rstrip()
        at += item.width
    return found
