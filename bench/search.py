"""search.p95: what a clerk waits for a search among a million residents, in the mix of a day."""

import random
import time
from collections.abc import Iterator
from statistics import quantiles

from django.db import connections

from bench.office import office
from bench.registry import RESIDENTS, full_file, import_seconds
from sesshu.ward.residents.queries import Search, search

LIMIT = 50.0
PEOPLE = 150
SEED = 8
_SAMPLE = """
SELECT r.atena_number, v.name, v.name_kana, v.birth_on, v.address, v.phone
FROM resident r JOIN resident_search s ON s.resident_id = r.id JOIN resident_version v ON v.id = s.version_id
WHERE r.id %% 6427 = 0 AND NOT r.is_guarded LIMIT %s
"""


def run(residents: int = RESIDENTS) -> list[dict[str, object]]:
    """Fill a ward, ask everything a clerk asks about some of its people, take the 95th percentile."""
    with office("bench_search"):
        import_seconds(full_file(residents))
        questions = list(asked())
        for question in questions[:50]:
            search(question)
        waits = [milliseconds(question) for question in questions]
    p95 = quantiles(waits, n=20)[-1]
    return [
        {
            "id": "search.p95",
            "work": f"{len(waits):,} searches by name, reading, part, birth date, address, phone, number",
            "number": p95,
            "unit": "ms",
            "limit": LIMIT,
            "limit_is": "the aim",
            "better": "lower",
            "ratio": LIMIT / p95,
        }
    ]


def asked() -> Iterator[Search]:
    """Everything a clerk may type about each of some people, in a random order."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_SAMPLE, [PEOPLE])
        people = cursor.fetchall()
    questions = [question for person in people for question in about(*person)]
    random.Random(SEED).shuffle(questions)
    return iter(questions)


def about(
    number: str, name: str, kana: str, born_on: object, address: str, phone: str | None
) -> list[Search]:
    """The questions about one person."""
    family, given = name.split("　")[0], name.split("　")[-1]
    heard_family, heard_given = kana.split("　")[0], kana.split("　")[-1]
    questions = [
        Search(kana=kana),
        Search(kana=kana.replace("　", "")),
        Search(kana=heard_family),
        Search(kana=heard_given[:2]),
        Search(kana=heard_family[:1]),
        Search(kana=f"{heard_family[:2]} {heard_given[:2]}"),
        Search(kana=heard_family, born_on=born_on),
        Search(name=name),
        Search(name=family),
        Search(name=given[:1]),
        Search(name=family, address=address),
        Search(born_on=born_on),
        Search(address=address),
        Search(address=address.split("丁目")[0]),
        Search(atena_number=number),
    ]
    return questions + ([Search(phone=phone)] if phone else [])


def milliseconds(question: Search) -> float:
    """How long one search takes."""
    began = time.perf_counter()
    search(question)
    return (time.perf_counter() - began) * 1_000
