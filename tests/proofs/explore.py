"""Every test by Hypothesis with examples nobody has tried, many times as many as `make test` tries."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from proofs import Finding

ROOT = Path(__file__).parents[2]
REPORT = Path("var") / "prove" / "explore.xml"
LONGEST = 4_000  # characters of what one test says; Hypothesis prints the shrunk example first


class NothingExplored(Exception):
    """pytest stopped before it ran a test; the message is what it said."""


def prove(times: int, tests: Sequence[str] = ("tests",)) -> Finding:
    """``times`` as many examples of each test; a finding is the test and the example that breaks it."""
    REPORT.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", "-m", "hypothesis", *tests]
    options = ["--hypothesis-profile=explore", f"--junitxml={REPORT}"]
    environment = {**os.environ, "SESSHU_EXAMPLES": str(times)}
    done = subprocess.run(
        command + options, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if not (ROOT / REPORT).exists():
        raise NothingExplored(done.stdout + done.stderr)
    ran, found = read(ROOT / REPORT)
    return Finding(not found and ran > 0, ran, {"times": times, "findings": found})


def read(report: Path) -> tuple[int, dict[str, str]]:
    """How many tests ran, and of each that failed what it says."""
    cases = ElementTree.parse(report).getroot().findall(".//testcase")  # noqa: S314  pytest wrote it
    found = {
        f"{case.get('classname')}.{case.get('name')}": (broken.text or "")[-LONGEST:]
        for case in cases
        for broken in (*case.findall("failure"), *case.findall("error"))
    }
    return len(cases), found
