"""A small ward in which every page has something to show."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from certificates_of_tests import asked as asked_to_prove
from check_levels_of_tests import check_of, lighter_level
from clinic_files_of_tests import (
    CLINIC,
    OTHER_CLINIC,
    PNG,
    clinic,
    clinic_file,
    finish,
    form,
    hand_over,
    lot,
    rows_of,
)
from clinic_files_of_tests import take as take_clinic_file
from doses_of_tests import BORN, check, enter, mr1, pcv, recorded_by
from foundation.accounts.conftest import Person
from journeys.payments import add_fees, add_refunds
from journeys.people import Staff, found_staff
from journeys.visited import World
from letters_of_tests import ON, SCAN, application, approved, completion
from media_of_tests import Office
from residents_of_tests import add_resident, shelter
from ward.reports.office import compute
from ward.residents.registry import RunFailed, file_of, person, take_in, work_off
from ward.residents.web.conftest import CHILD, PEOPLE, PROTECTED, id_of
from ward.rulebooks.drafts import compare, draft, file_with
from ward.rulebooks.overlays_of_tests import NO_VARICELLA

from sesshu.foundation import second_person
from sesshu.foundation.accounts import administration, factors
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson
from sesshu.foundation.accounts.models import TotpSecret
from sesshu.foundation.clock import now, today
from sesshu.foundation.duties import Duty
from sesshu.foundation.ledger.models import Entry
from sesshu.foundation.media.queries import carriers
from sesshu.foundation.runs import start
from sesshu.foundation.runs.queries import recent
from sesshu.foundation.runs.received import folder_of
from sesshu.foundation.runs.steps import step
from sesshu.foundation.walls import current_place
from sesshu.kernel.calendar import fiscal_year
from sesshu.kernel.outcomes import ErrorClass
from sesshu.schedule import load
from sesshu.ward.certificates.operations import issue as proved
from sesshu.ward.circumstances import operations as circumstances
from sesshu.ward.circumstances.codes import HAD_DISEASE, ShownBy
from sesshu.ward.circumstances.operations import Told
from sesshu.ward.circumstances.queries import circumstances_of
from sesshu.ward.clinics import operations as masters
from sesshu.ward.intake.check_levels import propose_level
from sesshu.ward.intake.guarded_rows import waiting_rows
from sesshu.ward.intake.operations import let_pass, recheck
from sesshu.ward.letters import completion_reports, queries, request_letters
from sesshu.ward.letters.application import Vaccination
from sesshu.ward.matching import operations as merging
from sesshu.ward.matching.queries import merges
from sesshu.ward.mishaps import operations as mishaps
from sesshu.ward.mishaps.operations import Asked
from sesshu.ward.pregnancies import operations as pregnancies
from sesshu.ward.reactions import operations as reactions
from sesshu.ward.reactions.codes import CourseTaken, Severity, ToldBy
from sesshu.ward.reactions.operations import Reported
from sesshu.ward.reactions.queries import register
from sesshu.ward.recall import rounds
from sesshu.ward.recall.conditions import Conditions
from sesshu.ward.records import operations
from sesshu.ward.records.codes import Decision
from sesshu.ward.records.models import Dose
from sesshu.ward.reports import operations as reports
from sesshu.ward.reports.publishing import publish
from sesshu.ward.reports.web.editions import found
from sesshu.ward.residents import guarded, protection
from sesshu.ward.residents.models import RejectedRow
from sesshu.ward.residents.protection import ProtectionPeriod
from sesshu.ward.residents.queries import resident_of
from sesshu.ward.rulebooks.overlay_decisions import propose_overlay
from sesshu.ward.vouchers import issue_runs, issuing, telling
from sesshu.ward.vouchers.codes import Channel, Exemption, NextStep, ReissueReason, ReturnCause
from sesshu.ward.vouchers.conditions import Conditions as IssueConditions
from sesshu.ward.vouchers.issuing import Request
from sesshu.ward.vouchers.models import Voucher, VoucherReturn
from sesshu.wire.clinic_files.codes import Channel as FileChannel
from sesshu.wire.clinic_files.form import Form
from sesshu.wire.residents.codes import Protection
from sesshu.wire.residents.control import FileKind

TODDLER = 50
AT_HOME = {"household_number": "0070000050", "address": "東京都世田谷区三軒茶屋二丁目14番22号"}
FAMILY = (
    person(
        TODDLER,
        name="山田　花子",
        name_kana="ヤマダ　ハナコ",
        birth_on=BORN,
        relationship="20",
        **AT_HOME,
    ),
    person(51, name="山田　恵", name_kana="ヤマダ　メグミ", birth_on=date(1992, 7, 14), **AT_HOME),
)
TWICE = tuple(
    person(
        number,
        name=f"森　{given}",
        name_kana=f"モリ　{kana}",
        birth_on=date(1980, 5, day),
        address="東京都世田谷区砧八丁目1番2号",
        household_number=f"{number:010}",
    )
    for day, (given, kana) in enumerate([("緑", "ミドリ"), ("光", "ヒカル"), ("薫", "カオル")], 1)
    for number in (60 + 2 * day, 61 + 2 * day)
)
FAMILIES = [("髙橋", "タカハシ"), ("高木", "タカギ"), ("高島", "タカシマ"), ("高野", "タカノ")]
GIVEN = [
    ("さくら", "サクラ"), ("陽翔", "ハルト"), ("結衣", "ユイ"), ("蓮", "レン"), ("葵", "アオイ"),
    ("湊", "ミナト"), ("凛", "リン"), ("大和", "ヤマト"), ("芽依", "メイ"), ("朝陽", "アサヒ"),
    ("美月", "ミツキ"), ("悠真", "ユウマ"), ("花", "ハナ"), ("樹", "イツキ"), ("千代子", "チヨコ"),
]  # fmt: skip


def make_world(folder: Path) -> World:
    """People of every duty, a few hundred residents, and work that waits."""
    staff = found_staff()
    world = World(_people(staff))
    _residents(world, folder)
    _merges(world)
    _recalls(world)
    _vouchers(world)
    _pregnancies(world)
    _runs(world, folder)
    _accounts(world, staff)
    _searched(world)
    _doses(world)
    _reports(world)
    _circumstances(world)
    _reactions(world)
    _protected(world)
    _letters(world)
    add_refunds(world)
    _media(world)
    _clinic_files(world, folder)
    add_fees(world, folder)
    _overlay(world)
    _ledger(world)
    return world


def _clinic_files(world: World, folder: Path) -> None:
    """A clinic, a lot, texts of both that wait; a file with a row to put right, and one handed over."""
    entry, check = world.people["entry"].actor, world.people["check"].actor
    for ask, entered in (
        (masters.propose_clinics, [clinic(CLINIC)]),
        (masters.propose_lots, [lot("MR512")]),
    ):
        asked = ask(entry, entered, "契約書のとおり")
        masters.approve(check, asked.pk, asked.sha256)
    waiting = masters.propose_clinics(entry, [clinic(OTHER_CLINIC)], "契約書のとおり")
    lighter = lighter_level("lot_missing", FileChannel.PUNCHED, today())
    world.found |= {
        "intake_check": check_of(lighter).pk,
        "check_change": propose_level(entry, lighter, "入力業者との取決め").pk,
    }
    told = {
        "name": "山田　花子",
        "name_kana": "ヤマダ　ハナコ",
        "birth_on": BORN,
        "sex": "2",
        "address": AT_HOME["address"],
        "image": "1.png",
    }
    right = form(1, series="PCV", product="PCV20", given_on=date(2026, 10, 16), **told)
    faulty = take_clinic_file(clinic_file(folder / "oct.csv", form(2), "読めない行"), entry)
    path = clinic_file(folder / "nov.csv", right, form(1, **told | {"series": "HBV"}))
    pictures = path.with_suffix(".images")
    pictures.mkdir()
    (pictures / "1.png").write_bytes(PNG)
    handed = take_clinic_file(path, entry)
    for row in rows_of(handed):
        let_pass(entry, row.pk, "医療機関に電話で確かめた")
    finish(recheck(entry, handed.pk, now()).run_id)
    take_clinic_file(clinic_file(folder / "held.csv", _form_of_protected(world)), entry)
    [held] = waiting_rows(1)
    world.found["guarded_row"] = held.id
    asked = Asked(
        dose_id=int(str(world.found["dose"])),
        error_class=ErrorClass.WRONG_INTERVAL,
        counts=Decision.COUNTS,
        measure="医療機関に確かめ、次の接種の日を案内した",
        is_urgent=False,
    )
    world.found["mishap"] = mishaps.propose(entry, asked).pk
    world.found |= {
        "master": waiting.pk,
        "clinic": CLINIC,
        "intake_file": faulty.pk,
        "intake_row": rows_of(faulty)[0].pk,
        "handed_file": handed.pk,
        "pictured_row": rows_of(handed)[0].pk,
        "intake_approval": hand_over(handed, entry),
        "sample": 1,
    }


def _form_of_protected(world: World) -> Form:
    """A dose of somebody whose address nobody may compare."""
    known = resident_of(int(str(world.found["protected"])), today())
    return form(
        1, name=known.name, name_kana=known.name_kana, birth_on=known.birth_on, sex=known.sex
    )


def _people(staff: Staff) -> dict[str, Person]:
    return {
        "administrator": staff.office.second,
        "entry": staff.somebody(Duty.ENTRY),
        "check": staff.somebody(Duty.CHECK),
        "guarded": staff.somebody(Duty.GUARDED),
        "guardian": staff.somebody(Duty.GUARDED),
        "runs": staff.somebody(Duty.RUNS),
        "fees": staff.somebody(Duty.FEES),
        "maternal": staff.somebody(Duty.MATERNAL),
        "reports": staff.somebody(Duty.REPORTS),
        "head": staff.somebody(Duty.SECTION_HEAD),
        "auditor": staff.somebody(Duty.AUDIT),
        "security": staff.somebody(Duty.SECURITY),
        "newcomer": staff.somebody(Duty.ENTRY, enrolled=False),
    }


def _residents(world: World, folder: Path) -> None:
    """Everybody, then a difference with a row about somebody known that cannot be read."""
    take_in(file_of(folder / "full.csv", *PEOPLE, *FAMILY, *TWICE, *_neighbors()))
    unreadable = person(51, name_kana="", update_number=2, **AT_HOME)
    faulty = file_of(folder / "faulty.csv", unreadable, sequence=2, kind=FileKind.DIFFERENCE)
    take_in(faulty)
    row = RejectedRow.objects.using("jobs").latest("pk")
    world.found |= {"file": row.registry_file_id, "row": row.pk}


def _neighbors() -> Iterator[dict[str, object]]:
    """Sixty namesakes, enough for a second page of a list."""
    for number, (family, given) in enumerate(product(FAMILIES, GIVEN), start=100):
        yield person(
            number,
            name=f"{family[0]}　{given[0]}",
            name_kana=f"{family[1]}　{given[1]}",
            household_number=f"{number:010}",
            birth_on=date(1950, 1, 1) + timedelta(days=397 * (number - 100)),
        )


def _recalls(world: World) -> None:
    """Rounds whose list waits for its second person, is fixed with a letter to stop, and was posted."""
    runner, checker = world.people["runs"].actor, world.people["check"].actor
    numbers = [
        rounds.begin(
            runner,
            f"{name}の通知",
            Conditions(series=series, ends_until=date(2090, 1, 1)),
            ON,
            load.current(),
        )
        for name, series in (("日本脳炎", "JE1"), ("水痘", "VAR"), ("5種混合", "DPT-IPV-Hib"))
    ]
    work_off()
    waiting, fixed, posted = numbers
    rounds.propose_fix(runner, waiting, "年度末までの通知")
    for number in (fixed, posted):
        proposal = rounds.propose_fix(runner, number, "秋の通知")
        second_person.approve(checker, proposal.pk, proposal.sha256, rounds.PURPOSE)
    rounds.post(runner, posted)
    telling.exempt(world.people["entry"].actor, id_of(TODDLER), "VAR", Exemption.REFUSED)
    world.found |= {"round_waiting": waiting, "round_fixed": fixed, "round_posted": posted}


def _runs(world: World, folder: Path) -> None:
    """The run that took the residents in, a comparison, one that failed, one that works, a waiting file."""
    done = recent(1)[0].id
    world.found["compared"] = compare(file_with(folder, draft()))[0]
    with suppress(RunFailed):
        take_in(file_of(folder / "gap.csv", *PEOPLE, sequence=9))
    failed = recent(1)[0].id
    next_file = file_of(folder / "next.csv", *PEOPLE, sequence=3, kind=FileKind.DIFFERENCE)
    actor = world.people["runs"].actor
    running = start(actor, "residents.import", input=next_file, input_name=next_file.name).run_id
    step()
    place_received(folder_of(current_place(), "residents.import"), next_file)
    world.found |= {"run": running, "run_done": done, "run_failed": failed}


def place_received(target: Path, file: Path) -> None:
    """Lay a file where received files lie."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, target / "kojin_20261123.csv")


