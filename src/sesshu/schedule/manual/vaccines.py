"""The vaccines a series may use: days, volumes, routes, brands."""

from collections.abc import Iterator

import msgspec

from sesshu.schedule.manual.outline import Cell, Column, Section, Table, Text
from sesshu.schedule.manual.phrases import joined, period, volumes
from sesshu.schedule.types import Brand, Product, ProductUse, Rulebook, Series, SeriesVersion


class Use(msgspec.Struct):
    """A product in the hands of a series, over versions that follow each other without a change."""

    product: Product
    volumes: str
    strain: str | None
    versions: list[SeriesVersion]

    @property
    def name(self) -> str:
        """The vaccine, with the strain where the ordinance names one."""
        return f"{self.product.name}({self.strain})" if self.strain else self.product.name

    def goes_on(self, other: "Use") -> bool:
        """Whether another use is the same one in the next version."""
        same = (self.product is other.product, self.volumes, self.strain)
        return same == (True, other.volumes, other.strain)


def vaccine_table(series: Series, rulebook: Rulebook) -> Table:
    """One row for each product and stretch of days on which it is used in the same way."""
    heads = ("ワクチン", 4), ("使える期間", 4), ("接種量", 3), ("方法", 2), ("製品", 5), ("根拠", 5)
    rows = tuple(_row(use, rulebook) for use in uses_of(series, rulebook))
    return Table(Cell("使えるワクチン"), tuple(Column(name, share) for name, share in heads), rows)


def outside_section(rulebook: Rulebook) -> Section:
    """Vaccines that no series uses: the rulebook knows them, for their doses keep others waiting."""
    used = {use.product for one in rulebook.series.values() for v in one.versions for use in v.uses}
    heads = ("ワクチン", 4), ("病気", 4), ("接種量", 2), ("方法", 2), ("製品", 5), ("扱い", 5)
    rows = tuple(
        (
            Cell(product.name),
            Cell("・".join(rulebook.antigens[antigen] for antigen in product.antigens)),
            Cell(volumes(product.volumes, rulebook)),
            Cell(_routes(product, rulebook)),
            _brands(product.brands),
            Cell(product.provision),
        )
        for code, product in rulebook.products.items()
        if code not in used
    )
    blocks = (
        Text(
            "次のワクチンは任意接種です。ほかのワクチンとの間隔を数えるため、規則に登録しています。"
        ),
        Table(
            Cell("定期接種に使わないワクチン"),
            tuple(Column(name, share) for name, share in heads),
            rows,
        ),
    )
    return Section("outside", "定期接種に使わないワクチン", blocks)


def uses_of(series: Series, rulebook: Rulebook) -> list[Use]:
    """The uses of a series in order of their first days."""
    found: list[Use] = []
    for version in series.versions:
        open_before = [use for use in found if _follows(use.versions[-1], version, series)]
        for use in _uses_of_version(version, rulebook):
            earlier = next((one for one in open_before if one.goes_on(use)), None)
            if earlier:
                earlier.versions.append(version)
            else:
                found.append(use)
    return found


def _follows(before: SeriesVersion, after: SeriesVersion, series: Series) -> bool:
    return series.versions.index(before) + 1 == series.versions.index(after)


def _uses_of_version(version: SeriesVersion, rulebook: Rulebook) -> Iterator[Use]:
    for use in version.uses:
        product = rulebook.products[use.product]
        yield Use(product, volume_of(use, rulebook), use.strain, [version])


def volume_of(use: ProductUse, rulebook: Rulebook) -> str:
    """The volumes of a use: its own, else the product's."""
    return volumes(use.volumes or rulebook.products[use.product].volumes, rulebook)


def _row(use: Use, rulebook: Rulebook) -> tuple[Cell, ...]:
    product, versions = use.product, use.versions
    cited = (*(version.provision for version in versions), product.provision)
    articles = [article for line in cited for article in line.split("; ")]
    marks = tuple(dict.fromkeys(mark for version in versions for mark in version.verify))
    return (
        Cell(use.name),
        Cell(period(versions[0].effective_from, versions[-1].effective_until)),
        Cell(use.volumes),
        Cell(_routes(product, rulebook)),
        _brands(product.brands),
        Cell("; ".join(dict.fromkeys(articles)), marks),
    )


def _routes(product: Product, rulebook: Rulebook) -> str:
    return "・".join(rulebook.routes[route] for route in product.routes)


def _brands(brands: tuple[Brand, ...]) -> Cell:
    marks = tuple(dict.fromkeys(mark for brand in brands for mark in brand.verify))
    return Cell("、".join(_brand(brand) for brand in brands) or "―", marks)


def _brand(brand: Brand) -> str:
    sold = period(brand.sold_from, brand.sold_until)
    return f"{brand.name}({joined([brand.maker, sold and f'販売は{sold}'])})"
