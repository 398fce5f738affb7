"""報告: the tables of a report with what they rest on (`FORM`), and their charts (`drawn`, `picture`)."""

from pathlib import Path

from sesshu.documents.forms import Form
from sesshu.documents.report.contract import ReportPaper

FORM = Form(Path(__file__).parent, ReportPaper)
