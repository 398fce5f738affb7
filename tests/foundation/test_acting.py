"""Who acts is said to PostgreSQL once per transaction, and forgotten with it."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from ledger_of_tests import execute

from sesshu.foundation.acting import Actor, OutsideTransaction, act_as

SAID = "SELECT acting_account(), acting_name(), acting_terminal()"


@pytest.mark.usefixtures("ward")
@pytest.mark.parametrize(
    ("actor", "said"),
    [
        (Actor(7, "佐藤 健一", "10.1.2.3"), (7, "佐藤 健一", "10.1.2.3")),
        (Actor(7, "佐藤 健一"), (7, "佐藤 健一", None)),
        (Actor.system("registry.import"), (None, "registry.import", None)),
    ],
)
def test_the_database_knows_who_acts_until_the_transaction_ends(actor: Actor, said: tuple) -> None:
    with transaction.atomic():
        act_as(actor)
        assert execute("default", SAID) == [said]
    assert execute("default", SAID) == [(None, None, None)]


@pytest.mark.usefixtures("ward")
def test_a_transaction_that_is_undone_forgets_too() -> None:
    with transaction.atomic():
        act_as(Actor(7, "佐藤 健一"))
        transaction.set_rollback(True)
    assert execute("default", SAID) == [(None, None, None)]


@pytest.mark.usefixtures("ward")
def test_one_zone_does_not_act_for_another() -> None:
    with transaction.atomic(), transaction.atomic("jobs"):
        act_as(Actor(7, "佐藤 健一"))
        assert execute("jobs", SAID) == [(None, None, None)]


@pytest.mark.usefixtures("ward")
def test_nobody_acts_outside_a_transaction() -> None:
    with pytest.raises(OutsideTransaction):
        act_as(Actor(7, "佐藤 健一"))


@pytest.mark.parametrize("name", ["", " ", "\u3000"])
def test_an_actor_has_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        Actor(7, name)


@given(st.integers(min_value=1), st.text(min_size=1).filter(str.strip))
def test_an_account_is_never_taken_for_the_system(account: int, name: str) -> None:
    assert Actor(account, name).settings()[0] != Actor.system(name).settings()[0] == ""
