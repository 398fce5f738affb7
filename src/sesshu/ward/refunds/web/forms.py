"""What clerks type for a refund: the application with its papers and account, and how it is decided."""

from datetime import date
from typing import Any

from django import forms

from sesshu.foundation.fast_date import FastDateField
from sesshu.ui.fields import ScanField
from sesshu.ward.letters.codes import Applicant
from sesshu.ward.payments.web.forms import AccountForm
from sesshu.ward.refunds.application import Application, Evidence
from sesshu.ward.refunds.codes import EvidenceKind, Outcome, Reason
from sesshu.ward.refunds.rules import Finding, Proposed

MOST_YEN = 999_999
AS_FOUND = "as_found"
CLERKS_REASONS = (
    Reason.NO_LETTER,
    Reason.NOT_ROUTINE,
    Reason.LATE,
    Reason.NOT_RESIDENT,
    Reason.NOT_PROVED,
    Reason.PAID_BEFORE,
    Reason.CLINIC_PAID,
    Reason.OTHER,
)


def _radios(label: str, codes: Any) -> forms.ChoiceField:
    choices = [(code.value, code.label) for code in codes]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class AccountChangeForm(AccountForm):
    """Another account in the place of the one on record, and why."""

    reason = forms.CharField(
        label="訂正の理由",
        max_length=200,
        help_text="例）口座振替依頼書の番号の読み違い。口座番号や氏名は書かないでください。",
        widget=forms.TextInput({"size": 40}),
    )


class RefundForm(AccountForm):
    """償還払いの申請書 with what came with it."""

    field_order = (
        "form_key",
        "received_on",
        "applicant",
        "applicant_name",
        "paid_on",
        "claimed_yen",
        "fee_exempt",
        "receipt",
        "record",
        "form",
        "other",
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    received_on = FastDateField(label="申請日", help_text="例）R8.4.1、2026/4/1")
    applicant = _radios("申請者", Applicant)
    applicant_name = forms.CharField(
        label="申請者の氏名",
        max_length=100,
        widget=forms.TextInput({"size": 20}),
        help_text="通知書の宛名になります。",
    )
    paid_on = FastDateField(label="支払日", help_text="領収書の日付")
    claimed_yen = forms.IntegerField(
        label="請求額（円）",
        min_value=1,
        max_value=MOST_YEN,
        widget=forms.TextInput({"size": 8, "inputmode": "numeric"}),
        help_text="領収書にある、この接種の費用",
    )
    fee_exempt = forms.BooleanField(
        label="自己負担の免除（生活保護など）を書類で確かめた", required=False
    )
    receipt = ScanField(label="領収書・明細書", required=False)
    record = ScanField(label="接種の記録の写し", required=False)
    form = ScanField(label="申請書", required=False)
    other = ScanField(label="その他の書類", required=False)

    def __init__(self, *args: Any, given_on: date, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.given_on, self.on = given_on, on

    def clean(self) -> dict[str, Any]:
        """The days in their order: dose, payment, application, today."""
        said = super().clean() or {}
        paid, received = said.get("paid_on"), said.get("received_on")
        if paid and paid < self.given_on:
            self.add_error("paid_on", "支払日は、接種日以後の日を入力してください。")
        if received and received > self.on:
            self.add_error("received_on", "申請日は、今日以前の日を入力してください。")
        if paid and received and received < paid:
            self.add_error("received_on", "申請日は、支払日以後の日を入力してください。")
        return said

    def application(self, resident_id: int, dose_id: int) -> Application:
        """What a valid form says."""
        said = self.cleaned_data
        return Application(
            form_key=said["form_key"],
            resident_id=resident_id,
            dose_id=dose_id,
            applicant=Applicant(said["applicant"]),
            applicant_name=said["applicant_name"],
            received_on=said["received_on"],
            paid_on=said["paid_on"],
            claimed_yen=said["claimed_yen"],
            fee_exempt=said["fee_exempt"],
            account=self.account,
            evidence=tuple(
                Evidence(kind, *said[kind.value]) for kind in EvidenceKind if said[kind.value]
            ),
        )


class ProposalForm(forms.Form):
    """How to decide: as it was found, or refused for a reason of the clerk's."""

    choice = forms.ChoiceField(label="決定の案", widget=forms.RadioSelect)
    refusal = forms.ChoiceField(
        label="不支給の理由",
        choices=[("", "選択してください"), *((each.value, each.label) for each in CLERKS_REASONS)],
        required=False,
    )
    note = forms.CharField(
        label="備考",
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="通知書の理由の後に印刷します。",
    )
    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, found: Proposed, findings: tuple[Finding, ...], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["shown"].initial = said_of(found)
        choices = [(Outcome.REFUSED.value, "不支給とする（理由を選ぶ）")]
        if not findings and found.outcome is not Outcome.REFUSED:
            choices.insert(0, (AS_FOUND, f"{found.outcome.label}（{found.amount_yen:,}円）"))
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A refusal says why; for another reason than the listed ones, in words."""
        said = super().clean() or {}
        if said.get("choice") == Outcome.REFUSED:
            if not said.get("refusal"):
                self.add_error("refusal", "不支給の理由を選んでください。")
            elif said["refusal"] == Reason.OTHER and not said.get("note"):
                self.add_error("note", "そのほかの理由を入力してください。")
        return said

    def refused_for(self) -> Reason | None:
        """The clerk's reason in a valid form; None to decide as it was found."""
        said = self.cleaned_data
        return None if said["choice"] == AS_FOUND else Reason(said["refusal"])


def said_of(found: Proposed) -> str:
    """What was found, as a page hands it back."""
    return f"{found.outcome}/{found.amount_yen}/{found.most_yen}/{found.reason or ''}"
