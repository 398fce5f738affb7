"""Other vaccines whose interval is not over on the day of judgement."""

import numpy as np

from sesshu.schedule.sweep.days import FIRST, LAST, Days, Mask, Rows, day_number, number_or
from sesshu.schedule.sweep.faults import free_on
from sesshu.schedule.sweep.law import ABSENT, Law
from sesshu.schedule.types import BetweenRule, Series


def held_back_until(series: Series, person: Rows, law: Law) -> Days:
    """The first day free of other vaccines, where it lies after the day of judgement; FIRST elsewhere."""
    return np.append(_by_person(series, law), np.int32(FIRST))[person]


def people_held_back(series: Series, law: Law) -> Mask:
    """Whom another vaccine holds back beyond the day of judgement."""
    return np.asarray(_by_person(series, law) > law.on)


def _by_person(series: Series, law: Law) -> Days:
    found = np.full(law.columns.people, FIRST, np.int32)
    version = law.version_on(law.series_of[series.code])
    if version == ABSENT:
        return found
    product = law.product_of[series.versions[version].uses[0].product]
    for rule in law.rulebook.between:
        if _asks(rule, product, law):
            rows = _recent(rule, product, law)
            on = np.full(len(rows), law.on, np.int32)
            free = free_on(law, rule, law.columns.day[rows], on)
            np.maximum.at(found, law.columns.person[rows], free)
    return np.where(found > law.on, found, np.int32(FIRST))


def _asks(rule: BetweenRule, product: int, law: Law) -> bool:
    begins, ends = day_number(rule.effective_from), number_or(rule.effective_until, LAST)
    return begins <= law.on <= ends and law.products[product].kind in rule.before


def _recent(rule: BetweenRule, product: int, law: Law) -> Rows:
    """Doses of the last weeks, before the day of judgement, that a rule counts from."""
    rows = law.lately
    after = np.array([*(other.kind in rule.after for other in law.products), False])
    own: Rows = rows[after[law.product[rows]] & (law.product[rows] != product)]
    return own
