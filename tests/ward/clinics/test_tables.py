"""Many clinics or lots from one table: every fault is shown, and only a whole table is asked for."""

from collections.abc import Callable

import pytest
from clinic_files_of_tests import CLINIC, OTHER_CLINIC, clinic, enter_clinics, enter_lots, lot
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from staff_of_tests import employ

from sesshu.foundation.duties import Duty
from sesshu.foundation.second_person.models import Proposal
from sesshu.foundation.walls import Place
from sesshu.foundation.walls.directory import Municipality, enter_in_directory
from sesshu.ward.clinics.models import Clinic, Lot
from sesshu.ward.clinics.operations import clinics_in, lots_in
from sesshu.ward.clinics.web.tables import LONGEST, as_table

CLINICS, LOTS = "/131121/clinics/table/", "/131121/lots/table/"
CLINIC_COLUMNS = [
    "医療機関コード",
    "名称",
    "所在地",
    "電話番号",
    "契約の種類",
    "実施する接種",
    "休診の曜日",
    "休診日",
    "契約の初日",
    "契約の末日",
]
LOT_COLUMNS = ["ワクチンの種類", "Lot番号", "有効期限", "使用停止の初日", "使用停止の理由"]
A_CLINIC = [
    CLINIC,
    "三軒茶屋こども診療所",
    "東京都世田谷区三軒茶屋一丁目1番1号",
    "03-0000-0000",
    "区の契約",
    "麻しん風しん 第1期、水痘",
    "水曜日、日曜日",
    "2026-12-31、2027-01-04",
    "R8.4.1",
    "",
]
A_LOT = ["麻しん風しん混合ワクチン", "MR513", "2027-06-30", "", ""]


@pytest.fixture
def place(fresh_ward: Place) -> Place:
    enter_in_directory(Municipality("131121", "世田谷区", demo=True), [fresh_ward])
    return fresh_ward


@pytest.fixture
def clerk(place: Place) -> Client:
    return employ("入力 花子", Duty.ENTRY).client()


@pytest.fixture
def checker(place: Place) -> Client:
    return employ("確認 太郎", Duty.CHECK).client()


Bring = Callable[..., HttpResponse]


@pytest.fixture
def bring(clerk: Client) -> Bring:
    def brought(page: str, content: bytes, reason: str = "契約書のとおり") -> HttpResponse:
        file = SimpleUploadedFile("table.csv", content, "text/csv")
        return clerk.post(page, {"file": file, "reason": reason})

    return brought


def test_a_table_of_clinics_is_approved_whole_by_a_second_person(
    bring: Bring, checker: Client
) -> None:
    other = [
        OTHER_CLINIC,
        "用賀内科",
        "",
        "",
        "23区の相互乗り入れ",
        "B型肝炎",
        "",
        "",
        "2026/4/1",
        "2027/3/31",
    ]
    answer = bring(CLINICS, as_table(CLINIC_COLUMNS, [A_CLINIC, other]))
    assert answer.status_code == 302
    proposal = Proposal.objects.get()
    first, second = clinics_in(proposal)
    assert first.series == ("MR1", "VAR")
    assert first.closed_weekdays == (2, 6)
    assert [day.isoformat() for day in first.closed_on] == ["2026-12-31", "2027-01-04"]
    assert (first.valid_from.isoformat(), first.valid_until) == ("2026-04-01", None)
    assert (second.contract, second.address) == ("mutual", None)
    page = f"/131121/masters/{proposal.pk}/"
    assert "用賀内科" in checker.get(page).text
    checker.post(page, {"decision": "approve", "shown_sha256": proposal.sha256})
    assert set(Clinic.objects.values_list("provider_code", flat=True)) == {CLINIC, OTHER_CLINIC}


