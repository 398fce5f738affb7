"""Every table of the ward, so that Django finds them; each lives in the folder of its duty."""

from sesshu.ward.records.models import (
    CurrentDose,
    Dose,
    DoseParticulars,
    EntryForm,
    GuardedDose,
)
from sesshu.ward.residents.models import (
    GuardedContact,
    GuardedProtection,
    GuardedRejectedRow,
    GuardedShowing,
    RegistryFile,
    RegistryFileEnding,
    RejectedRow,
    Resident,
    ResidentSearch,
    ResidentVersion,
    RestingStatement,
)
from sesshu.ward.residents.web.kept_searches import KeptSearch
from sesshu.ward.rulebooks.models import (
    RulebookComparison,
    RulebookEffect,
    RulebookInForce,
    RulebookRelease,
)

__all__ = [
    "CurrentDose",
    "Dose",
    "DoseParticulars",
    "EntryForm",
    "GuardedContact",
    "GuardedDose",
    "GuardedProtection",
    "GuardedRejectedRow",
    "GuardedShowing",
    "KeptSearch",
    "RegistryFile",
    "RegistryFileEnding",
    "RejectedRow",
    "Resident",
    "ResidentSearch",
    "ResidentVersion",
    "RestingStatement",
    "RulebookComparison",
    "RulebookEffect",
    "RulebookInForce",
    "RulebookRelease",
]
