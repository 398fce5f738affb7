"""The ledger itself: every file that left or is to leave, the request, and the decision about it."""

from collections.abc import Sequence
from typing import overload

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sesshu.foundation import second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest, typed_in
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.foundation.media import queries
from sesshu.foundation.media.lists import (
    Conditions,
    TakeOutList,
    UnknownConditions,
    UnknownList,
    list_of,
    title_of,
)
from sesshu.foundation.media.queries import Entry
from sesshu.foundation.media.requests import PURPOSE, Wanted, ask, how_many
from sesshu.foundation.media.situations import NotTakenOut
from sesshu.foundation.media.states import FileFormat, Step
from sesshu.foundation.media.web.forms import ABOUT, AskForm
from sesshu.foundation.second_person.web.deciding import DecisionForm

ON_A_PAGE = 50


class _AllEntries(Sequence[Entry]):
    """All take-outs, of which only those of the page that is shown are read."""

    def __len__(self) -> int:
        return queries.how_many()

    @overload
    def __getitem__(self, which: int) -> Entry: ...
    @overload
    def __getitem__(self, which: slice) -> list[Entry]: ...
    def __getitem__(self, which: int | slice) -> Entry | list[Entry]:
        if isinstance(which, int):
            return self[which : which + 1][0]
        return queries.entries(now(), which.start, which.stop - which.start)


