"""Pages of issue runs: list, new run, preview, list of people, letters to stop, printing (ui.md §7.6)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.residents.web.chips import secrecy_of
from sesshu.ward.rosters.eligible import Eligible
from sesshu.ward.rosters.paper import parts_of
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers import covers, issue_runs, paper, queries
from sesshu.ward.vouchers.at_entry import grouped
from sesshu.ward.vouchers.codes import Step
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.models import IssueConditions
from sesshu.ward.vouchers.paper import Press, Printout
from sesshu.ward.vouchers.queries import RunListed, Wanted
from sesshu.ward.vouchers.situations import NotIssued
from sesshu.ward.vouchers.web import forms, words

ON_A_PAGE = 100
PURPOSE = issue_runs.PURPOSE


@requires(Permission.ISSUE_VIEW)
@require_GET
def runs(request: PortalRequest, municipality: str) -> HttpResponse:
    """The newest runs."""
    context = {
        "runs": [
            (run, words.chip_of(run.step))
            for run in queries.issue_runs()
            if words.may_see(request.account, run.series, rulebook_here())
        ],
        "may_run": request.account.may(Permission.ISSUE_RUN),
    }
    return render(request, "ward/vouchers/issue_runs.html", context)


@requires(Permission.ISSUE_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest, municipality: str) -> HttpResponse:
    """Conditions of a new run, typed or taken up from saved ones."""
    saved = queries.saved_conditions()
    form = forms.ConditionsForm(
        request.POST or None,
        initial=_taken_up(request, saved),
        choices=_choices(request),
        on=today(),
    )
    if form.is_valid():
        said = form.cleaned_data
        if said["save"]:
            issue_runs.save_conditions(request.actor, said["name"], form.conditions)
        run_id = issue_runs.begin(request.actor, said["name"], form.conditions, today())
        messages.success(request, "抽出を始めました。画面を閉じても続きます。")
        return redirect("issue-run", municipality, run_id)
    context = {"form": form, "saved": forms.SavedForm(saved) if saved else None}
    status = 422 if form.errors else 200
    return render(request, "ward/vouchers/issue_new.html", context, status=status)


@requires(Permission.ISSUE_VIEW)
@require_GET
def run(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """One run: its conditions, counts, exclusions, print, and what can be done next."""
    seen, conditions = seen_run(request, run_id)
    return render(request, "ward/vouchers/issue_run.html", _page(request, seen, conditions))


@requires(Permission.ISSUE_VIEW)
@require_GET
def candidates(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """Whom a run found, a page at a time; looking at them is entered."""
    seen, _ = seen_run(request, run_id)
    form = forms.ListForm(request.GET or {"excluded": "all"})
    wanted = _wanted(form) if form.is_valid() else Wanted()
    page = _number(request)
    found, total = queries.candidates(run_id, wanted, (page - 1) * ON_A_PAGE, ON_A_PAGE)
    _look(request, "issue.candidates", run_id, [row.resident_id for row in found])
    rulebook = rulebook_here()
    context = {
        "run": seen,
        "form": form,
        "rows": [(row, words.series_name(row.series, rulebook)) for row in found],
        "total": total,
        "page": Paginator(range(total), ON_A_PAGE).get_page(page),
        "may_run": request.account.may(Permission.ISSUE_RUN),
        "parts": parts_of(Eligible(seen)),
    }
    status = 422 if form.errors else 200
    return render(request, "ward/vouchers/issue_candidates.html", context, status=status)


@requires(Permission.ISSUE_RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_fix(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """Ask a second person to fix the list."""
    seen, conditions = seen_run(request, run_id)
    form = forms.FixReasonForm(request.POST or None)
    if form.is_valid():
        try:
            issue_runs.propose_fix(request.actor, run_id, form.cleaned_data["reason"])
        except NotIssued as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, "確定を申請しました。確認担当の職員が確かめます。")
            return redirect("issue-run", municipality, run_id)
    context = _page(request, seen, conditions) | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "ward/vouchers/issue_ask_fix.html", context, status=status)


@requires(Permission.ISSUE_RUN)
@require_POST
def discard(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """Give a run up before it is fixed."""
    seen_run(request, run_id)
    _told(request, "一斉発行を取りやめました。", issue_runs.discard, run_id)
    return redirect("issue-run", municipality, run_id)


@requires(Permission.ISSUE_RUN)
@require_GET
def to_stop(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """The letters that must not be sent, where each lies, and those taken out before."""
    seen, _ = seen_run(request, run_id)
    waiting, pulled = queries.to_stop(run_id), queries.pulled(run_id)
    _look(request, "issue.to_stop", run_id, [each.resident_id for each in (*waiting, *pulled)])
    secrecy = secrecy_of(request.account, guarded=True)
    context = {
        "run": seen,
        "waiting": [(each, words.cause_of(each, secrecy)) for each in waiting],
        "pulled": [(each, words.cause_of(each, secrecy)) for each in pulled],
    }
    return render(request, "ward/vouchers/issue_to_stop.html", context)


@requires(Permission.ISSUE_RUN)
@require_POST
def pull(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """The sheets were taken out: their numbers are voided."""
    seen_run(request, run_id)
    count = issue_runs.pull(request.actor, run_id)
    messages.success(request, f"{count}件の券番号を無効にしました。")
    return redirect("issue-to-stop", municipality, run_id)


@requires(Permission.ISSUE_RUN)
@require_POST
def posted(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """The letters left the house."""
    seen_run(request, run_id)
    _told(request, "発送を記録しました。", issue_runs.post, run_id)
    return redirect("issue-run", municipality, run_id)


@requires(Permission.ISSUE_RUN)
@require_POST
def print_batch(request: PortalRequest, municipality: str, run_id: int, batch: int) -> HttpResponse:
    """The PDF of one batch; a browser keeps no answer of a POST."""
    seen_run(request, run_id)
    try:
        printout = paper.print_batch(request.actor, run_id, batch, press())
    except NotIssued as problem:
        messages.error(request, problem.message)
        return redirect("issue-run", municipality, run_id)
    return pdf_answer(request, printout, f"voucher-{run_id}-{batch}")


@requires(Permission.ISSUE_RUN)
@require_POST
def print_covers(
    request: PortalRequest, municipality: str, run_id: int, batch: int
) -> HttpResponse:
    """The PDF of the letters on top of one batch."""
    seen_run(request, run_id)
    try:
        made = covers.print_covers(request.actor, run_id, batch, press())
    except NotIssued as problem:
        messages.error(request, problem.message)
        return redirect("issue-run", municipality, run_id)
    return covers_answer(request, made, f"covers-{run_id}-{batch}")


@requires(Permission.ISSUE_RUN)
@require_GET
def by_hand(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """Sheets with a character that no face of ours holds."""
    seen, _ = seen_run(request, run_id)
    rows = queries.by_hand(run_id)
    _look(request, "issue.by_hand", run_id, [row.resident_id for row in rows])
    rulebook = rulebook_here()
    listed = [(row, words.series_name(row.series, rulebook)) for row in rows]
    return render(request, "ward/vouchers/issue_by_hand.html", {"run": seen, "rows": listed})


def _choices(request: PortalRequest) -> list[tuple[str, str]]:
    rulebook = rulebook_here()
    return [
        (code, name)
        for code, name in forms.series_choices(rulebook, today())
        if words.may_see(request.account, [code], rulebook)
    ]


def press(*, large: bool = False, alone: bool = False) -> Press:
    """By the law and the forms of today."""
    return Press(rulebook_here(), today(), large=large, alone=alone)


def pdf_answer(request: PortalRequest, printout: Printout, name: str) -> HttpResponse:
    """A PDF that a browser offers to save, and keeps no copy of; the next page tells who is not in it."""
    if printout.left_out:
        numbers = "、".join(grouped(sheet.number) for sheet in printout.left_out)
        messages.warning(
            request, f"印刷できない券があります。手作業で作ってください。券番号 {numbers}"
        )
    return pdf_file(printout.pdf, name)


def covers_answer(request: PortalRequest, made: covers.Covers, name: str) -> HttpResponse:
    """The letters to save; the next page tells for which envelopes there is none."""
    if made.by_hand:
        envelopes = "、".join(map(str, made.by_hand))
        messages.warning(request, f"送付状を印刷できない封筒があります。封筒 {envelopes}")
    return pdf_file(made.pdf, name)


def pdf_file(pdf: bytes, name: str) -> HttpResponse:
    """A PDF to save, of which no copy is kept."""
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: PortalRequest, seen: RunListed, conditions: Conditions) -> dict[str, Any]:
    rulebook = rulebook_here()
    extraction = queries.extraction_of(seen.id)
    return {
        "run": seen,
        "chip": words.chip_of(seen.step),
        "conditions": words.conditions_in_words(conditions, rulebook),
        "counts": words.counts_in_words(queries.tally(seen.id, seen.base_on), rulebook),
        "people": queries.people(seen.id),
        "exclusions": list(queries.exclusions(seen.id).items()),
        "done": extraction.counts.get("done", 0) if extraction else 0,
        "work": queries.work_of(seen.id),
        "waiting_fix": issue_runs.waiting_fix(seen.id),
        "batches": queries.batches(seen.id),
        "stopped": len(queries.to_stop(seen.id)) if seen.step is Step.NUMBERED else 0,
        "pulled": len(queries.pulled(seen.id)) if seen.step is Step.NUMBERED else 0,
        "by_hand": len(queries.by_hand(seen.id)),
        "numbered": Step.NUMBERED in seen.steps,
        "may_run": request.account.may(Permission.ISSUE_RUN),
        "may_fix": request.account.may(Permission.ISSUE_FIX),
    }


def _told(request: PortalRequest, done: str, operation: Any, run_id: int) -> None:
    try:
        operation(request.actor, run_id)
    except NotIssued as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, done)


def seen_run(request: PortalRequest, run_id: int) -> tuple[RunListed, Conditions]:
    """A run that this account may see. Raises Http404."""
    found = queries.issue_run(run_id)
    if found is None or not words.may_see(request.account, found[1].series, rulebook_here()):
        raise Http404("no such issue run")
    return found


def _taken_up(request: PortalRequest, saved: list[IssueConditions]) -> dict[str, Any]:
    chosen = request.GET.get("saved", "")
    kept = next((each for each in saved if str(each.pk) == chosen), None)
    return forms.initial_of(kept) if kept else {}


def _wanted(form: forms.ListForm) -> Wanted:
    said = form.cleaned_data
    return Wanted(
        excluded=said["excluded"],
        kana=(said["kana"] or "").replace(" ", "").replace("\u3000", ""),
        number=said["number"] or "",
        returned=said["returned"],
    )


def _look(request: PortalRequest, action: str, run_id: int, residents: list[int]) -> None:
    ledger.look(request.actor, action, PURPOSE, dict.fromkeys(residents), {"issue_run": run_id})


def _number(request: PortalRequest) -> int:
    typed = request.GET.get("page", "1")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() else 1
