"""支援措置: entered at once by one person, asked about before its period ends, ended by two (D1, D9)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.foundation import ledger, second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.kernel.ages import reach_years
from sesshu.ward.records.subject import subjects_of
from sesshu.ward.residents import protection
from sesshu.ward.residents.protection import END_KIND, PURPOSE, EndNotAsked, EndToConfirm
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.residents.web.protection_forms import EndForm, ProtectionForm
from sesshu.ward.residents.web.resident import ask_purpose, find, look, page_context
from sesshu.ward.residents.web.visits import Visit, visit_of
from sesshu.wire.residents.codes import TITLES

ROWS = 50


@dataclass(frozen=True, slots=True)
class PeriodToConfirm:
    """A line of the list: whose period ends, and whether its last day is past."""

    period: EndToConfirm
    name: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class EndAsked:
    """An end that waits for a second person; `locked` for the one who asked."""

    proposal: Proposal
    names: list[str]
    locked: bool


@requires(Permission.PROTECTION_KEEP)
def periods(request: PortalRequest, municipality: str) -> HttpResponse:
    """Whose period ends within 30 days or is over, and which ends wait for a second person."""
    page = Paginator(protection.to_confirm(today()), ROWS).get_page(request.GET.get("page"))
    waiting = second_person.queue(request.account.id, now(), [END_KIND])
    seen = [each.resident_id for each in page.object_list]
    seen += [subject for each in waiting for subject in each.proposal.subjects]
    ledger.look(request.actor, "protection.periods", PURPOSE, dict.fromkeys(seen))
    people = subjects_of(seen)
    ends = [
        EndAsked(each.proposal, [people[one].name for one in each.proposal.subjects], each.locked)
        for each in waiting
    ]
    lines = [
        PeriodToConfirm(each, people[each.resident_id].name, each.until_on < today())
        for each in page.object_list
    ]
    context = {"page": page, "lines": lines, "ends": ends}
    return render(request, "ward/residents/periods.html", context)


@requires(Permission.PROTECTION_KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def of_resident(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The tab 「支援措置」: what was entered, one more beginning or a longer period, and its end."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    form = ProtectionForm(request.POST or None, on=today(), initial=_offered(resident_id, today()))
    if form.is_valid():
        find(resident_id, today())
        protection.begin(request.actor, resident_id, form.period, today())
        messages.success(
            request, "支援措置を登録しました。同じ世帯の方の住所・電話も保護しました。"
        )
        return _back(municipality, resident_id, visit)
    return _page(request, municipality, resident_id, visit, form, EndForm())


@requires(Permission.PROTECTION_KEEP)
@require_POST
def ask_end(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """Ask another 支援措置担当 to end it."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    ending = EndForm(request.POST)
    if ending.is_valid() and _asked(request, resident_id, ending):
        return _back(municipality, resident_id, visit)
    form = ProtectionForm(on=today(), initial=_offered(resident_id, today()))
    return _page(request, municipality, resident_id, visit, form, ending)


@requires(Permission.PROTECTION_END)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_end(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """End a protection or keep it, exactly for the people who are named."""
    proposal = proposal_shown(proposal_id, [END_KIND])
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("protections", municipality=municipality)
    details = {"proposal": proposal.pk}
    ledger.look(request.actor, "protection.end", PURPOSE, proposal.subjects, details)
    people = [
        identity_of(find(each, today()), today(), request.account) for each in proposal.subjects
    ]
    context = {"people": people, "proposal": proposal, "form": form}
    status = 422 if form.errors else 200
    return render(request, "ward/residents/protection_end.html", context, status=status)


def _page(
    request: PortalRequest,
    municipality: str,
    resident_id: int,
    visit: Visit,
    form: ProtectionForm,
    ending: EndForm,
) -> HttpResponse:
    shown = find(resident_id, today())
    look(request, visit, "protection.seen", [resident_id])
    waiting = second_person.waiting_about(resident_id, now(), [END_KIND])
    context = page_context(request, municipality, shown, visit) | {
        "form": form,
        "ending": ending,
        "entries": [
            (each, TITLES["protection"][each.kind] if each.kind else "")
            for each in protection.entries_of(resident_id)
        ],
        "is_guarded": shown.is_guarded,
        "end_waits": bool(waiting),
    }
    status = 422 if form.errors or ending.errors else 200
    return render(request, "ward/residents/protection.html", context, status=status)


def _offered(resident_id: int, on: date) -> dict[str, Any]:
    """A year from today; who is protected already stays so for the same cause and from the same day."""
    offered = {"from_on": on, "until_on": reach_years(on, 1)}
    newest = next(iter(protection.entries_of(resident_id)), None)
    if newest is None or not newest.is_in_force:
        return offered
    return offered | {"kind": newest.kind, "from_on": newest.from_on or on}


def _asked(request: PortalRequest, resident_id: int, ending: EndForm) -> bool:
    find(resident_id, today())
    try:
        protection.propose_end(request.actor, resident_id, ending.cleaned_data["reason"], today())
    except EndNotAsked as refusal:
        ending.add_error(None, refusal.message)
        return False
    messages.success(request, "終了を申請しました。ほかの支援措置担当が承認すると終わります。")
    return True


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: second_person.approve(request.actor, proposal.pk, shown, PURPOSE),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("支援措置を終わらせました。住所・電話は数分で画面に戻ります。", "1件を差し戻しました。"),
    )


def _back(municipality: str, resident_id: int, visit: Visit) -> HttpResponse:
    target = redirect("resident-protection", municipality, resident_id)
    target["Location"] += visit.query
    return target
