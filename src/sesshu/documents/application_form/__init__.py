"""申請書 F09, F11 to F13 and others: an empty form and its 記入例 of one text, A4 or A3 (B15)."""

from pathlib import Path

from sesshu.documents.application_form.contract import (
    ApplicationForms,
    Field,
    Section,
    Sheet,
    Wording,
)
from sesshu.documents.application_form.wordings import NoSuchForm, forms_on, sheets_of
from sesshu.documents.forms import Form

__all__ = [
    "FORM",
    "ApplicationForms",
    "Field",
    "NoSuchForm",
    "Section",
    "Sheet",
    "Wording",
    "forms_on",
    "sheets_of",
]

FORM = Form(Path(__file__).parent, ApplicationForms, pages="sheets")
