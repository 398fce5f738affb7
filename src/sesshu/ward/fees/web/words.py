"""Rows of settlements in the words of a page."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404

from sesshu.kernel.calendar import day_before
from sesshu.schedule.types import Rulebook
from sesshu.ward.fees.models import UnitPrice
from sesshu.ward.fees.prices import Price
from sesshu.ward.fees.settling import Kind, Row
from sesshu.ward.records.codes import Outcome


def kind_in_words(kind: Kind, rulebook: Rulebook) -> str:
    """接種の種類, with 予診のみ where nobody was vaccinated."""
    series, outcome = kind
    name = rulebook.series[series].name if series in rulebook.series else series
    return name if outcome == Outcome.GIVEN else f"{name}（予診のみ）"


def with_product(kind: str, product: str | None, rulebook: Rulebook) -> str:
    """帯状疱疹（乾燥組換え…）: a kind, with its product where products have prices of their own."""
    found = rulebook.products.get(product) if product else None
    return f"{kind}（{found.name if found else product}）" if product else kind


def price_in_words(price: Price | UnitPrice, rulebook: Rulebook) -> str:
    """What a price is the price of."""
    kind = kind_in_words((price.series, price.outcome), rulebook)
    return with_product(kind, price.product, rulebook)


def rows_in_words(rows: Iterable[Row], rulebook: Rulebook) -> list[dict[str, Any]]:
    """Rows, each with the name of its kind."""
    return [{"row": row, "kind": kind_in_words(row.kind, rulebook)} for row in rows]


def month_asked(of: str) -> date:
    """The month of an address, YYYY-MM. Raises Http404."""
    try:
        return date.fromisoformat(f"{of}-01")
    except ValueError as error:
        raise Http404("no such month") from error


def month_before(day: date) -> date:
    """The first day of the month before a day's."""
    return day_before(day.replace(day=1)).replace(day=1)
