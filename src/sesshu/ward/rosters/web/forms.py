"""Which part of the register is wanted."""

from datetime import date
from typing import Any

from django import forms

from sesshu.foundation.fast_date import FastDateField
from sesshu.schedule.types import Rulebook
from sesshu.ward.rosters.register import Register


class RegisterForm(forms.Form):
    """Between which days, of which series."""

    from_on = FastDateField(label="接種日のはじめ")
    until_on = FastDateField(label="接種日の終わり")
    series = forms.ChoiceField(label="予防接種", required=False)

    def __init__(self, *args: Any, rulebook: Rulebook) -> None:
        super().__init__(*args)
        named = sorted(((one.name, code) for code, one in rulebook.series.items()))
        choices = [("", "すべて"), *((code, name) for name, code in named)]
        self.fields["series"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days are in order."""
        said = super().clean() or {}
        first, last = said.get("from_on"), said.get("until_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("until_on", "接種日の終わりは、はじめの日以後の日を入力してください。")
        return said

    @property
    def register(self) -> Register:
        """What a valid form asks for."""
        said = self.cleaned_data
        return Register(said["from_on"], said["until_on"], said["series"])
