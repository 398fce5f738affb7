"""The checks of clinic files: how much each weighs, and how that is changed by two people."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sesshu.foundation import second_person
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Permission
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.second_person.web.deciding import DecisionForm, proposal_shown
from sesshu.ui.dates import in_month
from sesshu.ward.intake.check_levels import (
    PURPOSE,
    LevelChange,
    approve,
    change_in,
    levels_on,
    propose_level,
    stays_as_it_is,
)
from sesshu.ward.intake.codes import CHECKS_KIND, Level
from sesshu.ward.intake.findings import SITUATIONS
from sesshu.ward.intake.models import IntakeCheck
from sesshu.ward.intake.web.files import CHANNELS
from sesshu.ward.intake.web.words import LEVEL_COLORS
from sesshu.wire.clinic_files.codes import Channel

MONTHS_AHEAD = 12
PASSES = (("1", "通せる"), ("0", "通せない"))


class LevelForm(forms.Form):
    """Another level of one check, from a month on."""

    level = forms.ChoiceField(
        label="重さ",
        choices=[(each.value, each.label) for each in Level],
        widget=forms.RadioSelect,
        help_text="エラーと保留の行は、直すか、理由を付けて通すまで登録されません。注意の行はそのまま登録できます。",
    )
    may_override = forms.ChoiceField(
        label="理由を付けて通すこと", choices=PASSES, widget=forms.RadioSelect
    )
    valid_from = forms.ChoiceField(label="何月分のファイルから")
    reason = forms.CharField(
        label="変更の理由",
        max_length=300,
        help_text="決めた会議や通知の名前と日付を書いてください。",
    )

    def __init__(self, *args: Any, check: IntakeCheck, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.check = check
        self.fields["valid_from"].choices = [  # type: ignore[attr-defined]
            (month.isoformat(), f"{in_month(month)}分") for month in _months(on)
        ]

    def clean(self) -> dict[str, Any]:
        """A change changes something."""
        said = super().clean() or {}
        same = (self.check.level, "1" if self.check.may_override else "0")
        if (said.get("level"), said.get("may_override")) == same:
            self.add_error("level", "いまの重さと同じです。変える内容を選んでください。")
        return said

    @property
    def change(self) -> LevelChange:
        """What a valid form asks for."""
        said = self.cleaned_data
        return LevelChange(
            situation=self.check.situation,
            channel=Channel(self.check.channel),
            level=Level(said["level"]),
            may_override=said["may_override"] == "1",
            valid_from=date.fromisoformat(said["valid_from"]),
        )


@requires(Permission.INTAKE_VIEW)
@require_GET
def listed(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every check as it weighs this month, and what waits for a second person."""
    waiting = second_person.queue(request.account.id, now(), [CHECKS_KIND])
    context = {
        "lines": [
            {
                "row": each.now,
                "subject": _subject(each.now.situation),
                "channel": CHANNELS[each.now.channel],
                "level": _level(each.now),
                "later": _level(each.later) if each.later else None,
                "later_from": each.later.valid_from if each.later else None,
                "stays": each.stays,
            }
            for each in levels_on(today())
        ],
        "waiting": [(each, _said(change_in(each.proposal))) for each in waiting],
        "may_propose": request.account.may(Permission.MASTER_PROPOSE),
        "may_approve": request.account.may(Permission.MASTER_APPROVE),
    }
    return render(request, "ward/intake/checks.html", context)


@requires(Permission.MASTER_PROPOSE)
@require_http_methods(["GET", "POST"])
def change(request: PortalRequest, municipality: str, check_id: int) -> HttpResponse:
    """Ask for another level of one check."""
    check = IntakeCheck.objects.filter(pk=check_id, valid_until=None).first()
    if check is None or stays_as_it_is(check):
        raise Http404("no check that may be changed")
    said = {"level": check.level, "may_override": "1" if check.may_override else "0"}
    form = LevelForm(request.POST or None, check=check, on=today(), initial=said)
    if form.is_valid():
        propose_level(request.actor, form.change, form.cleaned_data["reason"])
        messages.success(
            request, "申請しました。別の職員が承認すると、選んだ月のファイルから変わります。"
        )
        return redirect("intake-checks", municipality=municipality)
    context = {
        "form": form,
        "check": check,
        "subject": _subject(check.situation),
        "channel": CHANNELS[check.channel],
    }
    status = 422 if form.errors else 200
    return render(request, "ward/intake/check_change.html", context, status=status)


@requires(Permission.MASTER_APPROVE)
@require_http_methods(["GET", "POST"])
def decide(request: PortalRequest, municipality: str, proposal_id: int) -> HttpResponse:
    """Approve or send back one change, exactly as it was shown."""
    proposal = proposal_shown(proposal_id, [CHECKS_KIND])
    form = DecisionForm(request.POST or None, initial={"shown_sha256": proposal.sha256})
    if form.is_valid() and _decided(request, proposal, form):
        return redirect("intake-checks", municipality=municipality)
    context = {"proposal": proposal, "said": _said(change_in(proposal)), "form": form}
    status = 422 if form.errors else 200
    return render(request, "ward/intake/check_decide.html", context, status=status)


def _decided(request: PortalRequest, proposal: Proposal, form: DecisionForm) -> bool:
    """Whether the decision stands; if not, the form says why."""
    return form.decided(
        request,
        lambda shown: approve(request.actor, proposal.pk, shown),
        lambda reason: second_person.decline(request.actor, proposal.pk, reason, PURPOSE),
        ("1件を承認しました。", "1件を差し戻しました。"),
    )


def _said(asked: LevelChange) -> dict[str, Any]:
    """A change in words, beside what holds until then."""
    held = IntakeCheck.objects.filter(
        situation=asked.situation, channel=asked.channel, valid_until=None
    ).get()
    return {
        "check_id": held.check_id,
        "subject": _subject(asked.situation),
        "channel": CHANNELS[asked.channel],
        "before": _level(held),
        "after": _words(asked.level, may_override=asked.may_override),
        "valid_from": asked.valid_from,
    }


def _level(row: IntakeCheck) -> dict[str, str]:
    return _words(Level(row.level), may_override=row.may_override)


def _words(level: Level, *, may_override: bool) -> dict[str, str]:
    passes = level in (Level.ERROR, Level.HOLD)
    return {
        "label": level.label,
        "color": LEVEL_COLORS.get(level, "gray"),
        "passes": dict(PASSES)["1" if may_override else "0"] if passes else "",
    }


def _subject(situation: str) -> str:
    row = SITUATIONS[situation]
    return f"{row.column}：{row.reason}"


def _months(on: date) -> list[date]:
    """First days of this month and the next ones."""
    counted = (on.year * 12 + on.month - 1 + ahead for ahead in range(MONTHS_AHEAD + 1))
    return [date(month // 12, month % 12 + 1, 1) for month in counted]
