"""委託料の支払一覧: made of settled months, taken to the bank by the media ledger, marked as paid (V105)."""

from collections.abc import Mapping

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
from sesshu.ui.dates import in_month
from sesshu.ward.fees.models import Settlement
from sesshu.ward.payments import queries
from sesshu.ward.payments.lists import ClinicTransfers
from sesshu.ward.payments.operations import PURPOSE, make_list, mark_paid
from sesshu.ward.payments.payees import names_of_payees
from sesshu.ward.payments.queries import ListSeen
from sesshu.ward.payments.returned import failed_of_clinic_list
from sesshu.ward.payments.situations import NoPayment
from sesshu.ward.payments.web.forms import PaidForm, TransferForm


@requires(Permission.FEE_SETTLE)
def payments(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every list, newest first, and which clinics wait for one."""
    names = names_of_payees()
    waiting = queries.waiting(today())
    context = {
        "lists": queries.lists(),
        "waiting": [(each, names.get(each.provider_code, each.provider_code)) for each in waiting],
        "may_make": any(each.yen > 0 and each.has_payee for each in waiting),
    }
    return render(request, "ward/payments/payments.html", context)


@requires(Permission.FEE_SETTLE)
@require_POST
def make(request: PortalRequest, municipality: str) -> HttpResponse:
    """Put what is settled into a new list."""
    try:
        number = make_list(request.actor, today())
    except NoPayment as problem:
        messages.error(request, problem.message)
        return redirect("clinic-payments", municipality)
    messages.success(request, "支払一覧を作りました。銀行へは、データの持ち出しで渡してください。")
    return redirect("clinic-payment-list", municipality, number)


@requires(Permission.FEE_SETTLE)
def payment_list(request: PortalRequest, municipality: str, list_id: int) -> HttpResponse:
    """The clinics of one list with their months."""
    return _shown(request, _seen(list_id))


@requires(Permission.FEE_SETTLE)
@require_POST
def mark(request: PortalRequest, municipality: str, list_id: int) -> HttpResponse:
    """The money of a list has gone."""
    form = PaidForm(request.POST)
    if form.is_valid() and _marked(request, form, list_id):
        messages.success(request, "支払済みにしました。")
        return redirect("clinic-payment-list", municipality, list_id)
    return _shown(request, _seen(list_id), form=form)


@requires(Permission.FEE_SETTLE)
@require_POST
def transfer(request: PortalRequest, municipality: str, list_id: int) -> HttpResponse:
    """On to the request for the file that a bank reads, if every line of the list can be written in it."""
    found, form = _seen(list_id), TransferForm(request.POST, today=today())
    if form.is_valid() and (conditions := form.conditions(ClinicTransfers(), list_id)):
        address = reverse("take-out-new", args=[municipality])
        return redirect(f"{address}?{urlencode({'list': ClinicTransfers.kind, **conditions})}")
    return _shown(request, found, transfers=form)


def _marked(request: PortalRequest, form: PaidForm, list_id: int) -> bool:
    try:
        mark_paid(request.actor, list_id, form.cleaned_data["paid_on"])
    except NoPayment as problem:
        form.add_error(None, problem.message)
        return False
    return True


def _seen(list_id: int) -> ListSeen:
    found = queries.list_of(list_id)
    if found is None:
        raise Http404("no such list")
    return found


def _name(names: Mapping[str, str], settlement: Settlement) -> str:
    return names.get(settlement.provider_code, settlement.provider_code)


def _shown(
    request: PortalRequest,
    found: ListSeen,
    *,
    form: PaidForm | None = None,
    transfers: TransferForm | None = None,
) -> HttpResponse:
    names = names_of_payees()
    ledger.look(request.actor, "payment.list", PURPOSE, [], {"payment_list": found.payment_list.pk})
    context = {
        "found": found,
        "dues": [
            (due, names.get(due.payee.provider_code, due.payee.provider_code)) for due in found.dues
        ],
        "failed": [
            {
                "what": f"{_name(names, each.settlement)}　{in_month(each.settlement.month)}",
                "yen": each.settlement.yen,
                "result": each.row.result,
            }
            for each in failed_of_clinic_list(found.payment_list.pk)
            if each.settlement
        ],
        "form": form or PaidForm(),
        "transfers": transfers or TransferForm(today=today()),
        "may_take_out": request.account.may(Permission.FILE_TAKE_OUT_REQUEST),
    }
    failed = any(each is not None and each.errors for each in (form, transfers))
    status = 422 if failed else 200
    return render(request, "ward/payments/payment_list.html", context, status=status)
