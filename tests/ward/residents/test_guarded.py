"""Protected residents (number-linkage §5.5): nothing of theirs lies where an ordinary role can reach it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from staff_of_tests import Staff, employ
from tricks_of_walls import log_in
from ward.residents.registry import file_of, line_of, person, take_in, tampered

from sesshu.foundation import second_person
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.provision import deployment_connection
from sesshu.ward.residents import guarded
from sesshu.ward.residents.queries import (
    Search,
    history_of,
    household_of,
    rejected_rows,
    resident_of,
    search,
)
from sesshu.wire.residents.control import FileKind
from sesshu.wire.residents.rows import fingerprint

TODAY = date(2026, 11, 23)
SECRETS = {
    "address": "東京都世田谷区砧八丁目9番9号",
    "building": "隠れ家マンション909号室",
    "lot": "隠番地9",
    "phone": "08099998888",
    "mail_name": "隠宛名",
    "mail_address": "東京都杉並区隠町1番1号",
    "mail_building": "隠送付先ビル",
    "mail_postal_code": "1669999",
    "previous_address": "東京都世田谷区隠前住所1番1号",
    "destination_address": "東京都渋谷区隠転出先1番1号",
    "postal_code": "1579999",
    "town_code": "9999999",
}
MARK = {
    "protection": "1",
    "protection_from": date(2026, 1, 5),
    "protection_until": date(2027, 1, 4),
}
ORDINARY_ZONES = ("intranet", "jobs", "audit", "sealer", "courier")
GUARDED_TABLES = {"guarded_contact", "guarded_rejected_row"}
DIFFERENCE = FileKind.DIFFERENCE


def protected(number: int, **others: object) -> dict[str, object]:
    return person(number, **SECRETS, **MARK, **others)


def id_of(number: int) -> int:
    (found,) = search(Search(atena_number=str(number))).rows
    return found.id


def is_guarded(number: int) -> bool:
    return resident_of(id_of(number), TODAY).is_guarded


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Path]:
    """Names for files, one after the other."""
    return (tmp_path / f"{number}.csv" for number in range(1, 10))  # type: ignore[return-value]


def readable_by(place: Place, zone: str, *texts: str) -> set[str]:
    """The relations of the schema in which a role that logged in as ``zone`` reads one of the texts."""
    found = set()
    with closing(log_in(place, zone)) as session:
        session.autocommit = True
        for name in relations_of(place, session):
            try:
                query = f'SELECT 1 FROM "{name}" t WHERE t::text LIKE ANY (%s) LIMIT 1'
                if session.execute(query, [[f"%{text}%" for text in texts]]).fetchone():
                    found.add(name)
            except psycopg.errors.InsufficientPrivilege:
                continue
    return found


def relations_of(place: Place, session: psycopg.Connection) -> list[str]:
    names = "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'v')"
    return [name for (name,) in session.execute(names, [place.schema]).fetchall()]


def hunt(place: Place, *texts: str) -> set[str]:
    """The relations in which one of the texts stands, looked through as the owner of them all."""
    with closing(deployment_connection()) as owner:
        owner.execute(f"SET ROLE {place.owner}")
        owner.execute(f"SET search_path = {place.schema}")
        return {
            name
            for name in relations_of(place, owner)
            if owner.execute(
                f'SELECT 1 FROM "{name}" t WHERE t::text LIKE ANY (%s) LIMIT 1',
                [[f"%{text}%" for text in texts]],
            ).fetchone()
        }


def test_planted_contacts_are_hunted_in_every_table_and_by_every_ordinary_role(
    fresh_ward: Place, files: Iterator[Path]
) -> None:
    take_in(file_of(next(files), protected(1), person(2, household_number="0070000002")))
    assert hunt(fresh_ward, *SECRETS.values()) == {"guarded_contact"}
    assert readable_by(fresh_ward, "guarded", *SECRETS.values()) == {"guarded_contact"}
    for zone in ORDINARY_ZONES:
        assert readable_by(fresh_ward, zone, *SECRETS.values()) == set(), zone


def test_the_hunt_finds_what_is_not_hidden(fresh_ward: Place, files: Iterator[Path]) -> None:
    take_in(file_of(next(files), person(1, building="丸見えマンション101号室")))
    assert hunt(fresh_ward, "丸見え") == {
        "resident_version",
        "resident_search",
        "resident_timeline",
    }
    ordinary = {"resident_version", "resident_search", "resident_timeline"}
    assert readable_by(fresh_ward, "intranet", "丸見え") == ordinary


def test_what_was_open_before_goes_behind_the_wall_when_protection_begins(
    fresh_ward: Place, files: Iterator[Path]
) -> None:
    take_in(file_of(next(files), person(1, **SECRETS)))
    assert hunt(fresh_ward, SECRETS["address"]) >= {"resident_version"}
    take_in(
        file_of(
            next(files),
            protected(1, update_number=2, history_number=2),
            sequence=2,
            kind=DIFFERENCE,
        )
    )
    assert hunt(fresh_ward, *SECRETS.values()) == {"guarded_contact"}
    assert [version.address for version in history_of(id_of(1))] == [None, None]


def test_no_row_tells_by_its_fingerprint_where_somebody_lives(
    fresh_ward: Place, files: Iterator[Path]
) -> None:
    take_in(file_of(next(files), protected(1)))
    assert hunt(fresh_ward, fingerprint(line_of(protected(1)))) == set()


def test_a_mark_on_one_person_covers_the_household(
    fresh_ward: Place, files: Iterator[Path]
) -> None:
    take_in(file_of(next(files), person(1, **SECRETS), protected(2), person(3, **SECRETS, relationship="20"),
                    person(4, household_number="0070000004")))  # fmt: skip
    assert [is_guarded(number) for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert hunt(fresh_ward, SECRETS["address"]) == {"guarded_contact"}


def test_those_who_were_known_before_are_covered_too(
    fresh_ward: Place, files: Iterator[Path]
) -> None:
    take_in(file_of(next(files), person(1, **SECRETS), person(2, **SECRETS)))
    take_in(file_of(next(files), protected(2, update_number=2), sequence=2, kind=DIFFERENCE))
    assert is_guarded(1)
    assert hunt(fresh_ward, SECRETS["address"]) == {"guarded_contact"}


def test_a_child_born_into_a_protected_household_is_covered_from_the_first_day(
    fresh_ward: Place, files: Iterator[Path]
) -> None:
    take_in(file_of(next(files), protected(1)))
    newborn = person(2, **SECRETS, relationship="20", birth_on=date(2026, 11, 1))
    take_in(file_of(next(files), newborn, sequence=2, kind=DIFFERENCE))
    assert is_guarded(2)
    assert hunt(fresh_ward, SECRETS["address"]) == {"guarded_contact"}


def test_a_later_row_without_the_mark_ends_nothing(
    fresh_ward: Place, files: Iterator[Path]
) -> None:
    take_in(file_of(next(files), protected(1)))
    unmarked = person(1, **SECRETS, update_number=2, transaction_class="2", transaction_reason="30")
    take_in(file_of(next(files), unmarked, sequence=2, kind=DIFFERENCE))
    assert is_guarded(1)
    assert hunt(fresh_ward, SECRETS["address"]) == {"guarded_contact"}


def test_the_end_of_the_period_ends_nothing(fresh_ward: Place, files: Iterator[Path]) -> None:
    over = MARK | {"protection_from": date(2024, 1, 5), "protection_until": date(2025, 1, 4)}
    take_in(file_of(next(files), person(1, **SECRETS, **over)))
    assert is_guarded(1)


def test_a_household_shows_only_who_is_registered_in_it(
    fresh_ward: Place, files: Iterator[Path]
) -> None:
    take_in(file_of(next(files), protected(1), protected(2, relationship="20"),
                    person(3, household_number="0070000003", name="別居の　親")))  # fmt: skip
    assert [member.id for member in household_of(id_of(2), TODAY)] == [id_of(1), id_of(2)]


def bad(row: dict[str, object]) -> str:
    return line_of(row).replace(",2,02,", ",X,02,", 1)


def test_the_text_of_a_bad_row_of_somebody_protected_is_kept_behind_the_wall(
    fresh_ward: Place, files: Iterator[Path]
) -> None:
    take_in(file_of(next(files), protected(1)))
    moved = person(1, **SECRETS, update_number=2)
    take_in(
        tampered(
            file_of(next(files), moved, sequence=2, kind=DIFFERENCE), line_of(moved), bad(moved)
        )
    )
    (row,) = rejected_rows().rows
    assert (row.text, row.line_number, row.faults[0]["column"]) == (None, 3, "性別")
    assert hunt(fresh_ward, SECRETS["address"]) == GUARDED_TABLES


@pytest.mark.parametrize(
    "spoil",
    [lambda line: "X" + line, lambda line: line + ",", lambda line: line.replace("1,", "9,", 1)],
)
def test_a_bad_row_of_which_nobody_knows_whose_it_is_is_kept_behind_the_wall(
    fresh_ward: Place, files: Iterator[Path], spoil: object
) -> None:
    stranger = person(5, **SECRETS)
    take_in(file_of(next(files), person(1)))
    path = file_of(next(files), stranger, sequence=2, kind=DIFFERENCE)
    take_in(tampered(path, line_of(stranger), spoil(bad(stranger))))  # type: ignore[operator]
    assert rejected_rows().rows[0].text is None
    assert hunt(fresh_ward, SECRETS["address"]) == {"guarded_rejected_row"}


def too_many_columns(row: dict[str, object]) -> str:
    return line_of(row).replace(",2,02,", ",2,02,,", 1)


@pytest.mark.parametrize("spoil", [bad, too_many_columns])
def test_a_bad_row_that_marks_protection_shelters_person_and_household_at_once(
    fresh_ward: Place, files: Iterator[Path], spoil: Callable[[dict[str, object]], str]
) -> None:
    take_in(file_of(next(files), person(1), person(2), person(3, household_number="0070000009")))
    marked = protected(1, update_number=2)
    path = file_of(next(files), marked, sequence=2, kind=DIFFERENCE)
    take_in(tampered(path, line_of(marked), spoil(marked)))
    assert [is_guarded(number) for number in (1, 2, 3)] == [True, True, False]
    assert hunt(fresh_ward, SECRETS["address"]) == {"guarded_rejected_row"}


def test_a_bad_row_without_a_mark_shelters_nobody(fresh_ward: Place, files: Iterator[Path]) -> None:
    moved = person(1, update_number=2)
    take_in(file_of(next(files), person(1), person(2)))
    path = file_of(next(files), moved, sequence=2, kind=DIFFERENCE)
    take_in(tampered(path, line_of(moved), bad(moved)))
    assert [is_guarded(number) for number in (1, 2)] == [False, False]


def test_an_open_bad_row_goes_behind_the_wall_when_protection_begins(
    fresh_ward: Place, files: Iterator[Path]
) -> None:
    moved = person(1, **SECRETS, update_number=2)
    take_in(file_of(next(files), person(1)))
    take_in(
        tampered(
            file_of(next(files), moved, sequence=2, kind=DIFFERENCE), line_of(moved), bad(moved)
        )
    )
    assert rejected_rows().rows[0].text == bad(moved)
    take_in(file_of(next(files), protected(1, update_number=3), sequence=3, kind=DIFFERENCE))
    assert rejected_rows().rows[0].text is None
    assert hunt(fresh_ward, SECRETS["address"]) == GUARDED_TABLES


@pytest.fixture
def office(fresh_ward: Place, files: Iterator[Path]) -> tuple[Staff, Staff, int]:
    """Somebody who may ask, somebody who may approve, and a protected resident."""
    take_in(file_of(next(files), protected(1), person(2, household_number="0070000002")))
    return employ("申請 花子", Duty.GUARDED), employ("承認 太郎", Duty.GUARDED), id_of(1)


def approve(by: Staff, proposal: second_person.Proposal) -> None:
    second_person.approve(by.actor, proposal.pk, proposal.sha256)


def events(action: str) -> list[tuple[str, list[int]]]:
    with connections["audit"].cursor() as cursor:
        cursor.execute(
            "SELECT kind, subjects FROM ledger_entry WHERE action = %s ORDER BY id", [action]
        )
        return list(cursor.fetchall())


def test_whoever_asked_sees_the_contact_once_after_somebody_else_approved(
    office: tuple[Staff, Staff, int],
) -> None:
    asks, decides, resident = office
    proposal = guarded.request_contact(asks.actor, resident, "本人から予診票の再送を頼まれた")
    approve(decides, proposal)
    seen = guarded.contact_once(asks.actor, proposal.pk)
    assert (seen.address, seen.phone, seen.mail_name) == (
        SECRETS["address"],
        SECRETS["phone"],
        SECRETS["mail_name"],
    )
    with pytest.raises(guarded.ShownBefore, match="一度"):
        guarded.contact_once(asks.actor, proposal.pk)
    assert events("guarded.contact_shown") == [("act", [resident]), ("refusal", [resident])]


def test_without_approval_nothing_is_shown(office: tuple[Staff, Staff, int]) -> None:
    asks, _, resident = office
    proposal = guarded.request_contact(asks.actor, resident, "理由")
    with pytest.raises(guarded.NotApproved):
        guarded.contact_once(asks.actor, proposal.pk)
    assert [kind for kind, _ in events("guarded.contact_shown")] == ["refusal"]


def test_nobody_approves_their_own_request(office: tuple[Staff, Staff, int]) -> None:
    asks, _, resident = office
    proposal = guarded.request_contact(asks.actor, resident, "理由")
    with pytest.raises(second_person.OwnProposal):
        approve(asks, proposal)


def test_an_approval_serves_only_whoever_asked(office: tuple[Staff, Staff, int]) -> None:
    asks, decides, resident = office
    proposal = guarded.request_contact(asks.actor, resident, "理由")
    approve(decides, proposal)
    with pytest.raises(guarded.NotYours):
        guarded.contact_once(decides.actor, proposal.pk)


def test_where_nothing_is_held_back_nothing_is_asked_for(office: tuple[Staff, Staff, int]) -> None:
    with pytest.raises(guarded.NothingHeldBack):
        guarded.request_contact(office[0].actor, id_of(2), "理由")


def test_postgresql_itself_refuses_a_showing_that_was_not_approved(
    office: tuple[Staff, Staff, int],
) -> None:
    asks, _, resident = office
    proposal = guarded.request_contact(asks.actor, resident, "理由")
    use = "INSERT INTO guarded_showing (proposal_id, resident_id) VALUES (%s, %s)"
    with closing(log_in(Place("131121", "ward"), "guarded")) as session:
        session.execute("SELECT set_config('sesshu.actor', %s, false)", [str(asks.account_id)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(use, [proposal.pk, resident])


def test_the_reason_of_a_request_and_the_ledger_hold_no_contact(
    office: tuple[Staff, Staff, int],
) -> None:
    asks, decides, resident = office
    proposal = guarded.request_contact(asks.actor, resident, "理由")
    approve(decides, proposal)
    guarded.contact_once(asks.actor, proposal.pk)
    assert hunt(Place("131121", "ward"), *SECRETS.values()) == {"guarded_contact"}
