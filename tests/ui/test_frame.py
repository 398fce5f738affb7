"""The frame that every page of the portal stands in."""

from types import SimpleNamespace

import pytest
from django import forms
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from sesshu.foundation.duties import Permission

PAGE = """{% extends "ui/page.html" %}{% load sesshu_ui %}{% block title %}住民の検索{% endblock %}
{% block body %}{% error_summary form %}<form method="post" novalidate>{{ form }}</form>{% endblock %}"""


class Entry(forms.Form):
    lot = forms.CharField(label="ロット番号", max_length=5, help_text="例）AB123")
    site = forms.ChoiceField(label="部位", choices=[("1", "左")], widget=forms.RadioSelect)


def requested() -> HttpRequest:
    request = RequestFactory().get("/131121/residents/")
    request.account = SimpleNamespace(
        display_name="田中 花", permissions=frozenset({Permission.RESIDENT_SEARCH})
    )
    return request


def drawn(form: forms.Form) -> str:
    return engines["django"].from_string(PAGE).render({"form": form}, requested())


@pytest.mark.usefixtures("ward")
def test_a_page_names_itself_once_and_says_it_three_times() -> None:
    html = drawn(Entry())
    assert "<title>住民の検索｜区民健康情報システム｜世田谷区</title>" in html
    assert '<h1 class="ss-h1">住民の検索</h1>' in html
    assert '<li aria-current="page">住民の検索</li>' in html


@pytest.mark.usefixtures("ward")
def test_a_refused_form_names_each_problem_at_the_top_and_at_its_field() -> None:
    html = drawn(Entry({"lot": "ABCDEFG"}))
    assert "入力内容に2件の誤りがあります" in html
    assert html.count("ロット番号は5文字までです。今は7文字です。") == 2
    assert html.count("部位を選んでください。") == 2
