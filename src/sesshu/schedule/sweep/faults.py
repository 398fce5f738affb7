"""What is wrong with doses by themselves or beside other vaccines; says what schedule.faults says."""

from concurrent.futures import Executor

import numpy as np
import numpy.typing as npt

from sesshu.schedule.placing import SAYS_ENOUGH
from sesshu.schedule.sweep.days import FIRST, LAST, Days, Mask, Rows, day_number, number_or
from sesshu.schedule.sweep.law import ABSENT, Law
from sesshu.schedule.sweep.placing import DoseFaults
from sesshu.schedule.sweep.population import UNKNOWN, UNNAMED, Small
from sesshu.schedule.sweep.said import Said
from sesshu.schedule.types import BetweenRule, Product, Series, SeriesVersion, Volume


def faults_of(law: Law, cores: Executor) -> DoseFaults:
    """Faults of every dose, said in the order in which judge says them; series side by side."""
    said = Said(len(law.columns.day))
    possible = _say_impossible_days(law, said)

    def say(at: int) -> None:
        own = law.doses_of_series(at)
        _say_of_series(law, at, law.series[at], own[possible[own]], said)

    beside = cores.submit(_too_soon_after_others, law, possible)
    list(cores.map(say, range(len(law.series))))
    _say_expired(law, possible, said)
    said.say(beside.result(), "too_soon_after_other")
    enough = np.logical_or.reduce([said.said(code) for code in sorted(SAYS_ENOUGH)])
    return DoseFaults(said, said.anything(), enough, _law_known(law))


def _law_known(law: Law) -> Mask:
    """Whether the rulebook knows every version of the dose's series from its day on."""
    begins = np.array([*(day_number(s.known_from) for s in law.series), LAST, LAST], np.int32)
    return np.asarray(begins[law.columns.series] <= law.columns.day)


def _say_impossible_days(law: Law, said: Said) -> Mask:
    columns = law.columns
    born, died = columns.born[columns.person], columns.died[columns.person]
    before, late = columns.day < born, columns.day > law.on
    dead = columns.day > died
    said.say(np.flatnonzero(before), "before_birth")
    said.say(np.flatnonzero(late & ~before), "in_future")
    said.say(np.flatnonzero(dead & ~late & ~before), "after_death")
    return ~(before | late | dead)


def _say_of_series(law: Law, at: int, series: Series, own: Rows, said: Said) -> None:
    versions = law.versions[at][law.columns.day[own] - law.first_day]
    for number, version in enumerate(series.versions):
        rows = own[versions == number]
        if len(rows):
            _say_of_version(law, series, version, rows, said)
    without = own[versions == ABSENT]
    without = without[law.columns.day[without] >= day_number(series.known_from)]
    day = law.columns.day[without]
    not_here = law.place_in_time(series.closed, day) != ABSENT
    early = (day < day_number(series.versions[0].effective_from)) & ~not_here
    said.say(without[early], "no_law_yet")
    said.say(without[~early], "no_law_any_more")


def _say_of_version(
    law: Law, series: Series, version: SeriesVersion, rows: Rows, said: Said
) -> None:
    named = law.columns.named[rows]
    used = np.zeros(len(law.products) + 2, np.bool_)
    used[[law.product_of[use.product] for use in version.uses]] = True
    wrong = ((named >= 0) & ~used[named]) | (named == UNKNOWN)
    said.say(rows[wrong], "wrong_product")
    other = _other_kind_begun(law, series, rows)
    said.say(rows[other], "other_kind_begun")
    _say_wrong_way(law, version, rows[~wrong & ~other], said)
    _say_excluded(law, series, rows, said)


def _other_kind_begun(law: Law, series: Series, rows: Rows) -> Mask:
    """Whether the person's last dose of the same choice before is of another answer to it."""
    if series.stands_for is None or not len(rows):
        return np.zeros(len(rows), np.bool_)
    same = [at for at, other in enumerate(law.series) if other.stands_for == series.stands_for]
    doses = np.sort(np.concatenate([law.doses_of_series(at) for at in same]))
    before = doses[np.maximum(np.searchsorted(doses, rows) - 1, 0)]
    columns = law.columns
    own = (before < rows) & (columns.person[before] == columns.person[rows])
    return np.asarray(own & (columns.series[before] != columns.series[rows]))


