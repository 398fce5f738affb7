"""Certificates of tests: a guardian with a driving license asks."""

from typing import Any
from uuid import uuid4

from sesshu.ward.certificates.codes import Kind
from sesshu.ward.certificates.operations import Asked
from sesshu.ward.letters.codes import Applicant
from sesshu.ward.records.queries import RecordedDose
from sesshu.ward.vouchers.codes import IdentityDocument


def asked(resident_id: int, *doses: RecordedDose, **others: Any) -> Asked:
    """These doses are to be proved."""
    said: dict[str, Any] = {
        "form_key": uuid4(),
        "resident_id": resident_id,
        "kind": Kind.ROUTINE,
        "dose_ids": tuple(dose.id for dose in doses),
        "applicant": Applicant.GUARDIAN,
        "identity_document": IdentityDocument.DRIVING_LICENSE,
    }
    return Asked(**(said | others))
