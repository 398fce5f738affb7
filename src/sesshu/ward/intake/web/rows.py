"""One row of a file: put right, let pass, dropped, and the picture of its paper."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.acting import Actor
from sesshu.foundation.duties import Permission
from sesshu.ward.intake import operations
from sesshu.ward.intake.models import IntakeRow
from sesshu.ward.intake.operations import OPEN_STATES
from sesshu.ward.intake.queries import NoSuchFile, image_of, row_of
from sesshu.ward.intake.situations import IntakeRefused, RowStaysFaulty
from sesshu.ward.intake.telling import telling_of
from sesshu.ward.intake.web.files import look_at
from sesshu.ward.intake.web.forms import DropForm, PassForm, RowForm
from sesshu.ward.intake.web.words import findings_in_words
from sesshu.ward.records.codes import FoundBy
from sesshu.ward.records.web.differences import differences
from sesshu.ward.rulebooks.releases import rulebook_here

DONE = "直しました。「直した行を確かめる」を押すと、もう一度すべての確認をします。"


@requires(Permission.INTAKE_CORRECT)
def one(request: PortalRequest, municipality: str, row_id: int) -> HttpResponse:
    """A row as it should read, beside its paper. What is typed is read like a file; nothing is lost."""
    row = _open(row_id)
    form = RowForm(request.POST or None, row.corrected or row.text or "", row.findings)
    if form.is_valid() and _corrected(request, row_id, form):
        messages.success(request, DONE)
        return redirect("intake-file", municipality, row.file_id)
    return _page(request, row, form, PassForm(), DropForm())


@requires(Permission.INTAKE_CORRECT)
@require_POST
def let_pass(request: PortalRequest, municipality: str, row_id: int) -> HttpResponse:
    """Let a row pass with a reason, which the second person reads."""
    row, form = _open(row_id), PassForm(request.POST)
    if _said(request, row_id, form, operations.let_pass):
        messages.success(request, DONE)
        return redirect("intake-file", municipality, row.file_id)
    return _page(request, row, _row_form(row), form, DropForm())


@requires(Permission.INTAKE_CORRECT)
@require_POST
def drop(request: PortalRequest, municipality: str, row_id: int) -> HttpResponse:
    """Leave a row out; it stays on the list with the reason."""
    row, form = _open(row_id), DropForm(request.POST)
    if _said(request, row_id, form, operations.drop_row):
        messages.success(request, "1行を取り下げました。")
        return redirect("intake-file", municipality, row.file_id)
    return _page(request, row, _row_form(row), PassForm(), form)


@requires(Permission.INTAKE_VIEW)
def image(request: PortalRequest, municipality: str, row_id: int) -> HttpResponse:
    """The picture of the paper."""
    row, found = _row(row_id), image_of(row_id)
    if found is None:
        raise Http404("no picture")
    look_at(request, "intake.image", [row])
    answer = HttpResponse(bytes(found.content), content_type=found.media_type)
    answer["Cache-Control"] = "no-store"
    return answer


def _page(
    request: PortalRequest, row: IntakeRow, form: RowForm, passing: PassForm, dropping: DropForm
) -> HttpResponse:
    look_at(request, "intake.row", [row])
    blocking = [each for each in row.findings if each["level"] in ("error", "hold")]
    rulebook = rulebook_here()
    telling = telling_of(row, rulebook)
    if not telling.told:
        for unasked in (passing, dropping):
            unasked.fields.pop("found_by")
    context = {
        "row": row,
        "told": differences(telling.entry, telling.told, rulebook) if telling.entry else (),
        "findings": list(findings_in_words(row.findings)),
        "form": form,
        "passing": passing,
        "dropping": dropping,
        "may_pass": bool(blocking) and all(each["may_override"] for each in blocking),
        "has_image": image_of(row.pk) is not None,
    }
    wrong = form.errors or passing.errors or dropping.errors
    return render(request, "ward/intake/row.html", context, status=422 if wrong else 200)


def _corrected(request: PortalRequest, row_id: int, form: RowForm) -> bool:
    """Whether the line is kept; if not, the form says why."""
    try:
        operations.correct_row(request.actor, row_id, form.line, form.cleaned_data["atena_number"])
    except RowStaysFaulty as refusal:
        for fault in refusal.faults:
            form.refuse(fault)
    except IntakeRefused as refusal:
        form.add_error(None, refusal.message)
    return not form.errors


def _said(
    request: PortalRequest,
    row_id: int,
    form: Form,
    act: Callable[[Actor, int, str, FoundBy | None], None],
) -> bool:
    if not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        act(
            request.actor,
            row_id,
            said["reason"],
            FoundBy(said["found_by"]) if said["found_by"] else None,
        )
    except IntakeRefused as refusal:
        form.add_error(None, refusal.message)
    return not form.errors


def _row_form(row: IntakeRow) -> RowForm:
    return RowForm(None, row.corrected or row.text or "", row.findings)


def _open(row_id: int) -> IntakeRow:
    row = _row(row_id)
    if row.text is None or row.state not in OPEN_STATES:
        raise Http404("nothing to put right here")
    return row


def _row(row_id: int) -> IntakeRow:
    try:
        return row_of(row_id)
    except NoSuchFile as error:
        raise Http404("no such row") from error
