"""One resident's vouchers: history, single issue, reissue, what the ward was told (V025, V030)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sesshu.documents.screening_form import has_form
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.matching.persons import numbers_of
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.residents.web.resident import ask_purpose, find, look, page_context
from sesshu.ward.residents.web.visits import Visit, visit_of
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.ward.vouchers import applications, history, issuing, paper, telling
from sesshu.ward.vouchers.applications import Application
from sesshu.ward.vouchers.at_entry import grouped
from sesshu.ward.vouchers.codes import Channel, IdentityDocument, ReissueReason, ReissueScope
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.models import Voucher
from sesshu.ward.vouchers.situations import NotIssued
from sesshu.ward.vouchers.web import forms, words
from sesshu.ward.vouchers.web.runs import pdf_answer, press
from sesshu.ward.vouchers.web.words import series_name

CHANNELS = {Purpose.COUNTER: Channel.COUNTER, Purpose.PHONE: Channel.PHONE}
"""How somebody asks who is being served at the counter or on the phone."""


@requires(Permission.RESIDENT_VIEW)
@require_GET
def vouchers(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The tab 「券」: every number, and what became of it."""
    visit = visit_of(request)
    if visit is None:
        return ask_purpose(request)
    shown = find(resident_id, today())
    look(request, visit, "voucher.history", [resident_id])
    rulebook = rulebook_here()
    issued = [
        one
        for one in history.history_of(resident_id)
        if words.may_see(request.account, [one.series], rulebook)
    ]
    context = page_context(request, municipality, shown, visit) | {
        "issued": [(one, series_name(one.series, rulebook), grouped(one.number)) for one in issued],
        "alone": {one.series for one in issued if has_form(one.series, today(), alone=True)},
        "exemptions": [
            (one, series_name(one.series, rulebook) if one.series else "すべての種類")
            for one in history.exemptions_of(resident_id)
        ],
        "holding": sum(one.holds for one in issued),
        "may_issue": request.account.may(Permission.VOUCHER_ISSUE),
    }
    return render(request, "ward/vouchers/resident_vouchers.html", context)


@requires(Permission.VOUCHER_ISSUE)
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """Hand out a voucher for the next dose of a series; ``moved_in=1`` takes the application (B13)."""
    visit = _visit(request)
    moved_in = request.GET.get("moved_in") == "1"
    made = forms.MovedInForm if moved_in else forms.SingleForm
    form = made(_offered(request, resident_id), request.POST or None, initial=_initial(visit))
    if form.is_valid() and _issued(request, resident_id, form):
        return _back(municipality, resident_id, visit)
    context = {"form": form, "moved_in": moved_in, "text": applications.TEXT}
    return _answer(request, municipality, resident_id, visit, "voucher_new", context)


@requires(Permission.VOUCHER_ISSUE)
@require_http_methods(["GET", "HEAD", "POST"])
def reissue(
    request: PortalRequest, municipality: str, resident_id: int, voucher_id: int
) -> HttpResponse:
    """A new number for the same dose; the old one is void from then on."""
    visit = _visit(request)
    voucher = _voucher(request, voucher_id, resident_id)
    form = forms.ReissueForm(request.POST or None, initial=_initial(visit))
    if form.is_valid() and _reissued(request, voucher, form):
        return _back(municipality, resident_id, visit)
    context = {
        "form": form,
        "voucher": voucher,
        "series": series_name(voucher.series, rulebook_here()),
        "number": grouped(voucher.number),
    }
    return _answer(request, municipality, resident_id, visit, "voucher_reissue", context)


@requires(Permission.VOUCHER_ISSUE)
@require_POST
def withdraw(
    request: PortalRequest, municipality: str, resident_id: int, voucher_id: int
) -> HttpResponse:
    """Give up a number that should not have been given out."""
    visit, voucher = _visit(request), _voucher(request, voucher_id, resident_id)
    try:
        issuing.withdraw(request.actor, voucher.pk)
    except NotIssued as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, f"券番号 {grouped(voucher.number)} を取り消しました。")
    return _back(municipality, resident_id, visit)


@requires(Permission.VOUCHER_ISSUE)
@require_POST
def print_one(
    request: PortalRequest, municipality: str, resident_id: int, voucher_id: int
) -> HttpResponse:
    """The PDF of one voucher; ``large`` asks for large type, ``alone`` for the form of a child alone."""
    voucher = _voucher(request, voucher_id, resident_id)
    by = press(large="large" in request.POST, alone="alone" in request.POST)
    try:
        printout = paper.print_one(request.actor, voucher.pk, by)
    except NotIssued as problem:
        messages.error(request, problem.message)
        return _back(municipality, resident_id, _visit(request))
    return pdf_answer(request, printout, f"voucher-{voucher.pk}")


