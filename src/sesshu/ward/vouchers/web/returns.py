"""Letters that came back: recorded by their number, listed with what to do, settled (V030)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers import telling
from sesshu.ward.vouchers.at_entry import grouped
from sesshu.ward.vouchers.came_back import returns_to_settle
from sesshu.ward.vouchers.codes import NextStep, ReturnCause
from sesshu.ward.vouchers.situations import NotIssued
from sesshu.ward.vouchers.web import words
from sesshu.ward.vouchers.web.forms import ReturnForm
from sesshu.ward.vouchers.web.words import series_name

PURPOSE = "返戻の処理"


@requires(Permission.VOUCHER_ISSUE)
@require_http_methods(["GET", "HEAD", "POST"])
def returns(request: PortalRequest, municipality: str) -> HttpResponse:
    """Record one more; below it all that wait for somebody."""
    form = ReturnForm(request.POST or None, on=today(), initial={"returned_on": today()})
    if form.is_valid() and _recorded(request, form):
        return redirect("voucher-returns", municipality)
    rulebook = rulebook_here()
    waiting = [
        row for row in returns_to_settle() if words.may_see(request.account, [row.series], rulebook)
    ]
    seen = dict.fromkeys(each.subject.id for each in waiting)
    ledger.look(request.actor, "voucher.returns", PURPOSE, seen)
    rows = [(row, series_name(row.series, rulebook), grouped(row.number)) for row in waiting]
    status = 422 if form.errors else 200
    context = {"form": form, "rows": rows}
    return render(request, "ward/vouchers/returns.html", context, status=status)


@requires(Permission.VOUCHER_ISSUE)
@require_POST
def settle(request: PortalRequest, municipality: str, return_id: int) -> HttpResponse:
    """What had to be done is done."""
    try:
        telling.settle(request.actor, return_id)
    except NotIssued as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, "返戻を処理済みにしました。")
    return redirect("voucher-returns", municipality)


def _recorded(request: PortalRequest, form: ReturnForm) -> bool:
    said = form.cleaned_data
    told = (said["returned_on"], ReturnCause(said["cause"]), NextStep(said["next_step"]))
    try:
        telling.came_back(request.actor, said["number"], *told)
    except NotIssued as problem:
        form.add_error("number", problem.message)
        return False
    messages.success(request, "返戻を記録しました。")
    return True
