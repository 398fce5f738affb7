"""One line of a claims file beside the doses on record: returned with a reason, or put right (V102, V106)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.clinics.queries import names_of
from sesshu.ward.federation import operations, queries, settling
from sesshu.ward.federation.codes import PURPOSE, LineState
from sesshu.ward.federation.models import ClaimsLine
from sesshu.ward.federation.situations import ClaimsLineStillFaulty
from sesshu.ward.federation.web.files import in_words
from sesshu.ward.federation.web.forms import LineForm, ReturnForm
from sesshu.ward.fees.situations import FeeRefused
from sesshu.ward.fees.web.words import kind_in_words
from sesshu.ward.rulebooks.releases import rulebook_here
from sesshu.wire.claims_files.layout import layout_of


@requires(Permission.FEE_SETTLE)
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: PortalRequest, municipality: str, line_id: int) -> HttpResponse:
    """A line that is not answered yet. What cannot be read is put right, what can be read is returned."""
    found = queries.line_of(line_id)
    if found is None:
        raise Http404("no such line, or it is answered")
    form = _form(request, found)
    if form.is_valid() and _done(request, found, form):
        return redirect("claims-file", municipality, found.file_id)
    about = [found.resident_id] if found.resident_id else []
    ledger.look(request.actor, "federation.line", PURPOSE, about, {"claims_line": line_id})
    context = {"line": found, "form": form, **_beside(found)}
    return render(request, "ward/federation/line.html", context, status=422 if form.errors else 200)


def _form(request: PortalRequest, found: ClaimsLine) -> LineForm | ReturnForm:
    data = request.POST if request.method == "POST" else None
    if found.state == LineState.FAULTY:
        return LineForm(data, found.corrected or found.text or "", layout_of(found.file.month))
    return ReturnForm(data, initial={"cause": found.cause or ""})  # type: ignore[attr-defined]


def _done(request: PortalRequest, found: ClaimsLine, form: LineForm | ReturnForm) -> bool:
    """Whether it was kept; if not, the form says why."""
    try:
        if isinstance(form, LineForm):
            operations.correct_line(request.actor, found.pk, form.line)
        else:
            cause = form.cleaned_data["cause"]
            operations.return_line(request.actor, found.pk, cause or None)
    except ClaimsLineStillFaulty as refusal:
        names = {field.label: field.name for field in form}
        for fault in refusal.faults:
            form.add_error(names.get(fault.column), f"{fault.reason}{fault.remedy}")
    except FeeRefused as refusal:
        form.add_error(None, refusal.message)
    else:
        messages.success(request, "記録しました。")
    return not form.errors


def _beside(found: ClaimsLine) -> dict[str, Any]:
    """What the line says, what was found, and the doses it may be about."""
    rulebook = rulebook_here()
    [judged] = [
        each for each in settling.sheet_of(found.file, rulebook).judged if each.line.id == found.pk
    ]
    doses = [judged.dose] if judged.dose else judged.others
    names = names_of({each.provider_code for each in doses})
    return {
        "said": in_words([judged])[0],
        "doses": [
            (
                each,
                names.get(each.provider_code, each.provider_code),
                kind_in_words((each.series, each.outcome), rulebook),
            )
            for each in doses
        ],
    }
