"""What clerks type on the pages of 名寄せ."""

from typing import Any

from django import forms

from sesshu.ui.fields import AtenaNumberField
from sesshu.ward.matching.queries import Comparison


class NumberForm(forms.Form):
    """The other 宛名番号 of the person."""

    atena_number = AtenaNumberField(label="もう一つの宛名番号")


class ReasonForm(forms.Form):
    """Why two 宛名 are one person's, or are not."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        help_text="何で確かめたかを書いてください。例）母子健康手帳、本人の申出、転入届",
        widget=forms.Textarea({"rows": 3}),
    )


class FoundForm(ReasonForm):
    """What came of a comparison: one person, known under one of the two 宛名, or two people."""

    APART = "apart"
    finding = forms.ChoiceField(label="比べた結果", widget=forms.RadioSelect)
    field_order = ("finding", "reason")

    def __init__(self, *args: Any, found: Comparison, **options: Any) -> None:
        super().__init__(*args, **options)
        numbers = (found.one, found.other) if found.has_one_birth_date else ()
        keeps = [
            (str(each.id), f"同じ人です。宛名番号 {each.atena_number} を残します")
            for each in numbers
        ]
        self.fields["finding"].choices = [*keeps, (self.APART, "別人です")]  # type: ignore[attr-defined]

    @property
    def kept(self) -> int | None:
        """The 宛名 to keep; None if they are two people."""
        finding = self.cleaned_data["finding"]
        return None if finding == self.APART else int(finding)
