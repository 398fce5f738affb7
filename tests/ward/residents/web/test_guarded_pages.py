"""A protected contact: asked for by one, approved by another, shown to the first once, all of it recorded."""

from typing import Any

import pytest
from django.test import Client
from ledger_of_tests import entries
from staff_of_tests import Staff, employ
from ward.residents.web.conftest import CHILD, HIDDEN, PROTECTED, id_of

from sesshu.foundation import second_person
from sesshu.foundation.duties import Duty
from sesshu.foundation.ledger.kind import Kind
from sesshu.foundation.second_person import Proposal, State

HOME = "/131121/guarded"
REASON = "予診票の返送先を本人に確かめるため"


def ask(client: Client, reason: str = REASON) -> Any:
    return client.post(
        f"/131121/residents/{id_of(PROTECTED)}/contact/?purpose=counter", {"reason": reason}
    )


def only_request() -> Proposal:
    return Proposal.objects.get(kind="ward.guarded_contact")


def decide(client: Client, decision: str, reason: str = "", sha256: str = "") -> Any:
    proposal = only_request()
    answer = {"decision": decision, "reason": reason, "shown_sha256": sha256 or proposal.sha256}
    return client.post(f"{HOME}/requests/{proposal.pk}/", answer)


def show(client: Client) -> Any:
    return client.post(f"{HOME}/own/{only_request().pk}/contact/")


def text(client: Client, path: str) -> str:
    answer = client.get(f"{HOME}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def told(kind: Kind) -> list[tuple[str, list[int]]]:
    return [(entry.action, entry.subjects) for entry in entries() if entry.kind == kind]


@pytest.fixture
def asked(browser_of_clerk: Client) -> Client:
    """The clerk's browser, with the request made."""
    assert ask(browser_of_clerk).status_code == 302
    return browser_of_clerk


@pytest.fixture
def approved(asked: Client, guardian: Staff) -> Client:
    """The clerk's browser, with the request approved."""
    assert decide(guardian.client(), "approve").status_code == 302
    return asked


def test_a_request_names_a_reason_and_waits(asked: Client, guardian: Staff) -> None:
    assert only_request().reason == REASON
    assert "承認待ち" in text(asked, "own/")
    assert REASON in text(guardian.client(), "requests/")


def test_a_request_without_a_reason_is_returned(browser_of_clerk: Client) -> None:
    answer = ask(browser_of_clerk, reason=" ")
    assert answer.status_code == 422
    assert "閲覧が必要な理由を入力してください。" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_nothing_is_asked_for_where_nothing_is_held_back(browser_of_clerk: Client) -> None:
    answer = browser_of_clerk.get(f"/131121/residents/{id_of(CHILD)}/contact/?purpose=counter")
    assert answer.status_code == 404


def test_the_approver_decides_without_seeing_the_contact(asked: Client, guardian: Staff) -> None:
    html = text(guardian.client(), f"requests/{only_request().pk}/")
    assert REASON in html
    assert HIDDEN not in html


def test_the_requester_sees_it_once_on_a_page_nobody_keeps(approved: Client) -> None:
    answer = show(approved)
    assert answer.status_code == 200
    assert HIDDEN in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    again = show(approved)
    assert again.status_code == 403
    assert "すでに一度表示しました" in again.content.decode()
    assert HIDDEN not in again.content.decode()
    assert "閲覧済み" in text(approved, "own/")


def test_a_contact_is_never_shown_by_opening_an_address(approved: Client) -> None:
    answer = approved.get(f"{HOME}/own/{only_request().pk}/contact/")
    assert answer.status_code == 405


def test_before_the_approval_nothing_is_shown(asked: Client) -> None:
    answer = show(asked)
    assert answer.status_code == 403
    assert "承認されていません" in answer.content.decode()


def test_a_colleague_cannot_use_the_approval(approved: Client) -> None:
    answer = show(employ("別の入力担当", Duty.ENTRY).client())
    assert answer.status_code == 403
    assert HIDDEN not in answer.content.decode()


def test_the_approver_cannot_use_it_either(approved: Client, guardian: Staff) -> None:
    assert show(guardian.client()).status_code == 403


def test_nobody_approves_their_own_request(small_ward: object) -> None:
    both = employ("兼務 三郎", Duty.ENTRY, Duty.GUARDED).client()
    ask(both)
    assert "自分の申請は承認できません" in text(both, "requests/")
    answer = decide(both, "approve")
    assert answer.status_code == 422
    assert "自分の入力は確認できません。" in answer.content.decode()
    assert only_request().state == State.OPEN


def test_what_is_sent_back_says_why(asked: Client, guardian: Staff) -> None:
    assert decide(guardian.client(), "decline", "理由が分かりません").status_code == 302
    html = text(asked, "own/")
    assert "差戻し" in html
    assert "理由が分かりません" in html
    assert show(asked).status_code == 403


def test_sending_back_without_words_is_returned(asked: Client, guardian: Staff) -> None:
    answer = decide(guardian.client(), "decline")
    assert answer.status_code == 422
    assert only_request().state == State.OPEN


def test_only_what_was_shown_can_be_approved(asked: Client, guardian: Staff) -> None:
    answer = decide(guardian.client(), "approve", sha256="00" * 32)
    assert answer.status_code == 422
    assert only_request().state == State.OPEN


def test_a_request_that_a_colleague_decided_first_says_so(asked: Client, guardian: Staff) -> None:
    proposal = only_request()
    second_person.decline(employ("支援 三郎", Duty.GUARDED).actor, proposal.pk, "重複のため")
    answer = decide(guardian.client(), "approve")
    assert answer.status_code == 422
    assert "すでに処理されています" in answer.content.decode()


def test_every_step_stands_in_the_ledger_with_the_person(approved: Client) -> None:
    show(approved)
    show(approved)
    protected = [id_of(PROTECTED)]
    acts, refusals = told(Kind.ACT), told(Kind.REFUSAL)
    for step in ("proposal.made", "proposal.approved", "guarded.contact_shown"):
        assert (step, protected) in acts
    assert refusals == [("guarded.contact_shown", protected)]


def test_the_queue_and_the_own_list_are_looks_at_whom_they_name(
    asked: Client, guardian: Staff
) -> None:
    text(asked, "own/")
    text(guardian.client(), "requests/")
    looks = told(Kind.LOOK)
    assert ("guarded.own_requests", [id_of(PROTECTED)]) in looks
    assert ("guarded.requests", [id_of(PROTECTED)]) in looks


@pytest.mark.parametrize("path", ["requests/", "requests/1/"])
def test_a_clerk_may_not_open_the_queue(browser_of_clerk: Client, path: str) -> None:
    assert browser_of_clerk.get(f"{HOME}/{path}").status_code == 403


def test_a_proposal_of_another_kind_is_no_request(guardian: Staff) -> None:
    assert guardian.client().get(f"{HOME}/requests/999/").status_code == 404
