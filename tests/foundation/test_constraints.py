"""Refusals of PostgreSQL become situations by the constraint they name; others pass as they came."""

import pytest
from django.db import IntegrityError, connection

from sesshu.foundation.constraints import constraint_of, situations_by_constraint
from sesshu.foundation.walls import Place

REFUSE = """
DO $$ BEGIN
    RAISE EXCEPTION 'no' USING ERRCODE = 'check_violation', CONSTRAINT = 'never_on_a_sunday';
END $$
"""


class Sunday(Exception):
    """What the constraint means."""


def test_a_known_constraint_is_its_situation(ward: Place) -> None:
    with (
        pytest.raises(Sunday) as raised,
        situations_by_constraint({"never_on_a_sunday": Sunday}),
        connection.cursor() as cursor,
    ):
        cursor.execute(REFUSE)
    assert isinstance(raised.value.__cause__, IntegrityError)


def test_another_duty_still_sees_which_constraint_it_was(ward: Place) -> None:
    with (
        pytest.raises(Sunday),
        situations_by_constraint({"never_on_a_sunday": Sunday}),
        situations_by_constraint({"never_on_a_monday": ValueError}),
        connection.cursor() as cursor,
    ):
        cursor.execute(REFUSE)


def test_what_names_no_constraint_has_an_empty_name() -> None:
    assert constraint_of(IntegrityError("said by nobody")) == ""