@requires(Permission.VOUCHER_ISSUE)
@require_POST
def print_unused(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """The PDF of every voucher of a person that may still be used; ``large`` asks for large type."""
    allowed, by = request.account.may(Permission.PREGNANCY), press(large="large" in request.POST)
    try:
        printout = paper.print_unused(request.actor, resident_id, by, of_pregnancies=allowed)
    except NotIssued as problem:
        messages.error(request, problem.message)
        return _back(municipality, resident_id, _visit(request))
    return pdf_answer(request, printout, f"vouchers-{resident_id}")


@requires(Permission.VOUCHER_ISSUE)
@require_http_methods(["GET", "HEAD", "POST"])
def exempt(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """What the ward was told: no vouchers of a series, or of any."""
    visit = _visit(request)
    choices = forms.series_choices(rulebook_here(), today())
    form = forms.ExemptForm(choices, request.POST or None)
    if form.is_valid():
        telling.exempt(request.actor, resident_id, *form.told)
        messages.success(request, "届出を記録しました。")
        return _back(municipality, resident_id, visit)
    return _answer(request, municipality, resident_id, visit, "voucher_exempt", {"form": form})


def _issued(request: PortalRequest, resident_id: int, form: forms.SingleForm) -> bool:
    """Whether a voucher was handed out; if not, the form says why."""
    said, moved_in = form.cleaned_data, isinstance(form, forms.MovedInForm)
    try:
        application = _received(request, resident_id, said) if moved_in else None
        asked = Request(
            resident_id=resident_id,
            series=said["series"],
            channel=Channel(said["channel"]),
            desk=request.account.department.value,
            application_id=application,
            moved_in=moved_in,
            whole_course=said["whole_course"],
        )
        vouchers = issuing.issue(request.actor, asked, today(), rulebook_here())
    except NotIssued as problem:
        form.add_error(None, problem.message)
        return False
    messages.success(request, f"券番号 {_numbers(vouchers)} を発行しました。")
    return True


def _received(request: PortalRequest, resident_id: int, said: dict[str, Any]) -> int:
    application = Application(
        resident_id=resident_id,
        applied_on=said["applied_on"],
        channel=Channel(said["channel"]),
        identity_document=IdentityDocument(said["identity_document"]),
        consents=said["consents"] == "yes",
    )
    return applications.receive(request.actor, application)


def _reissued(request: PortalRequest, voucher: Voucher, form: forms.ReissueForm) -> bool:
    said, desk = form.cleaned_data, request.account.department.value
    how = (Channel(said["channel"]), ReissueReason(said["reason"]), desk)
    allowed = request.account.may(Permission.PREGNANCY)
    lost = issuing.to_reissue(voucher, ReissueScope(said["scope"]), of_pregnancies=allowed)
    try:
        new = issuing.reissue(request.actor, lost, *how)
    except NotIssued as problem:
        form.add_error(None, problem.message)
        return False
    messages.success(
        request,
        f"{len(new)}枚を再発行しました。新しい券番号は {_numbers(new)} です。"
        "前の券番号は無効です。",
    )
    return True


def _numbers(vouchers: list[Voucher]) -> str:
    return "、".join(grouped(voucher.number) for voucher in vouchers)


def _offered(request: PortalRequest, resident_id: int) -> list[tuple[str, str]]:
    """The series of which a voucher can be handed out now; of pregnancies only to who may know of them."""
    rulebook, on = rulebook_here(), today()
    return [
        (one.series, f"{one.name}　{one.next.dose}回目")
        for one in issuing.open_series(resident_id, on, rulebook)
        if one.next is not None and words.may_see(request.account, [one.series], rulebook)
    ]


def _initial(visit: Visit) -> dict[str, Any]:
    channel = CHANNELS.get(visit.purpose)
    return {"channel": channel.value} if channel else {}


def _visit(request: PortalRequest) -> Visit:
    return visit_of(request) or Visit(Purpose.COUNTER)


def _voucher(request: PortalRequest, voucher_id: int, resident_id: int) -> Voucher:
    numbers = numbers_of([resident_id])[resident_id]
    voucher = Voucher.objects.filter(pk=voucher_id, resident_id__in=numbers).first()
    if voucher is None or not words.may_see(request.account, [voucher.series], rulebook_here()):
        raise Http404("no such voucher")
    return voucher


def _answer(
    request: PortalRequest,
    municipality: str,
    resident_id: int,
    visit: Visit,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    shown = find(resident_id, today())
    look(request, visit, "voucher.history", [resident_id])
    page = page_context(request, municipality, shown, visit) | context
    status = 422 if context["form"].errors else 200
    return render(request, f"ward/vouchers/{template}.html", page, status=status)


def _back(municipality: str, resident_id: int, visit: Visit) -> HttpResponse:
    target = redirect("resident-vouchers", municipality, resident_id)
    target["Location"] += visit.query
    return target
