"""The sheets of a batch as one PDF of 予診票, made when it is opened: no files with names lie about (ADR 51).

A sheet whose number was voided, or whose person came under protection since, is not in it any more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import msgspec
from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.documents.batch import print_batch as printed
from sesshu.documents.forms import Address
from sesshu.documents.person import person
from sesshu.documents.screening_form import (
    FORM,
    NoSuchForm,
    ScreeningForms,
    Wording,
    volumes_of,
    wording_of,
)
from sesshu.documents.screening_form import Sheet as Page
from sesshu.documents.voucher import voucher
from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.walls import current_place
from sesshu.kernel.eras import in_japanese
from sesshu.kernel.voucher_line import VoucherKind, VoucherLine
from sesshu.schedule.types import Rulebook
from sesshu.ward.fees.charges import charges_of
from sesshu.ward.fees.codes import MARKS
from sesshu.ward.fees.exemptions import exempt_on
from sesshu.ward.fees.rules import fee_of, is_charged
from sesshu.ward.offices import office_of
from sesshu.ward.residents.guarded import GUARDED
from sesshu.ward.vouchers.issuing import unused_of
from sesshu.ward.vouchers.situations import NoForm, NothingToPrint
from sesshu.ward.vouchers.statements import write

PURPOSE = "接種券の印刷"
# The address stands beside the version or, in the guarded zone alone, behind the wall.
SHEETS = """
SELECT v.id, v.resident_id, v.number, v.series, v.dose, p.name, p.name_kana, p.birth_on, p.sex,
       {contact}.postal_code, {contact}.address, {contact}.building, c.last_on
FROM issue_sheet s
JOIN issue_candidate c ON c.id = s.candidate_id
JOIN voucher v ON v.candidate_id = s.candidate_id
JOIN voucher_in_force f ON f.voucher_id = v.id
JOIN resident r ON r.id = v.resident_id
JOIN resident_version p ON p.id = s.version_id {behind}
WHERE s.issue_run_id = %s AND s.batch = %s AND s.is_guarded = %s AND (s.is_guarded OR NOT r.is_guarded)
ORDER BY s.page
"""
OPEN_SHEETS = SHEETS.format(contact="p", behind="")
GUARDED_SHEETS = SHEETS.format(
    contact="g", behind="LEFT JOIN guarded_contact g ON g.version_id = p.id"
)
CHOSEN = """
SELECT DISTINCT ON (v.series, v.dose, v.for_year, v.id)
       v.id, v.resident_id, v.number, v.series, v.dose, t.name, t.name_kana, t.birth_on, t.sex,
       t.postal_code, t.address, t.building, NULL::date
FROM voucher v JOIN voucher_in_force f ON f.voucher_id = v.id
JOIN resident_timeline t ON t.resident_id = v.resident_id
WHERE v.id = ANY (%s) AND t.superseded_at IS NULL AND NOT t.is_revoked
ORDER BY v.series, v.dose, v.for_year, v.id, t.valid_from DESC
"""
PRINTED = "INSERT INTO issue_printing (issue_run_id, batch, pages, sha256) VALUES (%s, %s, %s, %s)"
SEXES = {"1": "M", "2": "F"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One voucher on paper; of a guarded person the address only where their zone made it."""

    voucher_id: int
    resident_id: int
    number: str
    series: str
    dose: int
    name: str
    name_kana: str
    born_on: date
    sex: str
    postal_code: str | None
    address: str | None
    building: str | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Printout:
    """A PDF, and those whose sheet is not in it: a character no face holds, or words that do not fit."""

    pdf: bytes
    left_out: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Press:
    """The law that names the series, and the day whose edition of the forms is printed.

    ``large`` type for whoever asks; ``alone``: the form of a child who comes without a guardian.
    """

    rulebook: Rulebook
    on: date
    large: bool = False
    alone: bool = False

    def print(self, sheets: list[Sheet], zone: str = DEFAULT_DB_ALIAS) -> Printout:
        """The sheets, a page each. Raises NoForm, NothingToPrint, NotPrinted."""
        try:
            wordings = {
                one: wording_of(one, self.on, alone=self.alone)
                for one in {each.series for each in sheets}
            }
        except NoSuchForm as error:
            raise NoForm(str(error)) from error
        forms = ScreeningForms(
            office=office_of(current_place().municipality),
            issued_on=in_japanese(self.on),
            wordings={wording.code: wording for wording in wordings.values()},
            sheets=self._pages(sheets, wordings, zone),
            large=self.large,
        )
        made = printed(FORM, forms, processes=1)
        if not made.documents:
            raise NothingToPrint
        left_out = tuple(sheets[each.place] for each in made.exceptions)
        return Printout(made.documents[0].pdf, left_out)

    def _pages(
        self, sheets: list[Sheet], wordings: Mapping[str, Wording], zone: str
    ) -> tuple[Page, ...]:
        charged = {each.resident_id for each in sheets if is_charged(each.series, self.rulebook)}
        exempt = exempt_on(charged, self.on, zone) if charged else set[int]()
        volumes = {
            one: volumes_of(self.rulebook.series[one], self.on, self.rulebook) for one in wordings
        }
        return tuple(
            msgspec.structs.replace(
                self._page(each, wordings[each.series].code, is_exempt=each.resident_id in exempt),
                volumes=volumes[each.series],
            )
            for each in sheets
        )

    def _page(self, sheet: Sheet, wording: str, *, is_exempt: bool) -> Page:
        municipality = current_place().municipality
        series = self.rulebook.series[sheet.series].name
        code = sheet.postal_code or ""
        lines = tuple(filter(None, (sheet.address, sheet.building)))
        return Page(
            wording=wording,
            series=series,
            dose=f"{sheet.dose}回目",
            person=person(
                name=sheet.name,
                kana=sheet.name_kana,
                born_on=sheet.born_on,
                sex=SEXES.get(sheet.sex, ""),
                address=Address(f"{code[:3]}-{code[3:]}" if code else "", lines),
            ),
            voucher=voucher(
                VoucherLine(VoucherKind.DOSE, sheet.dose, municipality, sheet.number),
                series=series,
                payer=office_of(municipality).municipality,
                name=sheet.name,
            ),
            fee=self._mark(sheet.series, is_exempt=is_exempt),
            valid_until=in_japanese(sheet.last_on) if sheet.last_on else "",
        )

    def _mark(self, series: str, *, is_exempt: bool) -> str:
        charges = charges_of(current_place().municipality)
        fee = fee_of(series, self.on, self.rulebook, charges, is_exempt=is_exempt)
        return MARKS[fee.fee_class]


