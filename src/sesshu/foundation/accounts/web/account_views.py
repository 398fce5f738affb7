"""The accounts of the municipality, and what one person proposes about them (R3)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sesshu.foundation.accounts import administration, queries, sign_in
from sesshu.foundation.accounts.issuing import NewPerson, NotIssued
from sesshu.foundation.accounts.queries import AccountLine
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.forms import DutiesForm, IssueForm, ReasonForm
from sesshu.foundation.accounts.web.request import PortalRequest, typed_in
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person.queries import queue

PROPOSED = "申請しました。別の利用者管理担当が承認すると、すぐに有効になります。"
KINDS = [str(kind) for kind in administration.Kind]


@requires(Permission.ACCOUNT_VIEW)
@require_GET
def show_all(request: PortalRequest, municipality: str) -> HttpResponse:
    """Accounts in use, or those that were revoked."""
    revoked = request.GET.get("state") == "revoked"
    context = {
        "lines": queries.accounts(revoked=revoked),
        "revoked": revoked,
        "waiting": len(queue(request.account.id, now(), KINDS)),
        "may_propose": request.account.may(Permission.ACCOUNT_PROPOSE),
        "may_approve": request.account.may(Permission.ACCOUNT_APPROVE),
    }
    return render(request, "foundation/accounts/accounts.html", context)


@requires(Permission.ACCOUNT_VIEW)
@require_GET
def show(request: PortalRequest, municipality: str, account_id: int) -> HttpResponse:
    """One account, and what may be proposed about it."""
    line = _line(account_id)
    context = {
        "line": line,
        "own": line.id == request.account.id,
        "may_propose": request.account.may(Permission.ACCOUNT_PROPOSE),
        "may_approve": request.account.may(Permission.ACCOUNT_APPROVE),
    }
    return render(request, "foundation/accounts/account.html", context)


@requires(Permission.ACCOUNT_PROPOSE)
@require_http_methods(["GET", "POST"])
def issue(request: PortalRequest, municipality: str) -> HttpResponse:
    """Propose an account for a new person."""
    form = IssueForm(typed_in(request))

    def propose() -> None:
        data = form.cleaned_data
        department, duties = form.chosen()
        login_id = sign_in.normalize_login_id(data["login_id"])
        person = NewPerson(data["staff_number"], login_id, data["display_name"], department)
        administration.propose_issue(request.actor, person, duties, data["reason"], now())

    return _proposal(request, municipality, "issue", form, propose)


@requires(Permission.ACCOUNT_PROPOSE)
@require_http_methods(["GET", "POST"])
def change(request: PortalRequest, municipality: str, account_id: int) -> HttpResponse:
    """Propose another department or other duties."""
    line = _line(account_id)
    held = {"department": line.department, "duties": [str(duty) for duty in line.duties]}
    form = DutiesForm(typed_in(request), initial=held)

    def propose() -> None:
        department, duties = form.chosen()
        reason = form.cleaned_data["reason"]
        administration.propose_duties(request.actor, account_id, department, duties, reason, now())

    return _proposal(request, municipality, "change", form, propose, line=line)


@requires(Permission.ACCOUNT_PROPOSE)
@require_http_methods(["GET", "POST"])
def revoke(request: PortalRequest, municipality: str, account_id: int) -> HttpResponse:
    """Propose the end of an account."""
    form = ReasonForm(typed_in(request))

    def propose() -> None:
        reason = form.cleaned_data["reason"]
        administration.propose_revoke(request.actor, account_id, reason, now())

    return _proposal(request, municipality, "revoke", form, propose, line=_line(account_id))


@requires(Permission.ACCOUNT_PROPOSE)
@require_http_methods(["GET", "POST"])
def reenroll(request: PortalRequest, municipality: str, account_id: int) -> HttpResponse:
    """Propose a new slip for somebody who lost password or factor."""
    form = ReasonForm(typed_in(request))

    def propose() -> None:
        reason = form.cleaned_data["reason"]
        administration.propose_reenroll(request.actor, account_id, reason, now())

    return _proposal(request, municipality, "reenroll", form, propose, line=_line(account_id))


def _proposal(
    request: PortalRequest,
    municipality: str,
    page: str,
    form: ReasonForm,
    propose: Callable[[], None],
    line: AccountLine | None = None,
) -> HttpResponse:
    if form.is_valid():
        try:
            propose()
        except NotIssued as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, PROPOSED)
            target = reverse("account-proposals", kwargs={"municipality": municipality})
            return HttpResponseRedirect(target)
    template = f"foundation/accounts/{page}.html"
    context = {"form": form, "line": line}
    return render(request, template, context, status=422 if form.errors else 200)


def _line(account_id: int) -> AccountLine:
    line = queries.account(account_id)
    if line is None:
        raise Http404("no such account")
    return line
