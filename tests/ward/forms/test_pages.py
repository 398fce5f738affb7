"""The page of the forms: what is handed out has its example, and says what screens say (B15, R20)."""

import pytest
from django.test import Client
from documents.paper import text_of
from letters_of_tests import BORN
from residents_of_tests import add_resident
from staff_of_tests import employ

from sesshu.documents.application_form import sheets_of
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.schedule.load import current
from sesshu.ward.forms import papers
from sesshu.ward.letters.codes import Addressee, Applicant, StayReason
from sesshu.ward.offices import office_of
from sesshu.ward.payments.account import AccountKind
from sesshu.ward.vouchers.applications import TEXT
from sesshu.ward.vouchers.codes import ReissueReason

HERE = "/131121/forms/"
CODES = [code for code, _, _ in papers.application_forms(today())]


@pytest.fixture
def clerk(ward: object) -> Client:
    return employ("入力 太郎", Duty.ENTRY).client()


def said(client: Client, address: str) -> str:
    answer = client.get(HERE + address)
    assert answer["Content-Type"] == "application/pdf"
    return text_of(answer.content)


def choices(code: str, label: str) -> set[str]:
    """What the paper lets somebody tick."""
    office = office_of("131121")
    form = sheets_of(code, today(), office, papers.values_on(today()), examples=(False,))
    [found] = {
        field.choices
        for section in form.sheets[0].wording.sections
        for field in section.fields
        if field.label == label
    }
    return set(found)


@pytest.mark.parametrize("code", CODES)
def test_a_clerk_prints_a_form_and_its_example(clerk: Client, code: str) -> None:
    page = clerk.get(HERE).text
    for address in (f"applications/{code}.pdf", f"applications/{code}.pdf?example=1"):
        assert address in page
        assert ("記入例" in said(clerk, address)) is ("example" in address)
    large = clerk.get(f"{HERE}applications/{code}.pdf?example=1&large=1")
    assert f"{code}-example-large.pdf" in large["Content-Disposition"]


def test_a_form_comes_with_an_envelope(clerk: Client) -> None:
    assert "return-envelope.pdf" in clerk.get(HERE).text
    text = said(clerk, "return-envelope.pdf")
    assert "154-8504" in text
    assert "返信用" in text


@pytest.mark.parametrize(("series", "name"), [("MR1", "麻しん風しん"), ("FLU", "インフルエンザ")])
def test_a_screening_form_of_either_category_has_an_example(
    clerk: Client, series: str, name: str
) -> None:
    for words in ("記入例", "見本花子", name, "ほかの人のこと", "集める目的"):
        assert words in said(clerk, f"screening/{series}.pdf")


def test_every_series_of_today_has_its_example(ward: object) -> None:
    there = {
        series for series, _, alone in papers.screening_examples(today(), current()) if not alone
    }
    open_today = {
        code
        for code, series in current().series.items()
        if any(version.holds_on(today()) for version in series.versions)
    }
    assert there == open_today


def test_a_child_alone_writes_on_a_form_of_their_own(clerk: Client) -> None:
    assert "screening/HPV.pdf?alone=1" in clerk.get(HERE).text
    alone, with_guardian = (said(clerk, f"screening/HPV.pdf?alone={each}") for each in (1, 0))
    assert alone != with_guardian


@pytest.mark.parametrize(
    "address",
    ["applications/nothing.pdf", "screening/NOTHING.pdf", "screening/MR1.pdf?alone=1"],
)
def test_what_is_not_there_is_not_found(clerk: Client, address: str) -> None:
    assert clerk.get(HERE + address).status_code == 404


def test_nobody_prints_without_signing_in(ward: object) -> None:
    for address in ("", "return-envelope.pdf", "applications/refund.pdf", "screening/MR1.pdf"):
        assert Client().get(HERE + address).status_code == 302


def test_the_consent_on_paper_is_the_text_that_is_kept_with_the_application(clerk: Client) -> None:
    """R20: what was signed is the version that `voucher_application` names."""
    assert TEXT in said(clerk, "applications/moved_in.pdf")


def test_the_ward_tells_its_own_days_and_months(clerk: Client) -> None:
    assert "接種予定の14日前まで" in said(clerk, "applications/request_letter.pdf")
    assert "接種した日から1年以内" in said(clerk, "applications/refund.pdf")


@pytest.mark.parametrize(
    ("months", "words"), [(12, "1年"), (24, "2年"), (18, "18か月"), (None, "区の定める期間")]
)
def test_a_limit_is_told_as_people_say_it(months: int | None, words: str) -> None:
    assert papers.limit_in_words(months) == words


def test_what_is_ticked_on_paper_is_what_a_clerk_ticks_on_the_screen(ward: object) -> None:
    assert choices("request_letter", "区外で受ける理由") == {each.label for each in StayReason}
    assert choices("request_letter", "宛先") == {each.label for each in Addressee}
    assert choices("refund", "預金種目") == {each.label for each in AccountKind}
    of_the_ward = {ReissueReason.MISPRINT.label}
    assert choices("reissue", "理由") == {each.label for each in ReissueReason} - of_the_ward
    for code in CODES:
        assert choices(code, "接種を受ける方との関係") == {each.label for each in Applicant}


@pytest.mark.parametrize("page", ["letters/new", "refunds/new"])
def test_who_takes_an_application_in_finds_its_form_beside_it(clerk: Client, page: str) -> None:
    child = add_resident(BORN)
    text = clerk.get(f"/131121/residents/{child}/{page}?purpose=counter").text
    assert "forms/applications/" in text
    assert "?example=1" in text
    assert "return-envelope.pdf" in text
