"""The sheets of a batch as one PDF, made when somebody opens it: no files with names lie about (ADR 51).

A sheet whose number was voided, or whose person came under protection since, is not in it any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.documents import render
from sesshu.documents.voucher import FORM, Voucher, Vouchers, voucher
from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.walls import current_place
from sesshu.kernel.voucher_line import VoucherKind, VoucherLine
from sesshu.schedule.types import Rulebook
from sesshu.ward.residents.guarded import GUARDED
from sesshu.ward.vouchers.situations import NotIssued
from sesshu.ward.vouchers.statements import write

PURPOSE = "接種券の印刷"
SHEETS = """
SELECT v.id, v.resident_id, v.number, v.series, v.dose, printed.name
FROM issue_sheet s
JOIN voucher v ON v.candidate_id = s.candidate_id
JOIN voucher_in_force f ON f.voucher_id = v.id
JOIN resident r ON r.id = v.resident_id
JOIN resident_version printed ON printed.id = s.version_id
WHERE s.issue_run_id = %s AND s.batch = %s AND s.is_guarded = %s AND (s.is_guarded OR NOT r.is_guarded)
ORDER BY s.page
"""
ONE = """
SELECT v.id, v.resident_id, v.number, v.series, v.dose, t.name
FROM voucher v JOIN voucher_in_force f ON f.voucher_id = v.id
JOIN resident_timeline t ON t.resident_id = v.resident_id
WHERE v.id = %s AND t.superseded_at IS NULL AND NOT t.is_revoked ORDER BY t.valid_from DESC LIMIT 1
"""
PRINTED = "INSERT INTO issue_printing (issue_run_id, batch, pages, sha256) VALUES (%s, %s, %s, %s)"


class NothingToPrint(NotIssued):
    """Nothing of what was asked for may be printed."""

    reason = "voucher_nothing_to_print"
    message = "印刷できる券がありません。一覧で状況を確かめてください。"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One voucher on paper."""

    voucher_id: int
    resident_id: int
    number: str
    series: str
    dose: int
    name: str


@dataclass(frozen=True, slots=True)
class Press:
    """What every sheet says beside its person: who pays (請求先), and the names of the series."""

    payer: str
    rulebook: Rulebook

    def pdf(self, sheets: list[Sheet]) -> bytes:
        """The sheets, a page each. Raises NotPrinted."""
        return render(FORM, Vouchers(tuple(self._cell(sheet) for sheet in sheets)))

    def _cell(self, sheet: Sheet) -> Voucher:
        municipality = current_place().municipality
        return voucher(
            VoucherLine(VoucherKind.DOSE, sheet.dose, municipality, sheet.number),
            series=self.rulebook.series[sheet.series].name,
            payer=self.payer,
            name=sheet.name,
        )


def print_batch(actor: Actor, issue_run: int, batch: int, press: Press) -> bytes:
    """The PDF of a batch of the ordinary print; its opening is entered. Raises NothingToPrint."""
    return _print(actor, issue_run, batch, press, "issue.printed", guarded=False)


def print_guarded_batch(actor: Actor, issue_run: int, batch: int, press: Press) -> bytes:
    """The PDF of a batch of guarded people, made in their zone. Raises NothingToPrint."""
    return _print(actor, issue_run, batch, press, "issue.printed_guarded", guarded=True)


def print_one(actor: Actor, voucher_id: int, press: Press) -> bytes:
    """The PDF of one voucher that holds; its opening is entered. Raises NothingToPrint."""
    with ledger.act(actor, "voucher.printed", PURPOSE) as event:
        event.detail(voucher=voucher_id)
        sheets = _sheets(ONE, [voucher_id], DEFAULT_DB_ALIAS)
        event.about(*(sheet.resident_id for sheet in sheets))
        return press.pdf(sheets)


def _print(
    actor: Actor, issue_run: int, batch: int, press: Press, action: str, *, guarded: bool
) -> bytes:
    zone = GUARDED if guarded else DEFAULT_DB_ALIAS
    with ledger.act(actor, action, PURPOSE, zone) as event:
        event.detail(issue_run=issue_run, batch=batch)
        sheets = _sheets(SHEETS, [issue_run, batch, guarded], zone)
        event.about(*dict.fromkeys(sheet.resident_id for sheet in sheets))
        pdf = press.pdf(sheets)
        digest = sha256(pdf).hexdigest()
        event.detail(sha256=digest)
        write(PRINTED, [issue_run, batch, len(sheets), digest], zone)
    return pdf


def _sheets(query: str, values: Iterable[Any], zone: str) -> list[Sheet]:
    with connections[zone].cursor() as cursor:
        cursor.execute(query, list(values))
        sheets = [Sheet(*row) for row in cursor.fetchall()]
    if not sheets:
        raise NothingToPrint
    return sheets
