"""Forms of issuing."""

from datetime import date
from typing import Any

import msgspec
from django import forms
from django.core.exceptions import ValidationError

from sesshu.foundation.fast_date import FastDateField
from sesshu.kernel.numbers import digits_of
from sesshu.schedule.types import Rulebook
from sesshu.ui.fields import DigitsField, KanaField, VoucherNumberField
from sesshu.ward.vouchers.codes import (
    Channel,
    Excluded,
    Exemption,
    IdentityDocument,
    NextStep,
    ReissueReason,
    ReissueScope,
    ReturnCause,
)
from sesshu.ward.vouchers.conditions import Conditions, read_conditions
from sesshu.ward.vouchers.models import IssueConditions

NAME_LENGTH = 60
REASON_LENGTH = 200
POSTAL_DIGITS = 7
CHOOSE = ("", "選択してください")
SEX = [("", "すべて"), ("1", "男"), ("2", "女")]


def _labelled(codes: Any) -> list[tuple[str, str]]:
    return [(code.value, code.label) for code in codes]


def _radios(label: str, codes: Any, **options: Any) -> forms.ChoiceField:
    widget = forms.RadioSelect
    return forms.ChoiceField(label=label, choices=_labelled(codes), widget=widget, **options)


def series_choices(rulebook: Rulebook, on: date) -> list[tuple[str, str]]:
    """The kinds of voucher that the law of a day knows."""
    return [
        (code, series.name)
        for code, series in rulebook.series.items()
        if any(version.holds_on(on) for version in series.versions)
    ]


class ConditionsForm(forms.Form):
    """Whom an issue run looks for, and what it is called."""

    name = forms.CharField(
        label="一斉発行の名前", max_length=NAME_LENGTH, help_text="例）令和8年12月分 MR・水痘"
    )
    series = forms.MultipleChoiceField(
        label="接種名称", choices=[], widget=forms.CheckboxSelectMultiple
    )
    until_on = FastDateField(
        label="この日までに接種できるようになる方", help_text="例）R8.12.31、2026/12/31"
    )
    born_from = FastDateField(label="生年月日（この日から）", required=False)
    born_until = FastDateField(label="生年月日（この日まで）", required=False)
    sex = forms.ChoiceField(label="性別", choices=SEX, required=False)
    postal_code = forms.CharField(
        label="地区の郵便番号",
        max_length=8,
        required=False,
        help_text="上から何桁でも。例）154、1540017",
        widget=forms.TextInput({"size": 10, "inputmode": "numeric"}),
    )
    moved_in_since = FastDateField(label="この日から後に転入した方だけ", required=False)
    first_dose_only = forms.BooleanField(
        label="その種類をまだ一度も接種していない方だけ", required=False
    )
    whole_course = forms.BooleanField(
        label="残りの回の予診票も、まとめて同じ封筒に入れる",
        required=False,
        help_text="例）5種混合の1回目から4回目まで。遅れて始める方には、受けられる回だけを入れます。",
    )
    merge_households = forms.BooleanField(
        label="同じ世帯の16歳未満の方は、1つの封筒にまとめる", required=False, initial=True
    )
    save = forms.BooleanField(label="この条件を、上の名前で保存する", required=False)

    def __init__(
        self, *args: Any, choices: list[tuple[str, str]], on: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.on = on
        self.fields["series"].choices = choices  # type: ignore[attr-defined]
        self.fields["until_on"].check = self._refused_day  # type: ignore[attr-defined]

    def _refused_day(self, day: date) -> str | None:
        return "今日以後の日を入力してください。" if day < self.on else None

    def clean_postal_code(self) -> str:
        """Digits in one form."""
        typed = digits_of(self.cleaned_data["postal_code"])
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= POSTAL_DIGITS):
            raise ValidationError("郵便番号は7桁までの数字で入力してください。")
        return typed

    def clean(self) -> dict[str, Any]:
        """Birth days in their order."""
        said = super().clean() or {}
        born_from, born_until = said.get("born_from"), said.get("born_until")
        if born_from and born_until and born_until < born_from:
            self.add_error("born_until", "「この日から」より後の日を入力してください。")
        return said

    @property
    def conditions(self) -> Conditions:
        """What a valid form says."""
        names = {field for field in Conditions.__struct_fields__ if self.cleaned_data.get(field)}
        said = {name: self.cleaned_data[name] for name in names}
        said["merge_households"] = self.cleaned_data["merge_households"]
        return msgspec.convert(said, Conditions)


