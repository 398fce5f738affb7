"""医療機関の振込先: entered by two people; one that runs ends where the new one begins (V105, R5)."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import connection

from sesshu.foundation import second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.second_person import Proposal, takes_effect
from sesshu.foundation.walls import current_place
from sesshu.ward.clinics.queries import every_clinic
from sesshu.ward.federation.federations import federations_of
from sesshu.ward.payments.account import Account, AccountKind
from sesshu.ward.payments.models import ClinicPayee
from sesshu.ward.payments.situations import PayeesOverlap

KIND = "ward.clinic_payees"
PURPOSE = "医療機関の振込先の管理"
WRITE = "INSERT INTO clinic_payee (proposal_id, place) VALUES (%s, 0)"


@dataclass(frozen=True, slots=True)
class Payee:
    """The account of a clinic from a day on."""

    provider_code: str
    account: Account
    valid_from: date


def propose(actor: Actor, payee: Payee, reason: str) -> Proposal:
    """Ask a second person to enter an account."""
    row = {
        "provider_code": payee.provider_code,
        **{name: str(value) for name, value in asdict(payee.account).items()},
        "valid_from": payee.valid_from.isoformat(),
    }
    return second_person.propose(actor, KIND, {"rows": [row]}, [], reason, purpose=PURPOSE)


@takes_effect(KIND)
def _entered(actor: Actor, proposal: Proposal) -> None:
    """Write the account of an approved text. Raises PayeesOverlap."""
    with (
        situations_by_constraint({"clinic_payee_is_one_a_day": PayeesOverlap}),
        connection.cursor() as cursor,
    ):
        cursor.execute(WRITE, [proposal.pk])


def payee_in(proposal: Proposal) -> Payee:
    """The account a proposal asks for."""
    [said] = proposal.payload["rows"]
    return Payee(
        said["provider_code"],
        Account(
            bank_code=said["bank_code"],
            branch_code=said["branch_code"],
            kind=AccountKind(said["kind"]),
            number=said["number"],
            holder_kana=said["holder_kana"],
        ),
        date.fromisoformat(said["valid_from"]),
    )


def names_of_payees() -> dict[str, str]:
    """Who may be paid, by their numbers: clinics, and the 国保連 by which they claim (V106)."""
    clinics = {each.provider_code: each.name for each in every_clinic()}
    return clinics | federations_of(current_place().municipality)


def payees() -> list[ClinicPayee]:
    """Every account by clinic, the newest first."""
    return list(ClinicPayee.objects.order_by("provider_code", "-valid_from"))
