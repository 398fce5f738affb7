"""Whatever people try, in whatever order: a proposal takes effect at most once, by another, unchanged."""

import pytest
from django.db import connections
from examples_of_tests import ONE_WARD, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import State

PEOPLE = [Actor(number, f"職員{number}") for number in (7, 8, 9)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["approve", "approve unseen", "decline", "withdraw", "tamper"]),
        st.sampled_from(PEOPLE),
    ),
    max_size=8,
)


@pytest.mark.usefixtures("ward")
@settings(max_examples=examples(40), suppress_health_check=ONE_WARD)
@given(author=st.sampled_from(PEOPLE), steps=STEPS)
def test_a_proposal_has_one_end(effect: list, author: Actor, steps: list) -> None:
    effect.clear()
    proposal = second_person.propose(author, "ward.dose", {"dose": 1}, [41], "")
    ends = []
    for step, person in steps:
        try:
            ends.append((take(step, person, proposal), person))
        except second_person.NotDecided:
            continue
    after = second_person.proposal_of(proposal.pk)
    assert len(ends) <= 1
    assert len(effect) == (1 if after.state == State.APPROVED else 0)
    assert after.payload == {"dose": 1}
    if ends:
        [(state, person)] = ends
        assert (after.state, after.decided_by) == (state, person.account_id)
        assert (after.decided_by == author.account_id) == (state == State.WITHDRAWN)
    else:
        assert after.state == State.OPEN


def take(step: str, person: Actor, proposal: second_person.Proposal) -> str:
    """One try; the state it led to. Tampering goes round our code, as the role of the portal."""
    if step == "approve":
        return second_person.approve(person, proposal.pk, proposal.sha256).state
    if step == "approve unseen":
        return second_person.approve(person, proposal.pk, "00" * 32).state
    if step == "decline":
        return second_person.decline(person, proposal.pk, "理由").state
    if step == "withdraw":
        return second_person.withdraw(person, proposal.pk).state
    with pytest.raises(Exception, match="permission denied"), connections["default"].cursor() as c:
        c.execute("UPDATE proposal SET payload = '{}' WHERE id = %s", [proposal.pk])
    raise second_person.NotDecided
