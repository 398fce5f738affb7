"""The second person's answer, and what becomes of it: the same on every page (R5)."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from sesshu.foundation.ledger.event import Refused
from sesshu.foundation.second_person import Proposal, proposal_of


class DecisionForm(forms.Form):
    """Approve or send back exactly what was shown (`shown_sha256`)."""

    APPROVE, DECLINE = "approve", "decline"
    decision = forms.ChoiceField(
        label="確認の結果",
        choices=((APPROVE, "承認する"), (DECLINE, "差し戻す")),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="差し戻す理由",
        required=False,
        max_length=300,
        help_text="差し戻すときに入力してください。申請者に表示されます。",
        widget=forms.Textarea({"rows": 3}),
    )
    shown_sha256 = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Sending back needs words its author can work with."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == self.DECLINE and not cleaned.get("reason"):
            self.add_error("reason", "差し戻す理由を入力してください。")
        return cleaned

    @property
    def approves(self) -> bool:
        """Which way a valid form decided."""
        return bool(self.cleaned_data["decision"] == self.APPROVE)

    def decided(
        self,
        request: HttpRequest,
        approve: Callable[[str], object],
        decline: Callable[[str], object],
        said: tuple[str, str],
    ) -> bool:
        """Whether the decision of a valid form stands; if not, the form says why.

        `approve` takes the SHA-256 that was shown, `decline` the reason; `said` are the words after either.
        """
        try:
            if self.approves:
                approve(self.cleaned_data["shown_sha256"])
            else:
                decline(self.cleaned_data["reason"])
        except Refused as situation:
            self.add_error(None, ValidationError(str(situation), code=situation.reason))
            return False
        messages.success(request, said[0] if self.approves else said[1])
        return True


def proposal_shown(proposal_id: int, kinds: Collection[str]) -> Proposal:
    """The proposal that an address names, if it is one of these kinds. Raises Http404."""
    proposal = proposal_of(proposal_id)
    if proposal is None or proposal.kind not in kinds:
        raise Http404("no such proposal")
    return proposal
