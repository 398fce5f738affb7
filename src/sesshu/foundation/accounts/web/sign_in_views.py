"""Signing in and out (ui.md §7.1)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.foundation.accounts import factors, sign_in
from sesshu.foundation.accounts.attempts import Wrong
from sesshu.foundation.accounts.lockout import LockedOut
from sesshu.foundation.accounts.models import Factor, Stage
from sesshu.foundation.accounts.sessions import Opened
from sesshu.foundation.accounts.web.access import at_stage, public
from sesshu.foundation.accounts.web.cookies import forget_session, keep_session
from sesshu.foundation.accounts.web.forms import CodeForm, KeyForm, SignInForm
from sesshu.foundation.accounts.web.party import relying_party
from sesshu.foundation.accounts.web.request import PortalRequest, address_of, typed_in
from sesshu.foundation.accounts.web.situations import sentence
from sesshu.foundation.accounts.web.way_in import NEXT, safe_next
from sesshu.foundation.clock import now

BOTH = "利用者IDまたはパスワード"


@public
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, municipality: str) -> HttpResponse:
    """First step: sign-in name and password."""
    form = SignInForm(typed_in(request))
    if form.is_valid():
        try:
            opened = sign_in.check_password(
                form.cleaned_data["login_id"],
                form.cleaned_data["password"],
                now(),
                address_of(request),
            )
        except (Wrong, LockedOut) as error:
            form.add_error(None, sentence(error, BOTH))
        else:
            response = _go(request, "sign-in-factor", municipality)
            keep_session(request, response, opened)
            return response
    return _page(request, "sign_in", form)


@at_stage(Stage.PASSWORD)
@require_http_methods(["GET", "POST"])
def factor(request: PortalRequest, municipality: str) -> HttpResponse:
    """Second step by the code of an app; the page offers a security key beside it."""
    session = request.sign_in_session
    form = CodeForm(typed_in(request))
    if form.is_valid():
        try:
            opened = sign_in.check_totp(
                session, form.cleaned_data["code"], now(), address_of(request)
            )
        except (Wrong, LockedOut) as error:
            form.add_error(None, sentence(error, "認証コード"))
        else:
            return _welcome(request, municipality, opened)
    return _factor_page(request, form)


@at_stage(Stage.PASSWORD)
@require_POST
def key(request: PortalRequest, municipality: str) -> HttpResponse:
    """Second step by a security key."""
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            opened = sign_in.check_key(
                request.sign_in_session,
                relying_party(request),
                form.cleaned_data["response"],
                now(),
                address_of(request),
            )
        except (Wrong, LockedOut) as error:
            form.add_error(None, sentence(error, "セキュリティキー"))
        else:
            return _welcome(request, municipality, opened)
    return _factor_page(request, CodeForm(), problem=form)


@public
@require_POST
def leave(request: PortalRequest, municipality: str) -> HttpResponse:
    """Sign out. Whoever has no session any more is out as well."""
    if request.account is not None:
        sign_in.sign_out(request.sign_in_session, request.actor, now())
    response = HttpResponseRedirect(reverse("sign-in", kwargs={"municipality": municipality}))
    messages.success(request, "ログアウトしました。")
    forget_session(response)
    return response


def _welcome(request: HttpRequest, municipality: str, opened: Opened) -> HttpResponse:
    home = reverse("home", kwargs={"municipality": municipality})
    response = HttpResponseRedirect(_wanted(request) or home)
    keep_session(request, response, opened)
    return response


def _factor_page(
    request: PortalRequest, form: CodeForm, problem: KeyForm | None = None
) -> HttpResponse:
    session = request.sign_in_session
    held = {each.kind for each in factors.factors_of(session.account_id)}
    context = {
        "problem": problem,
        "app": Factor.TOTP in held,
        "options": factors.assertion_options(session, relying_party(request)),
        "key_form": KeyForm(),
    }
    return _page(request, "sign_in_factor", form, **context)


def _page(
    request: HttpRequest, name: str, form: SignInForm | CodeForm, **more: object
) -> HttpResponse:
    problem = more.get("problem")
    refused = bool(form.errors) or (isinstance(problem, KeyForm) and bool(problem.errors))
    context = {"form": form, "next": _wanted(request) or "", **more}
    template = f"foundation/accounts/{name}.html"
    return render(request, template, context, status=422 if refused else 200)


def _go(request: HttpRequest, name: str, municipality: str) -> HttpResponseRedirect:
    target = reverse(name, kwargs={"municipality": municipality})
    wanted = _wanted(request)
    return HttpResponseRedirect(f"{target}?{urlencode({NEXT: wanted})}" if wanted else target)


def _wanted(request: HttpRequest) -> str | None:
    return safe_next(request.POST.get(NEXT) or request.GET.get(NEXT))
