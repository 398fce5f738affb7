"""A guarded person is paid by a paper of their own: their account is in no list and no file (V108, D3)."""

from datetime import date

from django.db import connection

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.ward.refunds.accounts import guarded_account
from sesshu.ward.refunds.models import RefundDecision, RefundPayment
from sesshu.ward.refunds.operations import PURPOSE, SITUATIONS, make_list, refuse_other_side
from sesshu.ward.refunds.paper import order_pdf
from sesshu.ward.refunds.situations import NoOrder, PaymentSettled
from sesshu.ward.residents.guarded import GUARDED as ZONE
from sesshu.ward.residents.sides import GUARDED

LEFT = "SELECT refund_list_left(%s)"
MARK = "UPDATE refund_payment SET paid_on = %s WHERE decision_id = %s AND paid_on IS NULL"


def order(actor: Actor, decision: RefundDecision, on: date) -> bytes:
    """支払依頼書 of a decision, which joins its desk's list if it is in none; its opening is entered.

    Raises NoOrder, GuardedRefund, OrdinaryRefund, MissingGlyph.
    """
    if decision.amount_yen and not RefundPayment.objects.filter(decision=decision).exists():
        make_list(actor, on, GUARDED)
    with ledger.act(actor, "refund.order_printed", PURPOSE, ZONE) as event:
        event.about(decision.resident_id)
        event.detail(refund=decision.application_id)
        refuse_other_side(decision.resident_id, GUARDED)
        account = guarded_account(decision.application_id)
        if account is None or not decision.amount_yen:
            raise NoOrder
        return order_pdf(decision, account, on)


def mark_paid(actor: Actor, decision: RefundDecision, paid_on: date) -> None:
    """The money of one decision has gone. Raises PaymentSettled, ImpossibleRefundDays, OrdinaryRefund."""
    with ledger.act(actor, "refund.paid", PURPOSE) as event:
        event.about(decision.resident_id)
        event.detail(refund=decision.application_id)
        refuse_other_side(decision.resident_id, GUARDED)
        with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
            cursor.execute(MARK, [paid_on, decision.pk])
            if cursor.rowcount == 0:
                raise PaymentSettled


def list_that_left(decision: RefundDecision) -> int | None:
    """The list that brings the account to the treasury, asked for before protection began; else None."""
    payment = RefundPayment.objects.filter(decision=decision).first()
    if payment is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(LEFT, [payment.payment_list_id])
        [left] = cursor.fetchone() or [False]
    return payment.payment_list_id if left else None
