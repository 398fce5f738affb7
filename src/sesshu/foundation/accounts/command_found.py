"""The last step of ``sesshu municipality add``: what kind of municipality it is, and its first two slips."""

from collections.abc import Iterable, Sequence

import typer
from django.db import connections
from rich.console import Console

from sesshu.foundation.accounts import founding
from sesshu.foundation.accounts.command import print_slips
from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.accounts.issuing import NewPerson, NotIssued
from sesshu.foundation.acting import Actor
from sesshu.foundation.clock import now
from sesshu.foundation.walls.place import Place, enter

console = Console()


def found_municipality(
    places: Iterable[Place], administrators: Sequence[str], *, demo: bool
) -> None:
    """Settle each place's kind and print two slips per system; a demo's people come with its demo.

    Called again it changes nothing: a place that has accounts gets no more slips.
    """
    people = [_person(line) for line in administrators] or founding.UNNAMED
    for place in places:
        with enter(place):
            founding.settle_environment(now(), demo=demo)
            connections[founding.OWNER].close()
            if demo and not administrators:
                continue  # the people of a demo are made together with its data
            _print_first_slips(place, people)


def _print_first_slips(place: Place, people: Sequence[NewPerson]) -> None:
    try:
        printed = founding.first_slips(Actor.system("municipality.add"), now(), people)
    except NotIssued as error:
        console.print(f"[red]{error}[/red]")
        raise typer.Exit(2) from error
    if printed:
        console.print(f"{place.municipality}（{place.system}）")
        print_slips(printed)


def _person(line: str) -> NewPerson:
    if line.count(":") < len(("職員番号", "利用者ID")):
        console.print(f"[red]{line} は「職員番号:利用者ID:氏名」の形で入力してください。[/red]")
        raise typer.Exit(2)
    staff_number, login_id, display_name = line.split(":", 2)
    return NewPerson(staff_number, login_id, display_name, Department.INFECTION)
