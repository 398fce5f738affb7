"""Releases the ward keeps: never altered, and each answer can be given again as it was known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from doses_of_tests import BORN, cancel, check, mr1, record
from residents_of_tests import add_resident, add_version
from ward.rulebooks.drafts import draft

from sesshu.foundation.walls import Place
from sesshu.schedule import load
from sesshu.schedule.load import current
from sesshu.schedule.releases import read_release
from sesshu.ward.residents.queries import NoSuchResident
from sesshu.ward.rulebooks import releases
from sesshu.ward.rulebooks.as_known import as_known
from sesshu.ward.rulebooks.releases import (
    UnknownRelease,
    in_force_at,
    keep_current,
    keep_draft,
    kept,
)

MOMENT = timedelta(milliseconds=1)


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # the database writes when


def in_force() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT release FROM rulebook_in_force ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def use(monkeypatch: pytest.MonkeyPatch, content: bytes) -> str:
    """From here on the installation carries another release."""
    rulebook = read_release(content)
    for module in (load, releases):
        monkeypatch.setattr(module, "current", lambda: rulebook)
    monkeypatch.setattr(releases, "current_text", lambda: content)
    return rulebook.release


def test_a_recorded_dose_keeps_the_release_it_was_judged_by(fresh_ward: Place) -> None:
    dose = record(mr1(add_resident(BORN)))
    assert in_force() == [dose.release] == [current().release]
    record(mr1(add_resident(BORN)))
    assert in_force() == [dose.release]


def test_a_kept_release_is_the_rulebook_it_was(
    fresh_ward: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keep_current()
    use(monkeypatch, draft())
    assert kept(before).release == before
    assert kept(before).courses["VAR"].versions[-1].eligible_until is not None
    with pytest.raises(UnknownRelease):
        kept("0" * 64)


def test_the_release_in_force_follows_the_installation_and_back(
    fresh_ward: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = now()
    with pytest.raises(UnknownRelease):
        in_force_at(start)
    first = keep_current()
    between = now()
    with monkeypatch.context() as other:
        second = use(other, draft())
        keep_current()
        keep_current()
        assert in_force_at(between).release == first
        assert in_force_at(now()).release == second
    keep_current()
    assert in_force() == [first, second, first]


def test_a_draft_that_was_only_compared_was_never_in_force(fresh_ward: Place) -> None:
    keep_current()
    new = keep_draft(draft())
    assert kept(new).release == new
    assert in_force_at(now()).release == current().release


@pytest.mark.parametrize("zone", ["default", "jobs"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rulebook_release SET content = ''",
        "DELETE FROM rulebook_release",
        "UPDATE rulebook_in_force SET since_at = now()",
        "DELETE FROM rulebook_in_force",
        "DELETE FROM rulebook_effect",
        "UPDATE rulebook_comparison SET judged_on = now()",
    ],
)
def test_no_zone_can_change_what_was_kept(ward: Place, zone: str, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(zone),
        connections[zone].cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_database_refuses_a_release_under_another_name(fresh_ward: Place) -> None:
    row = ["0" * 64, b"{}"]
    with (
        pytest.raises(IntegrityError, match="named_by_its_content"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO rulebook_release (release, content, kept_at) VALUES (%s, %s, now())", row
        )


def test_an_old_answer_knows_neither_later_doses_nor_later_cancellations(fresh_ward: Place) -> None:
    resident = add_resident(BORN)
    keep_current()
    before = now()
    dose = record(mr1(resident))
    with_dose = now()
    check(cancel(dose))
    answers = [as_known(resident, at) for at in (before, with_dose, now())]
    assert [[one.id for one in answer.verdict.doses] for answer in answers] == [
        [],
        [str(dose.id)],
        [],
    ]


def test_an_old_answer_judges_by_the_law_of_its_day(
    fresh_ward: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident = add_resident(date(2022, 6, 1))
    old = keep_current()
    then = now()
    new = use(monkeypatch, draft())
    keep_current()
    was, becomes = as_known(resident, then), as_known(resident, now())
    assert (was.verdict.release, becomes.verdict.release) == (old, new)
    status = [
        next(one.status for one in answer.verdict.series if one.series == "VAR")
        for answer in (was, becomes)
    ]
    assert status == ["missed", "due"]


def test_an_old_answer_is_about_the_person_as_registered_then(fresh_ward: Place) -> None:
    resident = add_resident(date(2025, 3, 1))
    keep_current()
    before = now()
    corrected = {"valid_from": date(2025, 3, 1), "history_number": 2, "update_number": 2}
    add_version(resident, date(2025, 3, 2), recorded_at=now(), **corrected)
    assert as_known(resident, before).subject.born_on == date(2025, 3, 1)
    assert as_known(resident, now()).subject.born_on == date(2025, 3, 2)


def test_nobody_was_known_before_the_register_told(fresh_ward: Place) -> None:
    keep_current()
    with pytest.raises(NoSuchResident):
        as_known(add_resident(BORN), datetime(2020, 1, 1, tzinfo=UTC))
