"""`sesshu schedule` as other programs use it: by subprocess, without Django, without a database."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sesshu.schedule.load import current

CALL = "from sesshu.config.command import main; main()"
QUIET = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}


def sesshu(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CALL, "schedule", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=QUIET,
        check=False,
        timeout=60,
    )


def judged(*lines: str) -> list[dict[str, object]]:
    answer = sesshu("judge", "--on", "2026-11-23", "--json", stdin="\n".join(lines) + "\n")
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


GOOD = json.dumps(
    {
        "id": "葵",
        "born_on": "2026-05-10",
        "sex": "F",
        "doses": [{"id": "1", "series": "HBV", "given_on": "2026-07-09"}],
    },
    ensure_ascii=False,
)


def test_windows_are_one_object_per_series_and_dose_with_the_published_keys() -> None:
    answer = sesshu("windows", "--birth", "2026-05-10", "--sex", "F", "--json")
    rows = json.loads(answer.stdout)
    assert len({(row["series"], row["dose"]) for row in rows}) == len(rows)
    assert set(rows[0]) == {
        "series",
        "dose",
        "eligible_from",
        "eligible_until",
        "standard_from",
        "standard_until",
        "provision",
    }
    assert rows[0]["eligible_from"] == "2026-07-09"


def test_windows_accept_a_birth_date_as_clerks_type_it() -> None:
    typed = sesshu("windows", "--birth", "R080510", "--sex", "F", "--json")
    plain = sesshu("windows", "--birth", "2026-05-10", "--sex", "F", "--json")
    assert typed.stdout == plain.stdout


def test_windows_without_json_are_lines_for_people() -> None:
    answer = sesshu("windows", "--birth", "2026-05-10", "--sex", "F")
    assert "BCG\t1\t2026-05-10\t2027-05-09\t予防接種法施行令第3条" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("windows", "--birth", "きのう", "--sex", "F"), "日付として"),
        (("windows", "--birth", "2026-05-10", "--sex", "X"), "F(女)"),
        (("judge", "--on", "2026-11-23"), "--json"),
    ],
)
def test_a_wrong_call_ends_with_two_and_says_what_to_do(
    arguments: tuple[str, ...], says: str
) -> None:
    answer = sesshu(*arguments)
    assert answer.returncode == 2
    assert says in answer.stderr.replace("\n", "")


def test_a_person_is_answered_by_a_verdict_that_names_release_and_format() -> None:
    (verdict,) = judged(GOOD)
    assert verdict["format"] == "sesshu.schedule.verdict/1"
    assert verdict["release"] == current().release
    assert verdict["id"] == "葵"
    assert verdict["doses"][0]["counts_as"][0]["dose"] == 1  # type: ignore[index]


TWO_DOSES = (
    '{"id":"a","born_on":"2026-05-10","sex":"F","doses":['
    '{"id":"1","series":"HBV","given_on":"2026-07-09"},'
    '{"id":"%s","series":"HBV","given_on":%s}]}'
)


@pytest.mark.parametrize(
    ("bad", "column", "path", "says"),
    [
        ('{"id": ', 7, "$", "truncated"),
        ("x", 1, "$", "malformed"),
        ('{"id":"a","born_on":"2026-13-01","sex":"F"}', 11, "$.born_on", "date"),
        ('{"id":"a","born_on":"2026-05-10","sex":"X"}', 34, "$.sex", "enum"),
        ('{"id":"a","sex":"F"}', 1, "$", "born_on"),
        ('{"id":"葵","born_on":"2026-05-10","sex":"F","age":1}', 44, "$", "age"),
        (TWO_DOSES % ("1", '"2026-08-09"'), 1, "$.doses[...].id", "twice"),
        (TWO_DOSES % ("2", "7"), 128, "$.doses[1].given_on", "date"),
    ],
)
def test_a_bad_line_names_line_column_and_remedy_and_does_not_stop_the_stream(
    bad: str, column: int, path: str, says: str
) -> None:
    first, error, last = judged(GOOD, bad, GOOD)
    assert first == last
    assert (error["line"], error["column"], error["path"]) == (2, column, path)
    assert says in str(error["error"])
    assert error["remedy"]


def test_empty_lines_are_passed_over_and_still_counted() -> None:
    (error,) = judged("", "  ", "{")
    assert error["line"] == 3


@pytest.mark.parametrize("heavy", ["django", "polars", "numpy", "psycopg"])
def test_neither_django_nor_polars_nor_a_database_driver_is_loaded(heavy: str) -> None:
    script = (
        "import sys, sesshu.schedule, sesshu.schedule.judge, sesshu.schedule.command;"
        f"sys.exit({heavy!r} in sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", script], env=QUIET, check=False, timeout=60)
    assert loaded.returncode == 0


def test_the_person_shown_in_the_published_format_is_judged_without_an_error() -> None:
    page = (Path(__file__).parents[2] / "docs/formats/schedule.md").read_text(encoding="utf-8")
    sample = page.split("```json\n")[1].split("\n```")[0]
    (verdict,) = judged(sample)
    assert verdict["id"] == "p-1"
    assert verdict["doses"][0]["error"] is None  # type: ignore[index]


def test_every_key_of_a_verdict_is_named_in_the_published_format() -> None:
    page = (Path(__file__).parents[2] / "docs/formats/schedule.md").read_text(encoding="utf-8")
    (verdict,) = judged(GOOD)
    series = next(s for s in verdict["series"] if s["next"])  # type: ignore[attr-defined]
    keys = {*verdict, *verdict["doses"][0], *series, *series["next"]} - {"format"}  # type: ignore[index]
    assert {key for key in keys if f"`{key}" not in page} == set()


CASES = Path(__file__).parents[2] / "rulebook" / "cases"


def test_cases_say_how_many_were_judged_and_that_none_differs() -> None:
    answer = sesshu("cases", str(CASES / "varicella.csv"), str(CASES / "tuberculosis.csv"))
    assert answer.returncode == 0, answer.stdout
    assert "違いは0件" in answer.stdout


def test_cases_name_every_difference_and_end_with_one(tmp_path: Path) -> None:
    spoiled = (CASES / "varicella.csv").read_text(encoding="utf-8").replace("Vx!3", "A3")
    (tmp_path / "spoiled.csv").write_text(spoiled, encoding="utf-8")
    answer = sesshu("cases", str(tmp_path))
    assert answer.returncode == 1
    assert "dose 3\tA3\tVx!3" in answer.stdout


def test_a_line_that_is_no_case_ends_with_two_and_its_place(tmp_path: Path) -> None:
    spoiled = (CASES / "varicella.csv").read_text(encoding="utf-8").replace("VAR@", "VAR ")
    (tmp_path / "spoiled.csv").write_text(spoiled, encoding="utf-8")
    answer = sesshu("cases", str(tmp_path))
    assert answer.returncode == 2
    assert "spoiled.csv:2" in answer.stderr


def test_a_release_is_written_and_compared_with_the_rulebook_in_force(tmp_path: Path) -> None:
    now = tmp_path / "now.json"
    now.write_bytes(sesshu("release").stdout.encode())
    folder = tmp_path / "rulebook"
    shutil.copytree(Path(__file__).parents[2] / "rulebook", folder)
    law = folder / "courses" / "varicella.yaml"
    longer = law.read_text(encoding="utf-8").replace("reaches 36 months", "reaches 60 months")
    law.write_text(longer, encoding="utf-8")
    four = json.dumps({"id": "葵", "born_on": "2022-11-01", "sex": "F"}, ensure_ascii=False)
    asked = ("diff", str(now), str(folder), "--on", "2026-11-23")
    counted = sesshu(*asked, stdin=f"{four}\n{{\n")
    assert counted.stdout.splitlines()[1:] == [
        "水痘\t1\t0\t0\t0\t0",
        "1人のうち1人が変わります。読めなかった行は1行です。",
    ]
    row, error = map(
        json.loads, sesshu(*asked, "--json", stdin=f"{four}\n{{\n").stdout.splitlines()
    )
    assert (row["format"], row["id"], row["effect"]) == ("sesshu.schedule.diff/1", "葵", "gains")
    assert error["line"] == 2


def test_a_release_that_was_altered_by_hand_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(sesshu("release").stdout + " ", encoding="utf-8")
    answer = sesshu("diff", str(tmp_path / "r.json"), str(tmp_path / "r.json"), "--on", "R8.11.23")
    assert answer.returncode == 2
    assert "canonical" in answer.stderr
