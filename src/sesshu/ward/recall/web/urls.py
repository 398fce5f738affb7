"""Addresses of the pages of recall."""

from django.urls import path

from sesshu.foundation.duties import Permission
from sesshu.ward.recall.web import deciding, rounds

MENU = ((Permission.RECALL_VIEW, "勧奨", "recalls", 45),)

urlpatterns = [
    path("recalls/", rounds.recalls, name="recalls"),
    path("recalls/new", rounds.new, name="recall-new"),
    path("recalls/<int:number>/", rounds.recall, name="recall"),
    path("recalls/<int:number>/letters/", rounds.letters, name="recall-letters"),
    path("recalls/<int:number>/print/<int:part>", rounds.print_part, name="recall-print"),
    path("recalls/<int:number>/stop/", rounds.stop, name="recall-stop"),
    path("recalls/<int:number>/propose", rounds.propose, name="recall-propose"),
    path("recalls/<int:number>/post", rounds.post, name="recall-post"),
    path("recalls/<int:number>/discard", rounds.discard, name="recall-discard"),
    path("recalls/<int:number>/decide/", deciding.decide, name="recall-decide"),
]
