"""Only what was signed is published, one cut a year of the same people, and it stays as it left (R15)."""

from datetime import date

import pytest
from database_of_tests import TestCluster
from django.db import Error, connections
from django.test import Client
from doses_of_tests import BORN, mr1, record
from ledger_of_tests import CLERK, COLLEAGUE, last_entry
from msgspec import structs
from races_of_tests import MEET, meet_in, rewrite, types_at_once
from residents_of_tests import add_resident
from staff_of_tests import employ
from ward.reports.office import compute, signed

from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.reports import publishing
from sesshu.ward.reports.models import ReportPublication
from sesshu.ward.reports.publishing import publish, published_of, to_publish
from sesshu.ward.reports.queries import ReportSeen
from sesshu.ward.reports.situations import (
    NoReason,
    NotSigned,
    PublishedBefore,
    TellsTheSame,
)

GUARD = "report_publication_tells_nobody"
KNOWN_ON = date(2026, 11, 22)
TOWN, SCHOOL, BIRTH = "coverage_town", "coverage_school_year", "coverage_birth_year"


@pytest.fixture
def children(fresh_ward: Place) -> list[int]:
    """Twelve children, ten of them vaccinated."""
    found = [
        add_resident(BORN, town_code="0011002", address="東京都世田谷区代田1番2号")
        for _ in range(12)
    ]
    for child in found[:10]:
        record(mr1(child))
    return found


def column(report_id: int) -> list[tuple[int | None, ...]]:
    """What the published table of MR1 shows, its lines one after the other."""
    found = published_of(report_id)
    assert found is not None
    [sheet] = [each for each in found.tables if each.code == "MR1"]
    return [row.counts for row in sheet.rows]


def test_what_was_not_signed_is_not_published(children: list[int]) -> None:
    seen = compute(BIRTH)
    with pytest.raises(NotSigned):
        publish(CLERK, seen)
    assert published_of(seen.id) is None