def _accounts(world: World, staff: Staff) -> None:
    """Offers of an app that were not confirmed yet, and a proposal that waits."""
    newcomer, clerk = world.people["newcomer"].account, world.people["entry"].account
    factors.offer_totp(newcomer, "認証アプリ", now())
    factors.offer_totp(clerk, "予備の認証アプリ", now())
    person = NewPerson("00009001", "s9001", "新任 はじめ", Department.INFECTION)
    proposal = administration.propose_issue(
        staff.office.first.actor, person, [Duty.CHECK], "4月の異動のため", now()
    )
    confirmed = TotpSecret.objects.get(account=clerk, confirmed_at__isnull=False)
    world.found |= {
        "newcomer": newcomer.pk,
        "colleague": world.people["check"].account.pk,
        "proposal": proposal.pk,
        "factor": confirmed.pk,
    }


def _searched(world: World) -> None:
    """A child, somebody protected, and a search that found several people."""
    conditions = {"purpose": "counter", "kana": "タカ"}
    answer = world.client("entry").post("/131121/residents/", conditions)
    world.found |= {
        "child": id_of(CHILD),
        "protected": id_of(PROTECTED),
        "search": answer.url.rstrip("/").rpartition("/")[2],  # type: ignore[attr-defined]
    }


def _doses(world: World) -> None:
    """A child with a dose on record, one that waits for the second person and one that came back."""
    clerk, checker = world.people["entry"].actor, world.people["check"].actor
    toddler = id_of(TODDLER)
    recorded = recorded_by(check(enter(mr1(toddler), clerk), checker))
    waiting = enter(pcv(toddler, date(2025, 5, 10)), clerk)
    sent_back = enter(pcv(toddler, date(2025, 6, 14)), clerk)
    operations.send_back(checker, sent_back.pk, "ロット番号が予診票と違います。")
    world.found |= {
        "toddler": toddler,
        "dose": recorded.id,
        "certificate": proved(clerk, asked_to_prove(toddler, recorded)),
        "waiting": waiting.pk,
        "sent_back": sent_back.pk,
    }


