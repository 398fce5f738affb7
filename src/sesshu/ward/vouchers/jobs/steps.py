"""Steps of an issue run that a worker takes."""

from sesshu.ward.residents.intake import bulk
from sesshu.ward.vouchers.codes import Step

TAKE = "INSERT INTO issue_step (issue_run_id, step) VALUES (%s, %s)"


def take_step(issue_run: int, step: Step) -> None:
    """Write that a run took a step; PostgreSQL says whether it may."""
    bulk.execute(TAKE, [issue_run, step.value])
