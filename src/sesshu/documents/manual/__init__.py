"""規則の手引き: the whole rulebook on paper (`FORM`) and as one page of HTML (`page`)."""

from pathlib import Path

from sesshu.documents.forms import Form
from sesshu.schedule.manual.outline import Manual

FORM = Form(Path(__file__).parent, Manual)
