"""What became of what one has entered: waiting, recorded, sent back, taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import NoSuchProposal, NotDecided, State
from sesshu.ward.records.codes import Act
from sesshu.ward.records.operations import take_back
from sesshu.ward.records.queries import EnteredForm, RecordedDose, entry_of, sent_back_to
from sesshu.ward.records.web.desk import desk_of
from sesshu.ward.records.web.rows import lines_of
from sesshu.ward.records.web.words import compared, items_of
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.rulebooks.releases import rulebook_here


@requires(Permission.DOSE_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def dose_sent(
    request: PortalRequest, municipality: str, resident_id: int, proposal_id: int
) -> HttpResponse:
    """The number, what happens next, and as long as it waits, taking it back."""
    desk = desk_of(request, municipality, resident_id, Purpose.ENTRY)
    sent = _own(request, resident_id, proposal_id)
    if request.method == "POST":
        try:
            take_back(request.actor, proposal_id)
        except NotDecided as problem:
            messages.error(request, problem.message)
        return redirect(request.get_full_path())
    desk.look("dose.sent", proposal=proposal_id)
    before = sent.before.entry if sent.before else None
    shown = sent.entry or before
    context = {
        **desk.context(),
        "anew": _anew(request, municipality, sent),
        "sent": sent,
        "state": State(sent.proposal.state),
        "items": (
            compared(sent.entry, before, desk.rulebook)
            if sent.entry
            else items_of(shown, desk.rulebook)
            if shown
            else []
        ),
    }
    return render(request, "ward/records/sent.html", context)


@requires(Permission.DOSE_ENTER)
def sent_back(request: PortalRequest, municipality: str) -> HttpResponse:
    """What others handed back to whoever is signed in, oldest first."""
    rows = sent_back_to(request.actor, today())
    subjects = [row.subject.id for row in rows]
    ledger.look(request.actor, "dose.sent_back_list", Purpose.ENTRY.label, subjects)
    context = {"lines": lines_of(rows, today(), rulebook_here())}
    return render(request, "ward/records/sent_back.html", context)


def _anew(request: PortalRequest, municipality: str, sent: EnteredForm) -> str:
    """Where to enter once more what came back."""
    person = [municipality, sent.subject.id]
    match sent.act, sent.before:
        case Act.CORRECTION, RecordedDose(id=dose_id):
            where = reverse("dose-correct", args=[*person, dose_id])
        case Act.CANCELLATION, RecordedDose(id=dose_id):
            where = reverse("dose-cancel", args=[*person, dose_id])
        case _:
            where = reverse("dose-new", args=person)
    return f"{where}?again={sent.proposal.pk}"


def _own(request: PortalRequest, resident_id: int, proposal_id: int) -> EnteredForm:
    try:
        sent = entry_of(proposal_id, today())
    except NoSuchProposal as error:
        raise Http404("no such proposal") from error
    if sent.subject.id != resident_id or sent.proposal.proposed_by != request.account.id:
        raise Http404("nothing of one's own")
    return sent