def _reports(world: World) -> None:
    """A report signed and published, a later one that waits for its signature, one of coverage to publish."""
    first = compute(as_of=date(2026, 10, 31))
    maker, head = world.people["reports"].actor, world.people["head"].actor
    signed = reports.submit(maker, first.id)
    reports.sign(head, signed.pk, signed.sha256)
    publish(maker, found(first.id))
    second = compute()
    reports.submit(maker, second.id)
    coverage = compute("coverage_birth_year")
    asked = reports.submit(maker, coverage.id)
    reports.sign(head, asked.pk, asked.sha256)
    world.found |= {"statistics": second.id, "signed": first.id, "coverage": coverage.id}


def _merges(world: World) -> None:
    """Three people under two 宛名 each: one merged, one that waits, one that a run brought up."""
    clerk, checker = world.people["entry"].actor, world.people["check"].actor
    first, second, third, fourth = (id_of(number) for number in (62, 63, 64, 65))
    merged = merging.propose_merge(clerk, first, second, "本人の申出で確かめた")
    second_person.approve(checker, merged.pk, merged.sha256)
    waiting = merging.propose_merge(clerk, third, fourth, "転入届で確かめた")
    merging.find_duplicates(clerk, ON)
    work_off()
    world.found |= {
        "merge": merges()[0].pk,
        "merged": second,
        "merge_waiting": waiting.pk,
        "twice": id_of(66),
        "once_more": id_of(67),
    }


