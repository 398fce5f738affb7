"""page.resident.p95: the page of one resident over HTTP, from a ward of eight million doses."""

import http.client
import os
import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from bench.office import STATE, office
from bench.ward_at_scale import ON, lay_down_doses, take_in_residents
from sesshu.config.serving import Portal
from sesshu.foundation.accounts import issuing, sessions
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson
from sesshu.foundation.accounts.models import Account, Factor, Stage
from sesshu.foundation.clock import now
from sesshu.foundation.cluster import Cluster
from sesshu.foundation.cluster.address import address
from sesshu.foundation.duties import Duty
from sesshu.foundation.walls import Place
from sesshu.ward.residents.models import ResidentSearch

RESIDENTS = 1_000_000
PAGES = 500
WARM_UP = 30
LIMIT_MS = 150.0
PERCENTILE = 0.95
CHILDHOOD_YEARS = 20
DATABASE = "bench_page_resident"


def run(residents: int = RESIDENTS, pages: int = PAGES) -> list[dict[str, object]]:
    """Fill a ward, serve it, and open the pages of people under twenty, each once."""
    with office(DATABASE) as place:
        take_in_residents(place, residents, STATE / "files")
        doses = lay_down_doses(Cluster(STATE.absolute()), DATABASE, place)
        token = _clerk()
        opened = _children(pages + WARM_UP)
        with _served() as server:
            milliseconds = [_open(server, place, resident, token) for resident in opened]
    return [_result(sorted(milliseconds[WARM_UP:]), residents, doses)]


def _result(milliseconds: list[float], residents: int, doses: int) -> dict[str, object]:
    number = milliseconds[int(len(milliseconds) * PERCENTILE)]
    return {
        "id": "page.resident.p95",
        "work": f"the page of a child over HTTP, {residents:,} residents, {doses:,} doses",
        "number": round(number, 1),
        "unit": "ms",
        "limit": LIMIT_MS,
        "limit_is": "aim of the issue",
        "better": "lower",
        "ratio": round(LIMIT_MS / number, 3),
    }


def _clerk() -> str:
    """Somebody who enters doses, signed in: the token of their session."""
    person = NewPerson("00000001", "clerk", "入力担当", Department.INFECTION)
    account_id = issuing.issue(person, [Duty.ENTRY], now(), None, "jobs")
    account = Account.objects.get(pk=account_id)
    return sessions.start(account, Stage.FULL, now(), "127.0.0.1", Factor.TOTP).token


def _children(wanted: int) -> list[int]:
    born_from = ON.replace(year=ON.year - CHILDHOOD_YEARS)
    found = ResidentSearch.objects.filter(birth_on__gte=born_from).values_list("pk", flat=True)
    return random.Random(131_121).sample(list(found), min(wanted, len(found)))


@contextmanager
def _served() -> Iterator[http.client.HTTPConnection]:
    """The portal as it runs in an office, in a process of its own."""
    where = address()
    os.environ["SESSHU_DATABASE_URL"] = (
        f"postgresql://:{where.port}/{where.database}?host={quote(where.host, safe='')}&sslmode=disable"
    )
    portal = Portal(port=_free_port())
    process = portal.start()
    try:
        yield _connected(portal)
    finally:
        process.terminate()
        process.wait()
        del os.environ["SESSHU_DATABASE_URL"]


def _connected(portal: Portal) -> http.client.HTTPConnection:
    for _ in range(100):
        connection = http.client.HTTPConnection(portal.host, portal.port)
        try:
            connection.connect()
        except ConnectionRefusedError:
            time.sleep(0.2)
        else:
            return connection
    raise TimeoutError("the portal did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _open(server: http.client.HTTPConnection, place: Place, resident: int, token: str) -> float:
    """Milliseconds from the request to the last byte."""
    path = f"/{place.municipality}/residents/{resident}/?purpose=counter"
    began = time.perf_counter()
    server.request("GET", path, headers={"Cookie": f"sesshu_{place.system}_session={token}"})
    answer = server.getresponse()
    body = answer.read()
    took = (time.perf_counter() - began) * 1000
    if answer.status != http.client.OK or b"ss-identity" not in body:
        raise RuntimeError(f"the page was not shown: {answer.status}")
    return took


if __name__ == "__main__":
    print(run())
