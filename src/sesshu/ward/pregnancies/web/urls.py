"""Addresses of the pages of pregnancies; they are reached from a resident's tabs."""

from django.urls import path

from sesshu.ward.pregnancies.web import views

PERSON = "residents/<int:resident_id>/pregnancies/"

urlpatterns = [
    path(PERSON, views.of_resident, name="resident-pregnancies"),
    path(f"{PERSON}<int:pregnancy_id>/", views.change, name="pregnancy-change"),
]
