"""What came back to whoever entered it, to be entered anew: ``?again=`` names the proposal."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from sesshu.foundation.second_person import NoSuchProposal, State
from sesshu.ward.records.queries import EnteredForm, entry_of
from sesshu.ward.records.web.desk import Desk

BACK = {State.DECLINED, State.WITHDRAWN}


def came_back(desk: Desk) -> EnteredForm | None:
    """One's own proposal that was sent or taken back. Raises Http404, PermissionDenied."""
    number = desk.request.GET.get("again", "")
    if not number.isdecimal():
        return None
    try:
        sent = entry_of(int(number), desk.on)
    except NoSuchProposal as error:
        raise Http404("no such proposal") from error
    if sent.subject.id != desk.subject.id or sent.proposal.state not in BACK:
        raise Http404("nothing to enter anew")
    if sent.proposal.proposed_by != desk.request.account.id:
        raise PermissionDenied("入力し直すことができるのは、入力した職員だけです。")
    return sent
