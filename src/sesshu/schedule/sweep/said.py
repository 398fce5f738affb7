"""Reasons in columns: which were said of each row, and the one that carries the error."""

import numpy as np
import numpy.typing as npt

from sesshu.schedule.sweep.codes import ERROR_NUMBER, NOTHING, REASON
from sesshu.schedule.sweep.days import Mask, Rows


class Said:
    """Reasons of rows, said one after the other."""

    def __init__(self, rows: int) -> None:
        self.which = np.zeros(rows, np.uint32)
        """A bit for each reason of codes.REASONS."""
        self.error = np.full(rows, NOTHING, np.uint8)
        """The least class of error; NO_ERROR where every reason is none."""
        self.first = np.full(rows, NOTHING, np.uint8)
        """The reason that was said first with that class."""

    def say(self, rows: Rows, code: str) -> None:
        """Say one reason of some rows."""
        self.say_place(rows, REASON[code])

    def say_place(self, rows: Rows, reason: int) -> None:
        """The same, by the reason's place in codes.REASONS."""
        if len(rows):
            self.which[rows] |= np.uint32(1 << reason)
            lower = rows[self.error[rows] > ERROR_NUMBER[reason]]
            self.error[lower] = ERROR_NUMBER[reason]
            self.first[lower] = reason

    def say_each(self, rows: Rows, reasons: npt.NDArray[np.uint8]) -> None:
        """Say one reason of each row."""
        for reason in np.unique(reasons):
            self.say_place(rows[reasons == reason], int(reason))

    def add(self, rows: Rows, other: "Said", of: Rows) -> None:
        """Say after these what was said of rows elsewhere."""
        self.which[rows] |= other.which[of]
        lower = other.error[of] < self.error[rows]
        self.error[rows[lower]] = other.error[of[lower]]
        self.first[rows[lower]] = other.first[of[lower]]

    def anything(self) -> Mask:
        """Of which rows anything was said."""
        return np.asarray(self.which != 0)

    def said(self, code: str) -> Mask:
        """Of which rows one reason was said."""
        return np.asarray(self.which & np.uint32(1 << REASON[code]) != 0)
