"""Serve the portal of the ward on localhost, with the worker beside it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PORT = 8131
HOST = "127.0.0.1"


def serve(announce: Callable[[str], None]) -> None:
    """Run portal and worker until one of them ends or the terminal interrupts; then end both."""
    processes = [_portal(), _worker()]
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        announce(f"http://{HOST}:{PORT}/131121/")
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def _portal() -> subprocess.Popen[bytes]:
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(PORT)]
    size = ["--workers", "1", "--blocking-threads", "8", "--log-level", "warning"]
    target = "sesshu.config.wsgi:application"
    return subprocess.Popen(
        [sys.executable, "-m", "granian", *options, *size, target],
        env={**os.environ, "SESSHU_SYSTEM": "ward", "SESSHU_ZONE": "intranet", "SESSHU_DEMO": "1"},
    )


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([str(Path(sys.executable).with_name("sesshu")), "work"])


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt
