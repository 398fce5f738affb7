"""Addresses of the frame within a municipality."""

from django.urls import path

from sesshu.ui.web.session import stay

urlpatterns = [path("stay", stay, name="stay")]
