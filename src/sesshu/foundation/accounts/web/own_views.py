"""One's own account: who I am here, what I sign in with, where I am signed in."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sesshu.foundation import ledger
from sesshu.foundation.accounts import enrolment, factors, queries, sessions, sign_in
from sesshu.foundation.accounts.attempts import Wrong
from sesshu.foundation.accounts.enrolment import PasswordRefused
from sesshu.foundation.accounts.factors import LastFactor
from sesshu.foundation.accounts.lockout import LockedOut
from sesshu.foundation.accounts.models import Ending, Factor
from sesshu.foundation.accounts.relying_party import KeyRefused
from sesshu.foundation.accounts.web import qr
from sesshu.foundation.accounts.web.access import signed_in
from sesshu.foundation.accounts.web.cookies import forget_session
from sesshu.foundation.accounts.web.forms import (
    ChangePasswordForm,
    CodeForm,
    ConfirmForm,
    NewOwnKeyForm,
)
from sesshu.foundation.accounts.web.party import relying_party
from sesshu.foundation.accounts.web.request import PortalRequest, address_of, typed_in
from sesshu.foundation.accounts.web.situations import sentence
from sesshu.foundation.accounts.web.wording import APP_LABEL, CODE_REFUSED, KEY_REFUSED
from sesshu.foundation.clock import now

PURPOSE = "本人による設定"
LAST_FACTOR = "最後の一つは取り消せません。先に別の認証方法を登録してください。"


@signed_in
@require_GET
def show(request: PortalRequest, municipality: str) -> HttpResponse:
    """Everything on one page."""
    at = now()
    context = {
        "duties": [duty for duty in request.account.duties],
        "factors": factors.factors_of(request.account.id),
        "sign_ins": queries.latest_sign_ins(request.account.id, at),
        "present": request.account.session_id,
    }
    return render(request, "foundation/accounts/my_account.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def password(request: PortalRequest, municipality: str) -> HttpResponse:
    """Change the password; every session ends, this one too."""
    form = ChangePasswordForm(typed_in(request))
    if form.is_valid() and _confirmed(request, form):
        try:
            enrolment.change_password(
                request.sign_in_session, request.actor, form.cleaned_data["password"], now()
            )
        except PasswordRefused as error:
            form.add_error("password", list(error.faults))
        else:
            messages.success(
                request, "パスワードを変更しました。新しいパスワードでログインしてください。"
            )
            response = _to("sign-in", municipality)
            forget_session(response)
            return response
    return _page(request, "password", form)


@signed_in
@require_http_methods(["GET", "POST"])
def add_app(request: PortalRequest, municipality: str) -> HttpResponse:
    """Add an app: the present password first, then the first code."""
    form = ConfirmForm(typed_in(request))
    if form.is_valid() and _confirmed(request, form):
        account = request.sign_in_session.account
        factors.offer_totp(account, APP_LABEL, now())
        return _to("my-app-code", municipality)
    return _page(request, "add_app", form)


@signed_in
@require_http_methods(["GET", "POST"])
def app_code(request: PortalRequest, municipality: str) -> HttpResponse:
    """The secret to put into the app, and the first code from it."""
    offer = factors.open_offer(request.account.id, now())
    if offer is None:
        return _to("my-app", municipality)
    form = CodeForm(typed_in(request))
    if form.is_valid():
        with ledger.act(request.actor, "account.factor_add", PURPOSE) as entry:
            confirmed = factors.confirm_totp(offer, form.cleaned_data["code"], now())
            entry.detail(account=request.account.id, factor=Factor.TOTP.value, added=confirmed)
        if confirmed:
            messages.success(request, "認証アプリを登録しました。")
            return _to("my-account", municipality)
        form.add_error("code", CODE_REFUSED)
    return _page(request, "enroll_app", form, **qr.shown(offer, request.account.login_id))


@signed_in
@require_http_methods(["GET", "POST"])
def add_key(request: PortalRequest, municipality: str) -> HttpResponse:
    """Add a security key; the present password is asked together with it."""
    form = NewOwnKeyForm(typed_in(request))
    if form.is_valid() and _confirmed(request, form):
        data, session = form.cleaned_data, request.sign_in_session
        try:
            with ledger.act(request.actor, "account.factor_add", PURPOSE) as entry:
                factors.register_key(
                    session, relying_party(request), data["response"], data["label"], now()
                )
                entry.detail(account=request.account.id, factor=Factor.SECURITY_KEY.value)
        except KeyRefused:
            form.add_error(None, KEY_REFUSED)
        else:
            messages.success(request, "セキュリティキーを登録しました。")
            return _to("my-account", municipality)
    options = factors.registration_options(request.sign_in_session, relying_party(request))
    return _page(request, "add_key", form, options=options)


@signed_in
@require_http_methods(["GET", "POST"])
def remove_factor(
    request: PortalRequest, municipality: str, kind: str, factor_id: int
) -> HttpResponse:
    """Take one factor out of use after the password was asked; the last one stays."""
    held = _held(request.account.id, kind, factor_id)
    form = ConfirmForm(typed_in(request))
    if form.is_valid() and _confirmed(request, form):
        try:
            with ledger.act(request.actor, "account.factor_remove", PURPOSE) as entry:
                factors.retire(request.account.id, held.kind, held.id, now())
                entry.detail(account=request.account.id, factor=held.kind.value)
        except LastFactor:
            form.add_error(None, LAST_FACTOR)
        else:
            messages.success(request, "認証方法を取り消しました。")
            return _to("my-account", municipality)
    return _page(request, "remove_factor", form, held=held)


@signed_in
@require_POST
def end_others(request: PortalRequest, municipality: str) -> HttpResponse:
    """End every session of mine but this one."""
    with ledger.act(request.actor, "account.sessions_end", PURPOSE) as entry:
        ended = sessions.end_others_of(
            request.account.id, request.account.session_id, now(), Ending.BY_OWNER
        )
        entry.detail(account=request.account.id, ended=ended)
    messages.success(request, f"ほかの{ended}件のログインを終了しました。")
    return _to("my-account", municipality)


def _confirmed(request: PortalRequest, form: ConfirmForm | ChangePasswordForm) -> bool:
    """Whether the present password is right; if not, the form says so."""
    try:
        sign_in.confirm_password(
            request.sign_in_session.account,
            form.cleaned_data["current"],
            now(),
            address_of(request),
        )
    except (Wrong, LockedOut) as error:
        form.add_error("current", sentence(error, "今のパスワード"))
        return False
    return True


def _held(account_id: int, kind: str, factor_id: int) -> factors.HeldFactor:
    for held in factors.factors_of(account_id):
        if (held.kind, held.id) == (kind, factor_id):
            return held
    raise Http404("no such factor of this person")


def _to(name: str, municipality: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, kwargs={"municipality": municipality}))


def _page(request: PortalRequest, name: str, form: object, **more: object) -> HttpResponse:
    refused = bool(getattr(form, "errors", None))
    template = f"foundation/accounts/{name}.html"
    return render(request, template, {"form": form, **more}, status=422 if refused else 200)
