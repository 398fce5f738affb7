"""``make bench``: run the parts, print the table, keep it in var/bench/results.json.

``ONLY=registry.import`` runs the part that measures this id; results of other parts stay as they were.
"""

import json
import os
import platform
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

RESULTS = Path("var") / "bench" / "results.json"
# part -> the ids it measures; a part measures a number and its limit in one run
PARTS = {
    "schedule_judge": ("schedule.judge",),
    "schedule_windows": ("schedule.windows",),
    "schedule_sweep": ("schedule.sweep", "schedule.sweep.memory"),
    "ledger": ("ledger.append",),
    "registry": ("registry.import", "registry.unchanged"),
    "schedule_sweep_database": ("schedule.sweep.database",),
    "search": ("search.p95",),
    "voucher": ("voucher.pages", "screening_form.pages"),
    "voucher_unreadable": ("voucher.unreadable",),
    "page_resident": ("page.resident.p95",),
    "matching": ("match.precision", "match.recall"),
    "clinic_files": ("intake.rows",),
    "year_demo": ("year.demo",),
}
KEYS = {"id", "work", "number", "unit", "limit", "limit_is", "better", "ratio"}
console = Console(width=160)


def main() -> None:
    """Run what was asked for and show everything measured so far."""
    only = os.environ.get("ONLY", "")
    for part, ids in PARTS.items():
        if not only or only == part or only in ids:
            console.print(f"[bold]{part}[/bold] …")
            keep(import_module(f"bench.{part}").run())
    show(kept())


def ratio(number: float, limit: float | None, better: str) -> float | None:
    """At least 1 is always good."""
    if limit is None:
        return None
    return number / limit if better == "higher" else limit / number


def keep(measured: list[dict[str, Any]]) -> None:
    """Put the new results beside the old ones, each under its id."""
    by_id = {each["id"]: each for each in kept()}
    for each in measured:
        if missing := KEYS - each.keys():
            raise KeyError(f"result {each.get('id')} lacks {sorted(missing)}")
        by_id[each["id"]] = each | {"machine": machine()}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(list(by_id.values()), ensure_ascii=False, indent=1))


def kept() -> list[dict[str, Any]]:
    """What was measured before."""
    return list(json.loads(RESULTS.read_text())) if RESULTS.exists() else []


def machine() -> str:
    """What the numbers were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    return f"{os.cpu_count()} cores, {memory} GiB, {platform.machine()}, Python {platform.python_version()}"


def show(results: list[dict[str, Any]]) -> None:
    """The table a person reads."""
    table = Table("id", "work", "number", "unit", "limit", "limit is", "ratio")
    for each in results:
        shown = "" if each["ratio"] is None else f"{each['ratio']:.2f}"
        limit = "" if each["limit"] is None else f"{each['limit']:,.4g}"
        number = f"{each['number']:,.4g}"
        table.add_row(
            each["id"], each["work"], number, each["unit"], limit, each["limit_is"], shown
        )
    console.print(table)
    console.print(f"{machine()}; {RESULTS}")


if __name__ == "__main__":
    main()
