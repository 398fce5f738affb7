"""Addresses of certificates' pages."""

from django.urls import path

from sesshu.ward.certificates.web import views

PERSON = "residents/<int:resident_id>/certificates/"

urlpatterns = [
    path(PERSON, views.of_resident, name="resident-certificates"),
    path(f"{PERSON}<int:certificate_id>/print", views.print_one, name="certificate-print"),
]
