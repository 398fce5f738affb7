"""How much a check weighs is changed from a month on by two people; some stay as they are (V070–V085)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from check_levels_of_tests import agreed, check_of, lighter_level
from django.db import ProgrammingError
from django.test import Client
from ledger_of_tests import CLERK, COLLEAGUE, execute, last_entry
from staff_of_tests import employ

from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import OwnProposal
from sesshu.foundation.second_person.models import Proposal
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.directory import Municipality, enter_in_directory
from sesshu.ward.intake import check_levels
from sesshu.ward.intake.check_levels import LevelChange, levels_on
from sesshu.ward.intake.codes import Level
from sesshu.ward.intake.findings import SITUATIONS, weights_on
from sesshu.ward.intake.models import IntakeCheck
from sesshu.ward.intake.situations import ChangesBehind, CheckNotChanged, CheckStays
from sesshu.wire.clinic_files.codes import Channel

PAGE = "/131121/intake-checks/"
MONTH = today().replace(day=1)
NEXT_MONTH = (MONTH + timedelta(days=32)).replace(day=1)
STAY = [
    "unreadable",
    "unknown_person",
    "uncertain_person",
    "dead",
    "no_such_day",
    "before_birth",
    "in_future",
    "same_day",
    "number_twice",
    "differs_from_record",
]


@pytest.fixture
def place(fresh_ward: Place) -> Place:
    enter_in_directory(Municipality("131121", "世田谷区", demo=True), [fresh_ward])
    return fresh_ward


@pytest.fixture
def clerk(place: Place) -> Client:
    return employ("入力 花子", Duty.ENTRY).client()


@pytest.fixture
def checker(place: Place) -> Client:
    return employ("確認 太郎", Duty.CHECK).client()


@pytest.fixture
def lighter(fresh_ward: Place) -> LevelChange:
    return lighter_level("lot_missing", Channel.CLINIC, today())


def level_of(change: LevelChange, on: date) -> Level:
    return weights_on(on, change.channel)[change.situation].level


def test_the_level_holds_from_the_first_of_the_month_and_the_old_one_until_then(
    lighter: LevelChange,
) -> None:
    agreed(replace(lighter, valid_from=NEXT_MONTH))
    assert level_of(lighter, NEXT_MONTH - timedelta(days=1)) is Level.HOLD
    assert level_of(lighter, NEXT_MONTH) is Level.WARNING
    assert weights_on(NEXT_MONTH, Channel.PUNCHED)["lot_missing"].level is Level.HOLD


def test_who_asked_who_agreed_and_why_stand_with_the_level(lighter: LevelChange) -> None:
    agreed(lighter, "令和8年度の取決め")
    row = check_of(lighter)
    assert (row.source, row.entered_by_name, row.checked_by_name) == (
        "令和8年度の取決め",
        CLERK.name,
        COLLEAGUE.name,
    )
    assert last_entry().action == "proposal.approved"


def test_nobody_agrees_to_their_own_change(lighter: LevelChange) -> None:
    asked = check_levels.propose_level(CLERK, lighter, "取決め")
    with pytest.raises(OwnProposal):
        check_levels.approve(CLERK, asked.pk, asked.sha256)


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("situation", STAY)
def test_what_stops_a_wrong_person_or_day_is_never_lowered(
    fresh_ward: Place, situation: str, channel: Channel
) -> None:
    with pytest.raises(CheckStays):
        agreed(lighter_level(situation, channel, today()))


def test_every_check_that_stays_is_named_on_the_page(fresh_ward: Place) -> None:
    stays = {each.now.situation for each in levels_on(today()) if each.stays}
    assert set(STAY) <= stays
    assert {each.now.situation for each in levels_on(today())} == set(SITUATIONS)


@pytest.mark.parametrize(
    "valid_from",
    [
        MONTH - timedelta(days=1),
        (MONTH - timedelta(days=1)).replace(day=1),
        MONTH + timedelta(days=1),
    ],
    ids=["the last day of the month before", "the month before", "the second of this month"],
)
def test_no_level_changes_for_months_whose_files_were_checked(
    lighter: LevelChange, valid_from: date
) -> None:
    with pytest.raises(ChangesBehind):
        agreed(replace(lighter, valid_from=valid_from))


def test_a_change_does_not_slip_before_one_that_is_agreed(lighter: LevelChange) -> None:
    agreed(replace(lighter, valid_from=NEXT_MONTH))
    with pytest.raises(ChangesBehind):
        agreed(replace(lighter, level=Level.OFF))


def test_a_check_that_is_not_there_is_not_made(lighter: LevelChange) -> None:
    with pytest.raises(CheckNotChanged):
        agreed(replace(lighter, situation="bad_weather"))


def test_no_role_writes_a_level_past_the_second_person(fresh_ward: Place) -> None:
    columns = "check_id, situation, channel, level, may_override, valid_from, source"
    values = "'V070', 'x', 'clinic', 'off', true, '2030-01-01', ''"
    for role in ("intranet", "jobs"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(role, f"INSERT INTO intake_check ({columns}) VALUES ({values})")
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(role, "UPDATE intake_check SET level = 'off'")


def ask(clerk: Client, check: IntakeCheck, **others: str) -> int:
    said = {
        "level": "warning",
        "may_override": "1",
        "valid_from": NEXT_MONTH.isoformat(),
        "reason": "医師会との取決め",
    }
    return clerk.post(f"{PAGE}{check.pk}/", said | others).status_code


def test_a_clerk_asks_and_a_checker_sees_before_and_after(clerk: Client, checker: Client) -> None:
    check = IntakeCheck.objects.get(situation="lot_missing", channel=Channel.CLINIC)
    assert ask(clerk, check) == 302
    proposal = Proposal.objects.get()
    assert f"{PAGE}changes/{proposal.pk}/" in checker.get(PAGE).text
    assert f"{PAGE}changes/{proposal.pk}/" not in clerk.get(PAGE).text
    text = checker.get(f"{PAGE}changes/{proposal.pk}/").text
    assert "保留" in text
    assert "注意" in text
    said = {"decision": "approve", "shown_sha256": proposal.sha256}
    assert checker.post(f"{PAGE}changes/{proposal.pk}/", said).status_code == 302
    assert f"{NEXT_MONTH.year}年{NEXT_MONTH.month}月分から注意" in clerk.get(PAGE).text
    assert "申請済み" in clerk.get(PAGE).text


def test_a_change_of_nothing_comes_back(clerk: Client) -> None:
    check = IntakeCheck.objects.get(situation="lot_missing", channel=Channel.CLINIC)
    assert ask(clerk, check, level="hold") == 422
    assert not Proposal.objects.exists()


def test_what_stays_has_no_page_to_change_it(clerk: Client, checker: Client) -> None:
    check = IntakeCheck.objects.get(situation="dead", channel=Channel.CLINIC)
    assert clerk.get(f"{PAGE}{check.pk}/").status_code == 404
    changeable = IntakeCheck.objects.get(situation="lot_missing", channel=Channel.CLINIC)
    assert checker.get(f"{PAGE}{changeable.pk}/").status_code == 403


def test_a_change_is_sent_back_with_a_reason(clerk: Client, checker: Client) -> None:
    check = IntakeCheck.objects.get(situation="lot_missing", channel=Channel.CLINIC)
    ask(clerk, check)
    proposal = Proposal.objects.get()
    said = {"decision": "decline", "shown_sha256": proposal.sha256, "reason": "通知がまだない"}
    assert checker.post(f"{PAGE}changes/{proposal.pk}/", said).status_code == 302
    assert check_of(lighter_level("lot_missing", Channel.CLINIC, today())).level == Level.HOLD
