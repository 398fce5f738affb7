"""Vaccines a form offers: the brands a series may use first, all others behind them."""

from dataclasses import dataclass

from sesshu.schedule.types import Rulebook

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Vaccine:
    """A brand with the product it is one of: what the seal of a vial says."""

    brand: str
    product: str
    name: str
    maker: str

    @property
    def label(self) -> str:
        """ミールビック（阪大微生物病研究会）."""
        return f"{self.name}（{self.maker}）"


def vaccines_of(rulebook: Rulebook) -> dict[str, Vaccine]:
    """Every brand of the rulebook by its code."""
    return {
        brand.code: Vaccine(brand.code, product.code, brand.name, brand.maker)
        for product in rulebook.products.values()
        for brand in product.brands
    }


def offered(series: str, rulebook: Rulebook) -> list[Vaccine]:
    """Brands of the products that a series uses or ever used, as known to the rulebook; newest law first."""
    versions = reversed(rulebook.series[series].versions)
    products = dict.fromkeys(use.product for version in versions for use in version.uses)
    everything = vaccines_of(rulebook).values()
    return [vaccine for code in products for vaccine in everything if vaccine.product == code]


def routes_of(rulebook: Rulebook) -> list[tuple[str, str]]:
    """Ways of giving a vaccine with their words, for radio buttons."""
    return list(rulebook.routes.items())
