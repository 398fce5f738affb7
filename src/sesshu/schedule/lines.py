"""NDJSON persons in, NDJSON answers out; a bad line is answered by an error and the stream goes on."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from sesshu.schedule.persons import Person

FORMAT = "sesshu.schedule.error/1"
SHAPE = "docs/formats/schedule.md"
BYTE_OF = re.compile(r" \(byte (\d+)\)")


class LineError(msgspec.Struct, frozen=True, kw_only=True):
    """Why a line could not be judged: where it is wrong, and what to do."""

    format: str = FORMAT
    line: int
    column: int
    path: str
    error: str
    remedy: str


def persons_in(lines: Iterable[bytes]) -> Iterator[Person | LineError]:
    """The person of each line, or what is wrong with it; empty lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _person(number, line)


def answers(
    lines: Iterable[bytes], answer: Callable[[Person], Iterable[msgspec.Struct | dict[str, Any]]]
) -> Iterator[bytes]:
    """The lines of JSON that are the answer about each person."""
    for person in persons_in(lines):
        found = (person,) if isinstance(person, LineError) else answer(person)
        yield from (msgspec.json.encode(one) for one in found)


def _person(number: int, line: bytes) -> Person | LineError:
    try:
        person = msgspec.json.decode(line, type=Person)
    except msgspec.ValidationError as problem:
        return _misfit(number, line, str(problem))
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        return _no_json(number, line, str(problem))
    if faulty := _twice(person):
        path = "$.doses[...].id"
        error, remedy = f"dose id {faulty!r} appears twice", "give each dose an id of its own"
        return LineError(line=number, column=1, path=path, error=error, remedy=remedy)
    return person


def _twice(person: Person) -> str | None:
    ids = [dose.id for dose in person.doses]
    return next((one for one in ids if ids.count(one) > 1), None)


def _no_json(number: int, line: bytes, problem: str) -> LineError:
    place = BYTE_OF.search(problem)
    column = _column(line, int(place[1])) if place else len(line.rstrip()) + 1
    error = BYTE_OF.sub("", problem)
    remedy = f"write one complete JSON object on the line, as {SHAPE} shows"
    return LineError(line=number, column=column, path="$", error=error, remedy=remedy)


def _misfit(number: int, line: bytes, problem: str) -> LineError:
    error, _, path = problem.partition(" - at ")
    path = path.strip("`") or "$"
    named = re.search(r"unknown field `([^`]+)`|required field `([^`]+)`", error)
    column = _place_of(path, line)
    if named and named[1]:
        column = _place_of(f"{path}.{named[1]}", line)
    remedy = f"give the field the type that {SHAPE} shows"
    return LineError(line=number, column=column, path=path, error=error, remedy=remedy)


def _place_of(path: str, line: bytes) -> int:
    """Column at which the last field of a path stands; where it repeats, the one the index counts."""
    fields = re.findall(r"\.([A-Za-z_]+)", path)
    if not fields:
        return 1
    indexes = [int(index) for index in re.findall(r"\[(\d+)\]", path)]
    found = re.finditer(rb'"' + fields[-1].encode() + rb'"\s*:', line)
    match = next(islice(found, indexes[-1] if indexes else 0, None), None)
    return 1 if match is None else _column(line, match.start())


def _column(line: bytes, byte: int) -> int:
    return len(line[:byte].decode("utf-8", "replace")) + 1