def print_batch(actor: Actor, issue_run: int, batch: int, press: Press) -> Printout:
    """The PDF of a batch of the ordinary print; its opening is entered. Raises NothingToPrint, NoForm."""
    return _print(actor, issue_run, batch, press, "issue.printed", guarded=False)


def print_guarded_batch(actor: Actor, issue_run: int, batch: int, press: Press) -> Printout:
    """The PDF of a batch of guarded people, made in their zone. Raises as `print_batch`."""
    return _print(actor, issue_run, batch, press, "issue.printed_guarded", guarded=True)


def print_one(actor: Actor, voucher_id: int, press: Press) -> Printout:
    """The PDF of one voucher that holds; its opening is entered. Raises as `print_batch`."""
    return _print_vouchers(actor, [voucher_id], press)


def print_unused(
    actor: Actor, resident_id: int, press: Press, *, of_pregnancies: bool = False
) -> Printout:
    """The PDF of every voucher of a person that may still be used. Raises as `print_batch`."""
    unused = unused_of(resident_id, of_pregnancies=of_pregnancies)
    return _print_vouchers(actor, [each.pk for each in unused], press)


def _print_vouchers(actor: Actor, voucher_ids: list[int], press: Press) -> Printout:
    with ledger.act(actor, "voucher.printed", PURPOSE) as event:
        event.detail(voucher=voucher_ids)
        sheets = _sheets(CHOSEN, [voucher_ids], DEFAULT_DB_ALIAS)
        event.about(*dict.fromkeys(sheet.resident_id for sheet in sheets))
        return press.print(sheets)


def _print(
    actor: Actor, issue_run: int, batch: int, press: Press, action: str, *, guarded: bool
) -> Printout:
    zone, query = (GUARDED, GUARDED_SHEETS) if guarded else (DEFAULT_DB_ALIAS, OPEN_SHEETS)
    with ledger.act(actor, action, PURPOSE, zone) as event:
        event.detail(issue_run=issue_run, batch=batch)
        sheets = _sheets(query, [issue_run, batch, guarded], zone)
        printout = press.print(sheets, zone)
        event.about(*dict.fromkeys(sheet.resident_id for sheet in sheets))
        digest = sha256(printout.pdf).hexdigest()
        event.detail(sha256=digest)
        pages = len(sheets) - len(printout.left_out)
        write(PRINTED, [issue_run, batch, pages, digest], zone)
    return printout


def _sheets(query: str, values: Iterable[Any], zone: str) -> list[Sheet]:
    with connections[zone].cursor() as cursor:
        cursor.execute(query, list(values))
        sheets = [Sheet(*row) for row in cursor.fetchall()]
    if not sheets:
        raise NothingToPrint
    return sheets
