"""The frame that every page of the portal stands in."""

import json
import re
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory

from sesshu.foundation.duties import Permission
from sesshu.foundation.walls import Place, enter
from sesshu.ui import menu
from sesshu.ui.notices import NoticeStorage

PAGE = """{% extends "ui/page.html" %}{% load sesshu_ui %}{% block title %}住民の検索{% endblock %}
{% block body %}{% error_summary form %}<form method="post" novalidate>{{ form }}</form>{% endblock %}"""
ENTRIES = (
    menu.Entry(Permission.RESIDENT_SEARCH, "住民の検索", "home", 10),
    menu.Entry(Permission.LEDGER_VIEW, "操作の記録", "home", 60),
    menu.Entry(None, "規則の手引き", "home", 65),
)


class Entry(forms.Form):
    lot = forms.CharField(label="ロット番号", max_length=5, help_text="例）AB123")
    site = forms.ChoiceField(
        label="部位", choices=[("1", "左")], widget=forms.RadioSelect, required=False
    )


def requested(*permissions: Permission, signed_in: bool = True) -> HttpRequest:
    request = RequestFactory().get("/131121/residents/")
    account = SimpleNamespace(display_name="田中 花", permissions=frozenset(permissions))
    request.account = account if signed_in else None  # type: ignore[attr-defined]
    return request


def drawn(form: forms.Form, request: HttpRequest) -> str:
    return engines["django"].from_string(PAGE).render({"form": form}, request)


def written(template: str, **context: object) -> str:
    source = "{% load sesshu_ui %}" + template
    return engines["django"].from_string(source).render(context, requested()).strip()


@pytest.mark.usefixtures("ward")
def test_a_page_names_itself_once_and_says_it_three_times() -> None:
    html = drawn(Entry(), requested())
    assert "<title>住民の検索｜区民健康情報システム｜世田谷区</title>" in html
    assert '<h1 class="ss-h1">住民の検索</h1>' in html
    assert '<li aria-current="page">住民の検索</li>' in html


@pytest.mark.usefixtures("ward")
def test_the_frame_says_whose_page_it_is_and_that_nobody_in_it_is_real(neighbour: Place) -> None:
    assert "世田谷区" in drawn(Entry(), requested())
    with enter(neighbour):
        html = drawn(Entry(), requested())
    assert "杉並区" in html
    assert "世田谷区" not in html
    assert "デモ環境" in html
    assert "田中 花" in html


@pytest.mark.usefixtures("ward")
def test_somebody_not_signed_in_sees_neither_menu_nor_sign_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(menu, "entries", lambda: ENTRIES)
    html = drawn(Entry(), requested(signed_in=False))
    assert "ログアウト" not in html
    assert "<nav" not in html


@pytest.mark.usefixtures("ward")
def test_the_menu_offers_what_the_person_may_open_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(menu, "entries", lambda: ENTRIES)
    html = drawn(Entry(), requested(Permission.LEDGER_VIEW))
    assert "操作の記録" in html
    assert ">住民の検索</a>" not in html
    assert "規則の手引き" in html


@pytest.mark.usefixtures("ward")
def test_a_refused_form_names_each_problem_at_the_top_and_at_its_field() -> None:
    html = drawn(Entry({"lot": "ABCDEFG"}), requested())
    assert "<title>エラー：住民の検索" in html
    assert "入力内容に1件の誤りがあります" in html
    assert html.count("ロット番号は5文字までです。今は7文字です。") == 2
    assert 'aria-describedby="id_lot_helptext id_lot_error"' in html
    assert 'href="#id_lot"' in html


@pytest.mark.usefixtures("ward")
def test_a_field_says_whether_it_must_be_filled() -> None:
    html = drawn(Entry(), requested())
    assert html.index("ロット番号") < html.index("※必須") < html.index("部位")
    assert html.index("部位") < html.index("※任意")
    assert '<legend class="ss-field__label">部位' in html


@pytest.mark.usefixtures("ward")
def test_htmx_keeps_nothing_runs_nothing_and_shows_refused_forms() -> None:
    found = re.search(r"name=\"htmx-config\" content='([^']+)'", drawn(Entry(), requested()))
    assert found
    config = json.loads(found[1])
    assert (config["historyCacheSize"], config["allowEval"]) == (0, False)
    assert (config["allowScriptTags"], config["selfRequestsOnly"]) == (False, True)
    assert {"code": "422", "swap": True} in config["responseHandling"]


@pytest.mark.usefixtures("ward")
def test_a_notice_is_shown_on_the_next_page_only() -> None:
    first = requested()
    first._messages = NoticeStorage(first)  # type: ignore[attr-defined]
    messages.success(first, "登録しました。")
    answer = HttpResponse()
    first._messages.update(answer)  # type: ignore[attr-defined]
    following = requested()
    following.COOKIES = {name: cookie.value for name, cookie in answer.cookies.items()}
    storage: BaseStorage = NoticeStorage(following)
    following._messages = storage  # type: ignore[attr-defined]
    assert "登録しました。" in drawn(Entry(), following)
    cleared = HttpResponse()
    storage.update(cleared)
    assert cleared.cookies["sesshu_ward_notice"].value == ""


@pytest.mark.usefixtures("ward")
def test_what_a_duty_passes_in_is_escaped() -> None:
    assert "<b>" not in written("{% chip word %}", word="<b>")
    assert "<b>" not in written("{% verdict 'can' word %}", word="<b>")
    banner = "{% banner 'info' word %}{{ word }}<p>本文</p>{% endbanner %}"
    html = written(banner, word="<b>")
    assert "<b>" not in html
    assert "<p>本文</p>" in html


@pytest.mark.parametrize(
    "template",
    [
        "{% chip '転出' 'pink' %}",
        "{% verdict 'maybe' %}",
        "{% banner 'fatal' '止' %}{% endbanner %}",
    ],
)
@pytest.mark.usefixtures("ward")
def test_a_kind_that_no_style_knows_is_noticed_at_once(template: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        written(template)


@pytest.mark.usefixtures("ward")
def test_a_run_without_members_is_not_divided_by_them() -> None:
    assert "0％（0 / 0）" in written("{% progress 0 0 '通知の作成' %}")
