"""Addresses of the records' pages."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.records.web import answering, changing, checks, entering, sent

MENU = (
    (Permission.DOSE_ENTER, "差し戻し", "dose-sent-back", 15),
    (Permission.DOSE_CHECK, "確認待ち", "checks", 20),
)

urlpatterns = [
    path("residents/<int:resident_id>/doses/new", entering.dose_new, name="dose-new"),
    path(
        "residents/<int:resident_id>/doses/sent/<int:proposal_id>/",
        sent.dose_sent,
        name="dose-sent",
    ),
    path(
        "residents/<int:resident_id>/doses/<int:dose_id>/correct",
        changing.dose_correct,
        name="dose-correct",
    ),
    path(
        "residents/<int:resident_id>/doses/<int:dose_id>/cancel",
        changing.dose_cancel,
        name="dose-cancel",
    ),
    path(
        "residents/<int:resident_id>/history-answer/",
        answering.history_answer,
        name="history-answer",
    ),
    path("doses/sent-back/", sent.sent_back, name="dose-sent-back"),
    path("checks/", checks.checks, name="checks"),
    path("checks/<int:proposal_id>/", checks.check, name="check"),
]