def _say_wrong_way(law: Law, version: SeriesVersion, rows: Rows, said: Said) -> None:
    volume, route = law.columns.volume, law.columns.route
    for place in np.unique(law.product[rows]):
        own = rows[law.product[rows] == place]
        if place == ABSENT or (volume is None and route is None):
            continue
        product = law.products[place]
        fitting = [(each, _fits(law, each, own)) for each in _volumes_of(product, version)]
        if volume is not None:
            wrong = _wrong_volume(fitting, volume[own])
            said.say(own[wrong], "wrong_volume")
        if route is not None:
            said.say(own[_wrong_route(law, product, fitting, route[own])], "wrong_route")


Fitting = list[tuple[Volume, Mask | None]]
"""Volumes, each with the doses whose age allows it; None for all."""


def _volumes_of(product: Product, version: SeriesVersion) -> tuple[Volume, ...]:
    own = [use.volumes for use in version.uses if use.product == product.code and use.volumes]
    return own[0] if own else product.volumes


def _fits(law: Law, volume: Volume, own: Rows) -> Mask | None:
    if volume.age_from is None and volume.age_until is None:
        return None
    birth, day = law.birth[law.columns.person[own]], law.columns.day[own]
    first, last = law.first_of(volume.age_from)[birth], law.last_of(volume.age_until)[birth]
    return np.asarray((first <= day) & (day <= last))


def _wrong_volume(fitting: Fitting, ml: npt.NDArray[np.float64]) -> Mask:
    """Doses whose volume is none of those that fit, where any does."""
    right, allowed = np.isnan(ml), np.zeros(len(ml), np.bool_)
    for volume, fits in fitting:
        same = ml == volume.ml
        right |= same if fits is None else same & fits
        allowed |= True if fits is None else fits
    return np.asarray(allowed & ~right)


def _wrong_route(law: Law, product: Product, fitting: Fitting, known: Small) -> Mask:
    """Routes of the volume that fits where the article states them, else those of the product."""
    right = _among(law, product.routes, known)
    stating = [(volume, fits) for volume, fits in fitting if volume.routes]
    if stating:
        stated, of_volume = np.zeros(len(known), np.bool_), np.zeros(len(known), np.bool_)
        for volume, fits in stating:
            here = _among(law, volume.routes, known)
            stated |= True if fits is None else fits
            of_volume |= here if fits is None else here & fits
        right = np.where(stated, of_volume, right)
    return np.asarray(~right & (known != UNNAMED))


def _among(law: Law, routes: tuple[str, ...], known: Small) -> Mask:
    return np.array([*(code in routes for code in law.rulebook.routes), False, False])[known]


def _say_excluded(law: Law, series: Series, rows: Rows, said: Said) -> None:
    columns = law.columns
    rows = rows[law.may_be_excluded_then[rows]]
    person, day = columns.person[rows], columns.day[rows]
    said.say(rows[excluded_by_fact(law, series, person, day)], "excluded")
    if not columns.diseases or not series.past_illness_excludes:
        return
    for place in np.unique(law.product[rows]):
        if place != ABSENT:
            own = law.product[rows] == place
            had = had_all(law, law.products[place].antigens, person[own], day[own])
            said.say(rows[own][had], "had_disease")


def had_all(law: Law, antigens: tuple[str, ...], person: Rows, day: Days) -> Mask:
    """Whether people had every one of the diseases by a day; of no disease, nobody had any."""
    found = np.full(len(person), bool(antigens))
    for antigen in antigens:
        known = law.columns.diseases.get(antigen)
        found &= False if known is None else (known[person] <= day) & (known[person] < LAST)
    return found


