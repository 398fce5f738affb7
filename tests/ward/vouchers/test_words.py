"""Conditions, counts and causes in the words of a page; none of it needs a database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ward.rulebooks.test_affected_list import ANYBODY

from sesshu.foundation.duties import Duty, Labelled
from sesshu.schedule.load import current
from sesshu.ward.residents.web.chips import Secrecy
from sesshu.ward.vouchers import codes
from sesshu.ward.vouchers.codes import Excluded, Exemption, Step, VoidCause
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.queries import Tally, ToStop
from sesshu.ward.vouchers.web import words
from sesshu.ward.vouchers.years import given_each_year, year_of

UNTIL = date(2026, 12, 31)
PLAIN = Conditions(series=("MR1",), until_on=UNTIL)


def said(conditions: Conditions) -> dict[str, str]:
    return {line.label: line.text for line in words.conditions_in_words(conditions, current())}


def test_the_least_a_run_is_asked_for_is_said() -> None:
    assert said(PLAIN) == {
        "接種名称": "麻しん風しん 第1期",
        "接種できるようになる日": "令和8年12月31日まで",
        "入れる予診票": "次の回の1枚",
        "封筒": "16歳未満は世帯ごとに1つ",
    }


def test_every_condition_that_was_given_is_said() -> None:
    everything = Conditions(
        series=("MR1", "VAR"),
        until_on=UNTIL,
        born_from=date(2025, 4, 1),
        born_until=date(2025, 4, 30),
        sex="2",
        postal_code="154",
        moved_in_since=date(2026, 4, 1),
        first_dose_only=True,
        whole_course=True,
        merge_households=False,
    )
    assert said(everything) == {
        "接種名称": "麻しん風しん 第1期、水痘",
        "接種できるようになる日": "令和8年12月31日まで",
        "生年月日": "令和7年4月1日から令和7年4月30日まで",
        "性別": "女",
        "地区の郵便番号": "154で始まる",
        "転入した日": "令和8年4月1日から",
        "接種の記録": "その種類をまだ接種していない方だけ",
        "入れる予診票": "残りの回すべて（1回に1枚）",
        "封筒": "1人に1つ",
    }


@pytest.mark.parametrize(
    ("born", "text"),
    [
        ({"born_from": date(2025, 4, 1)}, "令和7年4月1日から"),
        ({"born_until": date(2025, 4, 30)}, "令和7年4月30日まで"),
    ],
)
def test_one_end_of_the_birth_days_is_said_alone(born: dict[str, date], text: str) -> None:
    assert said(Conditions(series=("MR1",), until_on=UNTIL, **born))["生年月日"] == text


@given(
    st.lists(
        st.builds(
            Tally,
            series=st.sampled_from(["MR1", "VAR"]),
            dose=st.integers(1, 2),
            years=st.integers(0, 3),
            count=st.integers(1, 2000),
        ),
        unique_by=lambda tally: (tally.series, tally.dose, tally.years),
    )
)
def test_counts_lose_no_sheet_and_no_line(tallies: list[Tally]) -> None:
    counts = words.counts_in_words(tallies, current())
    assert sum(count.total for count in counts) == sum(tally.count for tally in tallies)
    assert len(counts) == len({(tally.series, tally.dose) for tally in tallies})
    assert sum(count.ages.count("歳") for count in counts) == len(tallies)


def test_an_unknown_series_keeps_its_code() -> None:
    assert words.series_name("OLD", current()) == "OLD"
    assert words.series_name("VAR", current()) == "水痘"


@pytest.mark.parametrize("step", [None, *Step])
def test_every_step_of_a_run_has_a_word_and_a_color(step: Step | None) -> None:
    chip = words.chip_of(step)
    assert chip.label
    assert chip.color


def letter(cause: VoidCause) -> ToStop:
    return ToStop(1, "0000000001", "見本 花子", "0000000000", cause, 1, 1, 1, is_guarded=False)


def test_a_protection_is_named_to_who_may_know_alone() -> None:
    guarded = letter(VoidCause.GUARDED)
    assert words.cause_of(guarded, Secrecy.KNOWN) == VoidCause.GUARDED.label
    assert words.cause_of(guarded, Secrecy.NEUTRAL) == Secrecy.NEUTRAL.label
    assert words.cause_of(letter(VoidCause.DIED), Secrecy.NEUTRAL) == "発送前の死亡"


def test_the_end_of_a_pregnancy_is_never_printed_as_such() -> None:
    assert "妊娠" not in words.cause_of(letter(VoidCause.PREGNANCY_OVER), Secrecy.KNOWN)


def test_what_the_ward_was_told_is_one_reason_to_leave_somebody_out() -> None:
    for exemption in Exemption:
        assert Excluded(exemption.value).label == exemption.label


@pytest.mark.parametrize(
    "code",
    [
        one
        for one in vars(codes).values()
        if isinstance(one, type) and issubclass(one, Labelled) and one is not Labelled
    ],
)
def test_no_two_codes_of_a_kind_have_the_same_words(code: type[Labelled]) -> None:
    labels = [each.label for each in code]
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("duties", "series", "seen"),
    [
        ({Duty.ENTRY}, ["VAR"], True),
        ({Duty.ENTRY}, ["RSV"], False),
        ({Duty.RUNS}, ["VAR", "RSV"], False),
        ({Duty.RUNS, Duty.MATERNAL}, ["VAR", "RSV"], True),
        (set(), ["OLD"], True),
    ],
)
def test_series_that_tell_of_a_pregnancy_are_seen_by_their_duty(
    duties: set[Duty], series: list[str], *, seen: bool
) -> None:
    account = replace(ANYBODY, duties=frozenset(duties))
    assert words.may_see(account, series, current()) is seen


@given(day=st.dates(date(2026, 4, 1), date(2030, 3, 31)))
def test_a_year_is_named_where_dose_one_comes_back_every_april(day: date) -> None:
    yearly = {code for code in current().series if given_each_year(code, current())}
    assert yearly == {"FLU", "COVID"}
    expected = day.year if day.month >= 4 else day.year - 1
    assert year_of("FLU", day, current()) == expected
    assert year_of("MR1", day, current()) is None
