"""Build the demonstration through the real operations, step by step; every step may be repeated."""

from datetime import date

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sesshu.config.demo import clinics, doses, registry, statistics, vouchers
from sesshu.config.demo.people import actor_named
from sesshu.config.demo.summary import Summary, summary_lines
from sesshu.foundation.accounts.command_found import found_municipality
from sesshu.foundation.accounts.demo import demo_accounts
from sesshu.foundation.clock import now
from sesshu.foundation.cluster import Cluster
from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import Place, directory, enter
from sesshu.foundation.walls.bootstrap import bootstrap
from sesshu.foundation.walls.migrate import migrate
from sesshu.foundation.walls.zones import systems
from sesshu.schedule.load import current
from sesshu.ward.records.models import Dose

MUNICIPALITIES = (
    directory.Municipality("131121", "世田谷区", demo=True),
    directory.Municipality("131156", "杉並区", demo=True),
)


CHILDREN_ENTERED = {"131121": 40, "131156": 5}  # by two people each, so not all of the ward
CLINIC_MONTH_OF = "131121"  # the neighbor has too few children for a fault of every class
NEIGHBOR_SHARE = 10  # the neighbor is so many times smaller


def build(residents: int, on: date, console: Console) -> Summary:
    """Cluster, municipalities, people, residents, doses: whatever of it is not there yet."""
    database = _start_database()
    with _progress(console) as progress:
        _found(progress)
        for municipality, size in zip(
            MUNICIPALITIES, (residents, residents // NEIGHBOR_SHARE), strict=True
        ):
            with enter(Place(municipality.code, "ward")):
                demo_accounts(now())
                _registry(municipality, size, on, progress)
                _doses(municipality, on, progress)
                _clinic_month(municipality, on, progress)
                _vouchers(municipality, on, progress)
                _report(municipality, on, progress)
    return Summary(database, summary_lines(MUNICIPALITIES, on))


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
    for municipality in MUNICIPALITIES:
        places = [Place(municipality.code, system) for system in systems()]
        migrate(places, done=lambda _: progress.advance(task))
        directory.enter_in_directory(municipality, places)
        found_municipality(places, [], demo=True)


def _registry(
    municipality: directory.Municipality, size: int, on: date, progress: Progress
) -> None:
    ward = registry.fictional_ward(municipality.code, size, on)
    files = registry.deliveries(ward, on)
    task = progress.add_task(f"{municipality.name} 住民ファイル", total=len(files))
    for file in files:
        registry.take_in(file, actor_named("runs-e"))
        progress.advance(task)


def _doses(municipality: directory.Municipality, on: date, progress: Progress) -> None:
    if Dose.objects.exists():
        return
    people = doses.children(on, CHILDREN_ENTERED[municipality.code])
    office = doses.Office(actor_named("clerk-a"), actor_named("clerk-b"), on, current())
    tally = doses.Tally()
    task = progress.add_task(f"{municipality.name} 接種の入力と確認", total=len(people))
    for child in people:
        doses.work_off(child, office, tally)
        progress.advance(task)


def _clinic_month(municipality: directory.Municipality, on: date, progress: Progress) -> None:
    staff = clinics.Staff(actor_named("clerk-a"), actor_named("clerk-b"), actor_named("runs-e"))
    task = progress.add_task(f"{municipality.name} 医療機関ファイル", total=2)
    clinics.enter_masters(staff, on)
    progress.advance(task)
    if municipality.code == CLINIC_MONTH_OF:
        clinics.take_month_in(staff, on)
    progress.advance(task)


def _vouchers(municipality: directory.Municipality, on: date, progress: Progress) -> None:
    task = progress.add_task(f"{municipality.name} 接種券の一斉発行", total=1)
    vouchers.issue(on)
    progress.advance(task)


def _report(municipality: directory.Municipality, on: date, progress: Progress) -> None:
    task = progress.add_task(f"{municipality.name} 昨年度の報告", total=1)
    statistics.report_of_last_year(on, actor_named("reports-h"))
    progress.advance(task)
