"""Answers as frames."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from sesshu.kernel.outcomes import Counts, Legal, Phase, Status
from sesshu.schedule.sweep.codes import NO_ERROR, NOTHING, REASONS
from sesshu.schedule.sweep.days import NONE, Days
from sesshu.schedule.sweep.doses import DoseAnswers
from sesshu.schedule.sweep.law import Law
from sesshu.schedule.sweep.standing import Standing
from sesshu.schedule.sweep.walk import Walk
from sesshu.schedule.verdicts import Timing

REASON = pl.Enum(REASONS)


@dataclass(frozen=True, slots=True)
class Answers:
    """What docs/formats/schedule.md says that a sweep answers.

    `doses`: a row for each dose, in the order of person, day and id. `counts_as`: a row for each dose and
    course in which it counts. `standings`: for each series a row for each resident, in their order.
    """

    doses: pl.DataFrame
    counts_as: pl.DataFrame
    standings: Mapping[str, pl.DataFrame]


def dose_frame(law: Law, answers: DoseAnswers) -> pl.DataFrame:
    """The answers about doses."""
    said, answered = answers.said, law.columns.doses.select("resident_id", "dose_id")
    error = np.where(said.error < NO_ERROR, said.error, NOTHING)
    found = answered.with_columns(
        _words("legal", answers.legal, Legal),
        _words("counts", answers.counts, Counts),
        _numbers("error", error, NOTHING),
        _words("reason", said.first, REASONS),
        _reasons(said.which),
    )
    return found if answers.asked is None else found.filter(pl.Series(answers.asked))


def _reasons(which: npt.NDArray[np.uint32]) -> pl.Series:
    """All reasons of each dose, joined by spaces in the order of the alphabet."""
    sets = pl.Series("reasons", which)
    distinct = sets.unique().to_list()
    texts = [
        " ".join(sorted(code for at, code in enumerate(REASONS) if one >> at & 1))
        for one in distinct
    ]
    kind = pl.Enum(sorted(texts))
    found = sets.replace_strict(distinct, pl.Series(texts, dtype=kind), return_dtype=kind)
    return found.cast(pl.Categorical)


def counts_as_frame(law: Law, parts: list[pl.DataFrame]) -> pl.DataFrame:
    """The places of doses that count in all courses, with their ids."""
    ids = law.columns.doses.select("resident_id", "dose_id")
    frame = pl.concat(parts)
    at = frame["at"]
    return pl.concat([ids[at], frame.drop("at")], how="horizontal")


def counted_frame(law: Law, walked: Walk) -> pl.DataFrame:
    """The places of doses that count in one course: antigens joined by spaces, number and phase."""
    done, course = walked.placements, walked.course.course
    rows = np.flatnonzero(done.number)
    track = np.repeat(np.arange(len(walked.tracks)), walked.tracks.lengths)[rows]
    carried = walked.tracks.antigens[track]
    return pl.DataFrame(
        {
            "at": walked.tracks.dose[rows],
            "course": _everywhere(course.code, len(rows), pl.Enum(list(law.rulebook.courses))),
            "antigens": _antigens(carried, course.antigens),
            "dose": done.number[rows],
            "phase": _words("phase", done.phase[rows], Phase),
        }
    )


def _everywhere(word: str, rows: int, kind: pl.Enum) -> pl.Series:
    return pl.repeat(word, rows, dtype=kind, eager=True)


def _antigens(carried: npt.NDArray[np.int64], antigens: tuple[str, ...]) -> pl.Series:
    names = [
        " ".join(code for at, code in enumerate(antigens) if bits >> at & 1)
        for bits in range(1 << len(antigens))
    ]
    return (
        pl.Series("antigens", carried.astype(np.uint8)).cat.to(pl.Enum(names)).cast(pl.Categorical)
    )


def standing_frame(standing: Standing) -> pl.DataFrame:
    """The answers about one series."""
    counted = pl.Series("doses_counted", standing.counted, dtype=pl.UInt8)
    if not (standing.dose.any() or (standing.timing != NOTHING).any()):
        nothing = pl.DataFrame(schema=NEXT_DOSE).clear(len(counted))
        return pl.DataFrame([_words("status", standing.status, Status), counted, *nothing])
    return pl.DataFrame(
        [
            _words("status", standing.status, Status),
            counted,
            _words("timing", standing.timing, Timing),
            _numbers("next_dose", standing.dose, 0),
            _words("next_phase", standing.phase, Phase),
            _dates("earliest_on", standing.earliest),
            _dates("last_on", standing.last),
            _dates("standard_from", standing.standard_from),
            _dates("standard_until", standing.standard_until),
        ]
    )


NEXT_DOSE: Mapping[str, Any] = {
    "timing": pl.Enum(Timing),
    "next_dose": pl.UInt8,
    "next_phase": pl.Enum(Phase),
    "earliest_on": pl.Date,
    "last_on": pl.Date,
    "standard_from": pl.Date,
    "standard_until": pl.Date,
}


def _words(name: str, codes: npt.NDArray[np.uint8], words: Iterable[str]) -> pl.Series:
    return _numbers(name, codes, NOTHING).cat.to(pl.Enum([str(word) for word in words]))


def _numbers(name: str, numbers: npt.NDArray[np.uint8], nothing: int) -> pl.Series:
    return _without(pl.Series(name, numbers.astype(np.uint8, copy=False)), numbers == nothing)


def _dates(name: str, days: Days) -> pl.Series:
    return _without(pl.Series(name, days), days == NONE).cast(pl.Date)


def _without(column: pl.Series, nothing: npt.NDArray[np.bool_]) -> pl.Series:
    """The column, empty where it has nothing to say."""
    if not nothing.any():
        return column
    return column.set(pl.Series(nothing), None)
