"""Asking for a merge from the page of a person, and for its undo from the list (R5)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.ward.matching.models import MergedResident
from sesshu.ward.matching.operations import PURPOSE, keep_apart, propose_merge, propose_undo
from sesshu.ward.matching.queries import Comparison, comparison, number_with
from sesshu.ward.matching.situations import NotMerged, SameNumber
from sesshu.ward.matching.web.forms import FoundForm, NumberForm, ReasonForm
from sesshu.ward.matching.web.words import lines_of
from sesshu.ward.residents.queries import NoSuchResident
from sesshu.ward.residents.web.identity import identity_of
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.residents.web.resident import find
from sesshu.ward.residents.web.visits import Visit, visit_of

ASKED = "申請しました。ほかの職員が確認すると、2つの宛名の記録を1人の記録として扱います。"
APART = "別人として記録しました。同じ人かもしれない宛名の一覧には、もう表示しません。"
UNDO_ASKED = "取消しを申請しました。ほかの職員が確認すると、元のとおり別々の宛名に戻ります。"


@requires(Permission.MERGE_ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def number(request: PortalRequest, municipality: str, resident_id: int) -> HttpResponse:
    """Which other 宛名 is this person's."""
    visit = visit_of(request) or Visit(Purpose.REVIEW)
    shown = find(resident_id, today())
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            other = number_with(form.cleaned_data["atena_number"])
            if other == resident_id:
                raise SameNumber
        except NotMerged as problem:
            form.add_error("atena_number", ValidationError(problem.message, code=problem.reason))
        else:
            target = redirect("merge-new", municipality, resident_id, other)
            target["Location"] += visit.query
            return target
    ledger.look(request.actor, "merge.number_form", PURPOSE, [resident_id])
    identity = identity_of(shown, today(), request.account)
    context = {"identity": identity, "visit": visit, "form": form}
    return render(request, "ward/matching/number.html", context, status=_status_of(form))


@requires(Permission.MERGE_ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(
    request: PortalRequest, municipality: str, resident_id: int, other_id: int
) -> HttpResponse:
    """Two 宛名 side by side, and what came of it."""
    visit = visit_of(request) or Visit(Purpose.REVIEW)
    found = compared_or_404(resident_id, other_id)
    form = FoundForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid() and _told(request, found, form):
        return redirect("merges", municipality)
    ledger.look(request.actor, "merge.compared", PURPOSE, [resident_id, other_id])
    identity = identity_of(found.one, today(), request.account)
    context = {
        "identity": identity,
        "visit": visit,
        "form": form,
        "found": found,
        "lines": lines_of(found),
    }
    return render(request, "ward/matching/compare.html", context, status=_status_of(form))


@requires(Permission.MERGE_ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: PortalRequest, municipality: str, merge_id: int) -> HttpResponse:
    """Why a merge should not hold any more."""
    held = MergedResident.objects.filter(merge_id=merge_id).select_related("merge").first()
    if held is None:
        raise Http404("no such merge is in force")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            propose_undo(request.actor, merge_id, form.cleaned_data["reason"])
        except NotMerged as problem:
            form.add_error(None, ValidationError(problem.message, code=problem.reason))
        else:
            messages.success(request, UNDO_ASKED)
            return redirect("merges", municipality)
    both = [held.kept_id, held.merged_id]
    found = compared_or_404(*both)
    ledger.look(request.actor, "merge.undo_form", PURPOSE, both, {"merge": merge_id})
    context = {"merge": held.merge, "form": form, "found": found, "lines": lines_of(found)}
    return render(request, "ward/matching/undo.html", context, status=_status_of(form))


def compared_or_404(one: int, other: int) -> Comparison:
    """Both as registered today."""
    if one == other:
        raise Http404("one and the same")
    try:
        return comparison(one, other, today())
    except NoSuchResident as error:
        raise Http404("no such resident") from error


def _told(request: PortalRequest, found: Comparison, form: FoundForm) -> bool:
    """Whether what the form says was taken; if not, the form says why."""
    reason, both = form.cleaned_data["reason"], (found.one.id, found.other.id)
    try:
        if form.kept is None:
            keep_apart(request.actor, *both, reason)
            messages.success(request, APART)
        else:
            [merged] = set(both) - {form.kept}
            propose_merge(request.actor, form.kept, merged, reason)
            messages.success(request, ASKED)
    except NotMerged as problem:
        form.add_error(None, ValidationError(problem.message, code=problem.reason))
        return False
    return True


def _status_of(form: NumberForm | ReasonForm) -> int:
    return 422 if form.errors else 200
