"""規則の手引き in the portal: open to every clerk, searchable, on paper."""

import re
from datetime import date

import pytest
from django.test import Client
from documents.paper import text_of
from residents_of_tests import add_resident
from staff_of_tests import employ

from sesshu.documents import MissingFace
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.manual.web import views

MANUAL = "/131121/manual/"


@pytest.fixture
def clerk(ward: Place) -> Client:
    return employ("手引きを読む人", Duty.ENTRY).client()


@pytest.mark.parametrize("duty", list(Duty))
def test_whoever_has_a_duty_may_read_it_and_finds_it_in_the_menu(ward: Place, duty: Duty) -> None:
    answer = employ(f"担当 {duty}", duty).client().get(MANUAL)
    assert answer.status_code == 200
    assert re.search(r'href="/131121/manual/"[^>]*>規則の手引き</a>', answer.text)


def test_each_series_has_an_anchor_and_the_day_is_said(clerk: Client) -> None:
    text = clerk.get(MANUAL).text
    assert 'id="BCG"' in text
    assert 'id="JE1"' in text
    assert "の規則が「現在」です。" in text


def test_a_word_narrows_the_page_to_what_holds_it(clerk: Client) -> None:
    text = clerk.get(MANUAL, {"q": "ロタウイルス 腸重積"}).text
    assert 'id="ROTA1"' in text
    assert 'id="BCG"' not in text
    assert "「ロタウイルス 腸重積」のある項目は" in text


def test_a_word_that_is_nowhere_is_answered_with_what_to_do(clerk: Client) -> None:
    text = clerk.get(MANUAL, {"q": "<b>天然痘"}).text
    assert "「&lt;b&gt;天然痘」のある項目は0件です。" in text
    assert "ことばを短くするか" in text


def test_too_many_words_are_refused_with_the_form(clerk: Client) -> None:
    answer = clerk.get(MANUAL, {"q": "あ" * 51})
    assert answer.status_code == 422
    assert "50文字まで" in answer.text


def test_the_paper_is_the_same_manual(clerk: Client) -> None:
    answer = clerk.get(f"{MANUAL}manual.pdf")
    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    assert "予防接種の規則の手引き" in said
    assert views.manual_of(date(2026, 11, 23)).release in said


def test_without_fonts_the_clerk_is_told_which_package_is_missing(
    clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_face(day: date) -> bytes:
        raise MissingFace("IPAmjMincho", "fonts-ipamj-mincho")

    monkeypatch.setattr(views, "pdf_of", no_face)
    answer = clerk.get(f"{MANUAL}manual.pdf")
    assert answer.status_code == 503
    assert "PDFを作れませんでした" in answer.text
    assert "fonts-ipamj-mincho" in answer.text


def test_each_verdict_of_a_resident_leads_to_its_series_in_the_manual(clerk: Client) -> None:
    child = add_resident(date(2026, 5, 10))
    text = clerk.get(f"/131121/residents/{child}/", {"purpose": "counter"}).text
    linked = set(re.findall(r'href="/131121/manual/#([^"]+)"', text))
    anchors = set(re.findall(r'id="([^"]+)"', clerk.get(MANUAL).text))
    assert "BCG" in linked
    assert linked <= anchors
