"""委託料の支払: a list made of what is settled, and marked when the money has gone (V105)."""

from datetime import date

from django.db import connection

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.constraints import situations_by_constraint
from sesshu.foundation.insertion import inserted
from sesshu.ward.payments.situations import (
    ClinicsPaidBefore,
    ImpossiblePayDay,
    NoClinicToPay,
    NoPayment,
)

PURPOSE = "委託料の支払"
MARK = "UPDATE clinic_payment SET paid_on = %s WHERE payment_list_id = %s AND paid_on IS NULL"
SITUATIONS: dict[str, type[NoPayment]] = {
    "clinic_list_has_lines": NoClinicToPay,
    "clinic_payment_settlement_id_key": NoClinicToPay,
    "clinic_payment_once": ClinicsPaidBefore,
    "clinic_payment_days_in_order": ImpossiblePayDay,
}


def make_list(actor: Actor, on: date) -> int:
    """Put every settled month of a clinic that is due money into a list; its number. Raises NoClinicToPay.

    A clinic that owes more than it is due waits until later months make up for it.
    """
    with ledger.act(actor, "payment.listed", PURPOSE) as event:
        with situations_by_constraint(SITUATIONS):
            number = inserted("clinic_payment_list", {"listed_on": on})
        event.detail(payment_list=number)
        return number


def mark_paid(actor: Actor, list_id: int, paid_on: date) -> None:
    """The money of a list has gone. Raises ClinicsPaidBefore, ImpossiblePayDay."""
    with ledger.act(actor, "payment.paid", PURPOSE) as event:
        event.detail(payment_list=list_id)
        with situations_by_constraint(SITUATIONS), connection.cursor() as cursor:
            cursor.execute(MARK, [paid_on, list_id])
            if cursor.rowcount == 0:
                raise ClinicsPaidBefore
