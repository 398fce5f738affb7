"""What is chosen and typed on the pages of reports."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from sesshu.foundation.fast_date import FastDateField
from sesshu.kernel.calendar import fiscal_year, fiscal_year_begins, fiscal_year_ends
from sesshu.kernel.eras import in_japanese
from sesshu.ward.reports.definitions import definitions
from sesshu.ward.reports.operations import Asked

OLDEST = 2013


class AskForm(forms.Form):
    """Which report, for which year, as of when."""

    code = forms.ChoiceField(label="報告の種類", widget=forms.RadioSelect)
    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)
    as_of = FastDateField(
        label="基準日",
        required=False,
        help_text="空けておくと、年度の末日です。年度の途中なら今日です。",
    )
    known_on = FastDateField(
        label="データの日",
        required=False,
        help_text="この日の終わりまでに登録された内容で計算します。空けておくと、今までの全部です。",
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, today: date, first_known_on: date | None = None) -> None:
        super().__init__(*args)
        self.today = today
        self.first_known_on = first_known_on
        this_year = fiscal_year(today)
        titles = {one.code: one.title for one in definitions() if one.holds_in(this_year)}
        years = range(this_year, OLDEST - 1, -1)
        self.fields["code"].choices = list(titles.items())  # type: ignore[attr-defined]
        self.fields["fiscal_year"].choices = [  # type: ignore[attr-defined]
            (year, f"{in_japanese(fiscal_year_begins(year)).partition('年')[0]}年度({year}年度)")
            for year in years
        ]
        self.initial["fiscal_year"] = this_year - 1

    def clean_known_on(self) -> date:
        """Nothing is known yet of a day that is to come, and nothing was before the first record."""
        day: date | None = self.cleaned_data["known_on"]
        if day and day > self.today:
            raise forms.ValidationError("データの日は今日以前の日を入力してください。")
        if day and self.first_known_on and day < self.first_known_on:
            first = in_japanese(self.first_known_on)
            raise forms.ValidationError(
                f"この日には、まだ何も登録されていませんでした。{first}以後の日を入力してください。"
            )
        return day or self.today

    def clean(self) -> dict[str, Any]:
        """The day lies in the year, and has come."""
        said = super().clean() or {}
        year = said.get("fiscal_year")
        if year is None or "as_of" in self.errors:
            return said
        said["as_of"] = said.get("as_of") or min(fiscal_year_ends(year), self.today)
        if not fiscal_year_begins(year) <= said["as_of"] <= fiscal_year_ends(year):
            self.add_error("as_of", "基準日は、選んだ年度の中の日を入力してください。")
        elif said["as_of"] > self.today:
            self.add_error("as_of", "基準日は今日以前の日を入力してください。")
        return said

    @property
    def asked(self) -> Asked:
        """What a valid form asks for."""
        said = self.cleaned_data
        return Asked(said["code"], said["fiscal_year"], said["as_of"], said["known_on"])


class PublishForm(forms.Form):
    """That a report is published; why, where it takes the place of a former version."""

    reason = forms.CharField(label="前の公表と差し替える理由", widget=forms.Textarea)

    def __init__(self, *args: Any, asks_why: bool) -> None:
        super().__init__(*args)
        if not asks_why:
            del self.fields["reason"]