@requires(Permission.MEDIA_VIEW)
@require_GET
def show_all(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every file, the newest request first; what is overdue and what waits before it."""
    page = Paginator(_AllEntries(), ON_A_PAGE).get_page(request.GET.get("page"))
    waits = request.account.may(Permission.FILE_TAKE_OUT_APPROVE)
    context = {
        "page": page,
        "lines": [(each, title_of(each.take_out.list_kind)) for each in page],
        "overdue": [
            (each, title_of(each.take_out.list_kind)) for each in queries.overdue(today(), now())
        ],
        "waiting": len(queries.waiting(now())) if waits else 0,
        "today": today(),
    }
    return render(request, "foundation/media/take_outs.html", context)


@requires(Permission.FILE_TAKE_OUT_REQUEST)
@require_http_methods(["GET", "POST"])
def new(request: PortalRequest, municipality: str) -> HttpResponse:
    """Ask for the list that the address names."""
    wanted, conditions = _named(request)
    form = AskForm(typed_in(request), formats=wanted.formats)
    if form.is_valid():
        take_out = _asked(request, form, wanted, conditions)
        if take_out is not None:
            messages.success(
                request, "申請しました。情報セキュリティ管理者の承認を待ってください。"
            )
            return redirect("take-out", municipality=municipality, take_out_id=take_out)
    context = {
        "list": wanted,
        "said": wanted.said(conditions),
        "residents": how_many(wanted.kind, conditions),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "foundation/media/new.html", context, status=status)


@requires(Permission.MEDIA_VIEW)
@require_GET
def show(request: PortalRequest, municipality: str, take_out_id: int) -> HttpResponse:
    """One file from request to erasure, and what may be done with it now."""
    return page_of(request, entry_of(take_out_id))


@requires(Permission.FILE_TAKE_OUT_APPROVE)
@require_http_methods(["GET", "POST"])
def decide(request: PortalRequest, municipality: str, take_out_id: int) -> HttpResponse:
    """Approve or send back one request, exactly as it was shown."""
    entry = entry_of(take_out_id)
    shown = {"shown_sha256": entry.take_out.proposal.sha256}
    form = DecisionForm(typed_in(request), initial=shown)
    if form.is_valid() and _decided(request, entry, form):
        return redirect("take-out", municipality=municipality, take_out_id=take_out_id)
    return page_of(request, entry, form=form, status=422 if form.errors else 200)


@requires(Permission.FILE_TAKE_OUT_REQUEST)
@require_POST
def withdraw(request: PortalRequest, municipality: str, take_out_id: int) -> HttpResponse:
    """Take one's own request back."""
    entry = entry_of(take_out_id)
    try:
        second_person.withdraw(request.actor, entry.take_out.proposal_id, PURPOSE)
    except second_person.NotDecided as refusal:
        return page_of(request, entry, problem=str(refusal), status=409)
    messages.success(request, "申請を取り下げました。")
    return redirect("take-out", municipality=municipality, take_out_id=take_out_id)


def entry_of(take_out_id: int) -> Entry:
    """The take-out of this number. Raises Http404."""
    entry = queries.entry(take_out_id, now())
    if entry is None:
        raise Http404("no such take-out")
    return entry


def page_of(
    request: PortalRequest, entry: Entry, *, problem: str = "", status: int = 200, **more: object
) -> HttpResponse:
    """The page of one take-out."""
    asked, account = entry.take_out, request.account
    own = asked.asked_by == account.id
    approves = account.may(Permission.FILE_TAKE_OUT_APPROVE) and not own
    context = {
        "entry": entry,
        "title": title_of(asked.list_kind),
        "said": _said(asked.list_kind, asked.conditions),
        "overdue": entry.is_overdue(today()),
        "own": own and account.may(Permission.FILE_TAKE_OUT_REQUEST),
        "approves": approves,
        "records": account.may(Permission.MEDIA_RECORD),
        "may_open": approves and _waits_to_be_opened(entry),
        "may_confirm": account.may(Permission.FILE_TAKE_OUT_APPROVE)
        and not _erased_by(entry, account.id),
        "sha256": bytes(entry.file.sha256).hex() if entry.file else "",
        "form": DecisionForm(initial={"shown_sha256": asked.proposal.sha256}),
        "problem": problem,
        **more,
    }
    return render(request, "foundation/media/take_out.html", context, status=status)


def _waits_to_be_opened(entry: Entry) -> bool:
    """Whether there is a passphrase that nobody was shown yet."""
    if entry.file is None or {Step.PASSPHRASE_SHOWN, Step.ERASED} & entry.steps.keys():
        return False
    return entry.seen_at < entry.file.expires_at


def _erased_by(entry: Entry, account_id: int) -> bool:
    erased = entry.steps.get(Step.ERASED)
    return erased is not None and erased.taken_by == account_id


def _named(request: PortalRequest) -> tuple[TakeOutList, Conditions]:
    """The list and the conditions of an address, which hold ids and codes only."""
    given = request.GET.dict()
    try:
        wanted = list_of(given.pop("list", ""))
        if not request.account.may(wanted.permission):
            raise PermissionDenied(f"この一覧には「{wanted.permission.label}」権限が必要です。")
        return wanted, wanted.accepted(given, request.account)
    except (UnknownList, UnknownConditions) as unknown:
        raise Http404("no such list") from unknown


def _asked(
    request: PortalRequest, form: AskForm, wanted: TakeOutList, conditions: Conditions
) -> int | None:
    """The number of the take-out; None when the form says why there is none."""
    data = form.cleaned_data
    asked = Wanted(
        list_kind=wanted.kind,
        conditions=conditions,
        file_format=FileFormat(data["file_format"]),
        purpose=data["purpose"],
        legal_basis=data["legal_basis"],
        recipient_id=int(data["recipient"]),
        medium_id=int(data["medium"]),
        due_on=data["due_on"],
    )
    try:
        return ask(request.actor, asked, now())
    except NotTakenOut as refusal:
        form.add_error(ABOUT.get(refusal.reason), str(refusal))
        return None


def _decided(request: PortalRequest, entry: Entry, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    proposal = entry.take_out.proposal_id
    return form.decided(
        request,
        lambda shown: second_person.approve(request.actor, proposal, shown, PURPOSE),
        lambda reason: second_person.decline(request.actor, proposal, reason, PURPOSE),
        ("承認しました。申請した職員がファイルを作れます。", "申請を差し戻しました。"),
    )


def _said(list_kind: str, conditions: Conditions) -> list[tuple[str, str]]:
    """The conditions in words; as they were kept where the list has gone."""
    try:
        return list_of(list_kind).said(conditions)
    except (UnknownList, UnknownConditions):
        return list(conditions.items())
