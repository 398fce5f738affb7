"""The proofs of the rulebook, small, and each seen to fail where it should."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from proofs import equivalents, error_stop, mutation
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
    survivors = [one.place for one in tried if mutation.tried(one, RAW, suite).survives]
    assert survivors == []
    assert len(tried) > 40


def test_without_cases_every_value_survives() -> None:
    one = next(m for m in mutants(RAW) if m.file == VARICELLA and "after_previous" in m.place)
    assert mutation.blind_engines(one, RAW, []) == ("judge", "sweep")


def test_a_mutant_leaves_the_tables_as_they_were() -> None:
    before = repr(RAW)
    for mutant in mutants(RAW):
        mutant.make()
        mutant.undo()
    assert repr(RAW) == before


def test_what_the_loader_refuses_needs_no_case() -> None:
    first_day = next(
        m for m in mutants(RAW) if (m.code, m.place) == ("VAR", ".versions[0].effective_from")
    )
    tried = mutation.tried(first_day, RAW, [])
    assert (tried.blind, tried.refused, tried.survives) == (("judge", "sweep"), True, False)


def test_only_judge_is_asked_about_what_a_verdict_rests_on() -> None:
    by_place = {(m.file, m.place): m for m in mutants(RAW)}
    renumbered = by_place[VARICELLA, ".versions[1].effective_until"]
    new_door = by_place[VARICELLA, ".versions[0].effective_until"]
    mark = by_place[VARICELLA, ".versions[0].verify[0]"]
    assert [mutation.engines_for(one) for one in (renumbered, mark)] == [("judge",), ("judge",)]
    assert mutation.engines_for(new_door) == ("judge", "sweep")


def test_every_mutant_listed_as_the_same_law_is_one() -> None:
    assert equivalents.LISTED.keys() <= {mutant.name for mutant in mutants(RAW)}


def test_a_mutant_listed_as_the_same_law_is_found_out_when_a_case_tells_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    suite = mutation.cases(mutation.CASES)
    told = next(m for m in mutants(RAW) if m.file == VARICELLA and "after_previous" in m.place)
    monkeypatch.setitem(equivalents.LISTED, told.name, "wrongly")
    finding = mutation.finding_of([mutation.tried(told, RAW, suite)])
    assert not finding.held
    assert finding.facts["no longer equivalent"] == [told.name]


def test_a_bound_is_proved_needless_only_where_nobody_meets_it() -> None:
    def proofs(version: int) -> list[str]:
        place = f".versions[{version}].eligible_until"
        found = [m for m in mutants(RAW) if (m.code, m.place) == ("JE1", place)]
        return [equivalents.proof_of(one, RAW) for one in found]

    # until 2013-03-31 nobody of the cohort becomes twenty; under the version that follows, all do
    assert proofs(6) == [equivalents.NEVER_MET] * 2
    assert proofs(7) == ["", ""]