def _circumstances(world: World) -> None:
    """Scars that two people recorded, and a disease that waits for the second."""
    entry, check = world.people["entry"].actor, world.people["check"].actor
    scars = Told(
        resident_id=int(str(world.found["toddler"])),
        kind="keloid",
        from_on=today() - timedelta(days=60),
        shown_by=ShownBy.HANDBOOK,
    )
    asked = circumstances.propose(entry, scars, "母子健康手帳の記載で確かめた")
    circumstances.approve(check, asked.pk, asked.sha256)
    [row] = circumstances_of(scars.resident_id)
    had = replace(scars, kind=HAD_DISEASE, antigen="varicella", shown_by=ShownBy.DOCTOR)
    waiting = circumstances.propose(entry, had, "主治医の診断書で確かめた")
    world.found |= {"circumstance": row.id, "circumstance_asked": waiting.pk}


def _reactions(world: World) -> None:
    """A report that two people kept, and another that waits."""
    entry, check = world.people["entry"].actor, world.people["check"].actor
    dose = Dose.objects.get(pk=int(str(world.found["dose"])))
    report = Reported(
        dose_id=dose.pk,
        symptom="convulsion",
        onset_on=dose.given_on,
        severity=Severity.HOSPITAL,
        course=CourseTaken.RECOVERED,
        told_by=ToldBy.WITH_FORMS,
        told_on=today(),
        received_on=today(),
    )
    asked = reactions.propose(entry, report, "綴り12番")
    reactions.approve(check, asked.pk, asked.sha256)
    [kept] = register(fiscal_year(today()))
    waiting = reactions.propose(entry, replace(report, symptom="itp"), "綴り13番")
    world.found |= {"reaction": kept.report.pk, "reaction_asked": waiting.pk}


