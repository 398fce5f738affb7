"""The modules in which duties say what a worker does for them: ``settings.WORK``, one line per duty."""

from functools import cache
from importlib import import_module

from django.conf import settings


@cache
def load_work() -> None:
    """Import them all, so that every job and every paper that somebody takes is known."""
    for name in settings.WORK:
        import_module(name)
