"""Addresses of the design system itself: they belong to no municipality."""

from django.urls import path

from sesshu.ui import stylesheet
from sesshu.ui.echo import date_echo

urlpatterns = [
    path("ui/date-echo", date_echo, name="date-echo"),
    path("ui/<str:version>.css", stylesheet.serve, name="stylesheet"),
]
