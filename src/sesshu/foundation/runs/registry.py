"""The jobs that exist, by kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sesshu.foundation.runs.job import Job
from sesshu.foundation.work_modules import load_work

JobClass = TypeVar("JobClass", bound=type[Job])


class UnknownJob(Exception):
    """There is no job of this kind."""


@dataclass(frozen=True, slots=True)
class RegisteredJob:
    """A job with the system it works in, its title for staff, and its purpose for the ledger."""

    kind: str
    system: str
    title: str
    purpose: str
    job: Job


_jobs: dict[str, RegisteredJob] = {}


def job(kind: str, *, system: str, title: str, purpose: str) -> Callable[[JobClass], JobClass]:
    """Register a subclass of `Job` under ``kind``, such as ``residents.import``."""

    def register(job_class: JobClass) -> JobClass:
        if kind in _jobs:
            raise ValueError(f"two jobs are called {kind}")
        _jobs[kind] = RegisteredJob(kind, system, title, purpose, job_class())
        return job_class

    return register


def registered(kind: str) -> RegisteredJob:
    """The job of this kind; raises UnknownJob."""
    load_work()
    try:
        return _jobs[kind]
    except KeyError:
        raise UnknownJob(f"{kind} という一括処理はありません。") from None


def jobs_of(system: str) -> list[RegisteredJob]:
    """The jobs of one system, by kind."""
    load_work()
    return sorted(
        (each for each in _jobs.values() if each.system == system), key=lambda each: each.kind
    )


def title_of(kind: str) -> str:
    """The title of a kind, or the kind itself for a job of an earlier release."""
    load_work()
    return _jobs[kind].title if kind in _jobs else kind


def known_job(kind: str) -> Job | None:
    """What the job of a kind says of itself; None for one of an earlier release."""
    load_work()
    return _jobs[kind].job if kind in _jobs else None
