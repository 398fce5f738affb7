"""区の定め: what narrows the law here, asked for by one person and put in force by another."""

from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sesshu.foundation import second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now
from sesshu.foundation.duties import Permission
from sesshu.foundation.ledger import Refused
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.schedule.overlays import Overlay
from sesshu.schedule.releases import read_overlay_text
from sesshu.schedule.types import Rulebook
from sesshu.ward.rulebooks.overlay_decisions import KIND, PURPOSE, propose_none, propose_overlay
from sesshu.ward.rulebooks.overlays import overlay_in_force, overlay_named
from sesshu.ward.rulebooks.releases import rulebook_here

LARGEST = 200_000  # bytes of a file of decisions


class Line(NamedTuple):
    """One decision in words: what about, which, from when until when, by which notice."""

    what: str
    which: str
    from_on: date
    until_on: date | None
    provision: str


class OverlayForm(forms.Form):
    """A file of decisions, or the end of them, and why."""

    NEW, NONE = "new", "none"
    change = forms.ChoiceField(
        label="申請の内容",
        choices=(
            (NEW, "ファイルの定めで判定する"),
            (NONE, "区の定めをやめ、国の規則だけで判定する"),
        ),
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label="区の定めのファイル",
        required=False,
        help_text="YAMLのファイルです。国の規則より広げる定めは受け付けません。",
    )
    reason = forms.CharField(
        label="理由",
        max_length=200,
        help_text="例）令和8年度インフルエンザ予防接種の公告",
        widget=forms.TextInput(attrs={"size": 40}),
    )

    def clean(self) -> dict[str, Any]:
        """A file of a size that a person wrote, where one is meant."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if cleaned.get("change") == self.NEW and not file:
            self.add_error("file", "区の定めのファイルを選んでください。")
        if file and file.size > LARGEST:
            self.add_error("file", "ファイルが大きすぎます。区の定めのファイルか確かめてください。")
        return cleaned


@requires(Permission.RUN_VIEW)
@require_GET
def show_all(request: PortalRequest, municipality: str) -> HttpResponse:
    """What narrows the law here now, and what waits for a second person."""
    content, rulebook = overlay_in_force(), rulebook_here()
    overlay = None if content is None else read_overlay_text(content)
    context = {
        "overlay": overlay,
        "lines": [] if overlay is None else lines_of(overlay, rulebook),
        "release": rulebook.release,
        "waiting": second_person.queue(request.account.id, now(), [KIND]),
        "may_propose": request.account.may(Permission.RUN_START),
    }
    return render(request, "ward/rulebooks/overlays.html", context)


@requires(Permission.RUN_START)
@require_http_methods(["GET", "POST"])
def new(request: PortalRequest, municipality: str) -> HttpResponse:
    """Ask for another set of decisions, or for none."""
    form = OverlayForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _proposed(request, form):
        messages.success(
            request, "申請しました。別の一括処理担当が承認すると、すぐに判定に使います。"
        )
        return redirect("rulebook-overlays", municipality=municipality)
    status = 422 if form.errors else 200
    return render(request, "ward/rulebooks/overlay_new.html", {"form": form}, status=status)


@requires(Permission.RUN_START)
@require_http_methods(["GET", "POST"])
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Put in force exactly what is shown, or send it back."""
    proposal = _proposal(proposal_id)
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("rulebook-overlays", municipality=municipality)
    named = proposal.payload["overlay"]
    overlay = None if named is None else overlay_named(named)
    context = {
        "proposal": proposal,
        "overlay": overlay,
        "lines": [] if overlay is None else lines_of(overlay, rulebook_here()),
        "named": named,
        "own": proposal.proposed_by == request.account.id,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "ward/rulebooks/overlay_decide.html", context, status=status)


def lines_of(overlay: Overlay, rulebook: Rulebook) -> list[Line]:
    """The decisions in the order of the file."""
    series = {code: row.name for code, row in rulebook.series.items()}
    found: list[tuple[str, str, Any]] = [
        *(("規則の読み方", "", row) for row in overlay.readings),
        *(
            ("実施期間", f"{row.course} {row.season.begins}から{row.season.ends}まで", row)
            for row in overlay.seasons
        ),
        *(
            (
                "使うワクチン",
                f"{series.get(row.series, row.series)}：{'、'.join(row.products)}",
                row,
            )
            for row in overlay.vaccines
        ),
        *(("実施しない接種", series.get(row.series, row.series), row) for row in overlay.closed),
    ]
    return [
        Line(what, which, row.effective_from, row.effective_until, row.provision)
        for what, which, row in found
    ]


def _proposed(request: PortalRequest, form: OverlayForm) -> bool:
    """Whether the request stands; if not, the form says why."""
    data = form.cleaned_data
    try:
        if data["change"] == OverlayForm.NONE:
            propose_none(request.actor, data["reason"])
        else:
            text = data["file"].read().decode("utf-8", "replace")
            propose_overlay(request.actor, text, data["file"].name, data["reason"])
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return False
    return True


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: second_person.approve(request.actor, proposal.pk, shown, PURPOSE),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("承認しました。今からこの定めで判定します。", "申請を差し戻しました。"),
    )


def _proposal(proposal_id: int) -> Proposal:
    return proposal_shown(proposal_id, [KIND])
