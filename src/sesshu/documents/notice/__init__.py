"""個別通知, 勧奨 and 再勧奨: a letter a page for a window envelope, one for a household where it may be."""

from pathlib import Path

from sesshu.documents.forms import Form
from sesshu.documents.notice.contract import Letter, Matter, Notices, Subject, Wording
from sesshu.documents.notice.household import merged
from sesshu.documents.notice.wordings import wording_of

__all__ = [
    "FORM",
    "Letter",
    "Matter",
    "Notices",
    "Subject",
    "Wording",
    "merged",
    "wording_of",
]

FORM = Form(Path(__file__).parent, Notices, on_screen=False, pages="letters")
