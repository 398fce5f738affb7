"""償還払い: taken in by one, decided by two, listed, marked as paid; each step an act in the ledger."""

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import connection

from sesshu.foundation import ledger, runs, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.insertion import insert, inserted
from sesshu.foundation.second_person import Content, Proposal, State, takes_effect
from sesshu.ward.records.subject import subject_of
from sesshu.ward.refunds.accounts import ERASURE
from sesshu.ward.refunds.application import Application
from sesshu.ward.refunds.cases import Considered, considered
from sesshu.ward.refunds.codes import Outcome, Reason
from sesshu.ward.refunds.models import (
    RefundApplication,
    RefundDecision,
    RefundPaymentList,
)
from sesshu.ward.refunds.rules import Proposed
from sesshu.ward.refunds.situations import (
    AskedBefore,
    ClinicIsPaid,
    DecidedBefore,
    GuardedRefund,
    ImpossibleRefundDays,
    NoPriceNamed,
    NoRefund,
    NoSuchRefundDose,
    NotAsFound,
    NothingToPay,
    OrdinaryRefund,
    OtherSide,
    PaymentSettled,
    RefundedBefore,
)
from sesshu.ward.residents.sides import GUARDED, ORDINARY, Side

KIND = "ward.refund_decision"
KINDS = (KIND, GUARDED.kind(KIND))
PURPOSE = "償還払い"
MARK = """
UPDATE refund_payment p SET paid_on = %s FROM refund_decision d JOIN resident r ON r.id = d.resident_id
WHERE d.id = p.decision_id AND p.payment_list_id = %s AND p.paid_on IS NULL AND NOT r.is_guarded
"""
EVIDENCE = {ORDINARY: "refund_evidence", GUARDED: "guarded_refund_evidence"}
SITUATIONS: dict[str, type[NoRefund]] = {
    "refund_is_about_a_standing_dose": NoSuchRefundDose,
    "refund_days_in_order": ImpossibleRefundDays,
    "refund_is_asked_after_paying": ImpossibleRefundDays,
    "refund_is_guarded": GuardedRefund,
    "letter_is_decided_at_its_desk": OtherSide,
    "refund_once_a_dose": RefundedBefore,
    "refund_decision_application_id_key": DecidedBefore,
    "refund_follows_a_letter": NotAsFound,
    "refund_keeps_the_contract_price": NotAsFound,
    "dose_is_paid_for_once": ClinicIsPaid,
    "refund_list_has_lines": NothingToPay,
    "refund_payment_decision_id_key": NothingToPay,
    "refund_payment_once": PaymentSettled,
}


def take_in(actor: Actor, application: Application, side: Side = ORDINARY) -> int:
    """Keep an application with its papers and its account; its id. The same form sent twice is one.

    Raises NoSuchRefundDose, GuardedRefund, OrdinaryRefund, ImpossibleRefundDays, NoSuchResident.
    """
    if sent := _sent(application.form_key):
        return sent.pk
    with ledger.act(actor, "refund.applied", PURPOSE) as event:
        event.about(application.resident_id)
        refuse_other_side(application.resident_id, side)
        with situations_by_constraint(SITUATIONS):
            row = _keep(application, side)
        event.detail(refund=row, dose=application.dose_id)
        return row


def propose_decision(
    actor: Actor,
    application_id: int,
    shown: Proposed,
    refusal: Reason | None,
    note: str,
    side: Side = ORDINARY,
) -> Proposal:
    """Ask a second person to decide as the page showed, or to refuse for a reason that the clerk names.

    Raises NotAsFound, NoPriceNamed, NoSuchRefundDose, DecidedBefore, AskedBefore, GuardedRefund,
    OrdinaryRefund.
    """
    with ledger.act(actor, "refund.proposed", PURPOSE) as event:
        event.detail(refund=application_id)
        application = RefundApplication.objects.get(pk=application_id)
        event.about(application.resident_id)
        refuse_other_side(application.resident_id, side)
        _refuse_asked_twice(application)
        found = _found(considered(application))
        if found != shown:
            raise NotAsFound
        said = payload_of(application_id, _decided(found, refusal), note)
        subjects = [application.resident_id]
        kind = side.kind(KIND)
        return second_person.propose(actor, kind, said, subjects, PURPOSE, purpose=PURPOSE)


