"""`sesshu schedule fhir` as a filter."""

import json
import subprocess
import sys

CALL = "from sesshu.config.command import main; main()"
QUIET = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
GOOD = '{"id":"a","born_on":"2026-05-10","sex":"F"}'


def test_one_bundle_a_line_and_a_bad_line_does_not_stop_the_stream() -> None:
    asked = [sys.executable, "-c", CALL, "schedule", "fhir", "--on", "2026-11-23"]
    lines = f"{GOOD}\n{{\n{GOOD}\n"
    answer = subprocess.run(
        asked, input=lines, capture_output=True, text=True, env=QUIET, check=True, timeout=60
    )
    first, error, last = map(json.loads, answer.stdout.splitlines())
    assert first == last
    assert first["resourceType"] == "Bundle"
    assert (error["format"], error["line"]) == ("sesshu.schedule.error/1", 2)
