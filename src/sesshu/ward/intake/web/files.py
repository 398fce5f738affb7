"""Files of clinics: their totals, what was found in them, their rows, and handing them over."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Permission
from sesshu.ward.intake import operations
from sesshu.ward.intake.codes import PURPOSE, Level, RowState
from sesshu.ward.intake.findings import SITUATIONS
from sesshu.ward.intake.models import IntakeRow
from sesshu.ward.intake.queries import (
    PAGE_ROWS,
    FileSummary,
    NoSuchFile,
    file_of,
    findings_of,
    intake_files,
    rows_of,
)
from sesshu.ward.intake.situations import IntakeRefused
from sesshu.ward.intake.web.forms import SubmitForm
from sesshu.ward.intake.web.words import LEVEL_COLORS, line_of
from sesshu.ward.rosters.faults import Faults
from sesshu.ward.rosters.paper import parts_of
from sesshu.wire.clinic_files.codes import Channel

CHANNELS = {Channel.CLINIC.value: "医療機関", Channel.PUNCHED.value: "紙の入力"}


@requires(Permission.INTAKE_VIEW)
def listed(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every file taken in, the newest first; counts only."""
    page = page_of(request)
    files = [(file, CHANNELS[file.channel]) for file in intake_files(page)]
    context = {"files": files, "page": page, "more": len(files) == PAGE_ROWS}
    return render(request, "ward/intake/files.html", context)


@requires(Permission.INTAKE_VIEW)
def one(request: PortalRequest, municipality: str, file_id: int) -> HttpResponse:
    """One file with its totals, its findings by kind, and a page of its rows: one look."""
    return _page(request, _file(file_id), SubmitForm())


@requires(Permission.INTAKE_CORRECT)
@require_POST
def recheck(request: PortalRequest, municipality: str, file_id: int) -> HttpResponse:
    """Check every open row again; the page of the run tells what became of them."""
    operations.recheck(request.actor, _file(file_id).id, now())
    messages.info(request, "直した行を確かめています。終わったら、この画面を新しくしてください。")
    return redirect("intake-file", municipality, file_id)


@requires(Permission.INTAKE_CORRECT)
@require_POST
def submit(request: PortalRequest, municipality: str, file_id: int) -> HttpResponse:
    """Hand the ready rows to a second person."""
    file, form = _file(file_id), SubmitForm(request.POST)
    if form.is_valid():
        try:
            operations.submit(request.actor, file_id, form.cleaned_data["reason"])
        except IntakeRefused as refusal:
            form.add_error("reason", refusal.message)
        else:
            messages.success(request, "承認に出しました。別の職員が予診票と照合して承認します。")
            return redirect("intake-file", municipality, file_id)
    return _page(request, file, form)


def page_of(request: HttpRequest) -> int:
    """The page that an address asks for."""
    number = request.GET.get("page", "")
    return max(int(number), 1) if number.isascii() and number.isdigit() else 1


def look_at(request: PortalRequest, action: str, rows: Iterable[IntakeRow]) -> None:
    """One look at the people of some rows (R4)."""
    shown = [row for row in rows if row.text is not None]
    residents = dict.fromkeys(row.resident_id for row in shown if row.resident_id)
    details: dict[str, ledger.Code] = {"rows": [row.pk for row in shown]}
    ledger.look(request.actor, action, PURPOSE, residents, details)


def _page(request: PortalRequest, file: FileSummary, form: SubmitForm) -> HttpResponse:
    state = request.GET.get("state", "")
    page = page_of(request)
    found = rows_of(file.id, state if state in set(RowState) else "", page)
    look_at(request, "intake.rows", found.rows)
    context = {
        "file": file,
        "channel": CHANNELS[file.channel],
        "states": [(each, file.counts.get(each, 0)) for each in RowState],
        "state": state,
        "findings": _findings(file.id),
        "parts": parts_of(Faults(file)),
        "lines": [line_of(row) for row in found.rows],
        "page": page,
        "more": page * PAGE_ROWS < found.total,
        "form": form,
        "ready": file.counts.get(RowState.READY, 0),
        "waits": file.counts.get(RowState.NEW, 0),
        "may_correct": request.account.may(Permission.INTAKE_CORRECT),
    }
    status = 422 if form.errors else 200
    return render(request, "ward/intake/file.html", context, status=status)


def _findings(file_id: int) -> list[dict[str, object]]:
    """Kinds of findings with their number, the heaviest first."""
    order = list(Level)
    rows = sorted(findings_of(file_id), key=lambda row: (order.index(Level(row[1])), row[0]))
    return [
        {
            "check": check,
            "label": Level(level).label,
            "color": LEVEL_COLORS.get(Level(level), "gray"),
            "reason": SITUATIONS[situation].reason,
            "count": count,
        }
        for check, level, situation, count in rows
    ]


def _file(file_id: int) -> FileSummary:
    try:
        return file_of(file_id)
    except NoSuchFile as error:
        raise Http404("no such file") from error
