"""The second person's answer on every page: nothing is chosen for them, and a refusal says why (R5)."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from sesshu.foundation.second_person import OwnProposal
from sesshu.foundation.second_person.web.deciding import DecisionForm

SAID = ("確定しました。", "差し戻しました。")


@pytest.mark.parametrize("reason", ["", "   "])
def test_sending_back_needs_a_reason(reason: str) -> None:
    form = DecisionForm({"decision": "decline", "reason": reason, "shown_sha256": "00"})
    assert not form.is_valid()
    assert "reason" in form.errors


def test_approving_needs_none() -> None:
    form = DecisionForm({"decision": "approve", "shown_sha256": "00"})
    assert form.is_valid()
    assert form.approves


def test_nothing_is_decided_for_the_second_person() -> None:
    assert not DecisionForm({"shown_sha256": "00"}).is_valid()


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def words(request: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(request)]


def refused(_: str) -> None:
    raise OwnProposal


def test_approving_passes_on_what_was_shown_and_says_so(request_: HttpRequest) -> None:
    form = DecisionForm({"decision": "approve", "shown_sha256": "ab"})
    shown: list[str] = []
    assert form.is_valid()
    assert form.decided(request_, shown.append, refused, SAID)
    assert shown == ["ab"]
    assert words(request_) == ["確定しました。"]


def test_sending_back_passes_on_the_reason_and_says_so(request_: HttpRequest) -> None:
    form = DecisionForm({"decision": "decline", "shown_sha256": "ab", "reason": "日付が違う"})
    reasons: list[str] = []
    assert form.is_valid()
    assert form.decided(request_, refused, reasons.append, SAID)
    assert reasons == ["日付が違う"]
    assert words(request_) == ["差し戻しました。"]


@pytest.mark.parametrize("decision", ["approve", "decline"])
def test_a_refusal_stands_in_the_form_and_nothing_else_is_said(
    request_: HttpRequest, decision: str
) -> None:
    form = DecisionForm({"decision": decision, "shown_sha256": "ab", "reason": "日付が違う"})
    assert form.is_valid()
    assert not form.decided(request_, refused, refused, SAID)
    assert form.non_field_errors() == [OwnProposal.message]
    assert words(request_) == []
