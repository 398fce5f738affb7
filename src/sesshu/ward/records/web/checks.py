"""The second person's queue and the page on which one entry is decided (ui.md §7.5)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import NoSuchProposal, NotDecided, State
from sesshu.schedule.types import Rulebook
from sesshu.ward.records.codes import Act
from sesshu.ward.records.operations import approve, hold, send_back
from sesshu.ward.records.queries import (
    EnteredForm,
    QueueFilters,
    QueuePage,
    check_queue,
    entry_of,
    next_to_check,
    waiting_for,
)
from sesshu.ward.records.situations import NotRecorded
from sesshu.ward.records.web.desk import Desk, desk_of
from sesshu.ward.records.web.differences import differences
from sesshu.ward.records.web.forms import DecisionForm, QueueForm
from sesshu.ward.records.web.panel import Panel, panel_of
from sesshu.ward.records.web.rows import lines_of
from sesshu.ward.records.web.words import compared, items_of
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.rulebooks.releases import rulebook_here

ROWS = 50
DONE = {
    DecisionForm.APPROVE: "1件を承認しました。",
    DecisionForm.SEND_BACK: "1件を差し戻しました。",
    DecisionForm.HOLD: "1件を保留にしました。",
}


@requires(Permission.DOSE_CHECK)
def checks(request: PortalRequest, municipality: str) -> HttpResponse:
    """What waits, oldest first, under the conditions of the address."""
    filters, page = filters_of(request), _page_number(request)
    found = check_queue(request.actor, filters, today(), (page - 1) * ROWS, ROWS)
    rulebook = rulebook_here()
    subjects = [row.subject.id for row in found.rows]
    ledger.look(request.actor, "dose.check_queue", Purpose.CHECK.label, subjects)
    context = {
        "lines": lines_of(found.rows, today(), rulebook),
        "total": found.total,
        "everything": waiting_for(request.actor),
        "form": _queue_form(request, found),
        "conditions": conditions_of(request),
        "page": Paginator(range(found.total), ROWS).get_page(page),
        "query": _query(request),
        "at": now(),
    }
    return render(request, "ward/records/checks.html", context)


@requires(Permission.DOSE_CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """One entry beside the verdict as of now, and the decision about it."""
    entered = _entered(proposal_id)
    desk = desk_of(request, municipality, entered.subject.id, Purpose.CHECK)
    form = _decision_form(entered, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, proposal_id, form)
        except (NotRecorded, NotDecided) as problem:
            form = _once_more(form, _entered(proposal_id), problem)
            entered = _entered(proposal_id)
        else:
            return _onward(request, municipality, proposal_id, form.cleaned_data["decision"])
    return _item(desk, entered, form)


def filters_of(request: PortalRequest) -> QueueFilters:
    """The conditions of the address; what is no condition does not matter."""
    said = request.GET
    entered_by = said.get("entered_by", "")
    return QueueFilters(
        act=Act(said["act"]) if said.get("act") in set(Act) else None,
        series=said.get("series") or None,
        entered_by=int(entered_by) if entered_by.isdecimal() else None,
        as_given=bool(said.get("as_given")),
    )


def conditions_of(request: PortalRequest) -> bool:
    """Whether the address names a condition."""
    return filters_of(request) != QueueFilters()


def _item(desk: Desk, entered: EnteredForm, form: DecisionForm) -> HttpResponse:
    request, rulebook = desk.request, desk.rulebook
    desk.look("dose.check", proposal=entered.proposal.pk)
    before = entered.before.entry if entered.before else None
    said = entered.entry or before
    context = {
        **desk.context(),
        "entered": entered,
        "form": form,
        "items": compared(said, before, rulebook) if said else [],
        "recorded": items_of(before, rulebook) if before else [],
        "panel": _panel(entered, rulebook),
        "state": State(entered.proposal.state),
        "is_open": entered.proposal.state == State.OPEN,
        "own": entered.proposal.proposed_by == request.account.id,
        "stops_unsaid": _stops_unsaid(entered),
        "query": _query(request),
        "waiting": waiting_for(request.actor),
    }
    status = 422 if form.errors else 200
    return render(request, "ward/records/check.html", context, status=status)


def _panel(entered: EnteredForm, rulebook: Rulebook) -> Panel | None:
    if entered.assessment is None or entered.entry is None:
        return None
    told = differences(entered.entry, entered.told_before, rulebook)
    return panel_of(entered.assessment, rulebook, differences=told)


def _stops_unsaid(entered: EnteredForm) -> bool:
    """The law stops it by now, and whoever entered it could not know."""
    found = entered.assessment
    return bool(found and found.stops and entered.entry and not entered.entry.as_given)


def _decide(request: PortalRequest, proposal_id: int, form: DecisionForm) -> None:
    said = form.cleaned_data
    match said["decision"]:
        case DecisionForm.APPROVE:
            approve(request.actor, proposal_id, said["sha256"], said["verdict_shown"], today())
        case DecisionForm.SEND_BACK:
            send_back(request.actor, proposal_id, said["reason"])
        case DecisionForm.HOLD:
            hold(request.actor, proposal_id)


def _once_more(
    form: DecisionForm, entered: EnteredForm, problem: NotRecorded | NotDecided
) -> DecisionForm:
    """The form with what was typed, about what is true now."""
    typed = {name: form.data[name] for name in form.data}
    again = _decision_form(entered, typed | _shown(entered))
    again.full_clean()
    again.add_error(None, ValidationError(problem.message, code=problem.reason))
    return again


def _onward(
    request: PortalRequest, municipality: str, proposal_id: int, decision: str
) -> HttpResponse:
    """To the next item under the same conditions, or to the list."""
    left = waiting_for(request.actor).to_check
    messages.success(request, f"{DONE[decision]}残り{left}件です。")
    following = None
    if request.POST.get("then") != "list":
        following = next_to_check(request.actor, filters_of(request), after=proposal_id)
    name, values = ("check", {"proposal_id": following}) if following else ("checks", {})
    target = reverse(name, kwargs={"municipality": municipality, **values})
    return redirect(target + _query(request))


def _decision_form(entered: EnteredForm, typed: Mapping[str, Any] | None) -> DecisionForm:
    of_paper = entered.act is not Act.CANCELLATION
    return DecisionForm(typed, initial=_shown(entered), of_paper=of_paper)


def _shown(entered: EnteredForm) -> dict[str, Any]:
    return {"sha256": entered.proposal.sha256, "verdict_shown": entered.verdict_shown}


def _entered(proposal_id: int) -> EnteredForm:
    try:
        return entry_of(proposal_id, today())
    except NoSuchProposal as error:
        raise Http404("no such proposal") from error


def _queue_form(request: PortalRequest, found: QueuePage) -> QueueForm:
    form = QueueForm(initial=request.GET.dict())
    series = [(code, row.name) for code, row in rulebook_here().series.items()]
    people = [(str(account), name) for account, name in found.enterers]
    for name, choices in (
        ("act", [(act.value, act.label) for act in Act]),
        ("series", series),
        ("entered_by", people),
    ):
        form.fields[name].choices = [("", "すべて"), *choices]  # type: ignore[attr-defined]
    return form


def _page_number(request: PortalRequest) -> int:
    typed = request.GET.get("page", "1")
    return max(1, int(typed)) if typed.isdecimal() else 1


def _query(request: PortalRequest) -> str:
    kept = {
        name: request.GET[name]
        for name in ("act", "series", "entered_by", "as_given")
        if request.GET.get(name)
    }
    return "?" + urlencode(kept) if kept else ""
