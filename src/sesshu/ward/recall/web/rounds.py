"""Rounds of letters: the list, a new one, one with its counts, its letters, those to stop (B4)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.documents import NotPrinted
from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ui.paging import before, page_asked
from sesshu.ward.recall import paper, queries, rounds
from sesshu.ward.recall.codes import Step
from sesshu.ward.recall.practice import practice
from sesshu.ward.recall.queries import Round
from sesshu.ward.recall.rounds import PURPOSE
from sesshu.ward.recall.situations import NotRecalled
from sesshu.ward.recall.web.forms import ReasonForm, RoundForm
from sesshu.ward.rosters.overdue import Overdue
from sesshu.ward.rosters.paper import parts_of
from sesshu.ward.rulebooks.releases import rulebook_here

ROWS = 100


@requires(Permission.RECALL_VIEW)
def recalls(request: PortalRequest, municipality: str) -> HttpResponse:
    """Rounds, newest first; counts only, nobody's name."""
    listed = [(each, series_of(each)) for each in queries.latest_rounds()]
    context = {"rounds": listed, "may_run": request.account.may(Permission.RECALL_RUN)}
    return render(request, "ward/recall/recalls.html", context)


@requires(Permission.RECALL_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest, municipality: str) -> HttpResponse:
    """Begin a round; a worker looks for the overdue."""
    form = RoundForm(request.POST or None, rulebook=rulebook_here())
    if form.is_valid():
        name, conditions = form.cleaned_data["name"], form.conditions()
        try:
            number = rounds.begin(request.actor, name, conditions, today(), rulebook_here())
        except NotRecalled as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, "抽出を始めました。終わると、この画面に件数が出ます。")
            return redirect("recall", municipality, number)
    status = 422 if form.errors else 200
    return render(request, "ward/recall/new.html", {"form": form}, status=status)


@requires(Permission.RECALL_VIEW)
def recall(request: PortalRequest, municipality: str, number: int) -> HttpResponse:
    """One round: where it stands, whom it leaves out and why, what it brought about."""
    found = _round(number)
    posted = Step.POSTED in found.steps
    waiting = rounds.waiting_fix(number)
    context: dict[str, Any] = {
        "round": found,
        "series": series_of(found),
        "waiting": waiting,
        "own": waiting is not None and waiting.proposed_by == request.account.id,
        "form": ReasonForm(),
        "parts": paper.parts_of(found) if found.at is Step.FIXED else (),
        "stopping": len(queries.to_stop(number)) if found.at is Step.FIXED else 0,
        "effects": [queries.effect_of(number, days) for days in practice().effect_days if posted],
        "rosters": parts_of(Overdue(found)) if found.at else (),
        "may_run": request.account.may(Permission.RECALL_RUN),
        "may_fix": request.account.may(Permission.RECALL_FIX),
    }
    return render(request, "ward/recall/recall.html", context)


@requires(Permission.RECALL_VIEW)
def letters(request: PortalRequest, municipality: str, number: int) -> HttpResponse:
    """The letters of a fixed round by name; each page is one look."""
    found = _round(number)
    page = page_asked(request, found.letters, ROWS)
    listed = queries.letters_of(number, before(page), ROWS)
    subjects = dict.fromkeys(each.resident_id for each in listed)
    ledger.look(request.actor, "recall.letters", PURPOSE, subjects, {"round": number})
    context = {"round": found, "series": series_of(found), "letters": listed, "page": page}
    return render(request, "ward/recall/letters.html", context)


@requires(Permission.RECALL_RUN)
def print_part(request: PortalRequest, municipality: str, number: int, part: int) -> HttpResponse:
    """A thousand letters at most, in the order of the post, for the printer."""
    found = _round(number)
    if Step.FIXED not in found.steps or part not in paper.parts_of(found):
        raise Http404("no such part of the letters")
    try:
        printed = paper.print_part(request.actor, found, series_of(found), part, today())
    except NotPrinted as problem:
        messages.error(request, f"印刷できませんでした。{problem}")
        return redirect("recall", municipality, number)
    if not printed.pdf:
        messages.error(
            request, "印刷する通知がありません。止める通知と担当課対応を確かめてください。"
        )
        return redirect("recall", municipality, number)
    if printed.left_out:
        messages.warning(
            request,
            f"{part}の束では、印字できない文字や長い住所のため{printed.left_out}通を除きました。"
            "手書きで送ってください。",
        )
    return HttpResponse(printed.pdf, content_type="application/pdf")


@requires(Permission.RECALL_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: PortalRequest, municipality: str, number: int) -> HttpResponse:
    """The letters that must not be sent; sending the form says that they were taken out."""
    found = _round(number)
    if request.method == "POST":
        pulled = rounds.pull(request.actor, number)
        messages.success(request, f"{pulled}通を抜いたことを記録しました。")
        return redirect("recall", municipality, number)
    listed = queries.to_stop(number)
    subjects = dict.fromkeys(each.resident_id for each in listed)
    ledger.look(request.actor, "recall.to_stop", PURPOSE, subjects, {"round": number})
    return render(request, "ward/recall/stop.html", {"round": found, "letters": listed})


@requires(Permission.RECALL_RUN)
@require_POST
def propose(request: PortalRequest, municipality: str, number: int) -> HttpResponse:
    """Ask a second person to fix the list."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "確認する職員への説明を入力してください。")
        return redirect("recall", municipality, number)
    reason = form.cleaned_data["reason"]
    return _acted(
        request,
        municipality,
        number,
        lambda actor: rounds.propose_fix(actor, number, reason),
        "一覧の確定を申請しました。ほかの職員が確認します。",
    )


@requires(Permission.RECALL_RUN)
@require_POST
def post(request: PortalRequest, municipality: str, number: int) -> HttpResponse:
    """Record that the letters left."""
    done = "発送を記録しました。"
    return _acted(request, municipality, number, lambda actor: rounds.post(actor, number), done)


@requires(Permission.RECALL_RUN)
@require_POST
def discard(request: PortalRequest, municipality: str, number: int) -> HttpResponse:
    """Give the round up."""
    done = "この勧奨を取りやめました。"
    return _acted(request, municipality, number, lambda actor: rounds.discard(actor, number), done)


def series_of(found: Round) -> str:
    """The name of the series a round is about."""
    series = rulebook_here().series.get(found.conditions.series)
    return series.name if series else found.conditions.series


def _acted(
    request: PortalRequest,
    municipality: str,
    number: int,
    act: Callable[[Actor], object],
    done: str,
) -> HttpResponse:
    _round(number)
    try:
        act(request.actor)
    except NotRecalled as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, done)
    return redirect("recall", municipality, number)


def _round(number: int) -> Round:
    found = queries.round_of(number)
    if found is None:
        raise Http404("no such round")
    return found
