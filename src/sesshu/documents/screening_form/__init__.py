"""予診票: one page a dose, pre-printed with whose it is, its voucher, and the questions of its kind."""

from pathlib import Path

from sesshu.documents.forms import Form
from sesshu.documents.screening_form.contract import ScreeningForms, Sheet, Wording
from sesshu.documents.screening_form.specimen import specimen
from sesshu.documents.screening_form.volumes import volumes_of
from sesshu.documents.screening_form.wordings import NoSuchForm, has_form, wording_of

__all__ = [
    "FORM",
    "NoSuchForm",
    "ScreeningForms",
    "Sheet",
    "Wording",
    "has_form",
    "specimen",
    "volumes_of",
    "wording_of",
]

FORM = Form(Path(__file__).parent, ScreeningForms, on_screen=False, pages="sheets", underlay=True)
