"""Build the demonstration through the real operations, step by step; every step may be repeated."""

from datetime import date, timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sesshu.config.demo import doses, fees, registry, statistics, vouchers, year
from sesshu.config.demo.clock import clock
from sesshu.config.demo.masters import staff
from sesshu.config.demo.people import actor_named
from sesshu.config.demo.summary import Summary, summary_lines
from sesshu.foundation.accounts.command_found import found_municipality
from sesshu.foundation.accounts.demo import demo_accounts
from sesshu.foundation.clock import now
from sesshu.foundation.cluster import Cluster
from sesshu.foundation.runs.worker import finish_all
from sesshu.foundation.state import state_dir
from sesshu.foundation.walls import Place, directory, enter
from sesshu.foundation.walls.bootstrap import bootstrap
from sesshu.foundation.walls.migrate import migrate
from sesshu.foundation.walls.zones import systems
from sesshu.outside.registry import Ward
from sesshu.schedule.load import current

MUNICIPALITIES = (
    directory.Municipality("131121", "世田谷区", demo=True),
    directory.Municipality("131156", "杉並区", demo=True),
)


CHILDREN_ENTERED = {"131121": 12, "131156": 5}  # by two people each, so not all of the ward
DAYS_LIVED = timedelta(days=7)  # by a ward that is too small for a year
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
                ward = _ward(municipality, size, on)
                _registry(municipality, ward, on, progress)
                _doses(municipality, on, progress)
                _clinic_month(municipality, ward, on, progress)
                _fees(municipality, on, progress)
                _vouchers(municipality, on, progress)
                _report(municipality, on, progress)
            finish_all(municipality.code)
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


def _ward(municipality: directory.Municipality, size: int, on: date) -> Ward:
    begun_on = year.begins_before_year(size, on) or on - DAYS_LIVED
    return registry.fictional_ward(municipality.code, size, begun_on)


def _registry(
    municipality: directory.Municipality, ward: Ward, on: date, progress: Progress
) -> None:
    """What the registry delivers, and beside it what the office does in the ward's year."""
    files = registry.deliveries(ward, on)
    lived = "住民ファイルと一年の業務" if year.year_of(ward) else "住民ファイル"
    task = progress.add_task(f"{municipality.name} {lived}", total=len(files))
    people, newest = staff(), registry.newest_day()
    with clock() as day:
        for file in files:
            with day(file.on):
                registry.take_in(file, people.runner)
                if newest is None or file.on >= newest:  # the last may have been cut short
                    year.work(ward, file.on, people)
            progress.advance(task)


def _doses(municipality: directory.Municipality, on: date, progress: Progress) -> None:
    if doses.were_entered():
        return
    people = doses.children(on, CHILDREN_ENTERED[municipality.code])
    office = doses.Office(actor_named("clerk-a"), actor_named("clerk-b"), on, current())
    tally = doses.Tally()
    task = progress.add_task(f"{municipality.name} 接種の入力と確認", total=len(people))
    for child in people:
        doses.work_off(child, office, tally)
        progress.advance(task)


def _clinic_month(
    municipality: directory.Municipality, ward: Ward, on: date, progress: Progress
) -> None:
    """The month before: what its checks stopped lies on the desk of whoever tries the portal."""
    task = progress.add_task(f"{municipality.name} 前月の医療機関ファイル", total=1)
    year.desk_month(ward, on, staff())
    progress.advance(task)


def _fees(municipality: directory.Municipality, on: date, progress: Progress) -> None:
    task = progress.add_task(f"{municipality.name} 費用区分と委託料", total=1)
    fees.work(staff(), on)
    progress.advance(task)


def _vouchers(municipality: directory.Municipality, on: date, progress: Progress) -> None:
    task = progress.add_task(f"{municipality.name} 接種券の一斉発行", total=1)
    vouchers.issue(staff(), on)
    progress.advance(task)


def _report(municipality: directory.Municipality, on: date, progress: Progress) -> None:
    task = progress.add_task(f"{municipality.name} 昨年度の報告", total=1)
    statistics.report_of_last_year(on, actor_named("reports-h"))
    progress.advance(task)
