"""Reading residents: the door for pages and for other duties."""

from sesshu.ward.residents.finding import MOST_ROWS, Found, FoundResident, Search, search
from sesshu.ward.residents.registry_files import (
    FileSummary,
    RejectedRows,
    RejectedRowSummary,
    registry_files,
    rejected_row,
    rejected_rows,
)
from sesshu.ward.residents.states import (
    HouseholdMember,
    NoSuchResident,
    Resident,
    Version,
    history_of,
    household_of,
    resident_of,
)

__all__ = [
    "MOST_ROWS",
    "FileSummary",
    "Found",
    "FoundResident",
    "HouseholdMember",
    "NoSuchResident",
    "RejectedRowSummary",
    "RejectedRows",
    "Resident",
    "Search",
    "Version",
    "history_of",
    "household_of",
    "registry_files",
    "rejected_row",
    "rejected_rows",
    "resident_of",
    "search",
]
