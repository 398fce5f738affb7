"""What clerks type when vouchers are issued: what is asked for again, and what a valid form says."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from sesshu.schedule.load import current
from sesshu.ward.vouchers.codes import Exemption, NextStep, ReissueScope, ReturnCause
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.models import IssueConditions
from sesshu.ward.vouchers.web import forms

ON = date(2026, 11, 20)
CHOICES = forms.series_choices(current(), ON)
LEAST = {"name": "12月分", "series": ["MR1"], "until_on": "R8.12.31"}


def filled(**typed: Any) -> forms.ConditionsForm:
    data = QueryDict(mutable=True)
    for name, value in (LEAST | typed).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return forms.ConditionsForm(data, choices=CHOICES, on=ON)


def test_the_least_that_is_typed_makes_conditions() -> None:
    form = filled()
    assert form.is_valid()
    assert form.conditions == Conditions(
        series=("MR1",), until_on=date(2026, 12, 31), merge_households=False
    )


def test_everything_that_is_typed_is_in_the_conditions() -> None:
    form = filled(
        series=["MR1", "VAR"],
        born_from="2025-04-01",
        born_until="2025-04-30",
        sex="1",
        postal_code="154-0017",
        moved_in_since="R8.4.1",
        first_dose_only="on",
        whole_course="on",
        merge_households="on",
    )
    assert form.is_valid(), form.errors
    assert form.conditions == Conditions(
        series=("MR1", "VAR"),
        until_on=date(2026, 12, 31),
        born_from=date(2025, 4, 1),
        born_until=date(2025, 4, 30),
        sex="1",
        postal_code="1540017",
        moved_in_since=date(2026, 4, 1),
        first_dose_only=True,
        whole_course=True,
        merge_households=True,
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "あ" * 61}, "name"),
        ({"series": []}, "series"),
        ({"series": ["OLD"]}, "series"),
        ({"until_on": "2026-11-19"}, "until_on"),
        ({"until_on": "R8.13.1"}, "until_on"),
        ({"born_from": "2025-05-01", "born_until": "2025-04-30"}, "born_until"),
        ({"postal_code": "15A"}, "postal_code"),
        ({"sex": "3"}, "sex"),
    ],
)
def test_what_makes_no_sense_is_asked_for_again(typed: dict[str, Any], field: str) -> None:
    form = filled(**typed)
    assert not form.is_valid()
    assert set(form.errors) == {field}


@given(digits=st.text("0123456789", max_size=7), wide=st.booleans())
def test_a_district_is_any_beginning_of_a_postal_code(digits: str, *, wide: bool) -> None:
    typed = (
        digits.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if wide else digits
    )
    form = filled(postal_code=typed)
    assert form.is_valid()
    assert form.conditions.postal_code == digits


@given(
    st.builds(
        Conditions,
        series=st.lists(st.sampled_from([c for c, _ in CHOICES]), min_size=1, unique=True).map(
            tuple
        ),
        until_on=st.dates(ON, ON + timedelta(days=800)),
        born_from=st.none() | st.dates(date(2000, 1, 1), date(2010, 1, 1)),
        born_until=st.none() | st.dates(date(2010, 1, 1), ON),
        sex=st.sampled_from([None, "1", "2"]),
        postal_code=st.text("0123456789", max_size=7),
        first_dose_only=st.booleans(),
        whole_course=st.booleans(),
        merge_households=st.booleans(),
    )
)
def test_saved_conditions_taken_up_again_are_the_same(conditions: Conditions) -> None:
    saved = IssueConditions(name="毎月", content=conditions.text)
    taken_up = forms.initial_of(saved)
    assert "until_on" not in taken_up
    typed = {
        name: list(value) if isinstance(value, tuple) else "on" if value is True else str(value)
        for name, value in taken_up.items()
        if value not in (None, False, "")
    }
    form = filled(**typed | {"until_on": conditions.until_on.isoformat()})
    assert form.is_valid(), form.errors
    assert {**vars_of(form.conditions), "series": set(form.conditions.series)} == {
        **vars_of(conditions),
        "series": set(conditions.series),
    }


def vars_of(conditions: Conditions) -> dict[str, Any]:
    return {name: getattr(conditions, name) for name in Conditions.__struct_fields__}


def test_series_the_law_of_the_day_does_not_know_are_not_offered() -> None:
    offered = {code for code, _ in CHOICES}
    assert {"MR1", "DPT-IPV-Hib", "RSV"} <= offered
    assert not {"OPV", "CVS1", "MR3"} & offered
    assert "RSV" not in {code for code, _ in forms.series_choices(current(), date(2026, 3, 31))}


def test_a_letter_that_came_back_is_told_by_its_number_and_day() -> None:
    typed = {
        "number": "０１２-345-6789",
        "returned_on": "2026-11-20",
        "cause": ReturnCause.MOVED,
        "next_step": NextStep.KEEP,
    }
    form = forms.ReturnForm(typed, on=ON)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["number"] == "0123456789"
    late = forms.ReturnForm(typed | {"returned_on": "2026-11-21"}, on=ON)
    assert set(late.errors) == {"returned_on"}
    short = forms.ReturnForm(typed | {"number": "12345"}, on=ON)
    assert set(short.errors) == {"number"}


@pytest.mark.parametrize("exemption", Exemption)
def test_an_exemption_is_of_one_series_or_of_all(exemption: Exemption) -> None:
    of_one = forms.ExemptForm(CHOICES, {"series": "VAR", "cause": exemption})
    of_all = forms.ExemptForm(CHOICES, {"series": "", "cause": exemption})
    assert of_one.is_valid()
    assert of_one.told == ("VAR", exemption)
    assert of_all.is_valid()
    assert of_all.told == (None, exemption)


def test_an_exemption_is_lifted_without_a_cause() -> None:
    form = forms.ExemptForm(CHOICES, {"series": "VAR", "cause": "lifted"})
    assert form.is_valid()
    assert form.told == ("VAR", None)
    assert not forms.ExemptForm(CHOICES, {"series": "VAR"}).is_valid()


@pytest.mark.parametrize("missing", ["scope", "channel", "reason"])
def test_a_reissue_says_what_how_and_why(missing: str) -> None:
    typed = {"scope": ReissueScope.SERIES, "channel": "post", "reason": "lost"}
    assert forms.ReissueForm(typed).is_valid()
    del typed[missing]
    assert set(forms.ReissueForm(typed).errors) == {missing}


def test_a_single_voucher_is_of_a_series_that_is_offered() -> None:
    typed = {"series": "VAR", "channel": "counter", "whole_course": "on"}
    form = forms.SingleForm([("VAR", "水痘")], typed)
    assert form.is_valid()
    assert form.cleaned_data["whole_course"] is True
    assert set(forms.SingleForm([("MR1", "MR")], typed).errors) == {"series"}


def test_the_application_of_who_moved_in_says_yes_or_no() -> None:
    typed = {
        "series": "VAR",
        "channel": "counter",
        "applied_on": "2026-11-20",
        "identity_document": "passport",
    }
    assert set(forms.MovedInForm([("VAR", "水痘")], typed).errors) == {"consents"}
    assert forms.MovedInForm([("VAR", "水痘")], typed | {"consents": "no"}).is_valid()
