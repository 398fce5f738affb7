"""Payment lists: made of what was decided, taken to the treasury by the media ledger, marked as paid."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.letters.web.words import number_in_words
from sesshu.ward.payments.returned import failed_of_refund_list, failed_refunds
from sesshu.ward.payments.web.forms import PaidForm, TransferForm
from sesshu.ward.records.subject import subjects_of
from sesshu.ward.refunds import queries
from sesshu.ward.refunds.lists import PaymentTransfers
from sesshu.ward.refunds.operations import PURPOSE, make_list, mark_paid
from sesshu.ward.refunds.queries import ListSeen
from sesshu.ward.refunds.situations import NoRefund
from sesshu.ward.refunds.web.words import failed_in_words, in_yen


@requires(Permission.REFUND_PAY)
def payments(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every list, newest first, and how many decided refunds are in none."""
    ledger.look(request.actor, "refund.payment_lists", PURPOSE)
    context = {
        "lines": [{"seen": each, "total": in_yen(each.total_yen)} for each in queries.lists()],
        "waiting": queries.not_listed(),
        "failed": [failed_in_words(each) for each in failed_refunds()],
    }
    return render(request, "ward/refunds/payments.html", context)


@requires(Permission.REFUND_PAY)
@require_POST
def make(request: PortalRequest, municipality: str) -> HttpResponse:
    """Put what is decided into a new list."""
    try:
        number = make_list(request.actor, today())
    except NoRefund as problem:
        messages.error(request, problem.message)
        return redirect("refund-payments", municipality)
    messages.success(request, "支払一覧を作りました。会計へは、データの持ち出しで渡してください。")
    return redirect("refund-payment-list", municipality, number)


@requires(Permission.REFUND_PAY)
def payment_list(request: PortalRequest, municipality: str, list_id: int) -> HttpResponse:
    """The lines of one list."""
    return _shown(request, _seen(list_id), PaidForm())


@requires(Permission.REFUND_PAY)
@require_POST
def mark(request: PortalRequest, municipality: str, list_id: int) -> HttpResponse:
    """The money of a list has gone."""
    form = PaidForm(request.POST)
    if form.is_valid() and _marked(request, form, list_id):
        messages.success(request, "支払済みにしました。")
        return redirect("refund-payment-list", municipality, list_id)
    return _shown(request, _seen(list_id), form)


@requires(Permission.REFUND_PAY)
@require_POST
def transfer(request: PortalRequest, municipality: str, list_id: int) -> HttpResponse:
    """On to the request for the file that a bank reads, if every line of the list can be written in it."""
    found, form = _seen(list_id), TransferForm(request.POST, today=today())
    if form.is_valid() and (conditions := form.conditions(PaymentTransfers(), list_id)):
        address = reverse("take-out-new", args=[municipality])
        return redirect(f"{address}?{urlencode({'list': PaymentTransfers.kind, **conditions})}")
    return _shown(request, found, PaidForm(), form)


def _marked(request: PortalRequest, form: PaidForm, list_id: int) -> bool:
    try:
        mark_paid(request.actor, _seen(list_id).payment_list.pk, form.cleaned_data["paid_on"])
    except NoRefund as problem:
        form.add_error(None, problem.message)
        return False
    return True


def _seen(list_id: int) -> ListSeen:
    found = queries.list_of(list_id)
    if found is None:
        raise Http404("no such list")
    return found


def _shown(
    request: PortalRequest, found: ListSeen, form: PaidForm, transfers: TransferForm | None = None
) -> HttpResponse:
    people = subjects_of({line.decision.resident_id for line in found.lines})
    details = {"payment_list": found.payment_list.pk}
    ledger.look(request.actor, "refund.payment_list", PURPOSE, sorted(people), details)
    context = {
        "found": found,
        "total": in_yen(found.total_yen),
        "lines": [
            {
                "number": number_in_words(line.decision.fiscal_year, line.decision.number),
                "name": people[line.decision.resident_id].name,
                "amount": in_yen(line.decision.amount_yen),
                "line": line,
            }
            for line in found.lines
        ],
        "failed": [failed_in_words(each) for each in failed_of_refund_list(found.payment_list.pk)],
        "form": form,
        "transfers": transfers or TransferForm(today=today()),
        "may_take_out": request.account.may(Permission.FILE_TAKE_OUT_REQUEST),
    }
    status = 422 if form.errors or (transfers and transfers.errors) else 200
    return render(request, "ward/refunds/payment_list.html", context, status=status)
