"""Which questions a kind of form asks: dated data, whole, and asked for every series of the day."""

from datetime import timedelta

import pytest
from documents.screening_form.forms_of_tests import DAY, EDITIONS, KINDS

from sesshu.documents.editions import NoEdition, edition_on
from sesshu.documents.screening_form import NoSuchForm, wording_of
from sesshu.documents.screening_form.wordings import FOLDER, FormEdition, Kind
from sesshu.schedule.load import current
from sesshu.ward.records.codes import ScreeningReason

EDITION = edition_on(FOLDER, FormEdition, DAY)
# (実施規則5条の2; 6.1 of the field's practice): what every form must ask whoever it is for
OF_EVERYBODY = {"read", "today", "month_ill", "past_reaction", "inquiry"}


def test_every_series_given_on_the_day_has_a_form() -> None:
    given = {
        series.code
        for series in current().series.values()
        if series.category != "special" and any(one.holds_on(DAY) for one in series.versions)
    }
    assert given <= {series for kind in EDITION.forms for series in kind.series}


def test_every_question_and_every_consent_is_used_by_some_form() -> None:
    assert {question for kind in KINDS for question in kind.questions} == EDITION.questions.keys()
    assert {kind.consent for kind in KINDS} == EDITION.consents.keys()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_form_asks_what_everybody_is_asked(kind: Kind) -> None:
    asked = kind.questions
    assert set(asked) >= OF_EVERYBODY
    assert len(asked) == len(set(asked))
    assert asked[-1] == "inquiry"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_form_says_that_the_record_goes_to_the_ward(kind: Kind) -> None:
    consent = EDITION.consents[kind.consent]
    assert "区に提出されることに同意します" in consent.handed_over
    assert "自署" in consent.signature


def test_an_example_ticks_only_what_can_be_ticked() -> None:
    for question in EDITION.questions.values():
        assert question.example.choice in ("", *question.choices)
        assert len(question.example.details) <= len(question.details)


def test_the_reasons_on_paper_are_those_the_ward_records() -> None:
    assert list(EDITION.reasons) == [reason.label for reason in ScreeningReason]


def test_what_is_not_sure_stands_in_the_data() -> None:
    assert all(edition.verify and edition.source for edition in EDITIONS)


def test_a_child_alone_has_a_form_only_from_thirteen_on() -> None:
    assert wording_of("HPV", DAY, alone=True).code == "hpv_alone"
    with pytest.raises(NoSuchForm, match="MR1"):
        wording_of("MR1", DAY, alone=True)


def test_a_day_before_the_first_edition_has_no_form() -> None:
    first = EDITIONS[0].effective_from
    with pytest.raises(NoEdition, match="2026-03-31"):
        edition_on(FOLDER, FormEdition, first - timedelta(days=1))
    assert edition_on(FOLDER, FormEdition, first) is EDITIONS[0]
