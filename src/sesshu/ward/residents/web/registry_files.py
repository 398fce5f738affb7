"""Resident files and the rows of theirs that could not be used."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.residents import operations
from sesshu.ward.residents.operations import RowNotCorrected, StillFaulty
from sesshu.ward.residents.queries import (
    RejectedRowSummary,
    registry_files,
    rejected_row,
    rejected_rows,
)
from sesshu.ward.residents.web.rejected_lines import fault_lines
from sesshu.ward.residents.web.row_forms import ColumnsForm, LineForm, row_form


@requires(Permission.RUN_VIEW)
def files(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every file taken in with its control totals, the newest first."""
    context = {"files": registry_files(_page(request)), "page": _page(request)}
    context["may_correct"] = request.account.may(Permission.RUN_START)
    return render(request, "ward/residents/registry_files.html", context)


@requires(Permission.RUN_START)
def rejected(request: PortalRequest, municipality: str, file_id: int) -> HttpResponse:
    """Rows of a file that wait to be corrected or taken in again. Their text is about people: one look."""
    found = rejected_rows(file_id, _page(request))
    _look(request, "registry.rejected_rows", found.rows)
    rows = [(row, fault_lines(row.faults, row.text)) for row in found.rows]
    context = {
        "rows": rows,
        "total": found.total,
        "file_id": file_id,
        "page": _page(request),
        "corrected": any(row.corrected for row in found.rows),
    }
    return render(request, "ward/residents/rejected_rows.html", context)


@requires(Permission.RUN_START)
def correct(request: PortalRequest, municipality: str, row_id: int) -> HttpResponse:
    """One row as it should read. What is typed is checked like a file; a faulty text is not lost."""
    row = rejected_row(row_id)
    if row is None or row.text is None or row.settled_at is not None:
        raise Http404("nothing to correct here")
    faults = fault_lines(row.faults, row.text)
    form = row_form(request.POST or None, row.corrected or row.text, faults)
    if form.is_valid() and _corrected(request, row_id, form):
        messages.success(request, "直しました。取り込み直すと、住民の記録に入ります。")
        return redirect("rejected-rows", municipality=municipality, file_id=row.file_id)
    _look(request, "registry.rejected_row", [row])
    context = {"row": row, "form": form, "faults": faults}
    status = 422 if form.errors else 200
    return render(request, "ward/residents/rejected_row.html", context, status=status)


@requires(Permission.RUN_START)
@require_POST
def replay(request: PortalRequest, municipality: str, file_id: int) -> HttpResponse:
    """Take every corrected row in; the page of the run tells what became of them."""
    started = operations.replay(request.actor, file_id)
    if started is None:
        messages.info(request, "直した行がないため、取り込み直しませんでした。")
        return redirect("rejected-rows", municipality=municipality, file_id=file_id)
    return redirect("run", municipality=municipality, run_id=started.run_id)


def _corrected(request: PortalRequest, row_id: int, form: LineForm | ColumnsForm) -> bool:
    """Whether the line is kept; if not, the form says why."""
    try:
        operations.correct_row(request.actor, row_id, form.line)
    except StillFaulty as refusal:
        for fault in refusal.faults:
            form.refuse(fault)
    except RowNotCorrected as refusal:
        form.add_error(None, refusal.message)
    return not form.errors


def _look(request: PortalRequest, action: str, rows: Iterable[RejectedRowSummary]) -> None:
    shown = [row for row in rows if row.text is not None]
    residents = dict.fromkeys(row.resident_id for row in shown if row.resident_id)
    details: dict[str, ledger.Code] = {"rejected_rows": [row.id for row in shown]}
    ledger.look(request.actor, action, operations.PURPOSE, residents, details)


def _page(request: HttpRequest) -> int:
    number = request.GET.get("page", "")
    return max(int(number), 1) if number.isascii() and number.isdigit() else 1