def test_a_table_of_lots_is_approved_whole_by_a_second_person(
    bring: Bring, checker: Client
) -> None:
    stopped = [A_LOT[0], "mr-514", "2027-06-30", "2026-11-01", "自主回収の通知"]
    assert bring(LOTS, as_table(LOT_COLUMNS, [A_LOT, stopped])).status_code == 302
    proposal = Proposal.objects.get()
    assert [each.lot_key for each in lots_in(proposal)] == ["MR513", "MR514"]
    page = f"/131121/masters/{proposal.pk}/"
    checker.post(page, {"decision": "approve", "shown_sha256": proposal.sha256})
    assert Lot.objects.get(lot_key="MR514").stop_reason == "自主回収の通知"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("医療機関コード", CLINIC[:-1] + "x", "数字10桁"),
        ("医療機関コード", CLINIC[:-1] + str((int(CLINIC[-1]) + 1) % 10), "数字に誤り"),
        ("契約の種類", "口約束", "口約束"),
        ("実施する接種", "麻しん風しん 第1期、天然痘", "天然痘"),
        ("休診の曜日", "水曜", "水曜"),
        ("休診日", "12月31日", "休診日"),
        ("契約の初日", "2026-02-30", "2月30日"),
        ("契約の末日", "2025-04-01", "契約の初日以後"),
    ],
)
def test_a_fault_names_its_line_and_column_and_nothing_is_asked_for(
    bring: Bring, column: str, value: str, said: str
) -> None:
    bad = [*A_CLINIC]
    bad[CLINIC_COLUMNS.index(column)] = value
    good = [OTHER_CLINIC, *A_CLINIC[1:]]
    answer = bring(CLINICS, as_table(CLINIC_COLUMNS, [good, bad]))
    assert answer.status_code == 422
    assert "直すところが1か所あります" in answer.text
    assert f'<th scope="row" class="ss-number">3</th><td>{column}</td>' in answer.text
    assert said in answer.text
    assert not Proposal.objects.exists()


def test_of_two_lines_about_the_same_lot_the_second_is_a_fault(bring: Bring) -> None:
    again = [A_LOT[0], "ＭＲ５１３", "2027-07-31", "", ""]
    answer = bring(LOTS, as_table(LOT_COLUMNS, [A_LOT, again]))
    assert answer.status_code == 422
    assert "2行目と同じものです" in answer.text


def test_what_is_entered_comes_back_as_a_table_that_says_nothing_new(
    clerk: Client, bring: Bring
) -> None:
    enter_clinics([clinic(CLINIC), clinic(OTHER_CLINIC, series=("HBV",))])
    enter_lots([lot("MR512")])
    for page, name in ((CLINICS, "clinics"), (LOTS, "lots")):
        table = clerk.get(f"/131121/{name}/table.csv").content
        answer = bring(page, table)
        assert answer.status_code == 422
        assert "いまの登録と違う行がありません" in answer.text


def test_only_changed_lines_are_asked_for(clerk: Client, bring: Bring) -> None:
    enter_lots([lot("MR512"), lot("MR513")])
    table = clerk.get("/131121/lots/table.csv").content.decode("utf-8-sig")
    changed = table.replace("MR513,2027-03-31", "MR513,2027-04-30")
    assert bring(LOTS, changed.encode("utf-8-sig")).status_code == 302
    (entry,) = lots_in(Proposal.objects.latest("id"))
    assert (entry.lot, entry.expires_on.isoformat()) == ("MR513", "2027-04-30")


def test_a_table_from_an_old_spreadsheet_is_read(bring: Bring) -> None:
    table = as_table(LOT_COLUMNS, [A_LOT]).decode("utf-8-sig").encode("cp932")
    assert bring(LOTS, table).status_code == 302


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空"),
        (b"\x81\x00\xff", "文字を読み取れません"),
        (as_table(LOT_COLUMNS[1:], []), "「ワクチンの種類」の列がありません"),
        (as_table(LOT_COLUMNS, []), "いまの登録と違う行がありません"),
        (as_table(LOT_COLUMNS, [[]] * (LONGEST + 1)), "行より多い"),
    ],
    ids=["empty", "not text", "a column short", "only headings", "too long"],
)
def test_a_file_that_is_no_table_says_why(bring: Bring, content: bytes, said: str) -> None:
    answer = bring(LOTS, content)
    assert answer.status_code == 422
    assert said in answer.text
    assert not Proposal.objects.exists()


def test_who_only_looks_may_take_the_table_but_not_bring_one(checker: Client) -> None:
    assert checker.get("/131121/clinics/table.csv").status_code == 200
    assert checker.get(CLINICS).status_code == 403
