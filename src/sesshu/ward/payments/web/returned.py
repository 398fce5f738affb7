"""振込結果: the files of the bank, and the transfers in them that did not arrive (V105)."""

from django.http import HttpResponse
from django.shortcuts import render

from sesshu.foundation import ledger
from sesshu.foundation.accounts.web.access import requires
from sesshu.foundation.accounts.web.request import PortalRequest
from sesshu.foundation.duties import Permission
from sesshu.ward.payments import returned
from sesshu.ward.payments.codes import PURPOSE, Batch, Fate


@requires(Permission.RUN_START)
def listed(request: PortalRequest, municipality: str) -> HttpResponse:
    """Every file taken in, and the rows that somebody has to look at: numbers alone, nobody's name."""
    files = list(returned.bank_returns())
    rows = returned.rows_to_look_at(files)
    ledger.look(request.actor, "payment.returns", PURPOSE, [])
    kinds = {each.value: each.label for each in Batch}
    context = {
        "files": files,
        "rows": [(row, kinds.get(row.batch[:1], ""), Fate(str(row.fate)).label) for row in rows],
        "most": returned.MOST,
    }
    return render(request, "ward/payments/returns.html", context)
