"""What a clerk types is taken in any width and kept in one form."""

from datetime import date

import jaconv
import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from sesshu.foundation.fast_date import FastDateField
from sesshu.kernel.eras import in_japanese
from sesshu.ui.field_errors import messages_of, problems_of
from sesshu.ui.fields import DigitsField, KanaField, PostalCodeField

LAST_DAY = date(2026, 4, 1)


def cleaned(field: forms.Field, typed: str) -> object:
    form = type("Entry", (forms.Form,), {"value": field})({"value": typed})
    assert form.is_valid(), form.errors
    return form.cleaned_data["value"]


def refused(field: forms.Field, typed: str) -> list[str]:
    form = type("Entry", (forms.Form,), {"value": field})({"value": typed})
    assert not form.is_valid()
    return messages_of(form["value"])


def birth(**options: object) -> FastDateField:
    return FastDateField(label="生年月日", **options)


@given(st.dates(date(1873, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_from_the_words_an_office_writes(day: date) -> None:
    assert cleaned(birth(), in_japanese(day)) == day


@given(st.dates(date(1873, 1, 1), date(2099, 12, 31)))
def test_a_day_typed_in_full_width_is_the_same_day(day: date) -> None:
    assert cleaned(birth(), jaconv.h2z(f"{day:%Y/%m/%d}", ascii=True, digit=True)) == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "生年月日を入力してください。"),
        ("きのう", "生年月日：日付として読み取れません。"),
        ("R8.2.30", "生年月日：2月30日という日は、その年にはありません。"),
        ("H31.5.1", "生年月日：平成は"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_what_to_do(typed: str, said: str) -> None:
    (message,) = refused(birth(), typed)
    assert message.startswith(said)


def test_the_page_may_refuse_a_day_that_exists() -> None:
    def not_later(day: date) -> str | None:
        return None if day <= LAST_DAY else "接種日は今日以前の日を入力してください。"

    assert cleaned(birth(check=not_later), "R8.4.1") == LAST_DAY
    assert refused(birth(check=not_later), "R8.4.2") == ["接種日は今日以前の日を入力してください。"]


def test_a_day_that_may_be_left_out_stays_empty() -> None:
    assert cleaned(birth(required=False), "") is None


def test_the_box_reads_the_day_back_in_both_calendars() -> None:
    form = type("Entry", (forms.Form,), {"born_on": birth()})({"born_on": "S64.1.7"})
    assert "昭和64年1月7日（1989年1月7日）" in str(form["born_on"])


@pytest.mark.parametrize("typed", ["やまだ はなこ", "ヤマダ ハナコ", "ﾔﾏﾀﾞ ﾊﾅｺ"])
def test_a_reading_is_kept_in_full_width_katakana(typed: str) -> None:
    assert cleaned(KanaField(label="フリガナ"), typed) == "ヤマダ ハナコ"


def test_large_and_small_kana_stay_apart() -> None:
    assert cleaned(KanaField(label="フリガナ"), "きようこ") == "キヨウコ"
    assert cleaned(KanaField(label="フリガナ"), "きょうこ") == "キョウコ"


@pytest.mark.parametrize("typed", ["Yamada", "山田", "ヤマダ1"])
def test_a_reading_holds_kana_only(typed: str) -> None:
    said = "フリガナはカタカナかひらがなで入力してください。"
    assert refused(KanaField(label="フリガナ"), typed) == [said]


@given(st.text("0123456789", min_size=1, max_size=15))
def test_a_number_is_the_same_in_any_width_and_grouping(number: str) -> None:
    wide = jaconv.h2z(number, digit=True, ascii=True)
    assert cleaned(DigitsField(label="宛名番号"), wide) == number
    assert cleaned(DigitsField(label="宛名番号"), "-".join(number)) == number


@pytest.mark.parametrize("typed", ["12345", "12345678901", "123456789a", "１２３①５６７８９０x"])
def test_a_number_of_another_length_is_refused_with_the_length(typed: str) -> None:
    said = "券番号は10桁の数字で入力してください。"
    assert refused(DigitsField(label="券番号", digits=10), typed) == [said]


@pytest.mark.parametrize("typed", ["1548504", "154-8504", "〒１５４－８５０４", "154ー8504"])
def test_a_postal_code_is_seven_digits_however_it_is_written(typed: str) -> None:
    assert cleaned(PostalCodeField(label="郵便番号"), typed) == "1548504"


def test_a_postal_code_of_six_digits_is_refused_with_an_example() -> None:
    assert refused(PostalCodeField(label="郵便番号"), "154850") == [
        "郵便番号は7桁の数字で入力してください。例）154-8504"
    ]


class Plain(forms.Form):
    """A form of a room below, made of Django's own fields."""

    vaccine = forms.ChoiceField(label="ワクチン", choices=[("MR1", "MR")])
    amount = forms.DecimalField(label="接種量", min_value=0, max_value=1)
    note = forms.CharField(label="備考", max_length=3)
    agreed = forms.BooleanField(label="確かめました")
    mail = forms.EmailField(label="メール", required=False)
    day = forms.DateField(label="期間", required=False)

    def clean(self) -> None:
        raise forms.ValidationError("どちらかを入力してください。")


def test_messages_of_django_are_reworded_with_the_label_of_the_field() -> None:
    form = Plain({"vaccine": "X", "amount": "2", "note": "四文字だ", "mail": "a", "day": "b"})
    assert [problem.message for problem in problems_of(form)] == [
        "どちらかを入力してください。",
        "ワクチンを一覧から選んでください。",
        "接種量は1以下の数で入力してください。",
        "備考は3文字までです。今は4文字です。",
        "「確かめました」にチェックを入れてください。",
        "メールは、name@example.jp のように入力してください。",
        "期間は、2026-04-01のように入力してください。",
    ]


def test_a_form_that_was_not_sent_has_no_problems() -> None:
    assert problems_of(Plain()) == []
