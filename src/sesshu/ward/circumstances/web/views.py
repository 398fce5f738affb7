"""The tab 「事情」 of a resident: what is known, one more, and another state of one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal, State
from sesshu.ward.circumstances import operations
from sesshu.ward.circumstances.codes import KIND, ShownBy
from sesshu.ward.circumstances.operations import Told
from sesshu.ward.circumstances.queries import circumstances_of
from sesshu.ward.circumstances.situations import CircumstanceRefused, NoSuchCircumstance
from sesshu.ward.circumstances.web.forms import ChangeForm, DaysForm, NewForm
from sesshu.ward.circumstances.web.words import name_of, offered
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.residents.web.resident import ask_purpose, find, look, page_context
from sesshu.ward.residents.web.visits import Visit, visit_of
from sesshu.ward.rulebooks.releases import rulebook_here

ASKED = "確認に回しました。別の職員が確認すると、判定に使います。"


@requires(Permission.CIRCUMSTANCE_ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def of_resident(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """What stands of a person and what waits; posted, one more goes to a second person."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    shown = find(resident_id, today())
    form = NewForm(request.POST or None, offered(rulebook_here()))
    if form.is_valid() and _asked(request, form, form.told(resident_id)):
        return _back(municipality, resident_id, visit)
    look(request, visit, "circumstance.seen", [resident_id])
    rulebook = rulebook_here()
    context = page_context(request, municipality, shown, visit) | {
        "form": form,
        "rows": [
            (row, name_of(row.kind, row.antigen, rulebook), ShownBy(row.shown_by).label)
            for row in circumstances_of(resident_id)
        ],
        "waiting": [
            (each, name_of(each.payload["kind"], each.payload["antigen"], rulebook))
            for each in _waiting(resident_id)
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "ward/circumstances/of_resident.html", context, status=status)


@requires(Permission.CIRCUMSTANCE_ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def change(
    request: PortalRequest, municipality: str, resident_id: int, circumstance_id: int
) -> HttpResponse:
    """Other days, the end, or that it was never so."""
    visit = visit_of(request) or Visit(Purpose.REVIEW)
    shown, stands = find(resident_id, today()), _standing(circumstance_id, resident_id)
    form = ChangeForm(request.POST or None, stands)
    if form.is_valid() and _asked(request, form, form.told()):
        return _back(municipality, resident_id, visit)
    look(request, visit, "circumstance.seen", [resident_id])
    context = page_context(request, municipality, shown, visit)
    context |= {"form": form, "what": name_of(stands.kind, stands.antigen, rulebook_here())}
    status = 422 if form.errors else 200
    return render(request, "ward/circumstances/change.html", context, status=status)


def _asked(request: PortalRequest, form: DaysForm, told: Told) -> bool:
    """Whether it waits for a second person; if not, the form says why."""
    try:
        operations.propose(request.actor, told, form.cleaned_data["reason"])
    except CircumstanceRefused as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, ASKED)
    return True


def _waiting(resident_id: int) -> list[Proposal]:
    numbers = numbers_of([resident_id])[resident_id]
    found = Proposal.objects.filter(kind=KIND, state=State.OPEN, subjects__overlap=numbers)
    return list(found.order_by("id"))


def _standing(circumstance_id: int, resident_id: int) -> Told:
    try:
        return operations.standing(circumstance_id, resident_id)
    except NoSuchCircumstance as error:
        raise Http404("no such circumstance") from error


def _back(municipality: str, resident_id: int, visit: Visit) -> HttpResponse:
    target = redirect("resident-circumstances", municipality, resident_id)
    target["Location"] += visit.query
    return target
