"""What is typed for payments: an account, the day a bank is to pay, the day on which it did."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from sesshu.foundation.fast_date import FastDateField
from sesshu.foundation.media.lists import TakeOutList
from sesshu.ui.fields import DigitsField, KanaField
from sesshu.ward.payments.account import Account, AccountKind
from sesshu.ward.payments.payees import Payee
from sesshu.ward.payments.transfers import NoTransferFile
from sesshu.wire.transfers.characters import NotInBankCharacters, in_bank_characters

SATURDAY = 5


class AccountForm(forms.Form):
    """振込先 as the paper says it."""

    bank_code = DigitsField(label="金融機関コード", digits=4)
    branch_code = DigitsField(label="支店コード", digits=3)
    account_kind = forms.ChoiceField(
        label="預金種目",
        choices=[(each.value, each.label) for each in AccountKind],
        widget=forms.RadioSelect,
    )
    account_number = DigitsField(label="口座番号", digits=7, help_text="7桁。前の0も入力します。")
    holder_kana = KanaField(
        label="口座名義カナ", max_length=60, widget=forms.TextInput({"size": 24})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    @property
    def account(self) -> Account:
        """What a valid form says."""
        said = self.cleaned_data
        return Account(
            bank_code=said["bank_code"],
            branch_code=said["branch_code"],
            kind=AccountKind(said["account_kind"]),
            number=said["account_number"],
            holder_kana=said["holder_kana"],
        )


class BankNameField(forms.CharField):
    """The name of an account as banks write it, also of a corporation: ｲ)ｾﾀｶﾞﾔ."""

    def clean(self, value: Any) -> str:
        """What was typed, if a bank can read it."""
        typed: str = super().clean(value)
        try:
            in_bank_characters(typed)
        except NotInBankCharacters as refusal:
            raise forms.ValidationError(f"{refusal}カナで入力してください。") from refusal
        return typed


class PayeeForm(AccountForm):
    """The account of a clinic from a day on, with a word for the second person."""

    field_order = ("provider_code",)
    provider_code = forms.ChoiceField(label="医療機関")
    holder_kana = BankNameField(  # type: ignore[assignment]  # wider than a person's name
        label="口座名義カナ",
        max_length=60,
        help_text="通帳のとおり。例）イ）サンゲンヂヤヤ",
        widget=forms.TextInput({"size": 24}),
    )
    valid_from = FastDateField(
        label="適用の初日", help_text="この日から後に作る支払一覧で使います。例）R8.4.1"
    )
    reason = forms.CharField(
        label="確認する職員への説明",
        max_length=200,
        help_text="例）口座振替依頼書のとおり。口座番号は書かないでください。",
        widget=forms.TextInput({"size": 40}),
    )

    def __init__(self, *args: Any, clinics: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(code, f"{name}（{code}）") for code, name in clinics.items()]
        self.fields["provider_code"].choices = [("", "選択してください"), *choices]  # type: ignore[attr-defined]

    def payee(self) -> Payee:
        """What a valid form says."""
        said = self.cleaned_data
        return Payee(said["provider_code"], self.account, said["valid_from"])


class TransferForm(forms.Form):
    """The day on which the bank is to pay a list."""

    on = FastDateField(label="振込指定日", help_text="銀行が開いている日。例）R8.12.10")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_on(self) -> date:
        """A working day that is still to come."""
        on: date = self.cleaned_data["on"]
        if on <= self.today:
            raise forms.ValidationError("明日からの日を入力してください。")
        if on.weekday() >= SATURDAY:
            raise forms.ValidationError("土曜日・日曜日には振り込めません。")
        return on

    def conditions(self, wanted: TakeOutList, list_id: int) -> dict[str, str] | None:
        """The conditions of the file of a list; None where the form says why it cannot be written."""
        conditions = {"payment_list": str(list_id), "on": self.cleaned_data["on"].isoformat()}
        try:
            wanted.in_own_format(conditions, wanted.rows(conditions))
        except NoTransferFile as problem:
            self.add_error(None, str(problem))
            return None
        return conditions


class PaidForm(forms.Form):
    """The day on which the money of a list went."""

    paid_on = FastDateField(label="支払日")
