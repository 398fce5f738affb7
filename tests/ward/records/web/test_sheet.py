"""The record of a resident as the resident's page shows it (ui.md §7.3)."""

from datetime import date

import pytest
from django.test import Client
from doses_of_tests import AS_GIVEN, BORN, ON, cancel, check, correct, enter, mr1, pcv, record
from residents_of_tests import add_resident
from staff_of_tests import employ

from sesshu.foundation.duties import Duty
from sesshu.kernel.outcomes import Phase, Status
from sesshu.schedule.verdicts import NextDose, SeriesVerdict
from sesshu.ward.records.codes import Decision, Evidence, Language, Outcome, ScreeningReason, Source
from sesshu.ward.records.web.standing import KINDS, ORDER, standings_of

pytestmark = pytest.mark.usefixtures("fresh_ward")


@pytest.fixture
def client(fresh_ward: object) -> Client:
    return employ("入力 太郎", Duty.ENTRY).client()


@pytest.fixture
def child(fresh_ward: object) -> int:
    return add_resident(BORN)


def page(client: Client, child: int) -> str:
    return client.get(f"/131121/residents/{child}/?purpose=counter").text


def test_a_recorded_dose_shows_what_it_is_and_who_recorded_it(client: Client, child: int) -> None:
    record(mr1(child))
    shown = page(client, child)
    for words in ("麻しん風しん 第1期", "ミールビック", "1回目", "MR512", "三軒茶屋こども診療所"):
        assert words in shown
    assert "入力 佐藤 健一・確認 田中 めぐみ" in shown


def test_a_recorded_dose_shows_how_old_the_child_was(client: Client, child: int) -> None:
    record(mr1(child))
    assert "1歳1か月" in page(client, child).partition('id="doses"')[2]


def test_a_corrected_dose_is_struck_through_with_who_and_why(client: Client, child: int) -> None:
    check(correct(record(mr1(child, lot="MR521")), mr1(child)))
    shown = page(client, child)
    struck, _, standing = shown.partition("MR512")
    assert "<s>MR521" in struck
    assert ("予診票と照合した" in struck, "<s>MR512" in standing) == (True, False)
    assert shown.count("訂正する<span") == 1


def test_a_cancelled_dose_is_struck_through_and_offers_nothing(client: Client, child: int) -> None:
    check(cancel(record(mr1(child))))
    shown = page(client, child)
    assert ("別の方の予診票だった" in shown, "訂正する<span" in shown) == (True, False)


def test_a_dose_against_the_law_says_so(client: Client, child: int) -> None:
    record(pcv(child, date(2025, 5, 10)))
    record(pcv(child, date(2025, 5, 31), as_given=True, particulars=AS_GIVEN))
    shown = page(client, child)
    assert ("接種間隔の間違い" in shown, "回数に数えるか未決定" in shown) == (True, True)
    assert "未決定の接種を数えると" in shown


def test_a_screening_without_a_dose_says_why(client: Client, child: int) -> None:
    reason = ScreeningReason.FEVER
    nothing = {"product": None, "lot": None, "volume_ml": None, "route": None}
    record(mr1(child, outcome=Outcome.SCREENED_ONLY, screening_reason=reason, **nothing))
    shown = page(client, child)
    assert ("予診のみ" in shown, reason.label in shown) == (True, True)


def test_what_waits_is_announced_and_not_in_the_record(client: Client, child: int) -> None:
    enter(mr1(child))
    shown = page(client, child)
    assert "確認を待っている入力があります" in shown
    assert "接種の記録はありません。" in shown


def test_each_series_says_what_is_next_and_where_the_law_says_so(
    client: Client, child: int
) -> None:
    shown = page(client, child)
    assert "令和8年2月28日</time>から" in shown
    assert "根拠：予防接種法施行令第3条; 予防接種実施規則第12条" in shown


def test_a_guarded_residents_provider_is_not_on_the_sheet(
    client: Client, fresh_ward: object
) -> None:
    guarded = add_resident(BORN, guarded=True)
    record(mr1(guarded))
    shown = page(client, guarded)
    assert ("MR512" in shown, "三軒茶屋こども診療所" in shown) == (True, False)


def test_whoever_may_not_correct_is_offered_no_correction(child: int) -> None:
    record(mr1(child))
    checker = employ("確認 花子", Duty.CHECK).client()
    assert "訂正する<span" not in page(checker, child)


def test_every_status_has_its_sign_and_its_place() -> None:
    assert set(KINDS) == set(ORDER) == set(Status)


def verdict(status: Status, earliest_on: date | None = None) -> SeriesVerdict:
    following = earliest_on and NextDose(
        dose=1,
        phase=Phase.PRIMARY,
        earliest_on=earliest_on,
        last_on=date(2099, 1, 1),
        standard_from=None,
        standard_until=None,
        provision="x",
        products=(),
        methods=(),
    )
    return SeriesVerdict(
        series="X",
        name="X",
        status=status,
        timing=None,
        doses_counted=0,
        next=following,
        next_if_undecided_count=None,
        reasons=(),
        verify=(),
    )


@pytest.mark.parametrize(
    ("status", "earliest_on", "expected"),
    [
        (Status.DUE, date(2026, 1, 1), (True, True)),
        (Status.WAITING, date(2027, 11, 20), (True, True)),
        (Status.WAITING, date(2027, 11, 21), (False, False)),
        (Status.WAITING, None, (False, False)),
        (Status.MISSED, None, (False, True)),
        (Status.NOT_ELIGIBLE, None, (False, False)),
    ],
)
def test_what_is_offered_first_is_what_can_be_given_within_a_year(
    status: Status, earliest_on: date | None, expected: tuple[bool, bool]
) -> None:
    [standing] = standings_of([verdict(status, earliest_on)])
    assert (standing.opens_soon(ON), standing.may_be_on_paper(ON)) == expected


def test_a_dose_of_other_origin_bears_its_mark(client: Client) -> None:
    child = add_resident(BORN, valid_from=ON, became_resident_on=ON)
    record(
        mr1(
            child,
            source=Source.ABROAD,
            evidence=Evidence.FOREIGN_CERTIFICATE,
            country="アメリカ合衆国",
            language=Language.ENGLISH,
            decision=Decision.COUNTS,
            payment_excluded=True,
            product=None,
            brand=None,
            vaccine_name="M-M-R II",
        )
    )
    shown = page(client, child)
    for words in (
        "海外",
        "転入前",
        "国内の一覧にないワクチン",
        "海外の接種証明書（アメリカ合衆国）",
    ):
        assert words in shown


def test_a_dose_of_a_clinic_bears_no_mark(client: Client, child: int) -> None:
    record(mr1(child))
    assert "転入前" not in page(client, child)
