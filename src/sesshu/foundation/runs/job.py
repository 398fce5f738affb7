"""What a duty writes to have work done over a population: plan it, work a chunk, finish."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from sesshu.foundation.acting import Actor

Counts = Mapping[str, int]


class JobFailed(Exception):
    """The run cannot go on. The message tells the clerk what is wrong and what to do; no names, no values."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run as its job sees it. ``actor`` is who asked for it; its input was compared with its hash."""

    id: int
    kind: str
    input: Path | None
    input_name: str | None
    input_sha256: str | None
    params: Mapping[str, Any]
    rulebook_release: str | None
    actor: Actor


@dataclass(frozen=True, slots=True)
class ChunkPlan:
    """A part of the work: ``size`` in units of the progress bar, ``spec`` small JSON of ids and numbers."""

    size: int
    spec: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part whose turn it is; ``number`` counts from 1."""

    number: int
    size: int
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """All chunks in their order, and the control totals which the counts have to reach."""

    chunks: Iterable[ChunkPlan]
    control: Counts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a chunk did: counts by code, summed over the run, and ids of the residents it dealt with."""

    counts: Counts = field(default_factory=dict)
    members: Sequence[int] = ()


class Job(ABC):
    """Each method runs in one transaction on ``jobs`` with the actor named, and again if it was cut off."""

    labels: ClassVar[Mapping[str, str]] = {}  # the words under which counts are shown
    problems: ClassVar[
        Sequence[str]
    ] = ()  # counts that somebody has to look at when they are not nought
    result_page: ClassVar[str] = ""  # name of the page that shows what the run did
    takes_files: ClassVar[bool] = False  # started from the portal by choosing a received file

    def plan(self, run: Run) -> Plan:
        """Cut the work into chunks of some seconds; called once. Without a plan of its own: one chunk."""
        return Plan([ChunkPlan(size=1)])

    @abstractmethod
    def work(self, run: Run, chunk: Chunk) -> Outcome:
        """Do one chunk. What it writes and that it is done are committed together."""

    def finish(self, run: Run, counts: Counts, control: Counts) -> None:
        """After the last chunk: compare the counts with the control totals. Raises JobFailed."""
        differences = [
            f"{self.labels.get(name, name)}: {expected} 件のはずが {counts.get(name, 0)} 件"
            for name, expected in control.items()
            if counts.get(name, 0) != expected
        ]
        if differences:
            raise JobFailed(
                "合計が合いません（"
                + "、".join(differences)
                + "）。元のファイルを確かめてください。"
            )
