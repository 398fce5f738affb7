"""Addresses of the letters' pages."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.letters.web import completion_reports, deciding, guarded, lists, request_letters

MENU = (
    (Permission.LETTER_VIEW, "依頼書・実施報告書", "letters", 40),
    (Permission.GUARDED_LETTER, "担当課の依頼書", "guarded-letters", 41),
)

urlpatterns = [
    path("guarded-letters/", guarded.letters, name="guarded-letters"),
    path("guarded-letters/<int:letter_id>/", guarded.letter, name="guarded-letter"),
    path("guarded-letters/<int:letter_id>/pdf", guarded.letter_pdf, name="guarded-letter-pdf"),
    path("guarded-letters/checks/<int:proposal_id>/", guarded.decide, name="guarded-letter-check"),
    path("residents/<int:resident_id>/guarded-letters/new", guarded.new, name="guarded-letter-new"),
    path("letters/", lists.letters, name="letters"),
    path("letter-checks/", deciding.checks, name="letter-checks"),
    path("letter-checks/<int:proposal_id>/", deciding.decide, name="letter-check"),
    path("letters/<int:letter_id>/", request_letters.letter, name="letter"),
    path("letters/<int:letter_id>/pdf", request_letters.letter_pdf, name="letter-pdf"),
    path("letters/reports/<int:report_id>/pdf", completion_reports.report_pdf, name="report-pdf"),
    path("letters/reports/new", completion_reports.new, name="report-new"),
    path("letters/reports/<int:report_id>/", completion_reports.report, name="report"),
    path("letters/scans/<int:proposal_id>", completion_reports.scan, name="report-scan"),
    path(
        "residents/<int:resident_id>/letters/", request_letters.of_resident, name="resident-letters"
    ),
    path("residents/<int:resident_id>/letters/new", request_letters.new, name="letter-new"),
]
