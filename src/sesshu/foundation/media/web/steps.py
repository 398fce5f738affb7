"""What happens to an approved file: made, fetched, opened, handed out, returned, erased, confirmed."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest, typed_in
from sesshu.foundation.duties import Permission
from sesshu.foundation.media import handling
from sesshu.foundation.media.lists import list_of
from sesshu.foundation.media.situations import NotTakenOut
from sesshu.foundation.media.states import Erasure
from sesshu.foundation.media.web.forms import ErasureForm, HandOutForm
from sesshu.foundation.media.web.take_outs import entry_of, page_of

ZIP = "application/zip"


@requires(Permission.FILE_TAKE_OUT_REQUEST)
@require_POST
def make(request: PortalRequest, municipality: str, take_out_id: int) -> HttpResponse:
    """Make the encrypted file of an approved request, still under the right to see the list."""
    needed = list_of(entry_of(take_out_id).take_out.list_kind).permission
    if not request.account.may(needed):
        raise PermissionDenied(f"この一覧には「{needed.label}」権限が必要です。")
    done = "ファイルを作りました。1日以内にダウンロードしてください。"
    return _taken(request, take_out_id, lambda: handling.make(request.actor, take_out_id), done)


@requires(Permission.FILE_TAKE_OUT_REQUEST)
@require_POST
def download(request: PortalRequest, municipality: str, take_out_id: int) -> HttpResponse:
    """The encrypted file, as the answer to the POST: it is not kept for a second one."""
    entry = entry_of(take_out_id)
    try:
        fetched = handling.download(request.actor, take_out_id)
    except NotTakenOut as refusal:
        return page_of(request, entry, problem=str(refusal), status=409)
    headers = {"Content-Disposition": f'attachment; filename="{fetched.name}"'}
    return HttpResponse(fetched.content, content_type=ZIP, headers=headers)


@requires(Permission.FILE_TAKE_OUT_APPROVE)
@require_POST
def passphrase(request: PortalRequest, municipality: str, take_out_id: int) -> HttpResponse:
    """What opens the file, once, for somebody who cannot fetch it."""
    entry = entry_of(take_out_id)
    try:
        shown = handling.passphrase(request.actor, take_out_id)
    except NotTakenOut as refusal:
        return page_of(request, entry, problem=str(refusal), status=409)
    context = {"entry": entry, "passphrase": shown}
    return render(request, "foundation/media/passphrase.html", context)


@requires(Permission.MEDIA_RECORD)
@require_http_methods(["GET", "POST"])
def hand_out(request: PortalRequest, municipality: str, take_out_id: int) -> HttpResponse:
    """To whom of the roster the medium was given."""
    entry = entry_of(take_out_id)
    form = HandOutForm(entry.take_out.recipient_id, typed_in(request))

    def act() -> None:
        handling.hand_out(request.actor, take_out_id, int(form.cleaned_data["person"]))

    return _form(request, take_out_id, "受渡しの記録", form, act)


@requires(Permission.MEDIA_RECORD)
@require_POST
def take_back(request: PortalRequest, municipality: str, take_out_id: int) -> HttpResponse:
    """The medium came back."""
    done = "返却を記録しました。データを消去して、消去を記録してください。"
    return _taken(
        request, take_out_id, lambda: handling.take_back(request.actor, take_out_id), done
    )


@requires(Permission.MEDIA_RECORD)
@require_http_methods(["GET", "POST"])
def erase(request: PortalRequest, municipality: str, take_out_id: int) -> HttpResponse:
    """How the data were erased, and what proves it."""
    form = ErasureForm(typed_in(request))

    def act() -> None:
        data = form.cleaned_data
        handling.erase(request.actor, take_out_id, Erasure(data["method"]), data["proof"])

    return _form(request, take_out_id, "消去の記録", form, act)


@requires(Permission.FILE_TAKE_OUT_APPROVE)
@require_POST
def confirm(request: PortalRequest, municipality: str, take_out_id: int) -> HttpResponse:
    """The proof of the erasure was looked at by another person."""
    done = "消去を確認しました。この持ち出しは完了です。"
    return _taken(request, take_out_id, lambda: handling.confirm(request.actor, take_out_id), done)


def _taken(
    request: PortalRequest, take_out_id: int, act: Callable[[], None], done: str
) -> HttpResponse:
    entry = entry_of(take_out_id)
    try:
        act()
    except NotTakenOut as refusal:
        return page_of(request, entry, problem=str(refusal), status=409)
    messages.success(request, done)
    municipality = request.resolver_match.kwargs["municipality"]  # type: ignore[union-attr]
    return redirect("take-out", municipality=municipality, take_out_id=take_out_id)


def _form(
    request: PortalRequest,
    take_out_id: int,
    heading: str,
    form: forms.Form,
    act: Callable[[], None],
) -> HttpResponse:
    entry = entry_of(take_out_id)
    if form.is_valid():
        try:
            act()
        except NotTakenOut as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "記録しました。")
            municipality = request.resolver_match.kwargs["municipality"]  # type: ignore[union-attr]
            return redirect("take-out", municipality=municipality, take_out_id=take_out_id)
    context = {"entry": entry, "form": form, "heading": heading}
    status = 422 if form.errors else 200
    return render(request, "foundation/media/step.html", context, status=status)
