"""Serve the portal of one system, with the worker beside it, until one of them ends."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

LONGEST_GOODBYE = 20  # seconds a process may take to finish its requests or its chunk


@dataclass(frozen=True, slots=True)
class Portal:
    """Where a portal listens and how many requests it works on at a time."""

    system: str = "ward"
    host: str = "127.0.0.1"
    port: int = 8131
    threads: int = 8
    demo: bool = False

    def start(self) -> subprocess.Popen[bytes]:
        """Granian with Django; it logs in as the zones of the portal only."""
        options = ["--interface", "wsgi", "--host", self.host, "--port", str(self.port)]
        size = ["--workers", "1", "--blocking-threads", str(self.threads), "--log-level", "warning"]
        environment = {"SESSHU_SYSTEM": self.system, "SESSHU_ZONE": "intranet"}
        if self.demo:
            environment["SESSHU_DEMO"] = "1"
        return subprocess.Popen(
            [sys.executable, "-m", "granian", *options, *size, "sesshu.config.wsgi:application"],
            env={**os.environ, **environment},
        )


def start_worker() -> subprocess.Popen[bytes]:
    """Runs, seals and deliveries of every municipality (``sesshu work``)."""
    return subprocess.Popen([str(Path(sys.executable).with_name("sesshu")), "work"])


def serve(portal: Portal) -> int:
    """Portal and worker until an interrupt (0) or until one of them ends by itself (its exit code)."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    processes = [portal.start(), start_worker()]
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        return max(process.poll() or 0 for process in processes) or 1
    except KeyboardInterrupt:
        return 0
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(LONGEST_GOODBYE)


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt
