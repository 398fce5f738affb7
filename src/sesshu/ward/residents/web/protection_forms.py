"""What the 支援措置担当 types about a protection."""

from datetime import date
from typing import Any

from django import forms

from sesshu.foundation.fast_date import FastDateField
from sesshu.kernel.eras import in_japanese
from sesshu.ward.residents.protection import ProtectionPeriod
from sesshu.wire.residents.codes import TITLES, Protection


class ProtectionForm(forms.Form):
    """From whom somebody is protected, and until which day that holds without being asked about."""

    kind = forms.ChoiceField(
        label="区分", choices=[*TITLES["protection"].items()], widget=forms.RadioSelect
    )
    from_on = FastDateField(label="開始日")
    until_on = FastDateField(
        label="終了日",
        help_text="この日が来ても、支援措置は自動では終わりません。30日前から、続けるかどうかを確かめる一覧に出ます。",
    )
    scope = forms.CharField(
        label="申し送り",
        required=False,
        max_length=200,
        help_text="支援措置担当だけが読みます。住所・電話・相手方の氏名は書かないでください。",
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on
        self.fields["from_on"].check = self._refused_beginning  # type: ignore[attr-defined]
        self.fields["until_on"].check = self._refused_end  # type: ignore[attr-defined]

    @property
    def period(self) -> ProtectionPeriod:
        """The period of a valid form."""
        said = self.cleaned_data
        kind = Protection(said["kind"])
        return ProtectionPeriod(kind, said["from_on"], said["until_on"], said["scope"])

    def _refused_beginning(self, day: date) -> str | None:
        if day <= self.on:
            return None
        return f"開始日は今日（{in_japanese(self.on)}）以前の日を入力してください。"

    def _refused_end(self, day: date) -> str | None:
        past = "終了日は、今日か、それより後の日を入力してください。"
        return past if day < self.on else None


class EndForm(forms.Form):
    """Why a protection ends."""

    reason = forms.CharField(
        label="終了する理由",
        max_length=300,
        help_text="だれからの申出か、何で確かめたかを書いてください。住所そのものは書かないでください。",
        widget=forms.Textarea({"rows": 3}),
    )
