"""The manual holds all of the rulebook: each value is on a page, and each page is worded as the law is."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec
import pytest
from examples_of_tests import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from sesshu.kernel.outcomes import Phase
from sesshu.schedule.bounds import read_bound, read_interval
from sesshu.schedule.load import current
from sesshu.schedule.manual import manual
from sesshu.schedule.manual.outline import Manual, Points, Section, Table, Terms, Timeline
from sesshu.schedule.types import (
    AfterCourses,
    Barred,
    Brand,
    Cohort,
    Continues,
    Course,
    CourseVersion,
    Door,
    DoseRule,
    EarlierDoses,
    Product,
    ProductUse,
    Regimen,
    Row,
    Rulebook,
    Season,
    Series,
    SeriesVersion,
    Volume,
    Withheld,
)

ON = date(2026, 11, 23)
replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def whole() -> Manual:
    return manual(current(), ON)


def sections(document: Manual) -> dict[str, Section]:
    return {section.anchor: section for part in document.parts for section in part.walk()}


def tables(section: Section) -> dict[str, list[list[str]]]:
    """The tables of a section by caption."""
    return {
        block.caption.text: [[cell.text for cell in row] for row in block.rows]
        for block in section.blocks
        if isinstance(block, Table)
    }


def marks(section: Section) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Table):
            yield from block.caption.verify
            yield from (id for row in block.rows for cell in row for id in cell.verify)
        elif isinstance(block, Terms):
            yield from (id for term in block.rows for cell in term.said for id in cell.verify)
        elif isinstance(block, Points):
            yield from (id for cell in block.items for id in cell.verify)


def test_every_series_and_every_course_it_serves_has_a_place(whole: Manual) -> None:
    found = sections(whole)
    for series in current().series.values():
        below = {anchor for anchor in found if anchor.startswith(f"{series.code}-")}
        assert series.code in found
        assert f"{series.code}-{series.serves[0]}" in below


def test_anchors_are_unique(whole: Manual) -> None:
    anchors = [section.anchor for part in whole.parts for section in part.walk()]
    assert len(anchors) == len(set(anchors))


def said_in(value: object, field: str) -> Iterator[str]:
    """Every value of the fields of one name, however deep in the rulebook."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple):
        for one in value:
            yield from said_in(one, field)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name == field and isinstance(getattr(value, name), str):
                yield getattr(value, name)
            yield from said_in(getattr(value, name), field)


@pytest.mark.parametrize("field", ["provision", "name", "maker", "strain"])
def test_every_citation_and_every_name_is_printed(whole: Manual, field: str) -> None:
    text = msgspec.json.encode(whole).decode()
    said = {one for line in said_in(current(), field) for one in line.split("; ")}
    assert said
    assert {one for one in said if one not in text} == set()


def test_every_table_of_the_rulebook_has_its_chapter(whole: Manual) -> None:
    rulebook = current()
    for anchor, rows in (
        ("reading", rulebook.readings),
        ("between", rulebook.between),
        ("switches", rulebook.switches),
        ("exclusions", rulebook.exclusions),
    ):
        (table,) = tables(sections(whole)[anchor]).values()
        assert len(table) == len(rows)
    words = {
        "release",
        "published_on",
        "antigens",
        "routes",
        "facts",
        "questions",
        "products",
        "series",
        "courses",
    }
    assert set(rulebook.__struct_fields__) - words == {
        "readings",
        "between",
        "switches",
        "exclusions",
    }


def test_every_question_that_is_asked_is_listed_with_where(whole: Manual) -> None:
    asked: dict[str, set[str]] = {}
    for part in whole.parts:
        for section in part.sections or (part,):
            for below in section.walk():
                for id in marks(below):
                    asked.setdefault(id, set()).add(section.title)
    listed = {question.id: set(question.asked_in) for question in whole.questions}
    assert {id: places for id, places in listed.items() if places} == asked
    assert [question.number for question in whole.questions] == list(
        range(1, len(current().questions) + 1)
    )


# Written from 予防接種実施規則第19条 and the ministry's leaflet, not from the engine.
def test_varicella_reads_as_the_ordinance_does(whole: Manual) -> None:
    law = sections(whole)["VAR-VAR-1"]
    assert law.title == "現在: すべての方(令和8年4月1日から)"
    (doses,) = tables(law).values()
    assert [row[0] for row in doses] == ["1回目", "2回目"]
    assert doses[1][1] == "3か月以上"
    assert "6か月以上、12か月まで" in doses[1]
    terms = next(block for block in law.blocks if isinstance(block, Terms))
    said = {row.name: row.said[0].text for row in terms.rows}
    assert said["接種できる期間"] == "生後12か月に達した日から生後36か月に達した日まで"


