"""A resident asks about the own history at a counter, also years later (B12, F17)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from documents.paper import text_of
from doses_of_tests import AS_GIVEN, BORN, FIRST_MR, cancel, check, enter, mr1, pcv, record
from ledger_of_tests import last_entry
from merges_of_tests import merge
from residents_of_tests import add_resident, add_version, shelter
from staff_of_tests import employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.ledger.models import Entry
from sesshu.ward.records.codes import Evidence, FoundBy, Source

pytestmark = pytest.mark.usefixtures("fresh_ward")
SAID = {"asked_by": "guardian", "identity_document": "driving_license", "same_person": "on"}


@pytest.fixture
def child(fresh_ward: object) -> int:
    return add_resident(BORN, name="世田谷 みどり")


@pytest.fixture
def clerk(fresh_ward: object) -> Client:
    return employ("入力 太郎", Duty.ENTRY).client()


def ask(clerk: Client, resident: int, **said: str) -> Any:
    return clerk.post(f"/131121/residents/{resident}/history-answer/", SAID | said)


def answers() -> list[Entry]:
    return list(Entry.objects.using("audit").filter(action="history.answered"))


def test_what_stands_is_printed_and_the_ledger_tells_who_was_given_it(
    child: int, clerk: Client
) -> None:
    record(mr1(child))
    answer = ask(clerk, child)
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    for words in (
        "世田谷みどり",
        "麻しん風しん",
        "1回目",
        "MR512",
        "0.5mL",
        "三軒茶屋こども診療所",
    ):
        assert words in text
    [told] = answers()
    assert told.subjects == [child]
    assert told.details["asked_by"] == "guardian"
    assert told.details["identity_document"] == "driving_license"


@pytest.mark.parametrize("missing", SAID)
def test_nothing_is_printed_before_it_is_known_who_asks(
    child: int, clerk: Client, missing: str
) -> None:
    assert ask(clerk, child, **{missing: ""}).status_code == 422
    assert answers() == []


def test_what_waits_or_was_taken_back_is_not_told(child: int, clerk: Client) -> None:
    check(cancel(record(mr1(child))))
    enter(
        pcv(child, FIRST_MR + timedelta(days=40), lot="WAITS1", as_given=True, particulars=AS_GIVEN)
    )
    text = text_of(ask(clerk, child).content)
    assert "MR512" not in text
    assert "WAITS1" not in text


def test_the_history_of_every_number_of_a_person_is_told_with_where_it_is_from(
    child: int, clerk: Client
) -> None:
    other = add_resident(BORN, name="世田谷 みどり")
    record(mr1(child))
    elsewhere = {"source": Source.PERSON, "evidence": Evidence.HANDBOOK, "payment_excluded": True}
    day = FIRST_MR + timedelta(days=3)
    merge(child, other)
    record(
        mr1(other, day, lot="ELSE1", as_given=True, particulars=AS_GIVEN, **elsewhere),
        another=FoundBy.PAPER,
    )
    text = text_of(ask(clerk, child).content)
    for words in ("MR512", "ELSE1", "証明書類"):
        assert words in text


def test_who_died_or_left_is_still_answered(child: int, clerk: Client) -> None:
    record(mr1(child))
    add_version(child, BORN, valid_from=FIRST_MR + timedelta(days=60), status="2")
    assert "MR512" in text_of(ask(clerk, child).content)


def test_of_somebody_protected_the_desk_that_knows_the_case_answers(
    child: int, clerk: Client
) -> None:
    record(mr1(child))
    shelter(child)
    refused = ask(clerk, child)
    assert refused.status_code == 422
    assert "担当課に引き継いでください" in refused.text
    assert [each.reason for each in answers()] == ["history_of_guarded"]


def test_whoever_checks_entries_does_not_answer(child: int) -> None:
    checker = employ("確認 花子", Duty.CHECK).client()
    assert ask(checker, child).status_code == 403
    assert last_entry().action != "history.answered"
