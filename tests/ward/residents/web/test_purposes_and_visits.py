"""Why somebody looks travels with every link, and says nothing about a resident."""

from uuid import UUID

import pytest
from django.test import RequestFactory

from sesshu.ward.residents.web.purposes import Purpose, choices
from sesshu.ward.residents.web.visits import Visit, visit_of

SEARCH = UUID("0198c0de-0000-7000-8000-000000000001")


def visit(query: str) -> Visit | None:
    return visit_of(RequestFactory().get(f"/131121/residents/1/{query}"))


def test_a_visit_travels_through_the_query_unchanged() -> None:
    for sent in (Visit(Purpose.PHONE), Visit(Purpose.COUNTER, SEARCH)):
        assert visit(sent.query) == sent


@pytest.mark.parametrize("query", ["", "?purpose=", "?purpose=curiosity", f"?search={SEARCH}"])
def test_without_a_purpose_we_know_there_is_no_visit(query: str) -> None:
    assert visit(query) is None


def test_a_search_that_is_no_number_is_left_out() -> None:
    assert visit("?purpose=counter&search=ヤマダ") == Visit(Purpose.COUNTER)


def test_no_purpose_is_chosen_for_the_clerk() -> None:
    assert choices()[0] == ("", "選択してください")
    assert [code for code, _ in choices()[1:]] == [purpose.value for purpose in Purpose]
