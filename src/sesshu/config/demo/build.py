"""Build the demonstration through the real operations, step by step; every step may be repeated."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sesshu.foundation.accounts.command_found import found_municipality
from sesshu.foundation.accounts.demo import demo_accounts
from sesshu.foundation.clock import now
from sesshu.foundation.cluster import Cluster
from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import Place, directory, enter
from sesshu.foundation.walls.bootstrap import bootstrap
from sesshu.foundation.walls.migrate import migrate
from sesshu.foundation.walls.zones import systems

MUNICIPALITIES = (
    directory.Municipality("131121", "世田谷区", demo=True),
    directory.Municipality("131156", "杉並区", demo=True),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary: a title and a value per municipality."""

    title: str
    values: tuple[str, ...]


@dataclass(slots=True)
class Summary:
    """What stands after the build."""

    database: str
    lines: list[Line] = field(default_factory=list)


def build(residents: int, on: date, console: Console) -> Summary:
    """Cluster, municipalities, people, residents, doses: whatever of it is not there yet."""
    database = _start_database()
    with _progress(console) as progress:
        _found(progress)
        for municipality in MUNICIPALITIES:
            with enter(Place(municipality.code, "ward")):
                demo_accounts(now())
    return Summary(database)


def _progress(console: Console) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console)


def _start_database() -> str:
    cluster = Cluster(state_dir())
    cluster.start()
    bootstrap(cluster)
    cluster.remember_address()
    return str(cluster.home.data)


def _found(progress: Progress) -> None:
    """Schemas, roles and grants; also after an update, so that a later start finds the newest tables."""
    task = progress.add_task("表と権限", total=len(MUNICIPALITIES) * len(systems()))
    advance: Callable[[Place], None] = lambda _: progress.advance(task)  # noqa: E731
    for municipality in MUNICIPALITIES:
        places = [Place(municipality.code, system) for system in systems()]
        migrate(places, done=advance)
        directory.enter_in_directory(municipality, places)
        found_municipality(places, [], demo=True)
