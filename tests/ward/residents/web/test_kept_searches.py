"""A submitted search stays with its clerk, sealed, until the sign-in must have ended."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from ledger_of_tests import execute

from sesshu.ward.residents.web import kept_searches
from sesshu.ward.residents.web.kept_searches import KeptSearch
from sesshu.ward.residents.web.purposes import Purpose

pytestmark = pytest.mark.usefixtures("fresh_ward")

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
CONDITIONS = {"kana": "ヤマダ", "address": "三軒茶屋二丁目", "born_on": "2019-05-01"}
CLERK: Any = SimpleNamespace(session_id=7)
SAME_CLERK_ON_ANOTHER_TERMINAL: Any = SimpleNamespace(session_id=8)


def keep(at: datetime = AT) -> KeptSearch:
    return kept_searches.keep(CLERK, Purpose.COUNTER, CONDITIONS, at)


def test_a_kept_search_tells_its_conditions_and_purpose_to_the_sign_in_that_made_it() -> None:
    again = kept_searches.kept(CLERK, keep().id)
    assert again is not None
    assert again.conditions == CONDITIONS
    assert again.purpose is Purpose.COUNTER


def test_another_sign_in_does_not_find_it() -> None:
    assert kept_searches.kept(SAME_CLERK_ON_ANOTHER_TERMINAL, keep().id) is None


def test_a_number_that_was_never_given_is_not_found() -> None:
    assert kept_searches.kept(CLERK, uuid4()) is None


def test_the_database_cannot_read_what_was_typed() -> None:
    keep()
    stored = execute("intranet", "SELECT convert_from(sealed_conditions, 'UTF8') FROM kept_search")
    assert "三軒茶屋" not in str(stored)
    assert "ヤマダ" not in str(stored)


def test_searches_are_forgotten_once_their_sign_in_must_have_ended() -> None:
    old = keep()
    recent = keep(AT + timedelta(hours=1))
    keep(AT + timedelta(hours=10, minutes=1))
    assert kept_searches.kept(CLERK, old.id) is None
    assert kept_searches.kept(CLERK, recent.id) is not None


def test_an_answer_is_a_new_look_once_even_when_it_is_empty() -> None:
    search = keep()
    assert kept_searches.not_yet_shown(search, [])
    kept_searches.remember_shown(search, [])
    assert not kept_searches.not_yet_shown(search, [])


def test_the_same_list_again_is_no_new_look_but_one_more_resident_is() -> None:
    search = keep()
    kept_searches.remember_shown(search, [3, 1])
    again = kept_searches.kept(CLERK, search.id)
    assert again is not None
    assert not kept_searches.not_yet_shown(again, [1, 3])
    assert not kept_searches.not_yet_shown(again, [3])
    assert kept_searches.not_yet_shown(again, [1, 3, 5])
    kept_searches.remember_shown(again, [5])
    assert not kept_searches.not_yet_shown(again, [1, 3, 5])
