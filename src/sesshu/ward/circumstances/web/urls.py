"""Addresses of the pages of what is known of a person."""

from django.urls import path

from sesshu.ward.circumstances.web import approving, views

PERSON = "residents/<int:resident_id>/circumstances/"
urlpatterns = [
    path(PERSON, views.of_resident, name="resident-circumstances"),
    path(f"{PERSON}<int:circumstance_id>/", views.change, name="circumstance-change"),
    path("circumstance-checks/", approving.queue, name="circumstance-checks"),
    path("circumstance-checks/<int:proposal_id>/", approving.decide, name="circumstance-check"),
]
