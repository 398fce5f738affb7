"""予防接種済証: only what stands on record is proved, numbered, never changed (施行規則4条, F06, R21)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from certificates_of_tests import asked
from django.db import DatabaseError
from django.test import Client
from documents.paper import text_of
from doses_of_tests import AS_GIVEN, BORN, FIRST_MR, ON, mr1, pcv, record
from ledger_of_tests import CLERK, COLLEAGUE, execute, last_entry
from pypdfium2 import PdfDocument
from races_of_tests import at_once
from residents_of_tests import add_resident, shelter
from staff_of_tests import employ

from sesshu.documents import render
from sesshu.documents.vaccination_certificate import FORM
from sesshu.foundation.clock import today
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.schedule.load import current
from sesshu.ward.certificates import operations, paper, queries, situations
from sesshu.ward.certificates.codes import MOST_DOSES, Kind
from sesshu.ward.certificates.models import VaccinationCertificate
from sesshu.ward.certificates.web.forms import CertificateForm
from sesshu.ward.records import operations as records
from sesshu.ward.records.queries import RecordedDose, doses_of
from sesshu.ward.residents.queries import resident_of

pytestmark = pytest.mark.usefixtures("fresh_ward")
HOME = {"postal_code": "1540017", "address": "東京都世田谷区世田谷四丁目21番27号"}


@pytest.fixture
def child(fresh_ward: object) -> int:
    return add_resident(BORN, name="髙橋 葵", name_kana="タカハシ アオイ", **HOME)


@pytest.fixture
def dose(child: int) -> RecordedDose:
    return record(mr1(child))


def issued(resident_id: int, *doses: RecordedDose, **others: Any) -> VaccinationCertificate:
    number = operations.issue(CLERK, asked(resident_id, *doses, **others))
    return VaccinationCertificate.objects.get(pk=number)


def printed(resident_id: int) -> str:
    newest = queries.issued_to(resident_id)[0]
    return text_of(paper.certificate_pdf(newest, resident_of(resident_id, today()), current()))


def corrected(dose: RecordedDose, **others: Any) -> RecordedDose:
    entry = replace(dose.entry, **others)
    proposal = records.correct_dose(CLERK, dose.id, entry, "控え", ON, current(), uuid4())
    shown = records.verdict_shown(proposal, ON)
    records.approve(COLLEAGUE, proposal.pk, proposal.sha256, shown, ON)
    return doses_of(dose.entry.resident_id)[0]


def test_a_certificate_says_who_what_when_and_by_whom(child: int, dose: RecordedDose) -> None:
    row = issued(child, dose)
    assert (row.number, row.issued_on, row.is_reissue) == (1, today(), False)
    assert row.recorded_by_name == CLERK.name
    assert (last_entry().action, last_entry().subjects) == ("certificate.issued", [child])
    text = printed(child)
    for words in (
        "予防接種済証",
        "髙橋葵",
        "東京都世田谷区世田谷四丁目21番27号",
        "麻しん風しん第1期",
        "1回目",
        "令和8年4月10日",
        "MR512",
        "三軒茶屋こども診療所",
        "施行規則様式第一号",
        "第1号",
    ):
        assert words in text
    assert "再発行" not in text


def test_one_more_of_the_same_doses_says_so_whatever_was_corrected_since(
    child: int, dose: RecordedDose
) -> None:
    other = record(pcv(child, FIRST_MR + timedelta(days=30)))
    issued(child, dose, other)
    assert issued(child, dose).is_reissue
    newer = corrected(dose, lot="Z999")
    assert newer.id != dose.id
    again = issued(child, newer)
    assert (again.is_reissue, again.number) == (True, 3)
    assert "再発行" in printed(child)
    assert "Z999" in printed(child)
    third = record(pcv(child, FIRST_MR + timedelta(days=120)))
    assert not issued(child, other, third).is_reissue


def test_what_was_corrected_since_is_not_printed_under_the_old_number(
    child: int, dose: RecordedDose
) -> None:
    issued(child, dose)
    corrected(dose, lot="Z999")
    [old] = queries.issued_to(child)
    assert not old.holds
    with pytest.raises(situations.CorrectedSince):
        printed(child)
    with pytest.raises(situations.NotProvable):
        issued(child, dose)


@pytest.mark.parametrize(
    "others",
    [
        {"kind": Kind.SPECIAL},
        {"dose_ids": (999,)},
    ],
)
def test_what_does_not_stand_on_record_as_such_is_proved_by_nobody(
    child: int, dose: RecordedDose, others: dict[str, Any]
) -> None:
    with pytest.raises(situations.NotProvable):
        issued(child, dose, **others)
    assert not VaccinationCertificate.objects.exists()


def test_nobody_proves_a_dose_of_somebody_else_nor_one_twice(
    child: int, dose: RecordedDose
) -> None:
    stranger = add_resident(BORN)
    with pytest.raises(situations.NotProvable):
        issued(stranger, dose)
    with pytest.raises(situations.NotProvable):
        issued(child, dose, dose)


def test_a_dose_outside_the_law_is_neither_offered_nor_proved(child: int) -> None:
    early = record(mr1(child, BORN + timedelta(days=200), as_given=True, particulars=AS_GIVEN))
    assert early.legal not in (None, "routine_a", "routine_b")
    assert queries.provable(child) == []
    with pytest.raises(situations.NotProvable):
        issued(child, early)


def test_of_a_guarded_person_nothing_is_issued_or_printed(child: int, dose: RecordedDose) -> None:
    issued(child, dose)
    shelter(child)
    with pytest.raises(situations.GuardedCertificate):
        printed(child)
    with pytest.raises(situations.GuardedCertificate):
        issued(child, dose)


def test_the_database_itself_issues_nothing_of_a_guarded_person(
    child: int, dose: RecordedDose, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_was = operations.subject_of(child)
    shelter(child)
    monkeypatch.setattr(operations, "subject_of", lambda _: as_it_was)
    with pytest.raises(situations.GuardedCertificate):
        issued(child, dose)


def test_the_same_form_sent_twice_is_one_certificate(child: int, dose: RecordedDose) -> None:
    said = asked(child, dose)
    assert operations.issue(CLERK, said) == operations.issue(CLERK, said)
    assert VaccinationCertificate.objects.count() == 1


def test_two_certificates_of_one_moment_get_two_numbers_and_no_gap(
    fresh_ward: Place, child: int, dose: RecordedDose
) -> None:
    works = [lambda: operations.issue(CLERK, asked(child, dose)) for _ in range(2)]
    at_once(fresh_ward, *works)
    numbers = VaccinationCertificate.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vaccination_certificate SET issued_on = '2020-01-01'",
        "DELETE FROM vaccination_certificate",
        "INSERT INTO vaccination_certificate (number) VALUES (7)",
    ],
)
def test_no_role_changes_or_numbers_what_was_issued(
    child: int, dose: RecordedDose, statement: str
) -> None:
    issued(child, dose)
    with pytest.raises(DatabaseError):
        execute("intranet", statement)


HERE = "/131121/residents/{}/certificates/"


@pytest.fixture
def clerk(fresh_ward: Place) -> Client:
    return employ("入力 花子", Duty.ENTRY).client()


def typed(*doses: RecordedDose) -> dict[str, Any]:
    return {
        "form_key": str(uuid4()),
        "doses": [str(dose.id) for dose in doses],
        "applicant": "guardian",
        "identity_document": "driving_license",
    }


def test_a_clerk_issues_and_opens_it(clerk: Client, child: int, dose: RecordedDose) -> None:
    here = HERE.format(child)
    assert "利用目的" in clerk.get(here).text
    page = clerk.get(f"{here}?purpose=counter")
    assert "麻しん風しん 第1期　1回目" in page.text
    sent = clerk.post(f"{here}?purpose=counter", typed(dose))
    assert sent.status_code == 302
    assert "令和8年度　第1号" in clerk.get(sent["Location"]).text
    row = VaccinationCertificate.objects.get()
    pdf = clerk.post(f"{here}{row.pk}/print?purpose=counter")
    assert pdf["Cache-Control"] == "no-store"
    assert "予防接種済証" in text_of(pdf.content)
    assert (last_entry().action, last_entry().subjects) == ("certificate.printed", [child])
    corrected(dose, lot="Z999")
    assert "発行の後に訂正" in clerk.get(f"{here}?purpose=counter").text
    again = clerk.post(f"{here}{row.pk}/print?purpose=counter", follow=True)
    assert "新しく発行してください" in again.text
    assert clerk.post(f"{here}999/print?purpose=counter").status_code == 404


def test_what_a_clerk_forgot_is_told(clerk: Client, child: int, dose: RecordedDose) -> None:
    answer = clerk.post(f"{HERE.format(child)}?purpose=counter", {**typed(dose), "doses": []})
    assert answer.status_code == 422
    assert not VaccinationCertificate.objects.exists()


def test_more_than_its_frame_holds_is_not_put_on_one_sheet() -> None:
    many = {number: (f"接種{number}", Kind.ROUTINE) for number in range(MOST_DOSES + 1)}
    said = {
        "form_key": str(uuid4()),
        "doses": list(map(str, many)),
        "applicant": "self",
        "identity_document": "passport",
    }
    form = CertificateForm(said, provable=many)
    assert f"{MOST_DOSES}件までを選び" in str(form.errors)
    mixed = {1: ("定期", Kind.ROUTINE), 2: ("臨時", Kind.SPECIAL)}
    form = CertificateForm(said | {"doses": ["1", "2"]}, provable=mixed)
    assert "別の済証" in str(form.errors)


def test_a_full_certificate_fits_its_page(child: int) -> None:
    sample = FORM.sample()
    [first, *_] = sample.certificates
    one = msgspec.structs.replace(
        first.doses[0], series="小児の肺炎球菌（長い名前の見本の予防接種）", provider="見本" * 20
    )
    full = msgspec.structs.replace(first, doses=(one,) * MOST_DOSES, reissued=True)
    pdf = render(FORM, msgspec.structs.replace(sample, certificates=(full,)))
    assert len(PdfDocument(pdf)) == 1


def test_a_guarded_persons_tab_asks_for_nothing(
    clerk: Client, child: int, dose: RecordedDose
) -> None:
    shelter(child)
    page = clerk.get(f"{HERE.format(child)}?purpose=counter").text
    assert "支援措置担当に取り次いでください" in page
    assert 'name="doses"' not in page


def test_who_has_no_business_with_it_issues_none(child: int) -> None:
    other = employ("一括 太郎", Duty.RUNS).client()
    assert other.get(f"{HERE.format(child)}?purpose=counter").status_code == 403
