"""Entry of a screening form over HTTP: 入力 → 確認 → 登録, without script and with htmx."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from doses_of_tests import BORN, ON, mr1, pcv, record
from ledger_of_tests import entries, last_entry
from residents_of_tests import add_resident
from staff_of_tests import Staff, employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import Proposal
from sesshu.kernel.voucher_numbers import check_digit
from sesshu.ward.records import queries
from sesshu.ward.records.entry import Particulars
from sesshu.ward.vouchers.situations import UnknownNumber

pytestmark = pytest.mark.usefixtures("ward")


@pytest.fixture(scope="module")
def people() -> dict[str, Staff]:
    return {}


@pytest.fixture
def clerk(ward: object, people: dict[str, Staff]) -> Staff:
    return people.setdefault("clerk", employ("入力 太郎", Duty.ENTRY))


@pytest.fixture
def client(clerk: Staff) -> Client:
    return clerk.client()


@pytest.fixture
def child(ward: object) -> int:
    return add_resident(BORN)


def address(child: int, series: str = "MR1") -> str:
    return f"/131121/residents/{child}/doses/new?purpose=entry&series={series}"


def typed(**others: Any) -> dict[str, Any]:
    """What a clerk types for a dose of MR."""
    return {
        "form_key": str(uuid4()),
        "outcome": "given",
        "given_on": "R8.4.10",
        "brand": "mearubik",
        "lot": "mr５１２",
        "expires_on": "2027/3/31",
        "volume_ml": "０．５",
        "route": "SC",
        "provider_code": "1311234569",
        "provider_name": "三軒茶屋こども診療所",
        "doctor": "",
        "source": "provider",
        "note": "",
        "step": "confirm",
    } | others


def test_a_form_is_opened_by_its_kind_of_voucher(client: Client, child: int) -> None:
    page = client.get(f"/131121/residents/{child}/doses/new?purpose=entry")
    assert "接種名称の選択" in page.text
    assert f"{address(child).partition('?')[2]}".replace("&", "&amp;") in page.text
    assert (last_entry().action, last_entry().subjects) == ("dose.choose_series", [child])


@pytest.mark.parametrize("number", ["０１２３４５６７８９", "01234-56789", "0123456789"])
def test_the_number_of_the_voucher_is_kept_in_one_form(
    client: Client, child: int, number: str
) -> None:
    page = client.post(address(child), typed(voucher_number=number, foreign_voucher="on"))
    assert "0123456789" in page.text.partition("券番号")[2].partition("</dd>")[0]


def test_a_scanned_line_says_itself_that_another_municipality_issued_the_voucher(
    client: Client, child: int
) -> None:
    page = client.post(address(child), typed(voucher_number="231311560123456789"))
    assert page.status_code == 200
    assert "0123456789（区が発行していない券）" in page.text


def test_a_scanned_line_of_the_ward_is_held_against_what_the_ward_issued(
    client: Client, child: int
) -> None:
    number = f"012345678{check_digit('012345678')}"
    page = client.post(address(child), typed(voucher_number=f"23131121{number}"))
    assert page.status_code == 422
    assert UnknownNumber().message in page.text


def test_a_voucher_number_of_nine_digits_is_asked_for_again(client: Client, child: int) -> None:
    page = client.post(address(child), typed(voucher_number="123456789"))
    assert page.status_code == 422
    assert "券番号は10桁" in page.text or "10桁" in page.text


def test_the_confirmation_shows_all_that_was_typed_as_it_will_be_kept(
    client: Client, child: int
) -> None:
    page = client.post(address(child), typed())
    assert page.status_code == 200
    for words in (
        "令和8年4月10日",
        "ミールビック",
        "MR512",
        "0.5mL",
        "皮下",
        "1回目として数えます",
    ):
        assert words in page.text
    assert "この内容で登録する" in page.text
    assert queries.doses_of(child) == ()


def test_registering_asks_the_second_person_and_leads_to_the_number(
    client: Client, child: int, clerk: Staff
) -> None:
    answer = client.post(address(child), typed(step="register"))
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert "確認を待っています" in page.text
    [waiting] = queries.record_sheet(child, date(2026, 11, 20)).waiting
    assert (waiting.series, waiting.entered_by_name) == ("MR1", clerk.name)


def test_a_button_pressed_twice_registers_once(client: Client, child: int) -> None:
    said = typed(step="register")
    first, second = client.post(address(child), said), client.post(address(child), said)
    assert first["Location"] == second["Location"]


def test_going_back_from_the_confirmation_keeps_what_was_typed(client: Client, child: int) -> None:
    page = client.post(address(child), typed(step="edit:lot"))
    assert page.status_code == 200
    assert 'value="mr５１２"' in page.text
    assert "autofocus" in page.text.partition('name="lot"')[2].partition(">")[0]


MISSING = {
    "given_on": "接種日を入力してください。",
    "brand": "ワクチン名を選んでください。",
    "lot": "ロット番号を入力してください。",
    "volume_ml": "接種量（mL）を入力してください。",
    "route": "接種方法を選んでください。",
    "provider_name": "接種医療機関を入力してください。",
}


@pytest.mark.parametrize("field", MISSING)
def test_what_is_missing_is_said_where_it_is_missing(
    client: Client, child: int, field: str
) -> None:
    page = client.post(address(child), typed(**{"provider_code": "", field: ""}))
    assert page.status_code == 422
    assert page.text.count(MISSING[field]) == 2
    assert "<title>エラー：" in page.text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2999/1/1", "以前の日を入力してください。"),
        ("2025/2/28", "接種日が生年月日より前です。"),
        ("R8.2.30", "2月30日"),
    ],
)
def test_a_day_that_cannot_be_is_refused(client: Client, child: int, day: str, words: str) -> None:
    page = client.post(address(child), typed(given_on=day))
    assert (page.status_code, words in page.text) == (422, True)


def test_a_dose_too_soon_is_stopped_with_the_days_and_the_provision(
    client: Client, child: int
) -> None:
    record(pcv(child, date(2025, 5, 10)))
    said = typed(given_on="R7.5.31", brand="prevenar20", step="register")
    page = client.post(address(child, "PCV"), said)
    assert page.status_code == 422
    for words in (
        "接種の間隔が足りません",
        "令和7年5月10日",
        "令和7年6月7日",
        "根拠：",
        "そのまま記録する",
    ):
        assert words in page.text
    assert queries.record_sheet(child, date(2026, 11, 20)).waiting == ()


def test_a_dose_too_soon_is_sent_to_the_second_person_with_a_reason(
    client: Client, child: int
) -> None:
    record(pcv(child, date(2025, 5, 10)))
    said = typed(given_on="R7.5.31", brand="prevenar20", as_given="on", step="confirm")
    unsaid = client.post(address(child, "PCV"), said)
    assert (unsaid.status_code, "理由を入力してください" in unsaid.text) == (422, True)
    said |= {"stated_reason": "医療機関に電話で確かめた", "decision": "does_not_count"}
    assert "医療機関に電話で確かめた" in client.post(address(child, "PCV"), said).text
    assert client.post(address(child, "PCV"), said | {"step": "register"}).status_code == 302
    assert len(queries.doses_of(child)) == 1


def test_the_verdict_is_asked_for_alone_and_swaps_only_its_panel(
    client: Client, child: int
) -> None:
    said = typed(step="judge", provider_name="", lot="")
    panel = client.post(address(child), said, headers={"HX-Request": "true"})
    assert panel.text.lstrip().startswith('<div class="ss-stack" id="verdict">')
    assert "判定：定期接種(A類) 1回目" in panel.text
    whole = client.post(address(child), said)
    assert whole.status_code == 200
    assert "定期接種(A類) 1回目" in whole.text
    assert "入力してください。" not in whole.text


def test_a_screening_without_a_dose_needs_only_its_reason(client: Client, child: int) -> None:
    said = typed(outcome="screened_only", brand="", lot="", volume_ml="", route="")
    assert client.post(address(child), said).status_code == 422
    said |= {"screening_reason": "fever", "step": "register"}
    assert client.post(address(child), said).status_code == 302


def test_another_vaccine_than_the_series_uses_is_chosen_from_all(
    client: Client, child: int
) -> None:
    page = client.post(address(child), typed(brand="other", other_brand="var-biken"))
    assert page.status_code == 422
    assert "定期接種に使えるワクチンではありません" in page.text


def test_the_same_vaccine_on_the_same_day_is_asked_about(client: Client, child: int) -> None:
    record(mr1(child))
    page = client.post(address(child), typed())
    assert (page.status_code, "同じ日に2回接種した" in page.text) == (422, True)


def test_what_one_sent_is_taken_back_and_entered_anew(client: Client, child: int) -> None:
    sent = client.post(address(child), typed(step="register"))["Location"]
    page = client.post(sent, follow=True)
    assert "取り下げました" in page.text
    anew = page.text.partition('href="')[0]
    assert anew is not None
    number = sent.partition("/sent/")[2].partition("/")[0]
    form = client.get(f"/131121/residents/{child}/doses/new?again={number}")
    assert 'value="MR512"' in form.text
    assert f'name="instead_of" value="{number}"' in form.text


def test_nobody_looks_at_what_somebody_else_sent_on_this_page(
    client: Client, child: int, ward: object
) -> None:
    sent = client.post(address(child), typed(step="register"))["Location"]
    other = employ("別の 職員", Duty.ENTRY).client()
    assert other.get(sent).status_code == 404


def test_a_checker_may_not_enter(child: int, ward: object) -> None:
    checker = employ("確認 花子", Duty.CHECK).client()
    assert checker.get(address(child)).status_code == 403
    assert (last_entry().kind, last_entry().action) == ("refusal", "page.open")


def test_every_page_of_a_person_is_one_look(client: Client, child: int) -> None:
    client.get(address(child))
    client.post(address(child), typed())
    looks = [e.action for e in entries() if e.kind == "look" and e.subjects == [child]]
    assert looks == ["dose.form", "dose.confirm"]


def test_pages_of_a_person_are_kept_nowhere(client: Client, child: int) -> None:
    assert "no-store" in client.get(address(child))["Cache-Control"]


def test_a_resident_who_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(address(999_999)).status_code == 404


def test_a_code_that_was_entered_before_brings_its_providers_name(
    client: Client, child: int
) -> None:
    record(pcv(child, date(2025, 5, 10)))
    page = client.post(address(child), typed(provider_name=""))
    assert (page.status_code, "三軒茶屋こども診療所" in page.text) == (200, True)


def test_the_name_of_a_guarded_residents_provider_is_not_brought(
    client: Client, child: int, ward: object
) -> None:
    guarded = add_resident(BORN, guarded=True)
    place = Particulars(provider_code="1319999999", provider_name="祖師谷三丁目小児科")
    record(pcv(guarded, date(2025, 5, 10), particulars=place))
    page = client.post(address(child), typed(provider_name="", provider_code="1319999999"))
    assert (page.status_code, "祖師谷三丁目小児科" in page.text) == (422, False)


def test_a_vaccine_without_a_volume_is_entered_without_one(client: Client, ward: object) -> None:
    infant = add_resident(date(2026, 3, 1))
    said = typed(given_on="R8.9.1", brand="bcg-jbl", volume_ml="", route="PERCUTANEOUS")
    page = client.post(address(infant, "BCG"), said)
    assert (page.status_code, "定期接種(A類) 1回目" in page.text) == (200, True)


def test_a_guarded_residents_provider_is_not_shown_again(client: Client, ward: object) -> None:
    child = add_resident(BORN, guarded=True)
    sent = client.post(address(child), typed(step="register"))["Location"]
    page = client.get(sent)
    assert "三軒茶屋こども診療所" not in page.text
    assert "担当課へお問い合わせください" in page.text


ABROAD = {
    "source": "abroad",
    "evidence": "foreign_certificate",
    "country": "アメリカ合衆国",
    "language": "en",
    "foreign_vaccine": "M-M-R II",
    "regarded": "counts",
    **dict.fromkeys(("brand", "lot", "volume_ml", "route", "provider_code", "provider_name"), ""),
}


def test_a_foreign_certificate_is_entered_as_it_is(client: Client, child: int) -> None:
    said = typed(**ABROAD)
    shown = client.post(address(child), said | {"step": "confirm"})
    assert shown.status_code == 200
    for words in (
        "M-M-R II",
        "アメリカ合衆国",
        "英語",
        "海外の接種証明書",
        "予防接種法の対象外 1回目",
    ):
        assert words in shown.text
    sent = client.post(address(child), said | {"step": "register"})
    assert sent.status_code == 302
    [proposal] = Proposal.objects.filter(subjects=[child])
    entered = queries.entry_of(proposal.pk, ON).entry
    assert entered
    assert (entered.product, entered.vaccine_name, entered.lot) == (None, "M-M-R II", None)
    assert (entered.payment_excluded, entered.as_given) == (True, False)


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ("evidence", "示された書類を選んで"),
        ("country", "示された書類を選んで"),
        ("language", "示された書類を選んで"),
        ("regarded", "示された書類を選んで"),
        ("foreign_vaccine", "ワクチン名を選んでください"),
    ],
)
def test_what_a_foreign_certificate_has_to_say_is_asked_for(
    client: Client, child: int, left_out: str, words: str
) -> None:
    page = client.post(address(child), typed(**ABROAD) | {left_out: "", "step": "confirm"})
    assert page.status_code == 422
    assert words in page.text


def test_papers_of_other_origins_are_no_matter_of_a_clinics_form(
    client: Client, child: int
) -> None:
    said = typed(evidence="handbook", country="フランス", language="fr", regarded="counts")
    shown = client.post(address(child), said | {"step": "confirm"})
    assert shown.status_code == 200
    assert "フランス" not in shown.text.split("<dl", 1)[1].split("</dl>", 1)[0]
