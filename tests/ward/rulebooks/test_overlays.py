"""The ward judges by the law as it narrowed it: on pages, in sweeps, and in old answers given again."""

import hashlib
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from ledger_of_tests import CLERK, COLLEAGUE
from residents_of_tests import add_resident
from staff_of_tests import employ
from tricks_of_walls import log_in
from ward.rulebooks.drafts import compare, draft, file_with
from ward.rulebooks.overlays_of_tests import NO_VARICELLA, WIDER, put_in_force

from sesshu.foundation import second_person
from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person import Proposal
from sesshu.foundation.walls import Place
from sesshu.kernel.outcomes import Status
from sesshu.schedule.load import current, load, rulebook_root
from sesshu.schedule.releases import narrowed, overlay_text, release_text
from sesshu.schedule.verdicts import Verdict
from sesshu.ward.rulebooks.as_known import as_known
from sesshu.ward.rulebooks.overlay_decisions import OverlayNotUsable, propose_overlay
from sesshu.ward.rulebooks.overlays import overlay_in_force
from sesshu.ward.rulebooks.releases import keep_current, kept, rulebook_here

TODDLER = date(2025, 3, 1)
PAGES = "/131121/rulebook-overlays/"


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # the database writes when


def status_of(verdict: Verdict, series: str) -> Status:
    return next(one.status for one in verdict.series if one.series == series)


def page_of(resident: int) -> str:
    clerk = employ("窓口 花", Duty.ENTRY).client()
    return clerk.get(f"/131121/residents/{resident}/?purpose=counter").text


