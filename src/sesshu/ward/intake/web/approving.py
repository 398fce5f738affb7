"""The second person: files that wait, the drawn rows beside their paper, and the decision."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import State
from sesshu.foundation.second_person.web.deciding import DecisionForm
from sesshu.ward.intake import operations
from sesshu.ward.intake.models import IntakeImage, IntakeSample
from sesshu.ward.intake.queries import (
    Handed,
    NoSuchFile,
    file_of,
    handed_over,
    summaries_of,
    waiting_approvals,
)
from sesshu.ward.intake.web.files import CHANNELS, look_at
from sesshu.ward.intake.web.words import findings_in_words, items_of


@requires(Permission.INTAKE_CHECK)
def queue(request: PortalRequest, municipality: str) -> HttpResponse:
    """Files that wait for a second person, the oldest first."""
    waiting = list(waiting_approvals())
    files = summaries_of({each.file_id for each in waiting})
    rows = [
        (each, files[each.file_id], each.proposal and each.proposal.proposed_by) for each in waiting
    ]
    context = {"rows": rows, "own": request.account.id}
    return render(request, "ward/intake/approvals.html", context)


@requires(Permission.INTAKE_CHECK)
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """The drawn rows of a file, and whether it is approved."""
    handed = _handed(proposal_id)
    shown = {"shown_sha256": handed.proposal.sha256}
    form = DecisionForm(request.POST or None, initial=shown)
    if form.is_valid() and _decided(request, proposal_id, form):
        return redirect("intake-approvals", municipality=municipality)
    look_at(request, "intake.approval", [sample.row for sample in handed.samples])
    status = 422 if form.errors else 200
    return render(
        request, "ward/intake/approval.html", _context(request, handed, form), status=status
    )


@requires(Permission.INTAKE_CHECK)
@require_POST
def compare(request: PortalRequest, municipality: str, sample_id: int) -> HttpResponse:
    """Say whether a drawn row reads as its paper."""
    sample = IntakeSample.objects.select_related("submission").filter(pk=sample_id).first()
    if sample is None or sample.submission.proposal_id is None:
        raise Http404("no such row")
    operations.compare(request.actor, sample_id, matches=request.POST.get("result") == "1")
    target = redirect("intake-approval", municipality, sample.submission.proposal_id)
    target["Location"] += f"#sample-{sample_id}"
    return target


def _context(request: PortalRequest, handed: Handed, form: DecisionForm) -> dict[str, Any]:
    pictured = set(
        IntakeImage.objects.filter(row__in=[each.row_id for each in handed.samples]).values_list(
            "row_id", flat=True
        )
    )
    file = file_of(handed.submission.file_id)
    return {
        "handed": handed,
        "file": file,
        "channel": CHANNELS[file.channel],
        "said": handed.proposal.payload,
        "samples": [
            (
                each,
                items_of(each.row),
                list(findings_in_words(each.row.findings)),
                each.row_id in pictured,
            )
            for each in handed.samples
        ],
        "form": form,
        "own": handed.proposal.proposed_by == request.account.id,
        "is_open": handed.proposal.state == State.OPEN,
    }


def _decided(request: PortalRequest, proposal_id: int, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: operations.approve(request.actor, proposal_id, shown),
        lambda reason: operations.send_back(request.actor, proposal_id, reason),
        ("承認しました。接種の登録を始めました。", "差し戻しました。"),
    )


def _handed(proposal_id: int) -> Handed:
    try:
        return handed_over(proposal_id)
    except NoSuchFile as error:
        raise Http404("no such approval") from error