def initial_of(saved: IssueConditions) -> dict[str, Any]:
    """What a form starts with when saved conditions are taken up; the day is asked for anew."""
    kept = msgspec.structs.asdict(read_conditions(saved.content))
    del kept["until_on"]
    return kept | {"name": saved.name}


class SavedForm(forms.Form):
    """Which saved conditions to begin with."""

    saved = forms.ChoiceField(label="保存した条件", choices=[], required=False)

    def __init__(self, saved: list[IssueConditions], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(each.pk), each.name) for each in saved]
        self.fields["saved"].choices = [CHOOSE, *named]  # type: ignore[attr-defined]


class ListForm(forms.Form):
    """Conditions under which the list of a run is looked at."""

    excluded = forms.ChoiceField(
        label="発行",
        choices=[("all", "すべて"), ("", "発行する"), *_labelled(Excluded)],
        required=False,
    )
    kana = KanaField(label="氏名（カナ）", required=False)
    number = DigitsField(label="宛名番号", digits=10, required=False)
    returned = forms.BooleanField(label="返戻のある方だけ", required=False)


class FixReasonForm(forms.Form):
    """Why a list is to be fixed."""

    reason = forms.CharField(
        label="確定を申請する理由",
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text="例）件数と除外の理由を確かめた。12月分として発送する。",
    )


class SingleForm(forms.Form):
    """One voucher for one resident."""

    series = forms.ChoiceField(label="接種名称", choices=[])
    whole_course = forms.BooleanField(
        label="残りの回の券も、まとめて発行する",
        required=False,
        help_text="1回に1枚ずつ、券番号を付けます。発行済みの回は発行しません。",
    )
    channel = _radios("申請の方法", Channel)

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["series"].choices = [CHOOSE, *choices]  # type: ignore[attr-defined]


class MovedInForm(SingleForm):
    """新接種券発行申請書兼接種記録確認同意書 of somebody who moved in (B13)."""

    applied_on = FastDateField(label="申請日")
    identity_document = _radios("本人確認書類", IdentityDocument)
    consents = forms.ChoiceField(
        label="接種の記録を前の市区町村へ照会すること",
        choices=[("yes", "同意する"), ("no", "同意しない")],
        widget=forms.RadioSelect,
    )


class ReissueForm(forms.Form):
    """What is asked for once more, why and how."""

    scope = _radios("再発行する券", ReissueScope, initial=ReissueScope.SHEET.value)
    channel = _radios("申請の方法", Channel)
    reason = _radios("再発行の理由", ReissueReason)


class ExemptForm(forms.Form):
    """Why somebody gets no vouchers."""

    series = forms.ChoiceField(label="接種名称", choices=[], required=False)
    cause = forms.ChoiceField(
        label="届出の内容",
        choices=[*_labelled(Exemption), ("lifted", "届出を取り下げる（また発行する）")],
        widget=forms.RadioSelect,
    )

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["series"].choices = [("", "すべての種類"), *choices]  # type: ignore[attr-defined]

    @property
    def told(self) -> tuple[str | None, Exemption | None]:
        """Series and cause of a valid form; no cause where it is lifted."""
        said = self.cleaned_data
        lifted = said["cause"] == "lifted"
        return said["series"] or None, None if lifted else Exemption(said["cause"])


class ReturnForm(forms.Form):
    """A letter that came back."""

    number = VoucherNumberField(
        label="券番号", help_text="封筒の中の券に印刷された10桁の数字。読取り機も使えます。"
    )
    returned_on = FastDateField(label="戻った日")
    cause = _radios("戻った理由", ReturnCause)
    next_step = _radios("次にすること", NextStep)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["returned_on"].check = (  # type: ignore[attr-defined]
            lambda day: "戻った日は今日以前の日を入力してください。" if day > on else None
        )
