"""Stand-ins for clinics: the month of a clinic as a file, with faults planted on purpose and labelled.

A clinic knows its patients and what it gave them, not the ward's records. The same facts give the same bytes.
"""

from sesshu.outside.clinics.faults import CLASSES, Planted, classes_for, planted
from sesshu.outside.clinics.month import Clinic, Patient, clean_month, is_aged
from sesshu.outside.clinics.write import Written, write_month

__all__ = [
    "CLASSES",
    "Clinic",
    "Patient",
    "Planted",
    "Written",
    "classes_for",
    "clean_month",
    "is_aged",
    "planted",
    "write_month",
]
