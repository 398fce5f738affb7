"""Reading doses: the door for pages and for other duties."""

from sesshu.ward.records.checking import (
    EnteredForm,
    QueueFilters,
    QueuePage,
    QueueRow,
    Waiting,
    check_queue,
    entry_of,
    next_to_check,
    sent_back_to,
    waiting_for,
)
from sesshu.ward.records.recorded import RecordedDose, doses_of, rows_of
from sesshu.ward.records.sheet import Ended, RecordSheet, SheetRow, WaitingRow, record_sheet

__all__ = [
    "Ended",
    "EnteredForm",
    "QueueFilters",
    "QueuePage",
    "QueueRow",
    "RecordSheet",
    "RecordedDose",
    "SheetRow",
    "Waiting",
    "WaitingRow",
    "check_queue",
    "doses_of",
    "entry_of",
    "next_to_check",
    "record_sheet",
    "rows_of",
    "sent_back_to",
    "waiting_for",
]
