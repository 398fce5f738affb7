"""What a clerk may type, and what the pages make of it."""

from datetime import date

import pytest

from sesshu.ward.residents.web.forms import NOTHING_TYPED, KnownOnForm, SearchForm
from sesshu.ward.residents.web.purposes import Purpose


def test_conditions_are_understood_in_any_width_and_calendar() -> None:
    form = SearchForm(
        {
            "kana": "ﾔﾏﾀﾞ はなこ",
            "born_on": "H310430",
            "phone": "０９０－１２３４－５６７８",
            "purpose": "phone",
        }
    )
    assert form.is_valid()
    assert form.conditions == {
        "kana": "ヤマダ ハナコ",
        "born_on": "2019-04-30",
        "phone": "09012345678",
    }
    assert form.purpose_chosen is Purpose.PHONE


@pytest.mark.parametrize(
    "given", ["0123456789", "０１２-３４５-６７８９", "231311210123456789", "a231311210123456789b"]
)
def test_a_voucher_is_typed_or_scanned(given: str) -> None:
    form = SearchForm({"voucher_number": given, "purpose": "counter"})
    assert form.is_valid()
    assert form.conditions == {"voucher_number": "0123456789"}


def test_a_scan_that_lost_a_digit_is_asked_for_again() -> None:
    form = SearchForm({"voucher_number": "23131121012345678", "purpose": "counter"})
    assert form.errors == {"voucher_number": ["券番号は10桁の数字で入力してください。"]}


def test_nobody_lists_the_ward_without_a_condition() -> None:
    form = SearchForm({"purpose": "counter"})
    assert not form.is_valid()
    assert form.non_field_errors() == [NOTHING_TYPED]


def test_nobody_searches_without_a_purpose() -> None:
    form = SearchForm({"kana": "ヤマダ"})
    assert not form.is_valid()
    assert form.errors.keys() == {"purpose"}


def test_an_empty_form_hears_of_everything_at_once() -> None:
    form = SearchForm({})
    assert not form.is_valid()
    assert form.non_field_errors() == [NOTHING_TYPED]
    assert "purpose" in form.errors


def test_a_misread_condition_is_not_reported_as_a_missing_one() -> None:
    form = SearchForm({"born_on": "R9.2.30", "purpose": "counter"})
    assert not form.is_valid()
    assert "born_on" in form.errors
    assert form.non_field_errors() == []


def test_the_browser_offers_nobody_elses_conditions() -> None:
    form = SearchForm()
    assert all(field.widget.attrs["autocomplete"] == "off" for field in form.fields.values())


def test_a_day_of_knowledge_is_typed_like_any_day() -> None:
    form = KnownOnForm({"known_on": "R8.11.1"})
    assert form.is_valid()
    assert form.cleaned_data["known_on"] == date(2026, 11, 1)
