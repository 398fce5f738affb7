"""Runs: work over a population, cut into chunks that are each done exactly once, whatever is killed when.

A duty registers a `Job`; somebody starts a run of it; a worker (``sesshu work``) takes it step by step.
"""

from sesshu.foundation.runs.job import (
    Chunk,
    ChunkPlan,
    Counts,
    Job,
    JobFailed,
    Outcome,
    Plan,
    Run,
)
from sesshu.foundation.runs.operations import (
    AlreadyEnded,
    NotFailed,
    Started,
    cancel,
    resume,
    start,
)
from sesshu.foundation.runs.registry import UnknownJob, job
from sesshu.foundation.runs.state import State

__all__ = [
    "AlreadyEnded",
    "Chunk",
    "ChunkPlan",
    "Counts",
    "Job",
    "JobFailed",
    "NotFailed",
    "Outcome",
    "Plan",
    "Run",
    "Started",
    "State",
    "UnknownJob",
    "cancel",
    "job",
    "resume",
    "start",
]
