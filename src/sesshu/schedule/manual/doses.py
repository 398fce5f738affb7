"""A regimen in a table: one row a dose, columns only for what some dose asks for."""

from collections.abc import Callable, Collection, Iterator

from sesshu.kernel.eras import in_japanese
from sesshu.kernel.outcomes import Phase
from sesshu.schedule.manual.outline import Block, Cell, Column, Points, Table
from sesshu.schedule.manual.phrases import (
    ages,
    course_names,
    joined,
    period,
    product_names,
    spacing,
    standard_spacing,
)
from sesshu.schedule.types import DoseRule, Regimen, Rulebook

PHASES = {Phase.PRIMARY: "初回", Phase.BOOSTER: "追加"}


def regimen_block(regimen: Regimen, products: Collection[str], rulebook: Rulebook) -> Block:
    """The doses of a regimen with ages, intervals, standard times and conditions.

    `products` are those of the series it is written for; a dose that nothing more is said of needs no table.
    """
    asked: tuple[tuple[Column, Callable[[DoseRule], str]], ...] = (
        (Column("接種できる期間", 4), lambda rule: ages(rule.age_from, rule.age_until)),
        (Column("前の回からの間隔", 3), spacing),
        (Column("標準的な期間", 4), lambda rule: ages(rule.standard_from, rule.standard_until)),
        (Column("標準的な間隔", 3), lambda rule: _standard_spacing(rule, rulebook)),
        (Column("条件", 5), lambda rule: "。".join(_conditions(rule, rulebook))),
        (Column("この回の根拠", 3), lambda rule: rule.provision or ""),
    )
    caption = _caption(regimen, products, rulebook)
    kept = [(head, said) for head, said in asked if any(said(rule) for rule in regimen.doses)]
    if not kept and len(regimen.doses) == 1:
        marks = (*caption.verify, *regimen.doses[0].verify)
        return Points((Cell(caption.text, tuple(dict.fromkeys(marks))),))
    rows = tuple(
        (_name_of(number, rule, regimen), *(Cell(said(rule) or "―") for _, said in kept))
        for number, rule in enumerate(regimen.doses, start=1)
    )
    return Table(caption, (Column("回", 3), *(head for head, _ in kept)), rows)


def _name_of(number: int, rule: DoseRule, regimen: Regimen) -> Cell:
    boosters = any(one.phase is Phase.BOOSTER for one in regimen.doses)
    phase = f"({PHASES[rule.phase]})" if boosters else ""
    return Cell(f"{number}回目{phase}", rule.verify)


def _caption(regimen: Regimen, products: Collection[str], rulebook: Rulebook) -> Cell:
    begun = ages(regimen.start_from, regimen.start_until)
    given = period(regimen.first_given_from, regimen.first_given_until)
    own = [code for code in regimen.products if code in products]
    names = product_names(own, rulebook) if len(own) < len(products) else ""
    notices = dict.fromkeys(rule.standard_provision for rule in regimen.doses)
    said = joined(
        [
            f"1回目は{begun}" if begun else "",
            f"1回目の接種日が{given}" if given else "",
            f"{names}を使う場合" if names else "",
            "ワクチンの種類を途中で替えた方だけ" if regimen.after_switch else "",
            "途中で種類を替えないこと" if regimen.same_products_throughout else "",
            regimen.provision or "",
            *(f"標準は{notice}による" for notice in notices if notice),
        ],
        "。",
    )
    return Cell(joined([regimen.name, said], ": "))


def _standard_spacing(rule: DoseRule, rulebook: Rulebook) -> str:
    after = rule.standard_after
    if after is None:
        return standard_spacing(rule)
    names = course_names(after.courses, rulebook)
    elsewhere = f"{names}の{after.doses}回目から{after.at_least.ja}以上"
    return joined([standard_spacing(rule), elsewhere])


def _conditions(rule: DoseRule, rulebook: Rulebook) -> Iterator[str]:
    if rule.given_from:
        yield f"{in_japanese(rule.given_from)}から受けられます"
    if rule.after_first:
        yield f"1回目から{rule.after_first.ja}以上あけます"
    if rule.after_previous_if_needed:
        yield f"医師が必要と認めるときは{rule.after_previous_if_needed.ja}以上"
    if rule.after_previous_if_skipped:
        yield f"前の回を受けずに進んだときは、最後の接種から{rule.after_previous_if_skipped.ja}以上"
    if rule.after_previous_if_skipped_and_needed:
        shorter = rule.after_previous_if_skipped_and_needed.ja
        yield f"そのとき医師が必要と認めれば{shorter}以上"
    if rule.after_courses:
        after = rule.after_courses
        names = course_names(after.courses, rulebook)
        first = f"{names}を{after.doses}回以上受けてから。" if after.doses else ""
        yield f"{first}{names}の最後の接種から{after.at_least.ja}以上あけます"
    if rule.when_missed == "skip":
        yield "期間内に受けられなかったときは、この回を受けずに次の回へ進みます"
    if rule.barred:
        yield f"{rule.barred.dose}回目を{rule.barred.given_from.ja}以後に受けた方は、この回を受けません"
