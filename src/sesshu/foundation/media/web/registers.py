"""Registered media and recipients: who may carry what, who is given what."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest, typed_in
from sesshu.foundation.duties import Permission
from sesshu.foundation.media import queries, registers
from sesshu.foundation.media.lists import title_of
from sesshu.foundation.media.models import Medium, MediumCarrier, Recipient, RecipientPerson
from sesshu.foundation.media.situations import NotTakenOut
from sesshu.foundation.media.states import Erasure, MediumKind
from sesshu.foundation.media.web.forms import (
    CarrierForm,
    CloseForm,
    CloseMediumForm,
    MediumForm,
    PersonForm,
    RecipientForm,
)

ENTERED = "登録しました。"
CLOSED = "登録を終えました。"


@requires(Permission.MEDIA_VIEW)
@require_GET
def media(request: PortalRequest, municipality: str) -> HttpResponse:
    """Registered media, or those whose registration ended."""
    withdrawn = request.GET.get("state") == "withdrawn"
    context = {
        "media": queries.media(withdrawn=withdrawn),
        "withdrawn": withdrawn,
        "may_register": request.account.may(Permission.MEDIA_REGISTER),
    }
    return render(request, "foundation/media/media.html", context)


@requires(Permission.MEDIA_REGISTER)
@require_http_methods(["GET", "POST"])
def new_medium(request: PortalRequest, municipality: str) -> HttpResponse:
    """Register a medium."""
    form = MediumForm(typed_in(request))

    def enter() -> HttpResponse:
        data = form.cleaned_data
        number = registers.enter_medium(
            request.actor, data["number"], MediumKind(data["kind"]), data["purpose"]
        )
        return redirect("medium", municipality=municipality, medium_id=number)

    return _form(request, form, "媒体の登録", ("media", "媒体"), enter, ENTERED)


@requires(Permission.MEDIA_VIEW)
@require_GET
def medium(request: PortalRequest, municipality: str, medium_id: int) -> HttpResponse:
    """One medium and who may carry it."""
    context = {
        "medium": _medium(medium_id),
        "carriers": queries.carriers(medium_id),
        "may_register": request.account.may(Permission.MEDIA_REGISTER),
    }
    return render(request, "foundation/media/medium.html", context)


@requires(Permission.MEDIA_REGISTER)
@require_http_methods(["GET", "POST"])
def new_carrier(request: PortalRequest, municipality: str, medium_id: int) -> HttpResponse:
    """Let somebody carry a medium."""
    _medium(medium_id)
    form = CarrierForm(typed_in(request))

    def enter() -> HttpResponse:
        registers.name_carrier(request.actor, medium_id, int(form.cleaned_data["account"]))
        return redirect("medium", municipality=municipality, medium_id=medium_id)

    return _form(request, form, "運搬者の登録", ("media", "媒体"), enter, ENTERED)


@requires(Permission.MEDIA_REGISTER)
@require_http_methods(["GET", "POST"])
def close_medium(request: PortalRequest, municipality: str, medium_id: int) -> HttpResponse:
    """End a medium with how it was made unrecoverable."""
    _medium(medium_id)
    form = CloseMediumForm(typed_in(request))

    def close() -> HttpResponse:
        data = form.cleaned_data
        method = Erasure(data["method"]) if data["method"] else None
        registers.close_medium(
            request.actor, medium_id, data["reason"], method, data["proof"] or None
        )
        return redirect("media", municipality=municipality)

    return _form(request, form, "媒体の登録の終了", ("media", "媒体"), close, CLOSED)


@requires(Permission.MEDIA_VIEW)
@require_GET
def recipients(request: PortalRequest, municipality: str) -> HttpResponse:
    """Registered recipients, or those whose registration ended."""
    withdrawn = request.GET.get("state") == "withdrawn"
    context = {
        "recipients": queries.recipients(withdrawn=withdrawn),
        "withdrawn": withdrawn,
        "may_register": request.account.may(Permission.MEDIA_REGISTER),
    }
    return render(request, "foundation/media/recipients.html", context)


@requires(Permission.MEDIA_REGISTER)
@require_http_methods(["GET", "POST"])
def new_recipient(request: PortalRequest, municipality: str) -> HttpResponse:
    """Register a contractor or department with what is declared of it."""
    form = RecipientForm(typed_in(request))

    def enter() -> HttpResponse:
        number = registers.enter_recipient(request.actor, form.declared())
        return redirect("recipient", municipality=municipality, recipient_id=number)

    return _form(request, form, "提出先の登録", ("recipients", "提出先"), enter, ENTERED)


@requires(Permission.MEDIA_VIEW)
@require_GET
def recipient(request: PortalRequest, municipality: str, recipient_id: int) -> HttpResponse:
    """One recipient and its roster."""
    seen = _recipient(recipient_id)
    context = {
        "recipient": seen,
        "lists": [title_of(kind) for kind in seen.list_kinds],
        "roster": queries.roster(recipient_id),
        "may_register": request.account.may(Permission.MEDIA_REGISTER),
    }
    return render(request, "foundation/media/recipient.html", context)


@requires(Permission.MEDIA_REGISTER)
@require_http_methods(["GET", "POST"])
def new_person(request: PortalRequest, municipality: str, recipient_id: int) -> HttpResponse:
    """Enter somebody in the roster."""
    _recipient(recipient_id)
    form = PersonForm(typed_in(request))

    def enter() -> HttpResponse:
        data = form.cleaned_data
        registers.name_person(request.actor, recipient_id, data["name"], data["role"])
        return redirect("recipient", municipality=municipality, recipient_id=recipient_id)

    return _form(request, form, "取扱者の登録", ("recipients", "提出先"), enter, ENTERED)


@requires(Permission.MEDIA_REGISTER)
@require_http_methods(["GET", "POST"])
def close_recipient(request: PortalRequest, municipality: str, recipient_id: int) -> HttpResponse:
    """End a recipient: nothing is handed to it any more."""
    _recipient(recipient_id)
    return _close(request, municipality, "recipient", recipient_id, ("recipients", "提出先"))


@requires(Permission.MEDIA_REGISTER)
@require_http_methods(["GET", "POST"])
def close_person(request: PortalRequest, municipality: str, person_id: int) -> HttpResponse:
    """Take somebody off a roster."""
    if not RecipientPerson.objects.filter(pk=person_id).exists():
        raise Http404("no such person")
    return _close(request, municipality, "recipient_person", person_id, ("recipients", "提出先"))


@requires(Permission.MEDIA_REGISTER)
@require_http_methods(["GET", "POST"])
def close_carrier(request: PortalRequest, municipality: str, carrier_id: int) -> HttpResponse:
    """Let somebody carry a medium no more."""
    if not MediumCarrier.objects.filter(pk=carrier_id).exists():
        raise Http404("no such carrier")
    return _close(request, municipality, "medium_carrier", carrier_id, ("media", "媒体"))


def _close(
    request: PortalRequest, municipality: str, register: str, number: int, back: tuple[str, str]
) -> HttpResponse:
    form = CloseForm(typed_in(request))

    def close() -> HttpResponse:
        registers.close(request.actor, register, number, form.cleaned_data["reason"])
        return redirect(back[0], municipality=municipality)

    return _form(request, form, "登録の終了", back, close, CLOSED)


def _medium(medium_id: int) -> Medium:
    found = Medium.objects.filter(pk=medium_id).first()
    if found is None:
        raise Http404("no such medium")
    return found


def _recipient(recipient_id: int) -> Recipient:
    found = Recipient.objects.filter(pk=recipient_id).first()
    if found is None:
        raise Http404("no such recipient")
    return found


def _form(
    request: PortalRequest,
    form: forms.Form,
    heading: str,
    back: tuple[str, str],
    act: Callable[[], HttpResponse],
    done: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            answer = act()
        except NotTakenOut as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return answer
    context = {
        "form": form,
        "heading": heading,
        "back": back[0],
        "back_words": back[1],
        "closes": done == CLOSED,
    }
    status = 422 if form.errors else 200
    return render(request, "foundation/media/register.html", context, status=status)
