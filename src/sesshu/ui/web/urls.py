"""Addresses of the frame within a municipality."""

from django.urls import path

from sesshu.ui.web.session import keep, stay

urlpatterns = [path("stay", stay, name="stay"), path("keep", keep, name="keep")]
