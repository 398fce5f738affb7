"""Releases that differ from the one in force, and a run that compares them."""

import json
from pathlib import Path

import msgspec
from django.db import connections
from ward.residents.registry import CLERK, work_off

from sesshu.foundation.runs import start
from sesshu.schedule.load import rulebook_root
from sesshu.schedule.releases import release_text
from sesshu.ward.rulebooks.jobs.compare import KIND


def draft(*, varicella_until: str | None = "reaches 60 months") -> bytes:
    """Today's rulebook with another last age for 水痘, or none."""
    raw = json.loads(release_text(rulebook_root()))
    (course,) = [one for one in raw["courses/varicella.yaml"] if one["code"] == "VAR"]
    course["versions"][-1]["eligible_until"] = varicella_until
    return msgspec.json.encode(raw, order="deterministic")


def file_with(folder: Path, content: bytes) -> Path:
    """A received file."""
    path = folder / "next-year.json"
    path.write_bytes(content)
    return path


def compare(file: Path) -> tuple[int, str, dict[str, int], str]:
    """Run the comparison to its end: number, state, counts and what was said of a failure."""
    run = start(CLERK, KIND, input=file, input_name=file.name, using="jobs")
    work_off()
    with connections["jobs"].cursor() as cursor:
        cursor.execute("SELECT state, counts, failure FROM run WHERE id = %s", [run.run_id])
        state, counts, failure = cursor.fetchone()
    return run.run_id, state, json.loads(counts or "{}"), failure or ""