def excluded_by_fact(law: Law, series: Series, person: Rows, day: Days) -> Mask:
    """Whether a fact takes people out of a series on their days."""
    found = np.zeros(len(person), np.bool_)
    rows = np.flatnonzero(law.may_be_excluded[person])
    person, day = person[rows], day[rows]
    for row in law.rulebook.exclusions:
        if not row.series or series.code in row.series:
            begins, ends = day_number(row.effective_from), number_or(row.effective_until, LAST)
            then = (begins <= day) & (day <= ends)
            found[rows] |= then & _holds(law, law.fact_of[row.fact], person, day)
    return found


def _holds(law: Law, kind: int, person: Rows, day: Days) -> Mask:
    many, found = law.facts.count(kind, person), np.zeros(len(person), np.bool_)
    for number in range(int(many.max(initial=0))):
        own = np.flatnonzero(many > number)
        begins, ends = law.facts.days(kind, number, person[own])
        found[own] |= (begins <= day[own]) & (day[own] <= ends)
    return found


def _say_expired(law: Law, possible: Mask, said: Said) -> None:
    expires = law.columns.expires
    if expires is not None:
        over = expires < law.columns.day
        said.say(np.flatnonzero(over & possible), "expired")


def _too_soon_after_others(law: Law, possible: Mask) -> Rows:
    """Look back from each dose, as far as the longest interval between different vaccines."""
    person, day = law.columns.person, law.columns.day
    late, back = _soon_after_another(law, possible), 1
    too_soon = np.zeros(len(day), np.bool_)
    while len(late):
        late = late[late >= back]
        near = day[late] - day[late - back] <= law.longest_between
        late = late[near & (person[late] == person[late - back])]
        rows = late[(day[late - back] < day[late]) & ~too_soon[late]]
        too_soon[rows[_too_soon(law, rows, rows - back)]] = True
        back += 1
    return np.flatnonzero(too_soon)


def _soon_after_another(law: Law, possible: Mask) -> Rows:
    """Doses that must keep an interval, with another dose of the person shortly before."""
    columns = law.columns
    near = np.zeros(len(columns.day), np.bool_)
    near[1:] = (np.diff(columns.day) <= law.longest_between) & (np.diff(columns.person) == 0)
    rows = np.flatnonzero(near & possible)
    return rows[_asks_for_others(law, rows)]


def _asks_for_others(law: Law, rows: Rows) -> Mask:
    """Of which doses the law of the day asks for an interval to any other vaccine."""
    asks = np.zeros((len(law.products) + 1, len(law.days)), np.bool_)
    for rule in law.rulebook.between:
        begins, ends = day_number(rule.effective_from), number_or(rule.effective_until, LAST)
        then = (begins <= law.days) & (law.days <= ends)
        own = [at for at, product in enumerate(law.products) if product.kind in rule.before]
        asks[own] |= then
    return np.asarray(asks[law.product[rows], law.columns.day[rows] - law.first_day])


def _too_soon(law: Law, later: Rows, earlier: Rows) -> Mask:
    """Whether doses come too soon after others of different products."""
    day, then = law.columns.day[later], law.columns.day[earlier]
    different = (law.product[later] != law.product[earlier]) & (law.product[earlier] != ABSENT)
    found = np.zeros(len(later), np.bool_)
    for rule in law.rulebook.between:
        pairs = different & _between(law, rule, later, earlier)
        rows = np.flatnonzero(pairs)
        found[rows] |= day[rows] < free_on(law, rule, then[rows], day[rows])
    return found


def _between(law: Law, rule: BetweenRule, later: Rows, earlier: Rows) -> Mask:
    day = law.columns.day[later]
    begins, ends = day_number(rule.effective_from), number_or(rule.effective_until, LAST)
    before = np.array([product.kind in rule.before for product in law.products])
    after = np.array([product.kind in rule.after for product in law.products])
    holds = (begins <= day) & (day <= ends)
    return np.asarray(holds & before[law.product[later]] & after[law.product[earlier]])


def free_on(law: Law, rule: BetweenRule, then: Days, day: Days) -> Days:
    """First day that keeps an interval after doses, read as on the later days."""
    found = np.full(len(then), FIRST, np.int32)
    reading = law.reading_of_day[day - law.first_day]
    for way, how in enumerate(law.how_read):
        own = reading == way
        found[own] = law.after(rule.at_least, then[own], how)
    return found
