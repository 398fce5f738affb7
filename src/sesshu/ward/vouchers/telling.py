"""What the ward is told about letters: that one came back, and that somebody wants none (V021, V030)."""

from datetime import date

from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.ward.vouchers.codes import Exemption, NextStep, ReturnCause
from sesshu.ward.vouchers.models import Voucher, VoucherReturn
from sesshu.ward.vouchers.situations import NoSuchVoucher, ReturnSettled
from sesshu.ward.vouchers.statements import write

PURPOSE = "接種券の発行"
RETURNED = """
INSERT INTO voucher_return (voucher_id, returned_on, cause, next_step) VALUES (%s, %s, %s, %s) RETURNING id
"""
SETTLE = "UPDATE voucher_return SET settled_at = now() WHERE id = %s"
EXEMPT = "INSERT INTO voucher_exemption (resident_id, series, cause) VALUES (%s, %s, %s)"


def came_back(
    actor: Actor, number: str, returned_on: date, cause: ReturnCause, next_step: NextStep
) -> Voucher:
    """Record a letter that came back, by the number on its voucher. Raises NoSuchVoucher."""
    with ledger.act(actor, "voucher.came_back", PURPOSE) as event:
        voucher = Voucher.objects.filter(number=number).first()
        if voucher is None:
            raise NoSuchVoucher
        event.about(voucher.resident_id)
        event.detail(voucher=voucher.pk)
        write(RETURNED, [voucher.pk, returned_on, cause.value, next_step.value])
    return voucher


def settle(actor: Actor, return_id: int) -> None:
    """What had to be done about a returned letter is done. Raises ReturnSettled, NoSuchVoucher."""
    with ledger.act(actor, "voucher.return_settled", PURPOSE) as event:
        returned = VoucherReturn.objects.select_related("voucher").filter(pk=return_id).first()
        if returned is None:
            raise NoSuchVoucher
        event.about(returned.voucher.resident_id)
        event.detail(voucher=returned.voucher_id)
        if returned.settled_at is not None:
            raise ReturnSettled
        write(SETTLE, [return_id])


def exempt(actor: Actor, resident_id: int, series: str | None, cause: Exemption | None) -> None:
    """Send no vouchers of a series, or of any, to somebody; without a cause: send them again."""
    with ledger.act(actor, "voucher.exempted", PURPOSE) as event:
        event.about(resident_id)
        write(EXEMPT, [resident_id, series, cause.value if cause else None])
