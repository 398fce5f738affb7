"""Files of the welfare office, and rows of theirs to put right; nobody's welfare is listed (B14)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.fees import operations, queries
from sesshu.ward.fees.codes import WELFARE_PURPOSE
from sesshu.ward.fees.situations import FeeRefused, WelfareRowStillFaulty
from sesshu.ward.fees.web.forms import WelfareRowForm


@requires(Permission.WELFARE_CORRECT)
def files(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every file taken in, the newest month first; counts only."""
    return render(request, "ward/fees/welfare_files.html", {"files": queries.welfare_files()})


@requires(Permission.WELFARE_CORRECT)
def rejected(request: PortalRequest, municipality: str, file_id: int) -> HttpResponse:
    """Rows of a file that wait, with their faults; their text is on the page of each."""
    rows = queries.rejected_rows(file_id)
    details: dict[str, ledger.Code] = {"welfare_rows": [row.pk for row in rows]}
    ledger.look(request.actor, "welfare.rejected_rows", WELFARE_PURPOSE, [], details)
    context = {"rows": rows, "file_id": file_id, "corrected": any(row.corrected for row in rows)}
    return render(request, "ward/fees/welfare_rows.html", context)


@requires(Permission.WELFARE_CORRECT)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: PortalRequest, municipality: str, row_id: int) -> HttpResponse:
    """One row as it should read; what is typed is checked like a file."""
    row = queries.rejected_row(row_id)
    if row is None:
        raise Http404("nothing to correct here")
    form = WelfareRowForm(request.POST or None, row.corrected or row.raw)
    if form.is_valid() and _corrected(request, row_id, form):
        messages.success(request, "直しました。取り込み直すと、費用区分の判定に入ります。")
        return redirect("welfare-rows", municipality, row.file_id)
    ledger.look(request.actor, "welfare.rejected_row", WELFARE_PURPOSE, [], {"welfare_row": row_id})
    status = 422 if form.errors else 200
    context = {"row": row, "form": form}
    return render(request, "ward/fees/welfare_row.html", context, status=status)


@requires(Permission.WELFARE_CORRECT)
@require_POST
def replay(request: PortalRequest, municipality: str, file_id: int) -> HttpResponse:
    """Take every corrected row in; the page of the run tells what became of them."""
    started = operations.replay(request.actor, file_id)
    if started is None:
        messages.info(request, "直した行がないため、取り込み直しませんでした。")
        return redirect("welfare-rows", municipality, file_id)
    return redirect("run", municipality, started.run_id)


def _corrected(request: PortalRequest, row_id: int, form: WelfareRowForm) -> bool:
    """Whether the line is kept; if not, the form says why."""
    try:
        operations.correct_row(request.actor, row_id, form.line)
    except WelfareRowStillFaulty as refusal:
        names = {field.label: field.name for field in form}
        for fault in refusal.faults:
            form.add_error(names.get(fault.column), f"{fault.reason}{fault.remedy}")
    except FeeRefused as refusal:
        form.add_error(None, refusal.message)
    return not form.errors
