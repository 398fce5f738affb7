"""Which constraint PostgreSQL refused a row by: situations of the office are named by it."""

from django.db import IntegrityError
from psycopg.errors import IntegrityError as RefusedByConstraint


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint; empty where the database named none."""
    cause = error.__cause__
    named = cause.diag.constraint_name if isinstance(cause, RefusedByConstraint) else None
    return named or ""
