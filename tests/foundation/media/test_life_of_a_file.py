"""A file from request to confirmed erasure, and who may take which step."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

import pytest
import pyzipper
from ledger_of_tests import entries, execute, last_entry
from media_of_tests import LIST, Office, declared, seen

from sesshu.foundation import second_person
from sesshu.foundation.clock import now, today
from sesshu.foundation.keys import secret_box
from sesshu.foundation.media import handling, queries, registers
from sesshu.foundation.media.handling import Fetched
from sesshu.foundation.media.lapsed import erase_lapsed
from sesshu.foundation.media.models import TakeOut, TakeOutFile
from sesshu.foundation.media.requests import PURPOSE
from sesshu.foundation.media.situations import NotTakenOut
from sesshu.foundation.media.states import Erasure, FileFormat, MediumKind, Progress
from sesshu.foundation.walls import current_place


def opened(fetched: Fetched, passphrase: str) -> dict[str, bytes]:
    """The files inside, by name."""
    with pyzipper.AESZipFile(BytesIO(fetched.content)) as archive:
        archive.setpassword(passphrase.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def refused_as(constraint: str, act: Callable[[], object]) -> str:
    with pytest.raises(NotTakenOut) as refusal:
        act()
    assert refusal.value.reason == constraint
    return str(refusal.value)


def test_a_file_leaves_encrypted_and_is_followed_until_its_erasure_is_confirmed(
    office: Office,
) -> None:
    number = office.asked()
    assert seen(number).progress is Progress.ASKED
    office.approve(number)
    assert seen(number).progress is Progress.APPROVED
    handling.make(office.asker, number)
    assert seen(number).progress is Progress.MADE
    fetched = handling.download(office.asker, number)
    assert seen(number).progress is Progress.DOWNLOADED
    passphrase = handling.passphrase(office.security, number)
    handling.hand_out(office.asker, number, office.person)
    assert seen(number).progress is Progress.HANDED_OUT
    handling.take_back(office.asker, number)
    assert seen(number).progress is Progress.RETURNED
    handling.erase(office.asker, number, Erasure.DESTROYED, "消去作業証明書 第12号")
    assert seen(number).progress is Progress.ERASED
    handling.confirm(office.security, number)
    assert seen(number).progress is Progress.CONFIRMED
    (content,) = opened(fetched, passphrase).values()
    assert content.startswith("\ufeff宛名番号,氏名".encode())
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert lines[1] == ["0000000001", "髙橋　葵", "2024-02-29", "1"]
    assert len(lines) == 4


def test_what_lies_outside_says_nothing_without_the_passphrase(office: Office) -> None:
    number = office.made()
    fetched = handling.download(office.asker, number)
    passphrase = handling.passphrase(office.security, number)
    for secret in ("山田", "0000000001", "宛名番号", passphrase):
        assert secret.encode() not in fetched.content
    with pytest.raises(RuntimeError, match="password"):
        opened(fetched, passphrase.replace(passphrase[0], "Z" if passphrase[0] != "Z" else "0"))


def test_the_ledger_names_everybody_in_the_file_and_nothing_else(office: Office) -> None:
    office.made()
    (made,) = [entry for entry in entries() if entry.action == "take_out.made"]
    assert made.subjects == [1, 2, 3]
    handling.download(office.asker, 1)
    assert last_entry().action == "take_out.downloaded"
    assert last_entry().details == {"take_out": 1}


def test_the_hash_is_that_of_the_bytes_that_left(office: Office) -> None:
    number = office.made()
    ((said,),) = execute(
        "default", "SELECT encode(sha256(content), 'hex') FROM take_out_file WHERE take_out_id = %s", [number]
    )  # fmt: skip
    handling.download(office.asker, number)
    file = seen(number).file
    assert file is not None
    assert bytes(file.sha256).hex() == said


def test_what_was_fetched_is_kept_no_longer_and_fetched_no_second_time(office: Office) -> None:
    number = office.fetched()
    row = TakeOutFile.objects.get(pk=number)
    assert row.content is None
    assert row.erased_at is not None
    refused_as("take_out_step_once", lambda: handling.download(office.asker, number))


def test_the_passphrase_is_never_stored_in_clear_and_shown_once(office: Office) -> None:
    number = office.made()
    sealed = bytes(TakeOutFile.objects.get(pk=number).sealed_passphrase or b"")
    shown = handling.passphrase(office.security, number)
    assert secret_box(current_place()).decrypt(sealed).decode() == shown
    assert shown.encode() not in sealed
    assert TakeOutFile.objects.get(pk=number).sealed_passphrase is None
    refused_as("take_out_step_once", lambda: handling.passphrase(office.security, number))


def test_file_and_passphrase_never_meet_in_one_hand(office: Office) -> None:
    number = office.made()
    refused_as(
        "take_out_downloaded_by_who_asked",
        lambda: handling.download(office.security, number),
    )
    refused_as(
        "take_out_passphrase_for_another",
        lambda: handling.passphrase(office.asker, number),
    )
    assert last_entry().reason == "take_out_passphrase_for_another"


def test_nothing_is_made_without_approval(office: Office) -> None:
    number = office.asked()
    refused_as("take_out_made_when_approved", lambda: handling.make(office.asker, number))
    second_person.decline(
        office.security, TakeOut.objects.get(pk=number).proposal_id, "根拠がない", PURPOSE
    )
    refused_as("take_out_made_when_approved", lambda: handling.make(office.asker, number))
    assert seen(number).progress is Progress.DECLINED


def test_nobody_approves_what_they_asked_for(office: Office) -> None:
    proposal = TakeOut.objects.get(pk=office.asked()).proposal
    with pytest.raises(second_person.OwnProposal):
        second_person.approve(office.asker, proposal.pk, proposal.sha256, PURPOSE)


def test_only_who_asked_makes_the_file_and_makes_it_once(office: Office) -> None:
    number = office.approved()
    refused_as("take_out_made_by_who_asked", lambda: handling.make(office.security, number))
    handling.make(office.asker, number)
    refused_as("take_out_file_pkey", lambda: handling.make(office.asker, number))


def test_a_list_that_grew_after_the_approval_is_asked_for_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = office.approved()
    people = handling.list_of(LIST)
    more = list(people.rows({"count": "4"}))
    monkeypatch.setattr(type(people), "rows", lambda self, conditions: more)
    refused_as("take_out_made_as_approved", lambda: handling.make(office.asker, number))


def test_a_medium_is_carried_by_who_was_named_to_somebody_of_the_roster(office: Office) -> None:
    number = office.fetched()
    refused_as(
        "take_out_carried_by_a_carrier",
        lambda: handling.hand_out(office.security, number, office.person),
    )
    stranger = registers.name_person(
        office.security,
        registers.enter_recipient(office.security, declared(name="ほかの会社")),
        "別の人",
        "担当",
    )
    refused_as(
        "take_out_handed_to_the_roster",
        lambda: handling.hand_out(office.asker, number, stranger),
    )
    handling.hand_out(office.asker, number, office.person)


def test_steps_come_in_their_order(office: Office) -> None:
    asker = office.asker
    refused_as("take_out_step_of_a_file", lambda: handling.take_back(asker, office.asked()))
    number = office.made()
    order = "take_out_steps_in_order"
    refused_as(order, lambda: handling.hand_out(asker, number, office.person))
    refused_as(order, lambda: handling.erase(asker, number, Erasure.DESTROYED, "証明"))
    handling.download(asker, number)
    refused_as(order, lambda: handling.take_back(asker, number))
    refused_as(order, lambda: handling.confirm(office.security, number))
    handling.erase(asker, number, Erasure.OVERWRITTEN, "証明")
    refused_as(order, lambda: handling.hand_out(asker, number, office.person))


@pytest.mark.parametrize("proof", ["", " "])
def test_no_erasure_without_proof(office: Office, proof: str) -> None:
    number = office.fetched()
    refused_as(
        "take_out_erased_with_method_and_proof",
        lambda: handling.erase(office.asker, number, Erasure.DESTROYED, proof),
    )


def test_an_erasure_is_confirmed_by_somebody_else(office: Office) -> None:
    number = office.erased()
    refused_as("take_out_confirmed_by_another", lambda: handling.confirm(office.asker, number))
    handling.confirm(office.security, number)


@pytest.mark.parametrize(
    ("constraint", "others"),
    [
        ("take_out_within_the_work", {"list_kinds": ["another.list"]}),
        ("take_out_on_the_declared_medium", {"medium_kind": MediumKind.USB_MEMORY}),
        ("take_out_within_the_number", {"residents_most": 2}),
    ],
)
def test_a_recipient_is_given_nothing_outside_its_work_its_medium_or_above_its_number(
    office: Office, constraint: str, others: dict[str, object]
) -> None:
    narrow = registers.enter_recipient(office.security, declared(**others))
    refused_as(constraint, lambda: office.asked(recipient_id=narrow))
    assert queries.how_many() == 0
    assert last_entry().reason == constraint


def test_a_recipient_is_given_as_many_as_declared(office: Office) -> None:
    exact = registers.enter_recipient(office.security, declared(residents_most=3))
    assert seen(office.asked(recipient_id=exact)).take_out.residents == 3


def test_a_recipient_that_ended_is_given_nothing_also_of_what_was_approved(office: Office) -> None:
    approved, asked = office.approved(), office.asked()
    registers.close(office.security, "recipient", office.recipient, "契約の満了")
    gone = "take_out_to_a_recipient"
    refused_as(gone, lambda: office.asked())
    refused_as(gone, lambda: office.approve(asked))
    refused_as(gone, lambda: handling.make(office.asker, approved))
    assert seen(asked).progress is Progress.ASKED


def test_no_more_people_of_a_recipient_handle_data_than_declared(office: Office) -> None:
    by, full = office.security, "recipient_handlers_declared"
    second = registers.name_person(by, office.recipient, "二人目", "担当")
    refused_as(full, lambda: registers.name_person(by, office.recipient, "三人目", "担当"))
    registers.close(by, "recipient_person", second, "異動")
    registers.name_person(by, office.recipient, "三人目", "担当")


def test_a_medium_is_not_closed_while_it_holds_data_nor_without_method_and_proof(
    office: Office,
) -> None:
    by, number = office.security, office.fetched()
    how = (Erasure.DESTROYED, "廃棄証明書 第3号")
    refused_as("medium_is_clear", lambda: registers.close_medium(by, office.medium, "破損", *how))
    handling.erase(office.asker, number, Erasure.DESTROYED, "証明")
    refused_as(
        "medium_withdrawn_with_method_and_proof",
        lambda: registers.close_medium(by, office.medium, "破損", None, None),
    )
    registers.close_medium(by, office.medium, "破損", *how)
    refused_as("register_is_fixed", lambda: registers.close_medium(by, office.medium, "再び", *how))
    refused_as("take_out_on_the_declared_medium", office.asked)


def test_who_carried_a_medium_carries_it_no_more_once_that_is_ended(office: Office) -> None:
    number = office.fetched()
    (carrier,) = queries.carriers(office.medium)
    registers.close(office.security, "medium_carrier", carrier.pk, "異動")
    refused_as(
        "take_out_carried_by_a_carrier",
        lambda: handling.hand_out(office.asker, number, office.person),
    )


def test_a_file_nobody_fetched_is_gone_after_a_day(
    office: Office, a_day_later: Callable[[int], None]
) -> None:
    number = office.made()
    assert not erase_lapsed()
    a_day_later(number)
    late = "take_out_step_in_time"
    refused_as(late, lambda: handling.download(office.asker, number))
    refused_as(late, lambda: handling.passphrase(office.security, number))
    assert erase_lapsed()
    assert last_entry().details == {"take_outs": [number]}
    row = TakeOutFile.objects.get(pk=number)
    assert (row.content, row.sealed_passphrase, row.is_empty) == (None, None, True)
    assert seen(number).progress is Progress.LAPSED
    assert not erase_lapsed()


def test_what_should_have_been_erased_is_overdue_from_the_day_after(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = office.handed_out(due_on=today())
    assert queries.overdue(today(), now()) == []
    entry = seen(number)
    (late,) = queries.overdue(today().replace(year=today().year + 1), now())
    assert late.take_out == entry.take_out
    assert late.is_overdue(today().replace(year=today().year + 1))
    assert not entry.is_overdue(today())


def test_a_sheet_keeps_zeros_days_and_text_that_looks_like_a_formula(office: Office) -> None:
    number = office.made(file_format=FileFormat.XLSX)
    fetched = handling.download(office.asker, number)
    passphrase = handling.passphrase(office.security, number)
    ((name, content),) = opened(fetched, passphrase).items()
    assert name == f"take-out-{number}.xlsx"
    with pyzipper.ZipFile(BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
    assert "<t>0000000001</t>" in words
    assert "<t>=1+1</t>" in words
    assert "<f>" not in sheet
    assert "<v>45351</v>" in sheet  # 2024-02-29 as Excel counts days
