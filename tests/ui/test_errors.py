"""Pages for what went wrong: real status, plain words, no database."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path, re_path
from journeys.browser import check_page
from playwright.sync_api import BrowserContext, expect

from sesshu.config import urls as portal
from sesshu.foundation.duties import Permission
from sesshu.ui import errors

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

SITUATIONS: dict[str, Exception] = {
    "403": PermissionDenied(f"「{Permission.DOSE_ENTER.label}」権限が必要です。"),
    "404": Http404(),
    "409": errors.Conflict(),
    "422": errors.CannotBeDone(),
    "429": errors.TooManyRequests(90),
    "500": RuntimeError("山田 花子の記録でつまずいた"),
    "503": errors.UnderMaintenance("午後6時"),
}
HEADINGS = {
    "400": "送られた内容を読み取れませんでした",
    "403": "この画面を見る権限がありません",
    "404": "ページが見つかりません",
    "409": "ほかの職員が先に変更しました",
    "422": "入力した内容を受け付けられませんでした",
    "429": "混み合っています",
    "500": "処理できませんでした",
    "503": "ただいま点検中です",
}


def stumble(request: HttpRequest, status: str, municipality: str = "") -> HttpResponse:
    if status == "400":
        request.get_host = None  # type: ignore[method-assign,assignment]
        return errors.bad_request(request, ValueError())
    raise SITUATIONS[status]


urlpatterns = [
    path("stumble/<str:status>", stumble),
    re_path(r"^(?P<municipality>[0-9]{6})/stumble/(?P<status>[0-9]+)$", stumble),
    *portal.urlpatterns,
]


@pytest.mark.parametrize("status", HEADINGS)
@override_settings(ROOT_URLCONF="ui.test_errors")
def test_each_situation_has_its_status_and_needs_no_database(status: str) -> None:
    answer = Client(raise_request_exception=False).get(f"/stumble/{status}")
    assert answer.status_code == int(status)
    html = answer.content.decode()
    assert f"<title>エラー：{HEADINGS[status]}" in html
    assert "<script" not in html
    assert "山田" not in html


@pytest.mark.browser
@pytest.mark.parametrize("status", HEADINGS)
def test_each_error_page_passes_every_rule(
    desk: BrowserContext, live_portal: str, status: str
) -> None:
    with override_settings(ROOT_URLCONF="ui.test_errors"):
        page = desk.new_page()
        page.goto(f"{live_portal}/131121/stumble/{status}")
        expect(page.locator("h1")).to_have_text(HEADINGS[status])
        check_page(page, f"error-{status}")


@override_settings(ROOT_URLCONF="ui.test_errors")
def test_who_has_to_wait_is_told_how_long() -> None:
    answer = Client().get("/stumble/429")
    assert answer["Retry-After"] == "90"
    assert "約2分" in answer.content.decode()


@override_settings(ROOT_URLCONF="ui.test_errors")
def test_the_reception_number_on_the_page_stands_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = Client(raise_request_exception=False).get("/stumble/500")
    (logged,) = [record for record in caplog.records if record.name == "sesshu.ui.errors"]
    number = str(logged.args[0])  # type: ignore[index]
    assert len(number) == 6
    assert number in answer.content.decode()


@override_settings(ROOT_URLCONF="ui.test_errors")
def test_a_missing_right_is_named() -> None:
    assert "接種を入力する" in Client().get("/stumble/403").content.decode()


def test_a_form_of_another_session_says_that_nothing_was_registered() -> None:
    answer = errors.form_expired(RequestFactory().post("/131121/x"), "CSRF cookie not set.")
    assert answer.status_code == 403
    assert "今回の内容は登録されていません" in answer.content.decode()
