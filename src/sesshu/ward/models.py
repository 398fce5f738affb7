"""Every table of the ward, so that Django finds them; each lives in the folder of its duty."""

from sesshu.ward.residents.models import (
    GuardedContact,
    GuardedProtection,
    GuardedRejectedRow,
    RegistryFile,
    RegistryFileEnding,
    RejectedRow,
    Resident,
    ResidentSearch,
    ResidentVersion,
)

__all__ = [
    "GuardedContact",
    "GuardedProtection",
    "GuardedRejectedRow",
    "RegistryFile",
    "RegistryFileEnding",
    "RejectedRow",
    "Resident",
    "ResidentSearch",
    "ResidentVersion",
]
