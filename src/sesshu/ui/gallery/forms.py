"""A form that holds one field of each kind."""

from datetime import date

from django import forms

from sesshu.foundation.fast_date import FastDateField
from sesshu.ui.fields import DigitsField, KanaField, PostalCodeField

LAST_DAY = date(2026, 4, 1)


def _not_later(day: date) -> str | None:
    if day <= LAST_DAY:
        return None
    return "接種日は今日（令和8年4月1日）以前の日を入力してください。"


class EveryField(forms.Form):
    """One of each kind, in the order of a paper form."""

    dosed_on = FastDateField(
        label="接種日",
        help_text="例）R8.4.1、H310430、2026/4/1",
        check=_not_later,
    )
    kana = KanaField(
        label="フリガナ", required=False, max_length=100, widget=forms.TextInput({"size": 24})
    )
    voucher = DigitsField(label="券番号", digits=10, help_text="10桁の数字")
    postal_code = PostalCodeField(label="郵便番号", required=False, help_text="例）154-8504")
    vaccine = forms.ChoiceField(
        label="ワクチン",
        choices=[("", "選択してください"), ("MR1", "MR（1期）"), ("VAR", "水痘")],
    )
    site = forms.ChoiceField(
        label="接種した部位",
        choices=[("L", "左腕"), ("R", "右腕"), ("T", "大腿部")],
        widget=forms.RadioSelect,
    )
    seen = forms.MultipleChoiceField(
        label="確かめた書類",
        choices=[("q", "予診票"), ("h", "母子健康手帳"), ("v", "接種券")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    duties = forms.MultipleChoiceField(
        label="担当",
        choices=[
            ("業務", [("e", "入力担当"), ("c", "確認担当")]),
            ("監査", [("a", "監査担当")]),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label="備考",
        max_length=20,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="20文字まで",
    )
    paper = forms.FileField(label="予診票の画像", required=False, help_text="PDF、PNG、JPEG")
    password = forms.CharField(label="パスワード", widget=forms.PasswordInput, min_length=12)
    agreed = forms.BooleanField(label="内容を確かめました")


WRONG = {
    "dosed_on": "R9.2.30",
    "kana": "Yamada",
    "voucher": "12345",
    "postal_code": "154",
    "note": "二十文字を超える備考は登録できないことを確かめるための文です。",
    "password": "short",
}
RIGHT = {
    "dosed_on": "H310430",
    "kana": "ﾔﾏﾀﾞ ﾊﾅｺ",
    "voucher": "１２３４５６７８９０",
    "postal_code": "〒154-8504",
    "vaccine": "MR1",
    "site": "L",
    "seen": ["q", "v"],
    "duties": ["c"],
    "note": "左上腕に発赤なし",
    "agreed": "on",
}
