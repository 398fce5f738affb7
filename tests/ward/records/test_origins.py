"""Records of other origin: by what they are known, what they count for, what they never are (V056, V057)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from doses_of_tests import BORN, FIRST_MR, ON, cancel, check, correct, enter, mr1, record
from ledger_of_tests import CLERK, execute, last_entry
from recalls_of_tests import FIVE_YEARS_OLD, found, listed
from residents_of_tests import add_resident

from sesshu.foundation.walls import Place
from sesshu.kernel.outcomes import Counts, Legal, Status
from sesshu.ward.mishaps.queries import mishaps
from sesshu.ward.records import operations, queries, situations
from sesshu.ward.records.codes import SHOWN, Decision, Evidence, FoundBy, Language, Source
from sesshu.ward.records.entry import DoseEntry
from sesshu.ward.records.jobs.population import population_between

pytestmark = pytest.mark.usefixtures("fresh_ward")

ABROAD: dict[str, Any] = {
    "source": Source.ABROAD,
    "evidence": Evidence.FOREIGN_CERTIFICATE,
    "country": "アメリカ合衆国",
    "language": Language.ENGLISH,
    "decision": Decision.COUNTS,
    "payment_excluded": True,
}
UNKNOWN: dict[str, Any] = {
    "product": None,
    "brand": None,
    "vaccine_name": "M-M-R II",
    "maker": None,
    "lot": None,
    "expires_on": None,
    "volume_ml": None,
    "route": None,
}
HANDBOOK: dict[str, Any] = {
    "source": Source.PERSON,
    "evidence": Evidence.HANDBOOK,
    "payment_excluded": True,
}


@pytest.fixture
def child(fresh_ward: Place) -> int:
    return add_resident(BORN)


def standing(child: int, series: str = "MR1") -> Status:
    sheet = queries.record_sheet(child, ON)
    return next(verdict.status for verdict in sheet.series if verdict.series == series)


def test_a_dose_abroad_that_two_people_regard_as_equal_completes_the_series(child: int) -> None:
    assert standing(child) is Status.DUE
    dose = record(mr1(child, **ABROAD, **UNKNOWN))
    assert (dose.legal, dose.counts, dose.dose_number) == (Legal.OUTSIDE_ACT, Counts.YES, 1)
    assert standing(child) is Status.COMPLETE


def test_a_dose_abroad_that_is_not_regarded_as_equal_counts_for_nothing(child: int) -> None:
    dose = record(mr1(child, **(ABROAD | {"decision": Decision.DOES_NOT_COUNT})))
    assert dose.counts is Counts.NO
    assert standing(child) is Status.DUE


def test_our_law_does_not_stop_what_another_country_gave(child: int) -> None:
    early = BORN + timedelta(days=270)
    dose = record(mr1(child, early, **ABROAD))
    assert (dose.error, dose.entry.as_given, dose.counts) == (None, False, Counts.YES)
    assert mishaps(dose.fiscal_year) == []


def test_of_a_dose_elsewhere_in_the_country_the_law_of_its_day_answers(child: int) -> None:
    dose = record(mr1(child, **HANDBOOK))
    assert (dose.legal, dose.counts) == (Legal.ROUTINE_A, Counts.YES)


def test_the_population_runs_see_a_vaccine_that_the_rulebook_does_not_know(child: int) -> None:
    record(mr1(child, **ABROAD, **UNKNOWN))
    assert population_between(child, child).doses["product"].to_list() == [None]


@pytest.mark.parametrize(
    "others",
    [
        ABROAD | {"decision": None},
        ABROAD | {"country": None},
        ABROAD | {"language": None},
        ABROAD | {"evidence": None},
        ABROAD | {"evidence": Evidence.MUNICIPAL_ANSWER},
        HANDBOOK | {"evidence": None},
        {"evidence": Evidence.HANDBOOK},
    ],
)
def test_what_was_not_shown_is_refused_and_told(child: int, others: dict[str, Any]) -> None:
    with pytest.raises(situations.NothingShown):
        enter(mr1(child, **others))
    assert last_entry().reason == "nothing_shown"


@pytest.mark.parametrize("source", SHOWN)
def test_each_origin_is_kept_with_each_of_its_papers(child: int, source: Source) -> None:
    told = ABROAD if source is Source.ABROAD else {"payment_excluded": True}
    for day, evidence in enumerate(SHOWN[source]):
        entry = mr1(child, FIRST_MR + timedelta(days=day), **(told | origin(source, evidence)))
        assert kept(entry) == entry


def origin(source: Source, evidence: Evidence) -> dict[str, Any]:
    return {"source": source, "evidence": evidence}


def kept(entry: DoseEntry) -> DoseEntry:
    """What was recorded; taken from the record again, to leave the day to the next."""
    dose = record(entry)
    check(cancel(dose))
    return dose.entry


@pytest.mark.parametrize(
    "planted",
    [
        HANDBOOK | {"payment_excluded": False},
        HANDBOOK | {"evidence": None},
        ABROAD | {"decision": None},
        ABROAD | {"country": " "},
    ],
)
def test_the_database_keeps_no_dose_elsewhere_that_is_paid_or_shown_by_nothing(
    child: int, planted: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "is_shown", lambda _: True)
    proposal = enter(mr1(child, **planted))
    with pytest.raises(situations.NothingShown) as refused:
        check(proposal)
    assert isinstance(refused.value.__cause__, IntegrityError)
    assert queries.doses_of(child) == ()


def test_a_vaccine_without_a_product_is_only_known_of_abroad(
    child: int,
) -> None:
    proposal = enter(mr1(child, **HANDBOOK, **UNKNOWN))
    with pytest.raises(IntegrityError, match="says_why_not"):
        check(proposal)


def test_the_same_foreign_paper_entered_twice_is_found(
    child: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = mr1(child, **ABROAD, **UNKNOWN)
    record(entry)
    with pytest.raises(situations.SameDayTwice):
        enter(entry)
    monkeypatch.setattr(operations, "same_day_twice", lambda *_: False)
    with pytest.raises(situations.SameDayTwice):
        check(enter(entry, another=FoundBy.PAPER))
    record(replace(entry, second_of_day=True))


def test_an_origin_is_corrected_like_everything_else(child: int) -> None:
    dose = record(mr1(child, **HANDBOOK))
    certificate = mr1(child, **(HANDBOOK | {"evidence": Evidence.CERTIFICATE}))
    check(correct(dose, certificate))
    [stands] = queries.doses_of(child)
    assert stands.entry.evidence is Evidence.CERTIFICATE


def test_a_cancelled_row_says_by_what_the_dose_was_known(child: int) -> None:
    dose = record(mr1(child, **ABROAD))
    check(cancel(dose))
    rows = execute(
        "intranet",
        "SELECT evidence, country, language FROM dose WHERE supersedes_id = %s",
        [dose.id],
    )
    assert rows == [("foreign_certificate", "アメリカ合衆国", "en")]


JE_ABROAD = ABROAD | {"country": "大韓民国", "language": Language.KOREAN} | UNKNOWN


def test_doses_elsewhere_stop_the_recall(fresh_ward: Place) -> None:
    done, overdue = (add_resident(FIVE_YEARS_OLD) for _ in range(2))
    days = [date(2025, 1, 10), date(2025, 2, 10), date(2026, 2, 20)]
    for day in days:
        record(mr1(done, day, series="JE1", **(JE_ABROAD | {"vaccine_name": "日本脳炎（生）"})))
    assert set(listed(found())) == {overdue}


def test_the_ledger_tells_nothing_of_the_country(child: int) -> None:
    enter(mr1(child, **ABROAD), CLERK)
    assert "アメリカ" not in str(last_entry().details)