def test_the_table_at_a_glance_names_what_is_given_today_and_nothing_else(whole: Manual) -> None:
    rows = tables(sections(whole)["category-A"])["現在の早見表"]
    given = {row[0]: row for row in rows}
    assert "4種混合" not in given
    assert "日本脳炎 第3期" not in given
    assert given["B型肝炎"][2] == "3回(2回目は27日以上・3回目は1回目から139日以上)"
    assert "2回目は27日以上、出生24週0日後まで" in given["ロタウイルス(1価)"][2]
    assert given["HPV"][3] == "組換え沈降9価HPVワクチン 0.5 mL"
    assert "平成7年4月1日以前" not in given["日本脳炎 第1期"][1]


def test_courses_with_the_same_law_are_written_once_under_both_names(whole: Manual) -> None:
    assert sections(whole)["MR1-MEASLES1"].title == "麻しん 第1期・風しん 第1期"
    assert "MR1-RUBELLA1" not in sections(whole)


def test_the_day_decides_what_is_the_law_of_today() -> None:
    before = sections(manual(current(), date(2012, 8, 31)))
    assert before["OPV-POLIO-1"].title.startswith("現在")
    assert before["IPV-POLIO-1"].title.startswith("これから")
    after = sections(manual(current(), date(2012, 9, 1)))
    assert after["OPV-POLIO-1"].title.startswith("これまで")
    assert after["IPV-POLIO-1"].title.startswith("現在")


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)))
@settings(max_examples=examples(20))
def test_the_day_lies_inside_every_time_line(on: date) -> None:
    times = [
        block
        for section in sections(manual(current(), on)).values()
        for block in section.blocks
        if isinstance(block, Timeline)
    ]
    assert len(times) == len(current().series)
    for block in times:
        assert block.first_year <= on.year <= block.last_year
        assert all(
            block.first_year <= bar.from_on.year <= block.last_year
            for lane in block.lanes
            for bar in lane.bars
        )


def test_a_series_names_no_door_that_none_of_its_vaccines_goes_through(whole: Manual) -> None:
    law = sections(whole)["DPT-IPV-Hib-DPT1"].sections[0]
    terms = next(block for block in law.blocks if isinstance(block, Terms))
    (others,) = [row.said for row in terms.rows if row.name == "ほかに対象となる方"]
    assert others
    assert all("5種混合ワクチン" in cell.text for cell in others)


def test_people_past_the_age_of_a_law_stand_after_those_it_still_opens_for(whole: Manual) -> None:
    titles = [section.title for section in sections(whole)["JE1-JE1"].sections]
    passed = ["期間は過ぎています" in title for title in titles if title.startswith("現在")]
    assert passed == sorted(passed)
    assert True in passed
    assert False in passed


# Each field of the rulebook's rows, with a value that no row of HPV's has.
AGE, DAYS = read_bound("reaches 5 months"), read_interval("33 days")
DAY = date(2001, 2, 3)
RULE = DoseRule(age_from=AGE)
VALUES: dict[type[Row], dict[str, Any]] = {
    DoseRule: {
        "phase": Phase.BOOSTER,
        "age_from": AGE,
        "age_until": AGE,
        "given_from": DAY,
        "after_previous": DAYS,
        "after_previous_if_needed": DAYS,
        "after_previous_if_skipped": DAYS,
        "after_previous_if_skipped_and_needed": DAYS,
        "at_most": DAYS,
        "after_first": DAYS,
        "after_courses": AfterCourses(courses=("BCG",), at_least=DAYS, doses=2),
        "when_missed": "skip",
        "barred": Barred(dose=2, given_from=AGE),
        "standard_from": AGE,
        "standard_until": AGE,
        "standard_at_least": DAYS,
        "standard_at_most": DAYS,
        "standard_after": AfterCourses(courses=("BCG",), at_least=DAYS, doses=4),
        "standard_provision": "ある通知",
        "provision": "ある省令",
        "verify": ("opv",),
    },
    Regimen: {
        "name": "ある方法",
        "provision": "ある省令",
        "start_from": AGE,
        "start_until": AGE,
        "first_given_from": DAY,
        "first_given_until": DAY,
        "products": ("HPV4",),
        "same_products_throughout": True,
        "after_switch": True,
        "doses": (RULE, RULE, RULE, RULE),
    },
    CourseVersion: {
        "effective_from": date(2025, 12, 31),
        "effective_until": date(2033, 3, 31),
        "provision": "ある省令",
        "verify": ("opv",),
        "cohort": Cohort(sex="M", born_from=DAY, born_until=DAY),
        "fact": "pregnancy",
        "eligible_from": AGE,
        "eligible_until": AGE,
        "fiscal_years_of_reaching": (33,),
        "doors": (Door(provision="ある省令"),),
        "season": Season(begins="10-03", ends="02-04"),
        "continues": Continues(given_from=DAY, given_until=DAY),
        "regimens": (Regimen(code="x", name="ある方法", doses=(RULE,)),),
    },
    Door: {
        "fact": "pregnancy",
        "cohort": Cohort(sex="M"),
        "eligible_from": AGE,
        "eligible_until": AGE,
        "within_months": 33,
        "products": ("HPV9", "BCG"),
        "regimens": (Regimen(code="x", name="ある方法", doses=(RULE,)),),
        "provision": "ある省令",
        "verify": ("opv",),
        "for_beginners": True,
    },
    Course: {
        "name": "ある病気",
        "antigens": ("zoster",),
        "each": "pregnancy",
        "earlier_doses": (EarlierDoses(products=("BCG",), given_until=DAY, provision="ある附則"),),
    },
    Series: {
        "name": "ある種類",
        "category": "B",
        "serves": ("BCG",),
        "stands_for": "rotavirus",
        "equivalent": "first_stage",
        "past_illness_excludes": False,
        "withheld": (Withheld(effective_from=DAY, provision="ある通知"),),
        "known_from": date(2013, 4, 1),
    },
    SeriesVersion: {
        "effective_until": date(2033, 3, 31),
        "provision": "ある省令",
        "verify": ("opv",),
        "uses": (ProductUse(product="HPV9", volumes=(Volume(ml=0.33),), strain="ある株"),),
        "outside_act": True,
    },
    Product: {
        "name": "あるワクチン",
        "routes": ("ORAL",),
        "volumes": (Volume(ml=0.33, age_from=AGE, age_until=AGE, routes=("ORAL",)),),
        "provision": "ある省令",
        "brands": (Brand(code="x", name="ある製品", maker="ある会社"),),
    },
    Brand: {
        "name": "ある製品",
        "maker": "ある会社",
        "sold_from": DAY,
        "sold_until": DAY,
        "verify": ("opv",),
    },
}
NOT_TRIED = {
    # codes are for programs; the rows below another are tried as rows of their own
    *((row, "code") for row in ("Regimen", "Course", "Series", "Product", "Brand")),
    ("Course", "versions"),
    ("Series", "versions"),
    # said by the overlay of a municipality alone
    ("Series", "closed"),
    # asked by judging alone
    ("Course", "later_stage"),
    ("Product", "antigens"),
    ("Product", "kind"),
    # the day after the version before, which is printed
    ("SeriesVersion", "effective_from"),
}
FIELDS = [(row, name) for row, values in VALUES.items() for name in values]


