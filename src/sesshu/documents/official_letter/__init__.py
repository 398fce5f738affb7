"""公文書: request letters, completion reports, decisions on refunds; a page each, for a window envelope."""

from pathlib import Path

from sesshu.documents.forms import Form
from sesshu.documents.official_letter.contract import Letter, OfficialLetters, Row, Wording
from sesshu.documents.official_letter.letters import (
    completion_report,
    payment_order,
    refund_decision,
    reply_form,
    request_letter,
)

__all__ = [
    "FORM",
    "Letter",
    "OfficialLetters",
    "Row",
    "Wording",
    "completion_report",
    "payment_order",
    "refund_decision",
    "reply_form",
    "request_letter",
]

FORM = Form(Path(__file__).parent, OfficialLetters, pages="letters")
