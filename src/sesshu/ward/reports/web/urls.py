"""Addresses of reports."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.reports.web import deciding, files, making, views

MENU = ((Permission.REPORT_VIEW, "報告", "statistics", 45),)

urlpatterns = [
    path("reports/", views.show_all, name="statistics"),
    path("reports/new/", making.new, name="statistics-new"),
    path("reports/<int:report_id>/", views.show, name="statistics-report"),
    path("reports/<int:report_id>/basis/", views.basis, name="statistics-basis"),
    path("reports/<int:report_id>/changes/", views.changed, name="statistics-changes"),
    path("reports/<int:report_id>/again", making.again, name="statistics-again"),
    path("reports/<int:report_id>/submit", deciding.submit, name="statistics-submit"),
    path("reports/<int:report_id>/publish/", deciding.publish, name="statistics-publish"),
    path("reports/<int:report_id>/decide/", deciding.decide, name="statistics-decide"),
    path(
        "reports/<int:report_id>/<str:edition>/<str:table>.csv", files.table, name="statistics-csv"
    ),
    path(
        "reports/<int:report_id>/<str:edition>/<str:table>.svg", files.chart, name="statistics-svg"
    ),
    path(
        "reports/<int:report_id>/<str:edition>/<str:table>.png", files.photo, name="statistics-png"
    ),
    path("reports/<int:report_id>/<str:edition>.pdf", files.paper, name="statistics-pdf"),
]
