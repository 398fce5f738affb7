"""A row of a file is told of by the contract of its day: of the ward, 乗り入れ, a hall (V104, V110)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from clinic_files_of_tests import (
    CLINIC,
    GIVEN_ON,
    approve,
    child,
    clinic,
    clinic_file,
    compare_all,
    enter_clinics,
    enter_lots,
    form,
    hand_over,
    lot,
    resident,
    take,
)
from ward.reports.office import compute, figures
from ward.residents.registry import file_of as resident_file
from ward.residents.registry import take_in

from sesshu.foundation.walls import Place
from sesshu.ward.clinics.codes import Contract
from sesshu.ward.records.codes import Source
from sesshu.ward.records.queries import doses_of

ORIGINS = {
    Contract.WARD: Source.PROVIDER,
    Contract.MUTUAL: Source.MUTUAL,
    Contract.GROUP_SITE: Source.GROUP_SITE,
}


def recorded(folder: Path, *contracts: object) -> Source:
    """The origin of a dose of a file of the clinic that has these contracts."""
    take_in(resident_file(folder / "residents.csv", child(1)))
    enter_clinics(list(contracts))  # type: ignore[arg-type]
    enter_lots([lot("MR512")])
    proposal = hand_over(take(clinic_file(folder / "clean.csv", form(1))))
    compare_all(proposal)
    approve(proposal)
    [dose] = doses_of(resident(1))
    return dose.entry.source


def test_every_kind_of_contract_has_its_origin() -> None:
    assert ORIGINS.keys() == {*Contract}


@pytest.mark.parametrize("contract", Contract)
def test_a_dose_has_the_origin_of_its_clinics_contract(
    fresh_ward: Place, tmp_path: Path, contract: Contract
) -> None:
    assert recorded(tmp_path, clinic(CLINIC, contract=contract)) is ORIGINS[contract]
    counted = figures(compute(as_of=date(2026, 11, 20)), "sources")
    assert counted == {("A", ORIGINS[contract].value): 1}


def test_the_contract_of_the_day_of_the_dose_decides(fresh_ward: Place, tmp_path: Path) -> None:
    before = clinic(CLINIC, contract=Contract.MUTUAL, valid_until=GIVEN_ON)
    since = clinic(CLINIC, valid_from=GIVEN_ON + timedelta(days=1))
    assert recorded(tmp_path, before, since) is Source.MUTUAL
