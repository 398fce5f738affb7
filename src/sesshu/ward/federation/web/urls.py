"""Addresses of the pages of claims files."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.federation.web import files, lines

MENU = ((Permission.FEE_VIEW, "国保連の請求", "claims-files", 49),)

urlpatterns = [
    path("claims-files/", files.listed, name="claims-files"),
    path("claims-files/<int:file_id>/", files.shown, name="claims-file"),
    path("claims-files/<int:file_id>/replay", files.replay, name="claims-replay"),
    path("claims-files/lines/<int:line_id>/", lines.line, name="claims-line"),
]
