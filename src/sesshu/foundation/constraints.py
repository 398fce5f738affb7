"""Which constraint PostgreSQL refused a row by: situations of the office are named by it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError
from psycopg.errors import IntegrityError as RefusedByConstraint


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint; empty where the database named none."""
    cause = error.__cause__
    named = cause.diag.constraint_name if isinstance(cause, RefusedByConstraint) else None
    return named or ""


@contextmanager
def situations_by_constraint(situations: Mapping[str, Callable[[], Exception]]) -> Iterator[None]:
    """Raise the situation that a refusal by one of these constraints means.

    Any other refusal passes as it came, with its cause: another duty may know it.
    """
    try:
        yield
    except IntegrityError as error:
        situation = situations.get(constraint_of(error))
        if situation is None:
            raise
        raise situation() from error
