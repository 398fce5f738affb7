"""What a clerk types about a circumstance."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from sesshu.foundation.fast_date import FastDateField
from sesshu.ward.circumstances.codes import ShownBy
from sesshu.ward.circumstances.operations import Told, cancelled
from sesshu.ward.circumstances.web.words import SEPARATOR

CHANGE, CANCEL = "change", "cancel"
LONGEST = 300


class DaysForm(forms.Form):
    """The days on which it was so, and by what paper."""

    from_on = FastDateField(
        label="始まった日",
        help_text="例）R080401、R8.4.1、2026/4/1。病気は、かかった日（分からないときは確かめた日）",
    )
    until_on = FastDateField(
        label="終わった日",
        required=False,
        help_text="回復した日など。続いているときは空欄のままにします。",
    )
    shown_by = forms.ChoiceField(
        label="確認した書類",
        choices=[(each.value, each.label) for each in ShownBy],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="確認した内容",
        max_length=LONGEST,
        help_text="確認する職員が読みます。例）主治医の意見書（令和8年10月1日付け）で確かめた",
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("from_on"), said.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "終わった日は、始まった日より後の日にしてください。")
        return said


class NewForm(DaysForm):
    """One more circumstance of a person."""

    field_order = ("what",)

    def __init__(self, data: Any, offered: list[tuple[str, str]]) -> None:
        super().__init__(data)
        choices = [("", "選択してください"), *offered]
        self.fields["what"] = forms.ChoiceField(label="事情", choices=choices)
        self.order_fields(self.field_order)

    def told(self, resident_id: int) -> Told:
        """What a valid form says of a resident."""
        said = self.cleaned_data
        kind, _, antigen = said["what"].partition(SEPARATOR)
        return Told(
            resident_id=resident_id,
            kind=kind,
            antigen=antigen or None,
            from_on=said["from_on"],
            until_on=said["until_on"],
            shown_by=ShownBy(said["shown_by"]),
        )


class ChangeForm(DaysForm):
    """Other days of one that stands, or that it was never so."""

    change = forms.ChoiceField(
        label="変更の内容",
        choices=((CHANGE, "日付・書類を変更する"), (CANCEL, "誤りだったので取り消す")),
        widget=forms.RadioSelect,
        initial=CHANGE,
    )
    field_order = ("change",)

    def __init__(self, data: Any, stands: Told) -> None:
        days: dict[str, date | str | None] = {
            "from_on": stands.from_on,
            "until_on": stands.until_on,
            "shown_by": stands.shown_by.value,
        }
        super().__init__(data, initial=days)
        self.stands = stands

    def told(self) -> Told:
        """What a valid form says in the place of what stands."""
        said = self.cleaned_data
        if said["change"] == CANCEL:
            return cancelled(self.stands)
        return replace(
            self.stands,
            from_on=said["from_on"],
            until_on=said["until_on"],
            shown_by=ShownBy(said["shown_by"]),
        )
