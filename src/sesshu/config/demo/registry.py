"""The registry delivers: one full file at the beginning, then one difference for every day since."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db.models import Max

from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import TOKYO
from sesshu.foundation.runs import State, resume, start
from sesshu.foundation.runs.queries import run_seen
from sesshu.foundation.runs.steps import finish_runs
from sesshu.foundation.state import state_dir, write_secret
from sesshu.outside.registry import Ward, deliver_day, deliver_population
from sesshu.ward.residents.jobs.import_file import KIND
from sesshu.ward.residents.models import RegistryFile

SEED = 131_121
SLIPS_A_DAY = 1
WAITING = timedelta(days=7)


class NotTakenIn(Exception):
    """A file of the demo was not taken in; the message names the run to look at."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file: of which day it is, where it lies, and how it is made if it is not there."""

    on: date
    path: Path
    write: Callable[[Path], object]


def fictional_ward(code: str, residents: int, begun_on: date) -> Ward:
    """The ward of this installation: drawn once as it was on a day, then it lives on."""
    facts_file = state_dir() / "demo" / f"{code}.json"
    if not facts_file.exists():
        facts = {"residents": residents, "on": begun_on.isoformat(), "seed": SEED}
        write_secret(facts_file, json.dumps(facts))
    facts = json.loads(facts_file.read_text(encoding="utf-8"))
    return Ward(code, facts["residents"], facts["seed"], date.fromisoformat(facts["on"]))


def deliveries(ward: Ward, until: date) -> list[Delivery]:
    """Every file of the ward up to a day, in order."""
    folder = state_dir() / "demo" / ward.code
    days = [ward.on + timedelta(days=n + 1) for n in range((until - ward.on).days)]
    full = Delivery(
        ward.on, folder / f"{ward.on}-full.csv", lambda path: deliver_population(ward, path)
    )
    return [full, *(_of_day(ward, day, folder, _slips(day, until)) for day in days)]


def _of_day(ward: Ward, day: date, folder: Path, slips: int) -> Delivery:
    return Delivery(
        day,
        folder / f"{day}-difference.csv",
        lambda path: deliver_day(ward, day, path, slips=slips),
    )


def _slips(day: date, until: date) -> int:
    """Rejected lines are put right within days: only the newest files have one that waits."""
    return SLIPS_A_DAY if until - day < WAITING else 0


def newest_day() -> date | None:
    """The day of the newest file that was taken in; None before the first."""
    made = RegistryFile.objects.aggregate(newest=Max("created_at"))["newest"]
    return None if made is None else made.astimezone(TOKYO).date()


def take_in(delivery: Delivery, actor: Actor) -> None:
    """Make the file if it is not there and take it in; taken in before, it changes nothing.

    What it tells other systems waits in the outbox for the next `finish_all`. Raises NotTakenIn.
    """
    if not delivery.path.exists():
        delivery.path.parent.mkdir(parents=True, exist_ok=True)
        draft = delivery.path.with_suffix(".part")
        delivery.write(draft)
        draft.replace(delivery.path)
    run_id = start(actor, KIND, input=delivery.path, input_name=delivery.path.name).run_id
    if _state(run_id) is State.FAILED:
        resume(actor, run_id)
    finish_runs()
    if _state(run_id) is not State.DONE:
        raise NotTakenIn(f"{delivery.path.name} の取込みが終わりません: sesshu run show {run_id}")


def _state(run_id: int) -> State | None:
    seen = run_seen(run_id)
    return None if seen is None else State(seen.state)
