"""Official letters: what each kind says, on one page, with nothing but its reader behind the window."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from documents.notice.test_notice import ALWAYS, EVER, seen
from documents.paper import text_of
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from sesshu.documents import Address, PersonName, print_batch, render
from sesshu.documents.editions import NoEdition, editions
from sesshu.documents.official_letter import (
    FORM,
    Letter,
    OfficialLetters,
    completion_report,
    refund_decision,
    reply_form,
    request_letter,
)
from sesshu.documents.official_letter.wordings import FOLDER, LetterEdition, wording_of
from sesshu.documents.person import person

SAMPLE: OfficialLetters = FORM.sample()
DAY = date(2026, 11, 2)
TOWN = Address("999-0000", ("見本県見本市見本町1丁目1番1号",))
CHILD = person(
    name="見本 花子", kana="ミホン ハナコ", born_on=date(2025, 8, 1), sex="F", address=TOWN
)


def asked(**more: Any) -> Letter:
    said = {
        "number": "8世保感第125号",
        "issued_on": DAY,
        "reader": "見本市長",
        "address": TOWN,
        "person": CHILD,
        "guardian": "見本　太郎",
        "vaccinations": ("麻しん風しん 第1期　1回目", "水痘　1回目"),
        "stay": "見本県見本市見本町2丁目3番4号",
        "provider": "見本小児科クリニック",
        "valid_from": date(2026, 11, 16),
        "valid_until": date(2027, 3, 31),
        "reason": "里帰り出産のため",
        "payer": "保護者がいったん支払い、当区へ請求します",
    }
    return request_letter(**said | more)


def reported(**more: Any) -> Letter:
    said = {
        "number": "8世保感第126号",
        "issued_on": DAY,
        "reader": "見本市長",
        "address": None,
        "letter_number": "8見健第10号",
        "letter_on": date(2026, 9, 1),
        "person": CHILD,
        "vaccination": "水痘　1回目",
        "given_on": date(2026, 10, 20),
        "vaccine": "水痘ワクチン",
        "lot": "VZ123",
        "volume": "0.5 mL",
        "provider": "見本小児科クリニック",
        "doctor": "見本　医師",
    }
    return completion_report(**said | more)


def decided(paid_yen: int, reason: str = "区の契約単価を上限とするため") -> Letter:
    return refund_decision(
        number="8世保感第127号",
        issued_on=DAY,
        reader="見本　太郎",
        address=TOWN,
        person=CHILD,
        vaccination="水痘　1回目",
        given_on=date(2026, 10, 1),
        claimed_yen=9_000,
        paid_yen=paid_yen,
        reason=reason,
    )


def replying(**more: Any) -> Letter:
    said = {
        "letter_number": "8世保感第125号",
        "issued_on": DAY,
        "office": SAMPLE.office,
        "person": CHILD,
        "vaccinations": ("麻しん風しん 第1期　1回目", "水痘　1回目"),
    }
    return reply_form(**said | more)


def said_by(*letters: Letter) -> str:
    return text_of(render(FORM, msgspec.structs.replace(SAMPLE, letters=letters)))


@pytest.mark.parametrize("letter", [asked(), reported(), decided(8_500), decided(0)])
def test_every_line_of_a_letter_is_on_its_page(letter: Letter) -> None:
    said = said_by(letter)
    words = [letter.wording.title, letter.wording.statement, *letter.wording.notes]
    words += [letter.number, letter.issued_on, letter.reader.text, SAMPLE.office.head]
    words += [row.value if isinstance(row.value, str) else row.value.text for row in letter.rows]
    assert all("".join(one.split()) in said for one in words)


def test_a_request_says_until_when_it_holds_and_whose_vaccination_it_is() -> None:
    said = said_by(asked())
    assert "令和8年11月16日から令和9年3月31日まで" in said
    assert "当区が行う定期の予防接種として扱います" in said
    assert "麻しん風しん第1期1回目" in said
    assert "水痘1回目" in said


def test_a_report_names_the_letter_it_answers_and_encloses_the_copy() -> None:
    said = said_by(reported())
    assert "8見健第10号（令和8年9月1日）" in said
    assert "予診票の写し1通" in said


def test_a_refund_that_is_paid_says_how_much_and_one_that_is_not_says_why() -> None:
    paid, unpaid = said_by(decided(8_500)), said_by(decided(0, "依頼書の交付を受けていないため"))
    assert "支給額8,500円" in paid
    assert "不支給" not in paid
    assert "支給額" not in unpaid
    assert "支給しない理由依頼書の交付を受けていないため" in unpaid


def test_a_decision_says_how_to_contest_it() -> None:
    for said in (said_by(decided(1)), said_by(decided(0))):
        assert "3か月以内" in said
        assert "6か月以内" in said


def test_the_reply_shows_the_desk_through_the_window_of_its_envelope() -> None:
    pdf = render(FORM, msgspec.structs.replace(SAMPLE, letters=(replying(),)))
    desk = SAMPLE.office.desk
    reader = f"{SAMPLE.office.municipality}{desk.department}行"
    expected = f"〒{desk.address.postal_code}{''.join(desk.address.lines)}{reader}"
    expected = "".join(expected.split())
    assert seen(pdf, *ALWAYS) == expected
    assert seen(pdf, *EVER) == expected


def test_the_reply_leaves_to_be_written_what_only_the_clinic_knows() -> None:
    said = said_by(replying())
    for words in (
        "返信用",
        "8世保感第125号（令和8年11月2日）",
        "見本花子",
        "水痘1回目令和年月日製造番号接種量mL",
    ):
        assert words in said
    assert SAMPLE.office.head not in said


def test_a_reply_about_many_doses_still_fits_its_page() -> None:
    many = tuple(f"5種混合　{dose}回目" for dose in range(1, 5)) + ("水痘　1回目", "BCG　1回目")
    assert said_by(replying(vaccinations=many)).count("製造番号") == len(many)


def test_lines_with_nothing_to_say_are_left_out() -> None:
    assert "保護者" not in [row.label for row in asked(guardian="").rows]


WORDS = st.text(st.sampled_from("見本市町葵渡邉ABCabc12　 "), min_size=1, max_size=60)


@given(WORDS, WORDS, WORDS)
@settings(max_examples=examples(10))
def test_no_name_and_no_place_pushes_a_letter_onto_a_second_page(
    name: str, stay: str, provider: str
) -> None:
    child = msgspec.structs.replace(CHILD, name=PersonName(name))
    letter = asked(person=child, stay=stay, provider=provider, vaccinations=("水痘　1回目",) * 6)
    pdf = render(FORM, msgspec.structs.replace(SAMPLE, letters=(letter,)))
    assert len(PdfDocument(pdf)) == 1


def test_a_letter_of_too_many_lines_is_left_out_and_not_cut() -> None:
    letters = (asked(), asked(vaccinations=("水痘　1回目",) * 40))
    made = print_batch(FORM, msgspec.structs.replace(SAMPLE, letters=letters))
    assert [one.place for one in made.exceptions] == [1]


def test_what_is_not_sure_stands_in_the_data() -> None:
    assert all(edition.verify and edition.source for edition in editions(FOLDER, LetterEdition))


def test_a_day_before_the_first_edition_has_no_letter() -> None:
    with pytest.raises(NoEdition, match="2026-03-31"):
        wording_of("request", editions(FOLDER, LetterEdition)[0].effective_from - timedelta(days=1))
