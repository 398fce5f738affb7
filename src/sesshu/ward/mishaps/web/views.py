"""Doses given wrong: the list of a fiscal year, what is to be decided, and the second person's page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from sesshu.foundation import ledger, second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.kernel.calendar import fiscal_year
from sesshu.kernel.outcomes import ErrorClass
from sesshu.ward.mishaps import operations
from sesshu.ward.mishaps.operations import KIND, PURPOSE, Asked
from sesshu.ward.mishaps.queries import Mishap, by_class, mishap_of, mishaps, waiting
from sesshu.ward.records.codes import Decision
from sesshu.ward.rulebooks.releases import rulebook_here

NO_ERROR = "0"


class MishapForm(forms.Form):
    """What is to be decided about a dose."""

    mishap_class = forms.ChoiceField(
        label="間違い接種の態様",
        choices=[
            *((str(each.value), f"{each.value} {each.ja}") for each in ErrorClass),
            (NO_ERROR, "間違い接種ではない"),
        ],
    )
    counts = forms.ChoiceField(
        label="回数の扱い",
        choices=[(each.value, each.label) for each in Decision],
        widget=forms.RadioSelect,
        help_text="この後の判定に使うには、住民の画面で接種を訂正し、同じ扱いを選んでください。",
    )
    measure = forms.CharField(
        label="対応",
        max_length=500,
        help_text="医療機関への確認、本人への説明、次の接種の日などを書いてください。",
        widget=forms.Textarea({"rows": 4}),
    )
    is_urgent = forms.BooleanField(
        label="都道府県を通じて速やかに報告する（重大な間違い）", required=False
    )


@requires(Permission.DOSE_CORRECT)
def listed(request: PortalRequest, municipality: str) -> HttpResponse:
    """Doses of a fiscal year with their class, and the numbers of the yearly report."""
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else fiscal_year(today())
    found = mishaps(year)
    ledger.look(request.actor, "mishap.list", PURPOSE, [each.subject.id for each in found])
    context = {
        "year": year,
        "rows": [(each, _series(each)) for each in found],
        "counts": by_class(found),
        "may_take_out": request.account.may(Permission.FILE_TAKE_OUT_REQUEST),
        "undecided": sum(each.decision is None for each in found),
    }
    return render(request, "ward/mishaps/mishaps.html", context)


@requires(Permission.DOSE_CORRECT)
def ask(request: PortalRequest, municipality: str, dose_id: int) -> HttpResponse:
    """Say what is to be decided about one dose; another person approves it."""
    found = _mishap(dose_id)
    form = MishapForm(request.POST or None, initial=_initial(found))
    if form.is_valid():
        said = form.cleaned_data
        number = said["mishap_class"]
        asked = Asked(
            dose_id=dose_id,
            error_class=None if number == NO_ERROR else ErrorClass(int(number)),
            counts=Decision(said["counts"]),
            measure=said["measure"],
            is_urgent=said["is_urgent"],
        )
        operations.propose(request.actor, asked)
        messages.success(request, "申請しました。別の職員が承認すると決まります。")
        return redirect("mishaps", municipality=municipality)
    ledger.look(request.actor, "mishap.one", PURPOSE, [found.subject.id], {"dose": dose_id})
    context = {"mishap": found, "series": _series(found), "form": form}
    status = 422 if form.errors else 200
    return render(request, "ward/mishaps/mishap.html", context, status=status)


@requires(Permission.DOSE_CHECK)
def queue(request: PortalRequest, municipality: str) -> HttpResponse:
    """Decisions that wait for a second person."""
    rows = [(each, _mishap(each.payload["dose_id"])) for each in waiting()]
    subjects = [found.subject.id for _, found in rows]
    ledger.look(request.actor, "mishap.approvals", PURPOSE, subjects)
    context = {"rows": rows, "own": request.account.id}
    return render(request, "ward/mishaps/approvals.html", context)


@requires(Permission.DOSE_CHECK)
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Approve or send back one decision, exactly as it was shown."""
    proposal = proposal_shown(proposal_id, [KIND])
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("mishap-approvals", municipality=municipality)
    said = proposal.payload
    found = _mishap(said["dose_id"])
    ledger.look(request.actor, "mishap.approval", PURPOSE, [found.subject.id])
    context = {
        "proposal": proposal,
        "mishap": found,
        "series": _series(found),
        "said": said,
        "error_class": ErrorClass(said["error_class"]) if said["error_class"] else None,
        "counts": Decision(said["counts"]).label,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "ward/mishaps/approval.html", context, status=status)


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: operations.approve(request.actor, proposal.pk, shown),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("1件を承認しました。", "1件を差し戻しました。"),
    )


def _mishap(dose_id: int) -> Mishap:
    found = mishap_of(dose_id)
    if found is None:
        raise Http404("no such dose")
    return found


def _series(found: Mishap) -> str:
    series = rulebook_here().series.get(found.dose.series)
    return series.name if series else found.dose.series


def _initial(found: Mishap) -> dict[str, Any]:
    number = found.error_class
    return {"mishap_class": str(number.value) if number else NO_ERROR}
