"""The second person: the queue of proposals about accounts, the decision, and the slip to hand over (R3)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts import queries, slips
from sesshu.foundation.accounts.administration import PURPOSE, Kind
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.queries import AccountLine
from sesshu.foundation.accounts.slips import NoOpenSlip
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.forms import DeclineForm
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Duty, Permission
from sesshu.foundation.second_person.models import Proposal
from sesshu.foundation.second_person.operations import approve, decline, withdraw
from sesshu.foundation.second_person.queries import Waiting, proposal_of, queue

KINDS = [str(kind) for kind in Kind]


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal in the words of the office. ``rows``: what, as it is, as it would be."""

    proposal: Proposal
    kind: Kind
    who: str
    rows: tuple[tuple[str, str, str], ...]
    locked: bool


@requires(Permission.ACCOUNT_APPROVE)
@require_GET
def show_all(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits for a second person, and one's own that wait for another."""
    waiting = [_shown(each, request) for each in queue(request.account.id, now(), KINDS)]
    return render(request, "foundation/accounts/proposals.html", {"waiting": waiting})


@requires(Permission.ACCOUNT_APPROVE)
@require_GET
def show(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """One proposal, to approve exactly as it stands or to hand back."""
    return _page(request, _proposal(proposal_id), DeclineForm())


@requires(Permission.ACCOUNT_APPROVE)
@require_POST
def accept(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Approve what was shown; it takes effect in the same transaction."""
    proposal = _proposal(proposal_id)
    form = DeclineForm()
    try:
        approve(request.actor, proposal.pk, request.POST.get("shown", ""), PURPOSE)
    except ledger.Refused as error:
        return _page(request, proposal, form, problem=str(error))
    messages.success(
        request, f"「{Kind(proposal.kind).label}」を承認しました。有効になっています。"
    )
    return _after(proposal, municipality)


@requires(Permission.ACCOUNT_APPROVE)
@require_POST
def hand_back(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Decline with a reason."""
    proposal = _proposal(proposal_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, proposal, form)
    try:
        decline(request.actor, proposal.pk, form.cleaned_data["decline_reason"], PURPOSE)
    except ledger.Refused as error:
        return _page(request, proposal, form, problem=str(error))
    messages.success(request, "申請を差し戻しました。")
    return _queue(municipality)


@requires(Permission.ACCOUNT_PROPOSE)
@require_POST
def take_back(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Withdraw one's own proposal."""
    proposal = _proposal(proposal_id)
    try:
        withdraw(request.actor, proposal.pk, PURPOSE)
    except ledger.Refused as error:
        return _page(request, proposal, DeclineForm(), problem=str(error))
    messages.success(request, "申請を取り下げました。")
    return _queue(municipality)


@requires(Permission.ACCOUNT_APPROVE)
@require_POST
def print_slip(request: PortalRequest, municipality: str, account_id: int) -> HttpResponse:
    """The slip on paper. The code is drawn now, shown this once, and replaces one printed before."""
    line = queries.account(account_id)
    if line is None:
        raise Http404("no such account")
    if line.id == request.account.id or slips.proposer_of_open_slip(line.id) == request.account.id:
        messages.error(request, "登録票は、申請した職員とは別の職員が印刷してください。")
        return _account(line, municipality)
    try:
        slip = slips.print_slip(request.actor, line.id, now())
    except NoOpenSlip:
        messages.error(request, "この利用者には、使える登録票がありません。")
        return _account(line, municipality)
    return render(request, "foundation/accounts/slip.html", {"slip": slip, "line": line})


def _page(
    request: PortalRequest, proposal: Proposal, form: DeclineForm, problem: str = ""
) -> HttpResponse:
    shown = _shown(Waiting(proposal, proposal.proposed_by == request.account.id), request)
    status = 409 if problem else 422 if form.errors else 200
    context = {"shown": shown, "form": form, "problem": problem}
    return render(request, "foundation/accounts/proposal.html", context, status=status)


def _proposal(proposal_id: int) -> Proposal:
    proposal = proposal_of(proposal_id)
    if proposal is None or proposal.kind not in KINDS:
        raise Http404("no such proposal about accounts")
    return proposal


def _shown(waiting: Waiting, request: PortalRequest) -> Shown:
    payload = waiting.proposal.payload
    line = queries.account(payload["account"]) if "account" in payload else None
    who = line.display_name if line else str(payload["display_name"])
    own = line is not None and line.id == request.account.id
    return Shown(
        waiting.proposal,
        Kind(waiting.proposal.kind),
        who,
        tuple(_rows(payload, line)),
        waiting.locked or own,
    )


def _rows(payload: dict[str, object], line: AccountLine | None) -> list[tuple[str, str, str]]:
    rows = [
        ("職員番号", line.staff_number if line else "", str(payload.get("staff_number", ""))),
        ("利用者ID", line.login_id if line else "", str(payload.get("login_id", ""))),
        ("氏名", line.display_name if line else "", str(payload.get("display_name", ""))),
        ("所属", line.department.label if line else "", _department(payload)),
        ("担当", _labels(line.duties) if line else "", _wanted(payload)),
    ]
    return [row for row in rows if row[1] or row[2]]


def _department(payload: dict[str, object]) -> str:
    code = payload.get("department")
    return Department(code).label if isinstance(code, str) else ""


def _wanted(payload: dict[str, object]) -> str:
    codes = payload.get("duties")
    return _labels(tuple(Duty(code) for code in codes)) if isinstance(codes, list) else ""


def _labels(duties: tuple[Duty, ...]) -> str:
    return "・".join(duty.label for duty in duties)


def _after(proposal: Proposal, municipality: str) -> HttpResponse:
    """To the account where the slip is printed, if there is one to print now."""
    account_id = slips.account_of_slip(proposal.pk)
    if account_id is None:
        return _queue(municipality)
    target = reverse("account", kwargs={"municipality": municipality, "account_id": account_id})
    return HttpResponseRedirect(target)


def _account(line: AccountLine, municipality: str) -> HttpResponse:
    target = reverse("account", kwargs={"municipality": municipality, "account_id": line.id})
    return HttpResponseRedirect(target)


def _queue(municipality: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("account-proposals", kwargs={"municipality": municipality}))
