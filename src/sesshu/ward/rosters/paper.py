"""A part of a roster as PDF, each person on it one entry of the ledger (R4, V004)."""

from datetime import date

import msgspec

from sesshu.documents.forms import PersonName, Registered
from sesshu.documents.glyphs import missing_in
from sesshu.documents.listing import FORM, Condition, Listing, listing
from sesshu.documents.printing import render
from sesshu.foundation import ledger
from sesshu.foundation.acting import Actor
from sesshu.foundation.walls import current_place
from sesshu.kernel.eras import in_japanese
from sesshu.ward.offices import office_of
from sesshu.ward.rosters.lines import Line, Roster, on_paper

MOST = 1_000
LEFT_OUT = "印字できない文字のため載せていない宛名番号・行"


class _Cells(msgspec.Struct, frozen=True):
    """The cells of one line, to look their characters up."""

    cells: tuple[Registered, ...]


def parts_of(roster: Roster) -> range:
    """The numbers of the parts; a roster of nobody has one."""
    return range(1, max(1, -(-roster.number() // MOST)) + 1)


def print_part(actor: Actor, roster: Roster, number: int, on: date) -> bytes:
    """A thousand lines at most; whom a line is about is entered first; where that is nobody known, the print.

    A line with a character that no face holds is named by its 宛名番号 alone. Raises NotPrinted.
    """
    lines = roster.lines((number - 1) * MOST, MOST)
    subjects = [*roster.subjects(lines)]
    entered = ledger.look_each if subjects else ledger.look
    entered(actor, roster.action, roster.purpose, subjects, {"part": number})
    return render(FORM, document_of(roster, lines, on))


def document_of(roster: Roster, lines: list[Line], on: date) -> Listing:
    """The list as paper shows it."""
    cells = [(line, tuple(map(on_paper, line.values))) for line in lines]
    kept = [row for _, row in cells if missing_in(_Cells(row)) is None]
    left_out = [line.atena_number for line, row in cells if missing_in(_Cells(row)) is not None]
    return listing(
        roster.form,
        kept,
        office=office_of(current_place().municipality).municipality,
        made_on=in_japanese(on),
        conditions=tuple(Condition(label, PersonName(said)) for label, said in roster.said),
        totals=(Condition(LEFT_OUT, "、".join(left_out)),) if left_out else (),
    )
