"""What may be told of an error nobody foresaw: its message may hold a person's data, its place cannot."""

import logging
import traceback
from pathlib import Path

log = logging.getLogger(__name__)


def told(error: BaseException, work: str) -> str:
    """Type, file and line of ``error`` as one word for the screen; the way to it goes into the log."""
    frames = traceback.extract_tb(error.__traceback__)
    log.error("%s: %s\n%s", work, type(error).__name__, "".join(frames.format()))
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__}、{place}"
