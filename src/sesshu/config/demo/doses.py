"""Clinics' screening forms of the fictional ward, entered by one demo person and checked by another."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from sesshu.config.demo.history import visits
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Proposal
from sesshu.schedule.persons import Dose as GivenDose
from sesshu.schedule.types import Rulebook
from sesshu.ward.records.codes import Act, Source
from sesshu.ward.records.entry import DoseEntry, Particulars
from sesshu.ward.records.models import CurrentDose, Dose
from sesshu.ward.records.operations import approve, enter_dose, verdict_shown
from sesshu.ward.records.situations import StoppedByLaw
from sesshu.ward.records.subject import Subject, subject_of
from sesshu.ward.residents.models import ResidentSearch

OLDEST_YEARS = 7
WAITING = 12  # entries left in the queue for whoever tries the portal
TRIED_TOO_EARLY = 20
TOO_EARLY = timedelta(days=5)
FORMS = uuid.UUID(
    "0f6d7c1e-5e2b-4b7e-9d55-7f1f3b6f2a11"
)  # one key per form, so a repeated build adds none
CLINICS = (
    ("1310000011", "さくら台こどもクリニック"),
    ("1310000029", "千歳通りファミリー医院"),
    ("1310000037", "みどり坂小児科"),
)


@dataclass(slots=True)
class Tally:
    """What became of the forms."""

    recorded: int = 0
    waiting: int = 0
    stopped: int = 0


@dataclass(frozen=True, slots=True)
class Office:
    """Two people at work on a day, with the law in hand."""

    clerk: Actor
    checker: Actor
    on: date
    rulebook: Rulebook


def were_entered() -> bool:
    """Whether clinics' forms were entered by hand before."""
    entered = Dose.objects.filter(source=Source.PROVIDER, proposal__kind=Act.ENTRY.kind)
    return entered.exists()


def children(on: date, most: int) -> list[int]:
    """At most so many residents young enough to have a form and without a dose on record, the youngest first.

    They are spread over all ages.
    """
    born_from = on.replace(year=on.year - OLDEST_YEARS, day=1)
    young = ResidentSearch.objects.filter(birth_on__gte=born_from).order_by("-birth_on", "pk")
    found = young.exclude(resident__in=CurrentDose.objects.values("resident"))
    ids = list(found.values_list("pk", flat=True))
    return ids[:: max(1, len(ids) // most)][:most]


def work_off(child: int, office: Office, tally: Tally) -> None:
    """Enter and check every dose of a child; the last may be left waiting, the second is tried too early."""
    entries = list(_entries(subject_of(child), office))
    for number, entry in enumerate(entries):
        before = [each for each in entries[:number] if each.series == entry.series]
        if before and tally.stopped < TRIED_TOO_EARLY:
            tally.stopped += _tried_too_early(entry, before[-1], office)
        proposal = enter_dose(office.clerk, entry, office.on, office.rulebook, _key(entry))
        if number == len(entries) - 1 and tally.waiting < WAITING:
            tally.waiting += 1
        else:
            _check(proposal, office)
            tally.recorded += 1


def _entries(subject: Subject, office: Office) -> Iterator[DoseEntry]:
    chance = np.random.default_rng(subject.id)
    lived = visits(subject.born_on, subject.sex_for_rules, office.on, office.rulebook, chance)
    for visit in lived:
        for dose in visit.doses:
            yield _entry(subject, dose, office.rulebook)


def _entry(subject: Subject, dose: GivenDose, rulebook: Rulebook) -> DoseEntry:
    product = rulebook.products[str(dose.product)]
    brand = product.brands[0] if product.brands else None
    code, clinic = CLINICS[subject.id % len(CLINICS)]
    return DoseEntry(
        resident_id=subject.id,
        series=dose.series,
        given_on=dose.given_on,
        product=product.code,
        brand=brand.code if brand else None,
        vaccine_name=brand.name if brand else product.name,
        maker=brand.maker if brand else None,
        lot=f"D{dose.given_on:%y%m}{len(product.code)}",
        expires_on=dose.given_on + timedelta(days=300),
        volume_ml=None if dose.volume_ml is None else Decimal(str(dose.volume_ml)),
        route=dose.route,
        desk="感染症対策課",
        particulars=Particulars(provider_code=code, provider_name=clinic, doctor="担当医"),
    )


def _tried_too_early(entry: DoseEntry, before: DoseEntry, office: Office) -> bool:
    """Whether the law stopped the dose when given five days after the one before; the refusal is recorded."""
    early = replace(entry, given_on=before.given_on + TOO_EARLY)
    try:
        enter_dose(office.clerk, early, office.on, office.rulebook, uuid.uuid4())
    except StoppedByLaw:
        return True
    return False


def _check(proposal: Proposal, office: Office) -> None:
    shown = verdict_shown(proposal, office.on)
    approve(office.checker, proposal.pk, proposal.sha256, shown, office.on)


def _key(entry: DoseEntry) -> uuid.UUID:
    return uuid.uuid5(FORMS, f"{entry.resident_id} {entry.series} {entry.given_on}")
