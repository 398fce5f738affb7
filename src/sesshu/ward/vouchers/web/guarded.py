"""Sheets of guarded people: listed and printed by their duty alone (number-linkage §5.5)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.vouchers import covers, paper, queries
from sesshu.ward.vouchers.situations import NotIssued
from sesshu.ward.vouchers.web.runs import covers_answer, pdf_answer, press


@requires(Permission.GUARDED_PRINT)
@require_GET
def batches(request: PortalRequest, municipality: str) -> HttpResponse:
    """The runs that hold sheets of guarded people, with their batches; no names."""
    listed = [(run, queries.batches(run.id, guarded=True)) for run in queries.issue_runs()]
    context = {"runs": [(run, found) for run, found in listed if found]}
    return render(request, "ward/vouchers/guarded_batches.html", context)


@requires(Permission.GUARDED_PRINT)
@require_POST
def print_batch(request: PortalRequest, municipality: str, run_id: int, batch: int) -> HttpResponse:
    """The PDF of one batch, made in the guarded zone."""
    try:
        printout = paper.print_guarded_batch(request.actor, run_id, batch, press())
    except NotIssued as problem:
        messages.error(request, problem.message)
        return redirect("issue-guarded", municipality)
    return pdf_answer(request, printout, f"voucher-{run_id}-{batch}")


@requires(Permission.GUARDED_PRINT)
@require_POST
def print_covers(
    request: PortalRequest, municipality: str, run_id: int, batch: int
) -> HttpResponse:
    """The PDF of the letters on top of one batch, to be handed over: no address is on them."""
    try:
        made = covers.print_guarded_covers(request.actor, run_id, batch, press())
    except NotIssued as problem:
        messages.error(request, problem.message)
        return redirect("issue-guarded", municipality)
    return covers_answer(request, made, f"covers-{run_id}-{batch}")
