"""Enrolling with a one-time slip: password, then a second factor, then in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.foundation.accounts import enrolment, factors
from sesshu.foundation.accounts.attempts import Wrong
from sesshu.foundation.accounts.enrolment import CodeRefused, PasswordRefused, SlipGone
from sesshu.foundation.accounts.lockout import LockedOut
from sesshu.foundation.accounts.models import Stage
from sesshu.foundation.accounts.relying_party import KeyRefused
from sesshu.foundation.accounts.sessions import Opened
from sesshu.foundation.accounts.web import qr
from sesshu.foundation.accounts.web.access import at_stage, public
from sesshu.foundation.accounts.web.cookies import keep_session
from sesshu.foundation.accounts.web.forms import (
    CodeForm,
    NewKeyForm,
    NewPasswordForm,
    SlipForm,
)
from sesshu.foundation.accounts.web.party import relying_party
from sesshu.foundation.accounts.web.request import PortalRequest, address_of, typed_in
from sesshu.foundation.accounts.web.situations import sentence
from sesshu.foundation.accounts.web.wording import (
    APP_LABEL,
    CODE_REFUSED,
    KEY_REFUSED,
    SLIP_GONE,
)
from sesshu.foundation.clock import now


@public
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, municipality: str) -> HttpResponse:
    """Sign-in name and code of the slip."""
    form = SlipForm(typed_in(request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            opened = enrolment.begin(data["login_id"], data["slip"], now(), address_of(request))
        except (Wrong, LockedOut) as error:
            form.add_error(None, sentence(error, "利用者IDまたは登録コード"))
        else:
            return _on(request, municipality, "enroll-password", opened)
    return _page(request, "enroll", form)


@at_stage(Stage.ENROLMENT)
@require_http_methods(["GET", "POST"])
def password(request: PortalRequest, municipality: str) -> HttpResponse:
    """The first password."""
    form = NewPasswordForm(typed_in(request))
    if form.is_valid():
        try:
            enrolment.set_password(
                request.sign_in_session,
                form.cleaned_data["password"],
                now(),
                address_of(request),
            )
        except PasswordRefused as error:
            form.add_error("password", list(error.faults))
        else:
            return _on(request, municipality, "enroll-factor")
    return _page(request, "enroll_password", form)


@at_stage(Stage.ENROLMENT)
@require_http_methods(["GET"])
def factor(request: PortalRequest, municipality: str) -> HttpResponse:
    """The choice between an app and a security key."""
    return _factor_page(request, NewKeyForm())


@at_stage(Stage.ENROLMENT)
@require_http_methods(["GET", "POST"])
def app(request: PortalRequest, municipality: str) -> HttpResponse:
    """The secret to put into an app, and the first code from it."""
    session = request.sign_in_session
    if "offer" in request.POST:
        factors.offer_totp(session.account, APP_LABEL, now())
        return _on(request, municipality, "enroll-app")
    offer = factors.open_offer(session.account_id, now())
    if offer is None:
        return _on(request, municipality, "enroll-factor")
    form = CodeForm(typed_in(request))
    if form.is_valid():
        try:
            opened = enrolment.finish_with_totp(
                session, form.cleaned_data["code"], now(), address_of(request)
            )
        except CodeRefused:
            form.add_error("code", CODE_REFUSED)
        except SlipGone:
            form.add_error(None, SLIP_GONE)
        else:
            return _on(request, municipality, "my-account", opened)
    return _page(request, "enroll_app", form, **qr.shown(offer, session.account.login_id))


@at_stage(Stage.ENROLMENT)
@require_POST
def key(request: PortalRequest, municipality: str) -> HttpResponse:
    """The key a browser registered."""
    form = NewKeyForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        session, party = request.sign_in_session, relying_party(request)
        try:
            opened = enrolment.finish_with_key(
                session, party, data["response"], data["label"], now(), address_of(request)
            )
        except KeyRefused:
            form.add_error(None, KEY_REFUSED)
        except SlipGone:
            form.add_error(None, SLIP_GONE)
        else:
            return _on(request, municipality, "my-account", opened)
    return _factor_page(request, form)


def _factor_page(request: PortalRequest, form: NewKeyForm) -> HttpResponse:
    options = factors.registration_options(request.sign_in_session, relying_party(request))
    return _page(request, "enroll_factor", form, options=options)


def _page(request: HttpRequest, name: str, form: object, **more: object) -> HttpResponse:
    refused = bool(getattr(form, "errors", None))
    template = f"foundation/accounts/{name}.html"
    return render(request, template, {"form": form, **more}, status=422 if refused else 200)


def _on(
    request: HttpRequest, municipality: str, name: str, opened: Opened | None = None
) -> HttpResponse:
    response = HttpResponseRedirect(reverse(name, kwargs={"municipality": municipality}))
    if opened is not None:
        keep_session(request, response, opened)
    return response
