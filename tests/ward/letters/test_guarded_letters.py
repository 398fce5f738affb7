"""Request letters of guarded people: their desk alone knows where they stay (B5, D3)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError
from django.test import Client
from documents.paper import text_of
from ledger_of_tests import CLERK, execute, last_entry
from letters_of_tests import BORN, ON, OSAKA, application, applied, approved
from residents_of_tests import add_resident, shelter
from staff_of_tests import employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import OwnProposal, Proposal
from sesshu.schedule import load
from sesshu.ward.letters import queries, request_letters, situations
from sesshu.ward.residents.sides import GUARDED

pytestmark = pytest.mark.usefixtures("fresh_ward")
HERE = "/131121/"
HOME = "東京都世田谷区世田谷四丁目21番27号"
STAY = "SELECT address FROM {} WHERE resident_id = %s"


@pytest.fixture
def child(fresh_ward: object) -> int:
    hidden = add_resident(BORN, name="隠れ 子", postal_code="1540017", address=HOME)
    shelter(hidden)
    return hidden


def asked(child: int) -> Proposal:
    """A clerk of the guarded desk applies."""
    return request_letters.apply(CLERK, application(child), ON, load.current(), GUARDED)


def test_the_guarded_desk_issues_a_letter_and_its_stay_lies_behind_the_wall(child: int) -> None:
    proposal = asked(child)
    with pytest.raises(OwnProposal):
        approved(proposal, CLERK)
    approved(proposal)
    [letter] = queries.letters_of(child)
    assert letter.stay is None
    seen = queries.letter_of(letter.id, GUARDED)
    assert seen is not None
    assert seen.stay == OSAKA
    assert execute("guarded", STAY.format("guarded_request_letter_stay"), [child]) == [
        (OSAKA.address,)
    ]
    assert execute("intranet", STAY.format("request_letter_stay"), [child]) == []
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute("intranet", STAY.format("guarded_request_letter_stay"), [child])


def test_each_desk_takes_its_own_people_alone(child: int) -> None:
    with pytest.raises(situations.GuardedStay):
        applied(child)
    with pytest.raises(situations.OrdinaryStay):
        asked(add_resident(BORN))


def test_the_database_keeps_an_open_stay_out_of_the_guarded_table(
    monkeypatch: pytest.MonkeyPatch, child: int
) -> None:
    other = add_resident(BORN)
    as_guarded = replace(request_letters.subject_of(child), id=other)
    monkeypatch.setattr(request_letters, "subject_of", lambda _: as_guarded)
    monkeypatch.setattr(request_letters, "doubts_about", lambda *_: ())
    said = application(other)
    with pytest.raises(IntegrityError, match="no matter of"):
        request_letters.apply(CLERK, said, ON, load.current(), GUARDED)


def test_what_waits_at_the_ordinary_desk_is_issued_by_neither_once_protection_begins() -> None:
    other = add_resident(BORN)
    proposal = applied(other)
    shelter(other)
    with pytest.raises(situations.ShelteredSince):
        approved(proposal)
    approved(asked(other))
    assert len(queries.letters_of(other)) == 1


def typed() -> dict[str, Any]:
    return {
        "received_on": ON.isoformat(),
        "channel": "counter",
        "applicant": "guardian",
        "applicant_name": "山田 太郎",
        "reason": "birth_at_parents",
        "vaccinations": ["HBV/1"],
        "planned_from": (ON + timedelta(days=28)).isoformat(),
        "planned_until": (ON + timedelta(days=58)).isoformat(),
        "address": "大阪府大阪市北区梅田１－１",
        "addressee": "mayor",
        "addressee_name": "大阪市長",
    }


def test_the_guarded_desk_takes_in_checks_and_prints_without_an_address(child: int) -> None:
    desk, second = (employ(f"支援 {name}", Duty.GUARDED).client() for name in ("一郎", "二郎"))
    new = f"{HERE}residents/{child}/guarded-letters/new?purpose=counter"
    assert 'name="address"' in desk.get(new).text
    assert desk.post(new, typed())["Location"] == f"{HERE}guarded-letters/"
    proposal = Proposal.objects.latest("id")
    check = f"{HERE}guarded-letters/checks/{proposal.pk}/"
    assert "自分の入力は確認できません" in desk.get(f"{HERE}guarded-letters/").text
    assert check in second.get(f"{HERE}guarded-letters/").text
    assert "担当課の依頼書の確認" in second.get(HERE).text
    assert "梅田" in second.get(check).text
    said = {"decision": "approve", "shown_sha256": proposal.sha256}
    assert second.post(check, said)["Location"] == f"{HERE}guarded-letters/"
    [letter] = queries.letters_of(child)
    here = f"{HERE}guarded-letters/{letter.id}/"
    assert here in desk.get(f"{HERE}guarded-letters/").text
    assert "梅田" in desk.get(here).text
    text = text_of(desk.get(f"{here}pdf").content)
    for words in ("予防接種実施依頼書", "大阪市長", "隠れ子", "梅田", "B型肝炎1回目"):
        assert words in text
    for betraying in ("世田谷四丁目21番27号", "154-0017", "支援措置"):
        assert betraying not in text
    assert (last_entry().action, last_entry().subjects) == ("request_letter.printed", [child])


def test_nobody_else_sees_where_somebody_guarded_stays(child: int) -> None:
    proposal = asked(child)
    letter_pages = [f"{HERE}guarded-letters/", f"{HERE}guarded-letters/checks/{proposal.pk}/"]
    approved(proposal)
    [letter] = queries.letters_of(child)
    letter_pages += [f"{HERE}guarded-letters/{letter.id}/{page}" for page in ("", "pdf")]
    clerk, checker = (
        employ(name, duty).client() for name, duty in (("入力", Duty.ENTRY), ("確認", Duty.CHECK))
    )
    for client in (clerk, checker):
        assert {client.get(page).status_code for page in letter_pages} == {403}
    assert "梅田" not in clerk.get(f"{HERE}letters/{letter.id}/").text
    assert (
        "支援措置担当が印刷します" in clerk.get(f"{HERE}letters/{letter.id}/pdf", follow=True).text
    )
    assert checker.get(f"{HERE}letter-checks/{proposal.pk}/").status_code == 404


def test_the_guarded_desk_opens_no_letter_of_anybody_else() -> None:
    other = add_resident(BORN)
    approved(applied(other))
    [letter] = queries.letters_of(other)
    desk: Client = employ("支援", Duty.GUARDED).client()
    for page in ("", "pdf"):
        assert desk.get(f"{HERE}guarded-letters/{letter.id}/{page}").status_code == 404
    new = desk.get(f"{HERE}residents/{other}/guarded-letters/new?purpose=counter").text
    assert "ふつうの窓口" in new
    assert 'name="address"' not in new
