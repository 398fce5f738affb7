"""Addresses of the pages of doses given wrong."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.mishaps.web import views

MENU = ((Permission.DOSE_CORRECT, "間違い接種", "mishaps", 24),)

urlpatterns = [
    path("mishaps/", views.listed, name="mishaps"),
    path("mishaps/<int:dose_id>/", views.ask, name="mishap"),
    path("mishap-approvals/", views.queue, name="mishap-approvals"),
    path("mishap-approvals/<int:proposal_id>/", views.decide, name="mishap-approval"),
]
