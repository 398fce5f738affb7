"""A proposal of a dose, and what took effect."""

import pytest
from proposals_of_tests import proposed

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal, effects


@pytest.fixture
def effect(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Actor, Proposal]]:
    """What took effect so far for proposals of kind ``ward.dose``."""
    happened: list[tuple[Actor, Proposal]] = []
    monkeypatch.setattr(effects, "_effects", {})
    second_person.takes_effect("ward.dose")(lambda *what: happened.append(what))
    return happened


@pytest.fixture
def proposal(effect: list) -> Proposal:
    """One dose, waiting."""
    return proposed()
