"""Bring every schema to the migrations of this release: restartable, one schema after another."""

from collections.abc import Callable, Iterable

from django.core.management import call_command
from django.db import connections

from sesshu.foundation.walls.place import Place, enter
from sesshu.foundation.walls.provision import apply_grants, provision

OWNER_ALIAS = "owner"


def migrate(places: Iterable[Place], done: Callable[[Place], None] = lambda _: None) -> None:
    """Roles, tables and grants of each place. A run cut short is repeated from the start without harm."""
    for place in places:
        provision(place)
        with enter(place):
            for app in ("foundation", place.system):
                call_command("migrate", app, database=OWNER_ALIAS, verbosity=0, interactive=False)
            connections[OWNER_ALIAS].close()
        apply_grants(place)
        done(place)


class OneLinePerSchema:
    """Database router: a schema takes the migrations of the foundation and of its own system only."""

    def allow_migrate(self, db: str, app_label: str, **_: object) -> bool:
        """Only the owner's alias migrates at all."""
        return db == OWNER_ALIAS
