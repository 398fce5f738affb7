"""Two administrators in two browsers: propose, approve, hand over the slip."""

import re
from datetime import datetime

import pytest
from django.test import Client

from sesshu.foundation.accounts import administration, queries
from sesshu.foundation.accounts.models import Account
from sesshu.foundation.duties import Duty, Permission
from sesshu.foundation.second_person.models import Proposal

from .browsing import PORTAL, signed_in, text_of
from .conftest import Office, Person, ledger_entries

ACCOUNTS = f"{PORTAL}/accounts/"
PROPOSALS = f"{ACCOUNTS}proposals/"
NEWCOMER = {
    "staff_number": "00412345",
    "login_id": "S412345",
    "display_name": "新任 職員",
    "department": "infection",
    "duties": ["entry", "check"],
    "reason": "12月1日付けの採用のため",
}


@pytest.fixture
def first(office: Office) -> Client:
    return signed_in(office.first)


@pytest.fixture
def second(office: Office) -> Client:
    return signed_in(office.second)


def proposed(first: Client, **changed: object) -> Proposal:
    answer = first.post(f"{ACCOUNTS}new", {**NEWCOMER, **changed})
    assert answer["Location"] == PROPOSALS, text_of(answer)
    return Proposal.objects.latest("pk")


def approve(browser: Client, proposal: Proposal, shown: str = "") -> object:
    address = f"{PROPOSALS}{proposal.pk}/"
    found = re.search(r'name="shown" value="([0-9a-f]+)"', text_of(browser.get(address)))
    return browser.post(f"{address}approve", {"shown": shown or (found[1] if found else "")})


def test_one_proposes_the_other_approves_and_prints_the_slip(first: Client, second: Client) -> None:
    proposal = proposed(first)
    answer = approve(second, proposal)
    account = Account.objects.get(login_id="s412345")
    assert answer["Location"] == f"{ACCOUNTS}{account.pk}/"  # type: ignore[index]
    slip = text_of(second.post(f"{ACCOUNTS}{account.pk}/slip"))
    assert re.search(r"(?:[0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}", slip)
    assert "新任 職員" in slip


def test_what_is_shown_for_approval_is_what_was_typed(first: Client, second: Client) -> None:
    proposal = proposed(first)
    page = text_of(second.get(f"{PROPOSALS}{proposal.pk}/"))
    for shown in ("00412345", "s412345", "新任 職員", "感染症対策課", "入力担当・確認担当"):
        assert shown in page
    assert "12月1日付けの採用のため" in page


def test_the_proposer_is_not_offered_to_approve_and_is_refused(first: Client) -> None:
    proposal = proposed(first)
    page = text_of(first.get(f"{PROPOSALS}{proposal.pk}/"))
    assert "この内容で承認する" not in page
    answer = first.post(f"{PROPOSALS}{proposal.pk}/approve", {"shown": proposal.sha256})
    assert answer.status_code == 409
    assert "自分の入力は確認できません" in text_of(answer)
    assert not Account.objects.filter(login_id="s412345").exists()


def test_something_else_than_what_was_shown_is_not_approved(first: Client, second: Client) -> None:
    proposal = proposed(first)
    answer = approve(second, proposal, shown="0" * 64)
    assert answer.status_code == 409  # type: ignore[attr-defined]


