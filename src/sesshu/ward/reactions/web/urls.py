"""Addresses of the pages of reports of adverse reactions."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.reactions.web import approving, views

MENU = ((Permission.REACTION_RECORD, "副反応疑い管理簿", "reactions", 28),)

urlpatterns = [
    path("reactions/", views.listed, name="reactions"),
    path("reactions/new/<int:dose_id>/", views.new, name="reaction-new"),
    path("reactions/<int:report_id>/", views.one, name="reaction"),
    path("reactions/<int:report_id>/change/", views.change, name="reaction-change"),
    path("reaction-checks/", approving.queue, name="reaction-checks"),
    path("reaction-checks/<int:proposal_id>/", approving.decide, name="reaction-check"),
]