def make_list(actor: Actor, on: date, side: Side = ORDINARY) -> int:
    """Put every decided refund of a side that is in none into a list; its number. Raises NothingToPay.

    What is no longer needed of earlier lists is erased by a run.
    """
    with ledger.act(actor, "refund.listed", PURPOSE) as event:
        with situations_by_constraint(SITUATIONS):
            number = _listed(on, side)
        event.detail(payment_list=number)
        runs.start(actor, ERASURE, params={"on": on.isoformat()})
        return number


def mark_paid(actor: Actor, list_id: int, paid_on: date) -> None:
    """The money of a list has gone, but for whom protection began to shelter since: their desk pays them.

    Raises PaymentSettled, ImpossibleRefundDays.
    """
    with ledger.act(actor, "refund.paid", PURPOSE) as event:
        event.detail(payment_list=list_id)
        lines = RefundPaymentList.objects.get(pk=list_id).refundpayment_set
        paid = lines.filter(decision__resident__is_guarded=False)
        event.about(*paid.values_list("decision__resident_id", flat=True))
        with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
            cursor.execute(MARK, [paid_on, list_id])
            if cursor.rowcount == 0:
                raise PaymentSettled


def payload_of(application_id: int, decided: Proposed, note: str) -> dict[str, Content]:
    """The decision as the text that two people agree on."""
    return {
        "application_id": application_id,
        "outcome": decided.outcome.value,
        "reason": decided.reason and decided.reason.value,
        "amount_yen": decided.amount_yen,
        "most_yen": decided.most_yen,
        "note": note.strip() or None,
    }


def refuse_other_side(resident_id: int, side: Side) -> None:
    """Raises GuardedRefund, OrdinaryRefund, NoSuchResident."""
    if subject_of(resident_id).is_guarded != side.is_guarded:
        raise OrdinaryRefund if side.is_guarded else GuardedRefund


@takes_effect(GUARDED.kind(KIND))
@takes_effect(KIND)
def _decide(actor: Actor, proposal: Proposal) -> None:
    """The decision gets its number and day, if it still follows from what is on record.

    Raises NotAsFound, NoPriceNamed, NoSuchRefundDose, RefundedBefore, DecidedBefore, ClinicIsPaid.
    """
    said = proposal.payload
    if said["amount_yen"] > 0:
        application = RefundApplication.objects.get(pk=said["application_id"])
        found = _found(considered(application))
        if found.reason is Reason.PAID_BEFORE:
            raise RefundedBefore
        if (found.amount_yen, found.most_yen) != (said["amount_yen"], said["most_yen"]):
            raise NotAsFound
    with situations_by_constraint(SITUATIONS):
        insert("refund_decision", {"proposal_id": proposal.pk})


def _found(case: Considered) -> Proposed:
    if case.dose is None:
        raise NoSuchRefundDose
    if case.proposed is None:
        raise NoPriceNamed
    return case.proposed


def _decided(found: Proposed, refusal: Reason | None) -> Proposed:
    """As it was found, or refused for a reason of the clerk's."""
    return Proposed(Outcome.REFUSED, 0, found.most_yen, refusal) if refusal else found


def _refuse_asked_twice(application: RefundApplication) -> None:
    if RefundDecision.objects.filter(application=application).exists():
        raise DecidedBefore
    waiting = Proposal.objects.filter(
        kind__in=KINDS, state=State.OPEN, subjects=[application.resident_id]
    )
    if any(each.payload["application_id"] == application.pk for each in waiting):
        raise AskedBefore


def _sent(form_key: UUID) -> RefundApplication | None:
    return RefundApplication.objects.filter(form_key=form_key).first()


def _listed(on: date, side: Side) -> int:
    values = {"listed_on": on, "of_guarded": side.is_guarded}
    return inserted("refund_payment_list", values)


def _keep(said: Application, side: Side) -> int:
    """The application with its account and its papers; its id."""
    row = inserted(
        "refund_application",
        {
            "form_key": said.form_key,
            "resident_id": said.resident_id,
            "dose_id": said.dose_id,
            "applicant": said.applicant.value,
            "applicant_name": said.applicant_name,
            "received_on": said.received_on,
            "paid_on": said.paid_on,
            "claimed_yen": said.claimed_yen,
            "fee_exempt": said.fee_exempt,
        },
    )
    insert("refund_account", {"application_id": row} | asdict(said.account))
    for paper in said.evidence:
        insert(EVIDENCE[side], {"application_id": row} | asdict(paper))
    return row
