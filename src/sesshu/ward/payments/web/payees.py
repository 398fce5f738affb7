"""医療機関の振込先: those in force and before, and a new one for a second person (V105)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.payments import payees
from sesshu.ward.payments.account import AccountKind
from sesshu.ward.payments.web.forms import PayeeForm


@requires(Permission.FEE_SETTLE)
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every account; sending the form asks a second person for a new one."""
    names = payees.names_of_payees()
    form = PayeeForm(request.POST or None, clinics=names)
    if form.is_valid():
        payees.propose(request.actor, form.payee(), form.cleaned_data["reason"])
        messages.success(request, "振込先の登録を申請しました。ほかの職員が確認します。")
        return redirect("clinic-payees", municipality)
    ledger.look(request.actor, "payment.payees", payees.PURPOSE, [])
    rows = [
        (row, names.get(row.provider_code, row.provider_code), AccountKind(row.kind).label)
        for row in payees.payees()
    ]
    context = {"rows": rows, "form": form}
    status = 422 if form.errors else 200
    return render(request, "ward/payments/payees.html", context, status=status)
