"""A page that PostgreSQL refuses, or whose rules refuse, leaves a refusal in the ledger, once."""

import pytest
from django.db import ProgrammingError, connections
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from ledger_of_tests import entries
from staff_of_tests import employ

from sesshu.config import urls
from sesshu.foundation import ledger
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place


class TooCurious(ledger.Refused):
    """A situation of the office."""

    reason = "refused"


def read_the_seals(request: HttpRequest, municipality: str) -> HttpResponse:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_seal")
    return HttpResponse()


def read_them_in_an_act(request: HttpRequest, municipality: str) -> HttpResponse:
    with ledger.act(request.actor, "page.open", "画面を開く"):
        return read_the_seals(request, municipality)


def be_curious(request: HttpRequest, municipality: str) -> HttpResponse:
    raise TooCurious


def fail(request: HttpRequest, municipality: str) -> HttpResponse:
    raise ZeroDivisionError


PREFIX = "<str:municipality>/planted/"
urlpatterns = [
    *urls.urlpatterns,
    path(f"{PREFIX}seals", read_the_seals, name="seals"),
    path(f"{PREFIX}act", read_them_in_an_act, name="act"),
    path(f"{PREFIX}curious", be_curious, name="curious"),
    path(f"{PREFIX}fail", fail, name="fail"),
]


@pytest.mark.parametrize(
    ("page", "error", "reason"),
    [
        ("seals", ProgrammingError, "insufficient_privilege"),
        ("act", ProgrammingError, "insufficient_privilege"),
        ("curious", TooCurious, "refused"),
    ],
)
def test_a_refusal_while_a_page_is_made_is_recorded_once(
    fresh_ward: Place, page: str, error: type[Exception], reason: str
) -> None:
    clerk = employ("入力 花子", Duty.ENTRY)
    with override_settings(ROOT_URLCONF=__name__), pytest.raises(error):
        clerk.client().get(f"/131121/planted/{page}")
    refusals = [entry for entry in entries() if entry.kind == "refusal"]
    assert [(entry.actor_account, entry.reason) for entry in refusals] == [
        (clerk.account_id, reason)
    ]
    assert refusals[0].details in ({"page": page}, {})


def test_another_error_is_no_refusal(fresh_ward: Place) -> None:
    clerk = employ("入力 花子", Duty.ENTRY)
    with override_settings(ROOT_URLCONF=__name__), pytest.raises(ZeroDivisionError):
        clerk.client().get("/131121/planted/fail")
    assert [entry for entry in entries() if entry.kind == "refusal"] == []