def test_a_kept_overlay_narrows_a_release_as_its_file_does(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(NO_VARICELLA, encoding="utf-8")
    kept_as = overlay_text(NO_VARICELLA, file.name)
    by_text = narrowed(release_text(rulebook_root()), kept_as)
    assert hashlib.sha256(by_text).hexdigest() == load(rulebook_root(), file).release


def test_without_decisions_the_national_law_judges(fresh_ward: Place) -> None:
    assert overlay_in_force() is None
    assert rulebook_here() is current()
    assert rulebook_here("jobs") is current()


def test_a_resident_is_offered_on_the_page_only_what_the_ward_gives(fresh_ward: Place) -> None:
    resident = add_resident(TODDLER)
    before = page_of(resident)
    put_in_force(NO_VARICELLA)
    after = page_of(resident)
    assert before != after
    national, here = _row_of(before), _row_of(after)
    assert "接種できます" in national
    assert "接種できます" not in here


def _row_of(page: str) -> str:
    """The words of the page about 水痘, as far as the next vaccine."""
    _, _, rest = page.partition("水痘")
    return rest[:600]


def test_a_sweep_over_the_ward_judges_by_the_same_law(fresh_ward: Place, tmp_path: Path) -> None:
    add_resident(TODDLER)
    _, _, before, _ = compare(file_with(tmp_path, draft()))
    assert before["affected"] == 1
    put_in_force(NO_VARICELLA)
    _, state, after, failure = compare(
        file_with(tmp_path, draft(varicella_until="reaches 59 months"))
    )
    assert (state, failure) == ("done", "")
    assert after == {"residents": 1}


def test_an_old_answer_is_given_by_the_decisions_of_its_day(fresh_ward: Place) -> None:
    resident = add_resident(TODDLER)
    keep_current()
    national = now()
    put_in_force(NO_VARICELLA)
    narrow = now()
    put_in_force(None)
    assert status_of(as_known(resident, national).verdict, "VAR") is Status.DUE
    assert status_of(as_known(resident, narrow).verdict, "VAR") is not Status.DUE
    assert status_of(as_known(resident, now()).verdict, "VAR") is Status.DUE
    releases = {as_known(resident, at).verdict.release for at in (national, narrow, now())}
    assert len(releases) == 2


def test_the_narrowed_release_is_kept_like_any_other(fresh_ward: Place) -> None:
    put_in_force(NO_VARICELLA)
    release = keep_current()
    assert release == rulebook_here().release != current().release
    assert kept(release).release == release


def test_a_file_that_lets_more_people_in_is_refused(fresh_ward: Place) -> None:
    with pytest.raises(OverlayNotUsable, match="区の定めとして使えません"):
        propose_overlay(CLERK, WIDER, "decisions.yaml", "区の公告")


@pytest.mark.parametrize(
    "text", ["", "- 1", "{", NO_VARICELLA.replace("VAR", "NONE"), NO_VARICELLA.replace("131121", "131156")]
)  # fmt: skip
def test_what_is_no_file_of_decisions_of_this_ward_is_refused(fresh_ward: Place, text: str) -> None:
    with pytest.raises(OverlayNotUsable):
        propose_overlay(CLERK, text, "decisions.yaml", "区の公告")
    assert not Proposal.objects.exists()


def test_one_person_alone_puts_nothing_in_force(fresh_ward: Place) -> None:
    proposal = propose_overlay(CLERK, NO_VARICELLA, "decisions.yaml", "区の公告")
    assert rulebook_here() is current()
    with pytest.raises(second_person.OwnProposal):
        second_person.approve(CLERK, proposal.pk, proposal.sha256)
    assert rulebook_here() is current()
    second_person.approve(COLLEAGUE, proposal.pk, proposal.sha256)
    assert rulebook_here() is not current()


def test_the_database_takes_no_overlay_that_was_not_approved(fresh_ward: Place) -> None:
    proposal = propose_overlay(CLERK, NO_VARICELLA, "decisions.yaml", "区の公告")
    with (
        pytest.raises(IntegrityError, match="puts no overlay in force"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO overlay_in_force (proposal_id) VALUES (%s)", [proposal.pk])


@pytest.mark.parametrize("zone", ["intranet", "jobs"])
def test_decisions_and_when_they_judged_are_never_altered(fresh_ward: Place, zone: str) -> None:
    put_in_force(NO_VARICELLA)
    with closing(log_in(fresh_ward, zone)) as session:
        for statement in (
            "UPDATE rulebook_overlay SET content = ''",
            "UPDATE overlay_in_force SET since_at = now()",
            "DELETE FROM rulebook_overlay",
            "DELETE FROM overlay_in_force",
            "INSERT INTO overlay_in_force (proposal_id, overlay) VALUES (1, NULL)",
        ):
            with pytest.raises(Exception, match="permission denied"):
                session.execute(statement)
    connections["jobs"].close()


@pytest.fixture
def runner(fresh_ward: Place) -> Client:
    return employ("一括 太郎", Duty.RUNS).client()


def sent(client: Client, text: str, **others: str) -> int:
    file = SimpleUploadedFile("decisions.yaml", text.encode())
    form = {"change": "new", "file": file, "reason": "区の公告", **others}
    return client.post(f"{PAGES}new", form).status_code


def test_decisions_come_into_force_on_the_pages_by_two_people(
    fresh_ward: Place, runner: Client
) -> None:
    assert "国の規則だけで判定しています" in runner.get(PAGES).text
    assert sent(runner, NO_VARICELLA) == 302
    proposal = Proposal.objects.latest("pk")
    address = f"{PAGES}{proposal.pk}/"
    assert "自分の申請は承認できません" in runner.get(address).text
    colleague = employ("一括 次子", Duty.RUNS).client()
    assert address in colleague.get(PAGES).text
    assert "水痘" in colleague.get(address).text
    form = {"decision": "approve", "shown_sha256": proposal.sha256}
    assert runner.post(address, form).status_code == 422
    assert colleague.post(address, form).status_code == 302
    shown = runner.get(PAGES).text
    assert "実施しない接種" in shown
    assert rulebook_here().release in shown


def test_a_file_that_cannot_be_used_says_why_at_its_field(
    fresh_ward: Place, runner: Client
) -> None:
    assert sent(runner, WIDER) == 422
    assert sent(runner, "x" * 200_001) == 422
    assert runner.post(f"{PAGES}new", {"change": "new", "reason": "x"}).status_code == 422
    assert runner.post(f"{PAGES}new", {"change": "none", "reason": "公告の廃止"}).status_code == 302


def test_who_watches_runs_sees_the_decisions_and_changes_none(fresh_ward: Place) -> None:
    auditor = employ("監査 花子", Duty.AUDIT).client()
    put_in_force(NO_VARICELLA)
    assert "水痘" in auditor.get(PAGES).text
    assert auditor.get(f"{PAGES}new").status_code == 403
    assert auditor.get(f"{PAGES}99/").status_code == 403


def test_a_proposal_of_another_duty_is_not_found_here(fresh_ward: Place, runner: Client) -> None:
    assert runner.get(f"{PAGES}99/").status_code == 404