def with_last_version(rulebook: Rulebook, change: Callable[[CourseVersion], Any]) -> Rulebook:
    course = rulebook.courses["HPV"]
    versions = (*course.versions[:-1], change(course.versions[-1]))
    return replace(rulebook, courses=rulebook.courses | {"HPV": replace(course, versions=versions)})


def with_change(rulebook: Rulebook, row: type[Row], field: dict[str, Any]) -> Rulebook:
    """The rulebook with one field of one row of HPV's changed."""
    series, course, product = (
        rulebook.series["HPV"],
        rulebook.courses["HPV"],
        rulebook.products["HPV9"],
    )
    match row.__name__:
        case "Course":
            return replace(rulebook, courses=rulebook.courses | {"HPV": replace(course, **field)})
        case "Series":
            return replace(rulebook, series=rulebook.series | {"HPV": replace(series, **field)})
        case "SeriesVersion":
            versions = (*series.versions[:-1], replace(series.versions[-1], **field))
            changed = replace(series, versions=versions)
            return replace(rulebook, series=rulebook.series | {"HPV": changed})
        case "Product" | "Brand":
            brands = (replace(product.brands[0], **field),) if row is Brand else ()
            changed_product = replace(product, **({"brands": brands} if row is Brand else field))
            return replace(rulebook, products=rulebook.products | {"HPV9": changed_product})
        case "CourseVersion":
            return with_last_version(rulebook, lambda version: replace(version, **field))
        case "Door":
            return with_last_version(
                rulebook,
                lambda version: replace(version, doors=(replace(version.doors[0], **field),)),
            )
    return with_last_version(rulebook, lambda version: with_regimen(version, row, field))


def with_regimen(version: CourseVersion, row: type[Row], field: dict[str, Any]) -> CourseVersion:
    regimen = version.regimens[-1]
    if row is Regimen:
        return replace(version, regimens=(*version.regimens[:-1], replace(regimen, **field)))
    doses = (*regimen.doses[:-1], replace(regimen.doses[-1], **field))
    return replace(version, regimens=(*version.regimens[:-1], replace(regimen, doses=doses)))


@pytest.mark.parametrize(
    ("row", "name"), FIELDS, ids=[f"{row.__name__}.{name}" for row, name in FIELDS]
)
def test_a_change_of_any_value_changes_the_manual(whole: Manual, row: type[Row], name: str) -> None:
    changed = manual(with_change(current(), row, {name: VALUES[row][name]}), ON)
    assert (changed.parts == whole.parts) is False


def test_no_field_of_the_rulebook_is_forgotten() -> None:
    fields = {(row.__name__, name) for row in VALUES for name in row.__struct_fields__}
    assert fields - {(row.__name__, name) for row, name in FIELDS} == NOT_TRIED