def test_a_proposal_is_handed_back_with_a_reason(first: Client, second: Client) -> None:
    proposal = proposed(first)
    address = f"{PROPOSALS}{proposal.pk}/decline"
    empty = second.post(address, {})
    assert (empty.status_code, "差し戻す理由を入力してください" in text_of(empty)) == (422, True)
    second.post(address, {"decline_reason": "担当を確かめてください"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_reason) == ("declined", "担当を確かめてください")


def test_a_proposer_withdraws_and_nobody_else_can(first: Client, second: Client) -> None:
    proposal = proposed(first)
    address = f"{PROPOSALS}{proposal.pk}/withdraw"
    assert second.post(address).status_code == 409
    assert first.post(address)["Location"] == PROPOSALS
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(first: Client) -> None:
    answer = first.post(f"{ACCOUNTS}new", {**NEWCOMER, "duties": ["entry", "accounts"]})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "業務・管理の担当を一人に合わせて付けることはできません" in page
    assert 'value="新任 職員"' in page


def test_nothing_chosen_is_said(first: Client) -> None:
    page = text_of(first.post(f"{ACCOUNTS}new", {}))
    for said in ("職員番号を入力", "担当を選んで", "所属を選んで", "理由を入力"):
        assert said in page


def test_duties_are_changed_by_two(
    office: Office, first: Client, second: Client, clerk: Person
) -> None:
    address = f"{ACCOUNTS}{clerk.account.pk}/change"
    page = text_of(first.get(address))
    assert re.search(r'value="entry"[^>]*checked', page)
    data = {"department": "infection", "duties": ["runs"], "reason": "異動のため"}
    first.post(address, data)
    proposal = Proposal.objects.latest("pk")
    shown = text_of(second.get(f"{PROPOSALS}{proposal.pk}/"))
    assert "入力担当" in shown
    assert "一括処理担当" in shown
    approve(second, proposal)
    assert queries.duties_of([clerk.account.pk]) == {clerk.account.pk: (Duty.RUNS,)}


def test_an_account_is_revoked_by_two_and_listed_apart(
    first: Client, second: Client, clerk: Person
) -> None:
    first.post(f"{ACCOUNTS}{clerk.account.pk}/revoke", {"reason": "退職のため"})
    assert approve(second, Proposal.objects.latest("pk")).status_code == 302  # type: ignore[attr-defined]
    assert "s1001" not in text_of(first.get(ACCOUNTS))
    assert "s1001" in text_of(first.get(f"{ACCOUNTS}?state=revoked"))
    page = text_of(first.get(f"{ACCOUNTS}{clerk.account.pk}/"))
    assert "停止日時" in page
    assert "申請する" not in page


def test_a_new_slip_is_issued_by_two(first: Client, second: Client, clerk: Person) -> None:
    first.post(f"{ACCOUNTS}{clerk.account.pk}/reenroll", {"reason": "紛失のため"})
    answer = approve(second, Proposal.objects.latest("pk"))
    assert answer["Location"] == f"{ACCOUNTS}{clerk.account.pk}/"  # type: ignore[index]
    assert "登録票を表示する" in text_of(second.get(f"{ACCOUNTS}{clerk.account.pk}/"))


def test_the_proposer_never_sees_the_code_of_the_slip(
    first: Client, second: Client, clerk: Person
) -> None:
    """Whoever proposed could otherwise enroll as the person they invented."""
    first.post(f"{ACCOUNTS}{clerk.account.pk}/reenroll", {"reason": "紛失のため"})
    approve(second, Proposal.objects.latest("pk"))
    answer = first.post(f"{ACCOUNTS}{clerk.account.pk}/slip", follow=True)
    assert "申請した職員とは別の職員が印刷してください" in text_of(answer)
    assert not re.search(r"(?:[0-9A-Z]{5}-){3}", text_of(answer))


def test_nobody_prints_a_slip_for_somebody_who_has_enrolled(second: Client, clerk: Person) -> None:
    answer = second.post(f"{ACCOUNTS}{clerk.account.pk}/slip", follow=True)
    assert "使える登録票がありません" in text_of(answer)


def test_ones_own_account_offers_nothing(office: Office, first: Client) -> None:
    page = text_of(first.get(f"{ACCOUNTS}{office.first.account.pk}/"))
    assert "自分の登録・担当・停止は、申請も承認もできません" in page
    assert "利用を停止する" not in page
    answer = first.post(f"{ACCOUNTS}{office.first.account.pk}/revoke", {"reason": "退職のため"})
    assert answer.status_code == 422


def test_an_account_or_a_proposal_that_is_not_there_is_not_found(
    office: Office, first: Client, at: datetime
) -> None:
    assert first.get(f"{ACCOUNTS}999999/").status_code == 404
    assert first.get(f"{PROPOSALS}999999/").status_code == 404
    assert first.post(f"{ACCOUNTS}999999/slip").status_code == 404


@pytest.mark.parametrize(
    ("duty", "opens"), [(Duty.AUDIT, True), (Duty.SECURITY, True), (Duty.ENTRY, False)]
)
def test_auditors_see_accounts_and_change_nothing(
    office: Office,
    duty: Duty,
    opens: bool,  # noqa: FBT001
) -> None:
    browser = signed_in(office.join(5001, duty))
    assert (browser.get(ACCOUNTS).status_code == 200) == opens
    assert (browser.get(f"{ACCOUNTS}rights").status_code == 200) == opens
    assert browser.get(f"{ACCOUNTS}new").status_code == 403
    assert browser.get(PROPOSALS).status_code == 403


def test_the_matrix_shows_every_right_duty_and_holder(first: Client) -> None:
    page = text_of(first.get(f"{ACCOUNTS}rights"))
    assert all(permission.label in page for permission in Permission)
    assert all(duty.label in page for duty in Duty)
    assert "職員 第1001号" in page


def test_a_review_of_the_matrix_is_recorded_once_it_is_of_what_was_shown(first: Client) -> None:
    page = text_of(first.get(f"{ACCOUNTS}rights"))
    shown = re.search(r'name="shown" value="([0-9a-f]{64})"', page)
    assert shown is not None
    first.post(f"{ACCOUNTS}rights/review", {"shown": "0" * 64})
    assert ledger_entries("rights.review") == []
    first.post(f"{ACCOUNTS}rights/review", {"shown": shown[1]})
    (entry,) = ledger_entries("rights.review")
    assert entry.details == {"table_sha256": shown[1]}


def test_the_queue_counts_what_waits(office: Office, first: Client, at: datetime) -> None:
    administration.propose_revoke(office.second.actor, office.clerk.account.pk, "退職のため", at)
    assert "確認待ちの申請（1件）" in text_of(first.get(ACCOUNTS))
    assert "利用者の停止（職員 第1001号）" in text_of(first.get(PROPOSALS))
