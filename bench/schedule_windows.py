"""schedule.windows: the windows of one child, as another program calls the command."""

import json
import statistics
import subprocess
import sys
import time

CALL = "from sesshu.config.command import main; main()"
CHILD = ("schedule", "windows", "--birth", "2026-05-10", "--sex", "F", "--json")
TIMES = 9
LIMIT = 0.5


def run() -> list[dict[str, object]]:
    """Call the command some times, the interpreter's start included; the median counts."""
    seconds = [_called() for _ in range(TIMES)]
    number = statistics.median(seconds)
    return [
        {
            "id": "schedule.windows",
            "work": f"sesshu {' '.join(CHILD)}, a new process, median of {TIMES}",
            "number": round(number, 3),
            "unit": "s",
            "limit": LIMIT,
            "limit_is": "aim of the issue",
            "better": "lower",
            "ratio": round(LIMIT / number, 3),
        }
    ]


def _called() -> float:
    began = time.perf_counter()
    answer = subprocess.run([sys.executable, "-c", CALL, *CHILD], capture_output=True, check=True)
    seconds = time.perf_counter() - began
    assert len(json.loads(answer.stdout)) > 0
    return seconds


if __name__ == "__main__":
    print(run())
