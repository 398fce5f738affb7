"""Lists and watches runs, starts, stops and resumes them. What a run dealt with stands in the ledger."""

from collections.abc import Sequence
from typing import overload

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from sesshu.foundation import runs
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Permission
from sesshu.foundation.runs import queries
from sesshu.foundation.runs.queries import RunSeen
from sesshu.foundation.runs.received import received_files
from sesshu.foundation.runs.web.forms import BeginForm, CancelForm
from sesshu.foundation.runs.web.pace import poll_seconds, remaining_words
from sesshu.foundation.walls import current_place

ON_A_PAGE = 30


class _AllRuns(Sequence[RunSeen]):
    """All runs, of which only those of the page that is shown are read."""

    def __len__(self) -> int:
        return queries.how_many()

    @overload
    def __getitem__(self, which: int) -> RunSeen: ...
    @overload
    def __getitem__(self, which: slice) -> list[RunSeen]: ...
    def __getitem__(self, which: int | slice) -> RunSeen | list[RunSeen]:
        if isinstance(which, int):
            return self[which : which + 1][0]
        return queries.recent(which.stop - which.start, which.start)


@requires(Permission.RUN_VIEW)
@require_GET
def show_all(request: PortalRequest, municipality: str) -> HttpResponse:
    """All runs, the newest first."""
    context = {
        "page": Paginator(_AllRuns(), ON_A_PAGE).get_page(request.GET.get("page")),
        "may_start": request.account.may(Permission.RUN_START),
    }
    return render(request, "foundation/runs/runs.html", context)


@requires(Permission.RUN_VIEW)
@require_GET
@vary_on_headers("HX-Request")
def show(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """One run; to htmx only how far it is. ``?still=1`` does not look again by itself (WCAG 2.2.2)."""
    seen, part_only = _seen(run_id), "HX-Request" in request.headers
    context = {
        "run": seen,
        "still": request.GET.get("still") == "1",
        "poll_seconds": poll_seconds(seen, now()),
        "remaining": remaining_words(seen.remaining(now())),
        "may_start": request.account.may(Permission.RUN_START),
        "part_only": part_only,
    }
    template = "part/progress.html" if part_only else "run.html"
    return render(request, f"foundation/runs/{template}", context)


@requires(Permission.RUN_START)
@require_http_methods(["GET", "POST"])
def begin(request: PortalRequest, municipality: str) -> HttpResponse:
    """Choose a received file; its run is started, or shown if there is one already."""
    form = BeginForm(received_files(current_place()), request.POST or None)
    if not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "foundation/runs/new.html", {"form": form}, status=status)
    file = form.chosen()
    started = runs.start(request.actor, file.kind, input=file.path, input_name=file.path.name)
    if started.is_new:
        messages.success(request, "処理を受け付けました。画面を閉じても続きます。")
    else:
        messages.info(
            request, "同じ内容のファイルの処理がすでにあります。その状況を表示しています。"
        )
    return _to_run(municipality, started.run_id)


@requires(Permission.RUN_START)
@require_http_methods(["GET", "POST"])
def cancel(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """Say what stays done, ask why, stop."""
    seen = _seen(run_id)
    form = CancelForm(request.POST or None)
    if not form.is_valid():
        context = {"run": seen, "form": form}
        status = 422 if form.errors else 200
        return render(request, "foundation/runs/cancel.html", context, status=status)
    try:
        runs.cancel(request.actor, run_id, form.cleaned_data["reason"])
    except runs.AlreadyEnded as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "中止を受け付けました。いまの区切りが終わると止まります。")
    return _to_run(municipality, run_id)


@requires(Permission.RUN_START)
@require_POST
def resume(request: PortalRequest, municipality: str, run_id: int) -> HttpResponse:
    """Let a failed run go on where it stopped."""
    _seen(run_id)
    try:
        runs.resume(request.actor, run_id)
    except runs.NotFailed as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "再開を受け付けました。止まったところから続けます。")
    return _to_run(municipality, run_id)


def _seen(run_id: int) -> RunSeen:
    seen = queries.run_seen(run_id)
    if seen is None:
        raise Http404("no such run")
    return seen


def _to_run(municipality: str, run_id: int) -> HttpResponse:
    arguments = {"municipality": municipality, "run_id": run_id}
    return HttpResponseRedirect(reverse("run", kwargs=arguments))
