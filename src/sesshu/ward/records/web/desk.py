"""What every page about one person's dose stands on: who is asked about, for what, under which law."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.clock import today
from sesshu.schedule.types import Rulebook
from sesshu.ward.records.subject import Subject, subject_of
from sesshu.ward.records.web.words import HELD_BACK, NOTHING
from sesshu.ward.residents.queries import NoSuchResident, Resident, resident_of
from sesshu.ward.residents.web.identity import Identity, identity_of
from sesshu.ward.residents.web.purposes import Purpose
from sesshu.ward.residents.web.visits import Visit, visit_of
from sesshu.ward.rulebooks.releases import rulebook_here


@dataclass(frozen=True, slots=True)
class Desk:
    """One request about one resident."""

    request: PortalRequest
    municipality: str
    resident: Resident
    subject: Subject
    visit: Visit
    on: date
    rulebook: Rulebook

    @property
    def name(self) -> str:
        """入力窓口: the department of whoever is signed in."""
        return self.request.account.department.value

    @property
    def identity(self) -> Identity:
        """The band of the person."""
        return identity_of(self.resident, self.on, self.request.account)

    @property
    def address(self) -> str:
        """住所 to compare with the paper; of a guarded resident, whom to ask."""
        if self.resident.is_guarded:
            return HELD_BACK
        parts = (self.resident.address, self.resident.building)
        return "　".join(part for part in parts if part) or NOTHING

    @property
    def query(self) -> str:
        """What links between the steps of one form keep: the visit, and what is entered anew."""
        again = self.request.GET.get("again", "")
        return self.visit.query + (f"&again={again}" if again.isdecimal() else "")

    def look(self, action: str, **details: ledger.Code) -> None:
        """One view, one entry, before anything is shown (R4)."""
        purpose = self.visit.purpose.label
        ledger.look(self.request.actor, action, purpose, [self.subject.id], details)

    def context(self) -> dict[str, Any]:
        """What every page of the person shows."""
        return {
            "identity": self.identity,
            "address": self.address,
            "visit": self.visit,
            "kept": self.query,
            "guarded": self.subject.is_guarded,
        }


def desk_of(request: PortalRequest, municipality: str, resident_id: int, purpose: Purpose) -> Desk:
    """The desk for a resident; ``purpose`` holds where the address names none. Raises Http404."""
    on = today()
    try:
        resident, subject = resident_of(resident_id, on), subject_of(resident_id)
    except NoSuchResident as error:
        raise Http404("no such resident") from error
    visit = visit_of(request) or Visit(purpose)
    return Desk(request, municipality, resident, subject, visit, on, rulebook_here())
