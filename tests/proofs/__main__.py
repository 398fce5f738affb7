"""``make prove``: each proof at full size, its result with date and commit in var/prove/<name>.json."""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from rich.console import Console

from proofs import Finding

FULL_SIZE = {
    "agreement": 100_000,
    "cluster_kill": 20,
    "error_stop": 100_000,
    "explore": 10,
    "mutation": 1,
    "upgrade": 300,
    "worker_kill": 100,
}
console = Console()


def main() -> None:
    """Run all proofs, or the one named by ONLY; exit 1 when one does not hold."""
    only = os.environ.get("ONLY", "")
    names = [name for name in FULL_SIZE if only in ("", name)]
    failed = [name for name in names if not prove(name).held]
    if not names:
        console.print(f"there is no proof {only!r}; there are {', '.join(FULL_SIZE)}")
    sys.exit(1 if failed or not names else 0)


def prove(name: str) -> Finding:
    """Run one proof at full size and keep what it found."""
    began = time.monotonic()
    finding: Finding = import_module(f"proofs.{name}").prove(FULL_SIZE[name])
    seconds = round(time.monotonic() - began, 1)
    report = asdict(finding) | {
        "proof": name,
        "seconds": seconds,
        "commit": commit(),
        "at": today(),
    }
    target = Path("var") / "prove" / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1))
    console.print(
        f"{'○' if finding.held else '×'} {name}: {finding.tries} tries, {seconds} s, {target}"
    )
    return finding


def commit() -> str:
    """The commit the proof ran on, marked when files differ from it."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def today() -> str:
    """When the proof ran."""
    return datetime.now(UTC).isoformat(timespec="seconds")


if __name__ == "__main__":
    main()
