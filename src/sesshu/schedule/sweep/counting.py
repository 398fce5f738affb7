"""Where people are in a course after a dose that counts; says what progress.Progress.count says."""

import numpy as np
import numpy.typing as npt

from sesshu.kernel.outcomes import Phase
from sesshu.schedule.progress import LEFT
from sesshu.schedule.sweep.codes import NOTHING, PHASE, PRIMARY
from sesshu.schedule.sweep.days import Mask, Rows
from sesshu.schedule.sweep.groups import Group
from sesshu.schedule.sweep.life import Place
from sesshu.schedule.sweep.openings import Standing, has_any
from sesshu.schedule.sweep.states import UNREACHED, Reached, States
from sesshu.schedule.sweep.ways import Step, Ways, counted_under
from sesshu.schedule.types import Regimen

Small = npt.NDArray[np.uint8]


class Counting:
    """New states and phases after doses that count, for a group as it was before them."""

    def __init__(self, group: Group, ways: Ways, step: Step) -> None:
        self.group = group
        self.ways = ways
        self.version = step.version
        self.product = step.product
        self.day = step.day
        self.rows = len(step.day)
        self.offered = np.zeros(self.rows, np.bool_)
        if not ways.switched:
            self.offered = has_any(ways.found, self.rows)
        self.taken = (
            [mask & self.offered for mask in counted_under(ways, step.day)]
            if self.offered.any()
            else []
        )

    def states(self, states: States, chosen: Rows) -> Rows:
        """The number of each chosen row's state after its dose."""
        after = Reached(self.group.state, self.rows)
        booster = self._booster()
        for regimen in range(len(self.group.state.reached)):
            after.put(regimen, self._reached(regimen, booster))
        for opening, mask in zip(self.ways.found, self.taken, strict=False):
            if opening.doses_left == 1:
                after.complete |= mask
        if self._completed_by_switching():
            after.complete |= ~self.offered
        return after.numbers(states, self.product, chosen)

    def phase(self) -> Small:
        """初回 or 追加: that of the first opening taken."""
        found = np.full(self.rows, NOTHING, np.uint8)
        for opening, mask in zip(self.ways.found, self.taken, strict=False):
            found[mask & (found == NOTHING)] = PHASE.index(opening.rule.phase)
        found[found == NOTHING] = PRIMARY
        return found

    def _completed_by_switching(self) -> bool:
        law = self.group.law
        had = self.group.state.products | ({self.product} if self.product >= 0 else set())
        products = {law.products[at].code for at in had}
        regimens = self.version.regimens if self.version else ()
        return any(one.completed_by(products, self.group.state.doses + 1) for one in regimens)

    def _booster(self) -> Mask:
        found = np.zeros(self.rows, np.bool_)
        for opening, mask in zip(self.ways.found, self.taken, strict=False):
            if opening.rule.phase is Phase.BOOSTER:
                found |= mask
        return found

    def _reached(self, regimen: int, booster: Mask) -> npt.NDArray[np.int64]:
        """The place reached in a regimen: left, kept pace with, or taken."""
        found = np.full(self.rows, UNREACHED, np.int64)
        if not self.taken:
            return found
        own = [standing for standing in self.ways.standing if standing[0].index == regimen]
        for _, _, has in own:
            found[self.offered if has is None else self.offered & has] = LEFT
        for standing in own:
            if self._paces(standing[0]):
                rows = self._pacing(standing)
                found[rows] = self._paced(standing[0].regimen, regimen, booster[rows])
        for opening, mask in zip(self.ways.found, self.taken, strict=True):
            if opening.place.index == regimen:
                found[mask] = opening.number + 1
        return found

    def _paces(self, place: Place) -> bool:
        """Whether a regimen is for other products and moves on with this one."""
        return (
            self.product >= 0
            and not place.regimen.same_products_throughout
            and bool(place.products)
            and self.product not in place.products
        )

    def _pacing(self, standing: Standing) -> Rows:
        place, _, has = standing
        rows = self.offered if has is None else self.offered & has
        if not self.group.state.doses:
            begins = place.of(place.start_from, self.group) <= self.day
            rows = rows & begins & (self.day <= place.of(place.start_until, self.group))
        return np.flatnonzero(rows)

    def _paced(self, regimen: Regimen, at: int, booster: Mask) -> npt.NDArray[np.int64]:
        known = self.group.state.reached[at]
        place = self.group.state.doses if known == UNREACHED else known
        return np.where(booster, len(regimen.doses), _moved_on(regimen, place))


def _moved_on(regimen: Regimen, place: int) -> int:
    """One dose further, but a primary dose of another regimen is no booster of this one."""
    if place == LEFT:
        return LEFT
    if place < len(regimen.doses) and regimen.doses[place].phase is Phase.BOOSTER:
        return place
    return min(place + 1, len(regimen.doses))