def test_what_was_published_stays_as_it_left(
    children: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where another rule for publishing holds by then."""
    seen = signed(BIRTH)
    publish(CLERK, seen)
    assert last_entry().action == "report.published"
    everything = structs.replace(publishing.publication(2026), smallest=1)
    monkeypatch.setattr(publishing, "publication", lambda _: everything)
    assert any(row.left_out for sheet in to_publish(seen) for row in sheet.rows) is False
    reader = employ("報告 太郎", Duty.REPORTS).client()
    text = reader.get(f"/131121/reports/{seen.id}/published/MR1.csv").content.decode("utf-8-sig")
    assert "―" in text


def test_a_report_is_published_once(children: list[int]) -> None:
    seen = signed(BIRTH)
    publish(CLERK, seen)
    with pytest.raises(PublishedBefore):
        publish(CLERK, seen)


def test_years_and_school_years_of_the_same_people_are_not_both_published(
    children: list[int],
) -> None:
    """On the last day of March they cut the same children into quarters of years."""
    publish(CLERK, signed(BIRTH))
    with pytest.raises(TellsTheSame):
        publish(CLERK, signed(SCHOOL))


def test_towns_and_school_years_are_published_beside_each_other(children: list[int]) -> None:
    both = [signed(code, known_on=KNOWN_ON) for code in (SCHOOL, TOWN)]
    for seen in both:
        publish(CLERK, seen)
    assert all(published_of(seen.id) for seen in both)
    sums = {published_of(seen.id).tables[0].rows[-1].counts for seen in both}  # type: ignore[union-attr]
    assert len(sums) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"as_of": date(2026, 11, 19)}, id="another day"),
        pytest.param({"known_on": date(2026, 11, 23)}, id="another state of knowledge"),
        pytest.param({"fiscal_year": 2025, "as_of": date(2026, 3, 31)}, id="less than half a year"),
    ],
)
def test_cuts_of_different_days_are_not_published_beside_each_other(
    children: list[int], other: dict[str, date]
) -> None:
    publish(CLERK, signed(SCHOOL, known_on=KNOWN_ON, as_of=date(2026, 8, 20)))
    with pytest.raises(TellsTheSame):
        publish(CLERK, signed(TOWN, **({"known_on": KNOWN_ON, "as_of": date(2026, 8, 20)} | other)))


def test_after_half_a_year_the_next_year_is_published(children: list[int]) -> None:
    publish(CLERK, signed(SCHOOL, fiscal_year=2025, as_of=date(2026, 3, 31)))
    publish(CLERK, signed(SCHOOL, fiscal_year=2026, as_of=date(2026, 11, 20)))
    assert ReportPublication.objects.count() == 2


def test_a_corrected_version_takes_the_place_and_hides_what_was_hidden(
    children: list[int],
) -> None:
    """The two who were not vaccinated are twelve by then: to show them would tell the two."""
    add = [add_resident(date(2024, 5, 1)) for _ in range(24)]
    for child in add[:12]:
        record(mr1(child, date(2025, 6, 2)))
    first = signed(BIRTH)
    publish(CLERK, first)
    for _ in range(10):
        add_resident(BORN)
    second = signed(BIRTH, known_on=date(2026, 12, 30))
    with pytest.raises(NoReason):
        publish(CLERK, second)
    publish(CLERK, second, "転入の届出の遅れを反映した")
    left_out = [[n for n, count in enumerate(row) if count is None] for row in column(first.id)]
    assert any(left_out)
    assert left_out == [
        [n for n, count in enumerate(row) if count is None] for row in column(second.id)
    ]
    kept = published_of(first.id)
    assert kept is not None
    assert kept.replaced_by == second.id


def test_a_version_that_was_replaced_is_not_replaced_again(children: list[int]) -> None:
    first = signed(BIRTH)
    publish(CLERK, first)
    second, third = (signed(BIRTH, known_on=date(2026, 12, day)) for day in (29, 30))
    publish(CLERK, second, "訂正")
    publish(CLERK, third, "もう一度訂正")
    chain = ReportPublication.objects.order_by("report_id").values_list("report_id", "replaces_id")
    assert list(chain) == [(first.id, None), (second.id, first.id), (third.id, second.id)]


def test_figures_that_changed_after_signing_are_seen(children: list[int]) -> None:
    seen = signed(BIRTH)
    record(mr1(children[-1]))
    reader = employ("報告 太郎", Duty.REPORTS).client()
    page = f"/131121/reports/{seen.id}/"
    assert "決裁の後に数値が変わっています" not in reader.get(page).text
    later = compute(BIRTH, known_on=date(2026, 12, 30))
    assert f'href="/131121/reports/{later.id}/"' in reader.get(page).text
    assert "決裁の後に数値が変わっています" in reader.get(page).text


@pytest.fixture
def maker(children: list[int]) -> Client:
    return employ("報告 太郎", Duty.REPORTS).client()


def test_a_clerk_publishes_what_was_shown_and_takes_its_files(maker: Client) -> None:
    seen = signed()
    file = f"/131121/reports/{seen.id}/published/doses.csv"
    assert maker.get(file).status_code == 404
    page = maker.get(f"/131121/reports/{seen.id}/publish/")
    assert "この表を公表する" in page.text
    assert maker.post(f"/131121/reports/{seen.id}/publish/").status_code == 302
    assert maker.get(file).status_code == 200
    assert "公表を記録しました" in maker.get(f"/131121/reports/{seen.id}/").text


def test_a_page_says_why_a_report_is_not_published(maker: Client) -> None:
    publish(CLERK, signed(BIRTH))
    other = signed(TOWN)
    answer = maker.post(f"/131121/reports/{other.id}/publish/")
    assert answer.status_code == 422
    assert "別の分け方" in answer.text
    newer = signed(BIRTH, known_on=date(2026, 12, 30))
    assert "前の公表と差し替える理由" in maker.post(f"/131121/reports/{newer.id}/publish/").text


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE report_publication SET tables = '[]' WHERE report_id = %s",
        "DELETE FROM report_publication WHERE report_id = %s",
    ],
)
def test_nobody_changes_what_was_published(children: list[int], statement: str) -> None:
    seen = signed()
    publish(CLERK, seen)
    with pytest.raises(Error, match="permission denied"), connections["default"].cursor() as cursor:
        cursor.execute(statement, [seen.id])


def test_the_database_refuses_another_report_in_the_place_of_one(children: list[int]) -> None:
    first, other = signed(), signed(BIRTH)
    publish(CLERK, first)
    row = {"report_id": other.id, "tables": "[]", "replaces_id": first.id, "reason": "違う報告"}
    with pytest.raises(Error, match="is no version of"):
        publishing.insert("report_publication", row)


def published_at_once(place: Place, both: list[ReportSeen]) -> list[type]:
    works = [
        lambda who=who, seen=seen: publish(who, seen)
        for who, seen in zip((CLERK, COLLEAGUE), both, strict=True)
    ]
    return types_at_once(place, *works)


def test_of_two_cuts_published_at_once_one_is_refused(
    children: list[int], fresh_ward: Place
) -> None:
    outcomes = published_at_once(fresh_ward, [signed(code) for code in (BIRTH, TOWN)])
    assert sorted(each.__name__ for each in outcomes) == ["NoneType", "TellsTheSame"]
    assert ReportPublication.objects.count() == 1


def test_without_the_lock_both_cuts_are_published(
    children: list[int], test_cluster: TestCluster, fresh_database: str, fresh_ward: Place
) -> None:
    """The guard looks, waits for the other to look as well, and lets the row in."""
    both = [signed(code) for code in (BIRTH, TOWN)]
    lock = "PERFORM pg_advisory_xact_lock('report_publication'::regclass::oid::bigint);"
    ends = "    RETURN NEW;\nEND"
    rewrite(test_cluster, fresh_database, fresh_ward, GUARD, lock, "")
    meet_in(test_cluster, fresh_database, fresh_ward)
    rewrite(test_cluster, fresh_database, fresh_ward, GUARD, ends, f"    {MEET}\n{ends}")
    published_at_once(fresh_ward, both)
    assert ReportPublication.objects.count() == 2
