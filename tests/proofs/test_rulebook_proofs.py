"""The proofs of the rulebook, small, and each seen to fail where it should."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from proofs import error_stop, mutation
from proofs.mutants import mutants
from sesshu.schedule.load import read_tables, rulebook_root

RAW = read_tables(rulebook_root())
VARICELLA = "courses/varicella.yaml"


def test_valid_doses_pass_and_each_kind_of_error_is_stopped() -> None:
    finding = error_stop.prove(400)
    assert finding.held, finding.facts


def test_a_check_that_lets_everything_through_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    entered = error_stop.entered
    monkeypatch.setattr(error_stop, "entered", lambda life, dose: entered(life, plain(dose)))
    finding = error_stop.prove(30)
    assert not finding.held
    assert finding.facts["detected"]["有効期限切れ"] == 0.0


def plain(dose: Any) -> Any:
    return replace(dose, expires_on=dose.given_on + timedelta(days=1))


def test_every_value_about_varicella_is_noticed_by_some_case() -> None:
    suite = mutation.cases(mutation.CASES)
    tried = [mutant for mutant in mutants(RAW) if mutant.file == VARICELLA]
    survivors = [one.place for one in tried if not mutation.noticed(one, RAW, suite)]
    assert survivors == []
    assert len(tried) > 40


def test_without_cases_every_value_survives() -> None:
    first = next(mutant for mutant in mutants(RAW) if mutant.file == VARICELLA)
    assert not mutation.noticed(first, RAW, [])


def test_a_mutant_leaves_the_tables_as_they_were() -> None:
    before = repr(RAW)
    for mutant in mutants(RAW):
        mutant.make()
        mutant.undo()
    assert repr(RAW) == before
