"""match.precision, match.recall: a million labelled records without a number against a million residents."""

from collections import Counter
from datetime import date

from bench.labelled_records import CLASSES, Labelled, Register, labelled
from sesshu.kernel.matching import Verdict, match
from sesshu.outside.registry import Ward

RECORDS, RESIDENTS, STRANGERS = 1_000_000, 965_260, 80_000
SEED, ON = 131_121, date(2026, 11, 23)

Found = Counter[tuple[str, str]]


def run(records: int = RECORDS, residents: int = RESIDENTS) -> list[dict[str, object]]:
    """Match every record; precision over automatic matches, recall over people the register knows."""
    found = outcomes(records, residents)
    automatic, wrong = _sum(found, "right", "wrong"), _sum(found, "wrong")
    known = _sum(found, "right", "wrong", "proposed", "missed")
    named = f"{records:,} records of {len(CLASSES)} classes, {residents:,} residents"
    precision = {
        "id": "match.precision",
        "work": f"{named}; {automatic:,} matched automatically, {wrong} of them wrong",
        "number": 1 - wrong / automatic,
        "unit": "share of automatic matches",
        "limit": 1.0,
        "limit_is": "the aim: no false automatic match",
        "better": "higher",
        "ratio": 1 - wrong / automatic,
    }
    recall = (_sum(found, "right", "proposed")) / known
    return [
        precision,
        precision
        | {
            "id": "match.recall",
            "work": f"{named}; matched, or the right person proposed; by class: {by_class(found)}",
            "number": recall,
            "unit": "share of records about somebody registered",
            "limit_is": "everybody found",
            "ratio": recall,
        },
    ]


def outcomes(records: int, residents: int) -> Found:
    """How many records of each class were matched right or wrong, proposed, missed, or rightly left alone."""
    register = Register(Ward("131121", residents, SEED, ON))
    strangers = Ward("131148", max(2_500, records // len(CLASSES) * 2), SEED, ON)
    return Counter(
        (record.error, outcome(register, record))
        for record in labelled(register, records, strangers)
    )


def outcome(register: Register, record: Labelled) -> str:
    """What became of one record."""
    claim = register.keys(record.told)
    decision = match(claim, register.around(claim))
    ids = {candidate.id for candidate in decision.candidates}
    if decision.verdict is Verdict.SAME:
        return "right" if ids <= record.about else "wrong"
    if not record.about:
        return "left alone"
    return "proposed" if ids & record.about else "missed"


def by_class(found: Found) -> str:
    """The outcomes of each class in a few words."""
    told = {
        error: {kind: n for (of, kind), n in sorted(found.items()) if of == error}
        for error in CLASSES
    }
    return "; ".join(
        f"{error}: " + ", ".join(f"{kind} {number}" for kind, number in kinds.items())
        for error, kinds in told.items()
    )


def _sum(found: Found, *kinds: str) -> int:
    return sum(number for (_, kind), number in found.items() if kind in kinds)
