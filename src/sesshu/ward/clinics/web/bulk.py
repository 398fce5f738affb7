"""Many clinics or lots at once: a table in, every fault shown, one proposal for a second person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.clinics.entry import ClinicEntry, LotEntry
from sesshu.ward.clinics.operations import propose_clinics, propose_lots
from sesshu.ward.clinics.queries import every_clinic, every_lot
from sesshu.ward.clinics.situations import TableUnreadable
from sesshu.ward.clinics.web.clinics import ASKED, said_of
from sesshu.ward.clinics.web.forms import REASON_HELP, ClinicForm, LotForm
from sesshu.ward.clinics.web.tables import Entry, MakeForm, Table, as_table, headings, read_table
from sesshu.ward.rulebooks.releases import rulebook_here

LARGEST = 2_000_000
SHOWN = 100


class TableForm(forms.Form):
    """A table and why it is entered."""

    file = forms.FileField(label="表のファイル", help_text="CSV（UTF-8またはShift_JIS）。2MBまで")
    reason = forms.CharField(label="登録・変更の理由", max_length=300, help_text=REASON_HELP)

    def clean_file(self) -> bytes:
        """The content, of a size that a ward's table has."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("2MBより大きいファイルです。表のCSVか確かめてください。")
        content: bytes = file.read()
        return content


@dataclass(frozen=True, slots=True)
class Kind:
    """What a table may hold: its form, what makes two lines the same, and the names of its pages."""

    title: str
    listed: str
    page: str
    table: str
    make_form: MakeForm
    key_of: Callable[[Any], object]
    propose: Callable[..., object]
    known: Callable[[], Sequence[Entry]]
    cells_of: Callable[[Any], list[str]]


@requires(Permission.MASTER_PROPOSE)
@require_http_methods(["GET", "POST"])
def clinics(request: PortalRequest, municipality: str) -> HttpResponse:
    """Many clinics from a table."""
    return _page(request, municipality, CLINICS)


@requires(Permission.MASTER_PROPOSE)
@require_http_methods(["GET", "POST"])
def lots(request: PortalRequest, municipality: str) -> HttpResponse:
    """Many lots from a table."""
    return _page(request, municipality, LOTS)


@requires(Permission.MASTER_VIEW)
@require_GET
def clinics_table(request: PortalRequest, municipality: str) -> HttpResponse:
    """The clinics as they are, as a table to change and bring back; no person is in it."""
    return _download(CLINICS)


@requires(Permission.MASTER_VIEW)
@require_GET
def lots_table(request: PortalRequest, municipality: str) -> HttpResponse:
    """The same of lots."""
    return _download(LOTS)


def _page(request: PortalRequest, municipality: str, kind: Kind) -> HttpResponse:
    form = TableForm(request.POST or None, request.FILES or None)
    table = _read(form, kind) if form.is_valid() else None
    if table and form.is_valid() and not table.faults:
        kind.propose(request.actor, table.entries, form.cleaned_data["reason"])
        messages.success(request, f"{len(table.entries):,}件を{ASKED}")
        return redirect(kind.listed, municipality=municipality)
    context = {
        "form": form,
        "kind": kind,
        "headings": headings(kind.make_form),
        "faults": table.faults[:SHOWN] if table else (),
        "faulty": len(table.faults) if table else 0,
        "good": len(table.entries) if table else 0,
    }
    status = 422 if form.errors or table else 200
    return render(request, "ward/clinics/table_form.html", context, status=status)


def _read(form: TableForm, kind: Kind) -> Table | None:
    """What the file says that is not known yet, or None where the form tells why it says nothing."""
    try:
        table = read_table(form.cleaned_data["file"], kind.make_form, kind.key_of)
    except TableUnreadable as refusal:
        form.add_error("file", refusal.message)
        return None
    table = table.without(kind.known())
    if not table.entries and not table.faults:
        form.add_error("file", "いまの登録と違う行がありません。")
    return table


def _download(kind: Kind) -> HttpResponse:
    content = as_table(headings(kind.make_form), map(kind.cells_of, kind.known()))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{kind.listed}.csv"'
    return answer


def _clinic_cells(clinic: ClinicEntry) -> list[str]:
    """A clinic in the order of ClinicForm."""
    said = said_of(clinic.contract, list(clinic.series), list(clinic.closed_weekdays))
    return [
        clinic.provider_code,
        clinic.name,
        clinic.address or "",
        clinic.phone or "",
        said["contract"],
        said["series"],
        said["weekdays"],
        "、".join(day.isoformat() for day in clinic.closed_on),
        _day(clinic.valid_from),
        _day(clinic.valid_until),
    ]


def _lot_cells(lot: LotEntry) -> list[str]:
    """A lot in the order of LotForm."""
    products = rulebook_here().products
    name = products[lot.product].name if lot.product in products else lot.product
    days = [_day(lot.expires_on), _day(lot.stopped_from)]
    return [name, lot.lot, *days, lot.stop_reason or ""]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


CLINICS = Kind(
    "契約医療機関",
    "clinics",
    "clinics-table-new",
    "clinics-table",
    lambda said: ClinicForm(said, rulebook_here()),
    lambda entry: (entry.provider_code, entry.valid_from),
    propose_clinics,
    every_clinic,
    _clinic_cells,
)
LOTS = Kind(
    "ワクチンのLot",
    "lots",
    "lots-table-new",
    "lots-table",
    lambda said: LotForm(said, rulebook_here()),
    lambda entry: (entry.product, entry.lot_key),
    propose_lots,
    every_lot,
    _lot_cells,
)
