"""The pregnancies of one resident: seen and recorded by their duty alone, each look in the ledger."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.pregnancies import operations
from sesshu.ward.pregnancies.queries import Told, pregnancies_of
from sesshu.ward.pregnancies.situations import NotRecorded
from sesshu.ward.pregnancies.web.forms import ChangeForm, ToldForm
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.residents.web.resident import ask_purpose, find, look, page_context
from sesshu.ward.residents.web.visits import Visit, visit_of


@requires(Permission.PREGNANCY)
@require_http_methods(["GET", "HEAD", "POST"])
def of_resident(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The tab 「妊娠」: what was told, and one more."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    shown = find(resident_id, today())
    form = ToldForm(request.POST or None, on=today(), initial={"notified_on": today()})
    if form.is_valid() and _recorded(request, resident_id, form):
        return _back(municipality, resident_id, visit)
    look(request, visit, "pregnancy.seen", [resident_id])
    context = page_context(request, municipality, shown, visit)
    context |= {"form": form, "told": pregnancies_of(resident_id)}
    status = 422 if form.errors else 200
    return render(request, "ward/pregnancies/of_resident.html", context, status=status)


@requires(Permission.PREGNANCY)
@require_http_methods(["GET", "HEAD", "POST"])
def change(
    request: PortalRequest, municipality: str, resident_id: int, pregnancy_id: int
) -> HttpResponse:
    """Another due day, the end, or that it was a mistake."""
    visit = visit_of(request) or Visit(Purpose.COUNTER)
    shown, told = find(resident_id, today()), _told(resident_id, pregnancy_id)
    form = ChangeForm(request.POST or None, on=today(), initial={"due_on": told.due_on})
    if form.is_valid() and _changed(request, told, form):
        return _back(municipality, resident_id, visit)
    look(request, visit, "pregnancy.seen", [resident_id])
    context = page_context(request, municipality, shown, visit) | {"form": form, "told": told}
    status = 422 if form.errors else 200
    return render(request, "ward/pregnancies/change.html", context, status=status)


def _recorded(request: PortalRequest, resident_id: int, form: ToldForm) -> bool:
    said = form.cleaned_data
    try:
        operations.record(request.actor, resident_id, said["notified_on"], said["due_on"])
    except NotRecorded as problem:
        form.add_error("due_on", problem.message)
        return False
    messages.success(request, "妊娠の届出を記録しました。")
    return True


def _changed(request: PortalRequest, told: Told, form: ChangeForm) -> bool:
    said, is_mistake = form.cleaned_data, form.is_mistake
    days = (said["due_on"], said["ended_on"])
    try:
        operations.change(request.actor, told.id, *days, is_mistake=is_mistake)
    except NotRecorded as problem:
        form.add_error(None, problem.message)
        return False
    messages.success(request, "妊娠の状況を記録しました。")
    return True


def _told(resident_id: int, pregnancy_id: int) -> Told:
    found = [each for each in pregnancies_of(resident_id) if each.id == pregnancy_id]
    if not found:
        raise Http404("no such pregnancy")
    return found[0]


def _back(municipality: str, resident_id: int, visit: Visit) -> HttpResponse:
    target = redirect("resident-pregnancies", municipality, resident_id)
    target["Location"] += visit.query
    return target
