"""Who comes to the clinics of the fictional ward in a month, by what the ward has sent and recorded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from sesshu.kernel.calendar import fiscal_year, fiscal_year_begins
from sesshu.outside.clinics import Patient
from sesshu.ward.fees.exemptions import exempt_on
from sesshu.ward.records.models import CurrentDose
from sesshu.ward.residents.models import ResidentSearch
from sesshu.ward.vouchers.models import Voucher
from sesshu.wire.residents.codes import Status

SHARE_OF_CHILDREN = 0.2
SHARE_OF_THE_OLD: Mapping[int, float] = {10: 0.25, 11: 0.25, 12: 0.15, 1: 0.08}
"""Of those with a voucher for influenza, by month."""
WITHOUT_PAPER = 0.05
INFLUENZA = "FLU"
FOR_CHILDREN = ("BCG", "MR1", "VAR")
AGES_OF_FAULTS = ((0, 2), (13, 15), (20, 40), (67, 90))
MOST_OF_AN_AGE = 500


@dataclass(frozen=True, slots=True)
class Patients:
    """Those whose forms are right, by the place of their clinic; and others for forms with a fault."""

    right: tuple[list[Patient], ...]
    others: list[Patient]


def patients(month: date, clinics: int) -> Patients:
    """Residents who live here and are not protected; nobody comes for what they had since the year began.

    The same ward in the same state gives the same people: they are drawn by the month.
    """
    chance = np.random.default_rng([month.year, month.month])
    dosed = _dosed_since(fiscal_year_begins(fiscal_year(month)))
    vouchers = _unused(dosed, fiscal_year(month))
    comes = {number: of for number, of in vouchers.items() if chance.random() < _share(of, month)}
    right: tuple[list[Patient], ...] = tuple([] for _ in range(clinics))
    exempt = exempt_on(comes, month)
    for row in living_here().filter(pk__in=comes):
        paper = {} if chance.random() < WITHOUT_PAPER else comes[row.pk]
        coming = _patient(row.version, paper, tuple(comes[row.pk]))
        right[row.pk % clinics].append(replace(coming, is_exempt=row.pk in exempt))
    others = [*_others(month, vouchers, {number for number, _ in dosed} | comes.keys())]
    return Patients(right, [others[at] for at in chance.permutation(len(others))])


def _dosed_since(begins: date) -> set[tuple[int, str]]:
    doses = CurrentDose.objects.filter(given_on__gte=begins)
    return set(doses.values_list("resident_id", "dose__series"))


def _unused(dosed: set[tuple[int, str]], year: int) -> dict[int, dict[str, str]]:
    """Of each resident the numbers that hold in a fiscal year, by series, of what they had no dose of."""
    of_year = Q(series__in=FOR_CHILDREN) | Q(series=INFLUENZA, for_year=year)
    holding = Voucher.objects.filter(of_year, vouchervoid=None)
    found: dict[int, dict[str, str]] = {}
    for resident, series, number in holding.order_by("pk").values_list(
        "resident_id", "series", "number"
    ):
        if (resident, series) not in dosed:
            found.setdefault(resident, {})[series] = number
    return found


def _share(vouchers: Mapping[str, str], month: date) -> float:
    return SHARE_OF_THE_OLD.get(month.month, 0) if INFLUENZA in vouchers else SHARE_OF_CHILDREN


def living_here() -> QuerySet[ResidentSearch]:
    """Residents who live here and whose address is nobody's secret, in a fixed order."""
    found = ResidentSearch.objects.select_related("version").order_by("pk")
    return found.filter(resident__is_guarded=False, version__status=Status.LIVING_HERE)


def _others(
    month: date, vouchers: Mapping[int, Mapping[str, str]], busy: set[int]
) -> Iterator[Patient]:
    """Some people of the ages at which faults are planted, with the vouchers they hold."""
    for youngest, oldest in AGES_OF_FAULTS:
        born_from, born_until = (month.replace(year=month.year - age) for age in (oldest, youngest))
        rows = living_here().filter(birth_on__gt=born_from, birth_on__lte=born_until)
        some = [*rows.exclude(pk__in=busy)[:MOST_OF_AN_AGE]]
        exempt = exempt_on([row.pk for row in some], month)
        for row in some:
            patient = _patient(row.version, vouchers.get(row.pk, {}))
            yield replace(patient, is_exempt=row.pk in exempt)


def _patient(
    version: Any, numbers: Mapping[str, str], comes_for: tuple[str, ...] | None = None
) -> Patient:
    home = "　".join(part for part in (version.address, version.building) if part)
    names = (version.name, version.name_kana, version.birth_on, version.sex)
    return Patient(*names, home, numbers, comes_for)