def _protected(world: World) -> None:
    """A clerk asks for the address of somebody protected; the desk asks for the end of that protection."""
    asked = guarded.request_contact(
        world.people["entry"].actor, id_of(PROTECTED), "接種券の再送のため"
    )
    soon = ProtectionPeriod(Protection.STALKING, today(), today() + timedelta(days=10))
    guardian = world.people["guardian"].actor
    protection.begin(guardian, id_of(PROTECTED), soon, today())
    end = protection.propose_end(guardian, id_of(PROTECTED), "本人から終了の申出", today())
    world.found |= {"request": asked.pk, "protection_end": end.pk}


def _vouchers(world: World) -> None:
    """Three issue runs: one numbered with a letter to stop, one that waits to be fixed, one listed."""
    runs, checker, clerk = (world.people[who].actor for who in ("runs", "check", "entry"))
    elderly = IssueConditions(series=("FLU",), until_on=today())
    issue_runs.save_conditions(runs, "高齢者のインフルエンザ", elderly)
    numbered, waiting, listed = (
        issue_runs.begin(runs, f"インフルエンザ 第{number}回", elderly, today())
        for number in (1, 2, 3)
    )
    work_off()
    fixes = [issue_runs.propose_fix(runs, each, "件数を確かめた") for each in (numbered, waiting)]
    second_person.approve(checker, fixes[0].pk, fixes[0].sha256, issue_runs.PURPOSE)
    work_off()
    shelter(Voucher.objects.earliest("id").resident_id)
    asked = Request(
        resident_id=id_of(TODDLER),
        series="VAR",
        channel=Channel.COUNTER,
        desk="infection",
    )
    [lost] = issuing.issue(clerk, asked, today(), load.current())
    [held] = issuing.reissue(clerk, [lost.pk], Channel.COUNTER, ReissueReason.LOST, "infection")
    told = (today(), ReturnCause.MOVED, NextStep.CHECK_RESIDENCE)
    telling.came_back(clerk, held.number, *told)
    world.found |= {
        "issue_numbered": numbered,
        "issue_waiting": waiting,
        "issue_listed": listed,
        "issue_fix": fixes[1].pk,
        "voucher": held.pk,
        "returned": VoucherReturn.objects.get().pk,
    }


def _pregnancies(world: World) -> None:
    """One told to the ward."""
    mother = add_resident(date(1995, 4, 1), name="見本 花", atena_number="9900000090")
    due_on = today() + timedelta(days=80)
    clerk = world.people["maternal"].actor
    number = pregnancies.record(clerk, mother, today() - timedelta(days=100), due_on)
    world.found |= {"mother": mother, "pregnancy": number}


def _letters(world: World) -> None:
    """A letter and a report that were issued, and one of each that wait."""
    clerk, checker = world.people["entry"].actor, world.people["check"].actor
    asked = application(int(str(world.found["toddler"])), vaccinations=(Vaccination("VAR", 1),))
    letter, letter_waiting = (
        request_letters.apply(clerk, asked, ON, load.current()) for _ in range(2)
    )
    report, report_waiting = (
        completion_reports.enter(clerk, completion(letter_number=number), SCAN, ON)
        for number in ("大保第123号", "大保第124号")
    )
    issued = queries.letter_of_proposal(approved(letter, checker).pk)
    approved(report, checker)
    world.found |= {
        "letter": issued and issued.id,
        "letter_waiting": letter_waiting.pk,
        "report": queries.latest_reports(queries.year_of(ON))[0].pk,
        "report_waiting": report_waiting.pk,
    }


def _media(world: World) -> None:
    """A list that waits for approval, one that was made, one whose data are gone."""
    asker, security = world.people["runs"].actor, world.people["security"].actor
    office = Office(asker, security, list_kind="rulebook.affected")
    conditions = {"run": str(world.found["compared"])}
    world.found |= {
        "take_out": office.asked(conditions=conditions),
        "take_out_made": office.made(conditions=conditions),
        "take_out_erased": office.erased(conditions=conditions),
        "medium": office.medium,
        "carrier": carriers(office.medium)[0].pk,
        "recipient": office.recipient,
        "recipient_person": office.person,
    }


def _overlay(world: World) -> None:
    """Decisions of the municipality that wait for a second person."""
    author = world.people["administrator"].actor
    asked = propose_overlay(author, NO_VARICELLA, "decisions.yaml", "区の公告")
    world.found["overlay"] = asked.pk


def _ledger(world: World) -> None:
    newest = Entry.objects.using("audit").filter(action="dose.sent_back").latest("pk")
    world.found["entry"] = newest.pk
