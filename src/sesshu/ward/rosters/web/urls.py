"""Addresses of rosters."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.rosters.web import views

MENU = ((Permission.REGISTER_VIEW, "予防接種台帳", "register", 44),)

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/paper/<int:part>", views.register_paper, name="register-paper"),
    path("issue-runs/<int:run_id>/roster/<int:part>", views.issue_paper, name="issue-roster"),
    path("intake/<int:file_id>/faults/<int:part>", views.faults_paper, name="intake-faults"),
    path("recalls/<int:number>/roster/<int:part>", views.recall_paper, name="recall-roster"),
]
