"""委託料集計表: a month's settled rows of every clinic, for the payment office (R8, V105)."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from sesshu.foundation.accounts.signed_in import SignedIn
from sesshu.foundation.duties import Permission
from sesshu.foundation.media.lists import (
    Conditions,
    Row,
    TakeOutList,
    UnknownConditions,
    column,
    take_out_list,
)
from sesshu.ui.dates import in_month
from sesshu.ward.fees import privacy
from sesshu.ward.fees.codes import Treatment
from sesshu.ward.fees.models import SettlementLine
from sesshu.ward.records.codes import Outcome
from sesshu.ward.rulebooks.releases import rulebook_here

SETTLED, LINE = (privacy.FIELDS, "settlement"), (privacy.FIELDS, "settlement_line")


@take_out_list
class SettledMonth(TakeOutList):
    """One line for each row of the settlements of a month."""

    kind: ClassVar = "fees.month"
    title: ClassVar = "委託料集計表"
    permission: ClassVar = Permission.FEE_SETTLE
    columns: ClassVar = (
        column("医療機関コード", *SETTLED, "provider_code"),
        column("接種の月", *LINE, "month"),
        column("接種名称", *LINE, "series"),
        column("実施結果", *LINE, "outcome"),
        column("単価", *LINE, "unit_yen"),
        column("自己負担", *LINE, "charge_yen"),
        column("件数", *LINE, "doses"),
        column("扱い", *LINE, "treatment"),
        column("理由", *LINE, "reason"),
    )

    def accepted(self, given: Conditions, account: SignedIn) -> Conditions:
        """``of``: the month, as YYYY-MM."""
        return {"of": f"{_month(given):%Y-%m}"}

    def said(self, conditions: Conditions) -> list[tuple[str, str]]:
        """Which month."""
        return [("月", in_month(_month(conditions)))]

    def rows(self, conditions: Conditions) -> Iterable[Row]:
        """One line for each row."""
        rulebook = rulebook_here()
        lines = SettlementLine.objects.filter(settlement__month=_month(conditions))
        for line in lines.select_related("settlement").order_by("settlement__provider_code", "id"):
            series = rulebook.series.get(line.series)
            values = (
                line.settlement.provider_code,
                line.month,
                series.name if series else line.series,
                Outcome(line.outcome).label,
                line.unit_yen,
                line.charge_yen,
                line.doses,
                Treatment(line.treatment).label,
                line.reason,
            )
            yield Row(None, values)


def _month(given: Conditions) -> date:
    try:
        return date.fromisoformat(f"{given.get('of', '')}-01")
    except ValueError as error:
        raise UnknownConditions(given.get("of", "")) from error
