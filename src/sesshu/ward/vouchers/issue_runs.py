"""Issue runs: begin, have fixed by a second person, pull what must not be sent, record the posting (B1)."""

from datetime import date

from sesshu.foundation import ledger, runs, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.second_person import Content, Proposal, takes_effect
from sesshu.ward.rulebooks.releases import keep_current
from sesshu.ward.vouchers.codes import Step
from sesshu.ward.vouchers.conditions import Conditions
from sesshu.ward.vouchers.models import IssueCandidate, IssueRun, IssueStep
from sesshu.ward.vouchers.situations import NobodyToIssue, WrongStep
from sesshu.ward.vouchers.statements import write

PURPOSE = "接種券の一斉発行"
EXTRACT = "issue.extract"
NUMBER = "issue.number"
FIX = "ward.issue_fix"
SAVE = "INSERT INTO issue_conditions (name, content) VALUES (%s, %s)"
BEGIN = """
INSERT INTO issue_run (name, conditions, base_on, until_on, release)
VALUES (%s, %s, %s, %s, %s) RETURNING id
"""
TAKE = "INSERT INTO issue_step (issue_run_id, step, proposal_id) VALUES (%s, %s, %s)"
# In one statement: whom it finds is whom it stops.
PULL = """
WITH stopped AS (
    INSERT INTO voucher_void (voucher_id, cause)
    SELECT voucher_id, cause FROM voucher_to_stop WHERE issue_run_id = %s RETURNING voucher_id
)
SELECT v.resident_id FROM stopped JOIN voucher v ON v.id = stopped.voucher_id ORDER BY v.id
"""


def save_conditions(actor: Actor, name: str, conditions: Conditions) -> None:
    """Keep conditions under a name; the newest of a name is offered."""
    with ledger.act(actor, "issue.conditions_saved", PURPOSE):
        write(SAVE, [name, conditions.text])


def begin(actor: Actor, name: str, conditions: Conditions, on: date) -> int:
    """Begin a run under these conditions, judged as of a day; a worker finds whom they name. Its number."""
    with ledger.act(actor, "issue.begun", PURPOSE) as event:
        values = [name, conditions.text, on, conditions.until_on, keep_current()]
        [(issue_run,)] = write(BEGIN, values)
        event.detail(issue_run=issue_run)
        runs.start(actor, EXTRACT, params={"issue_run": issue_run})
    return int(issue_run)


def propose_fix(actor: Actor, issue_run: int, reason: str) -> Proposal:
    """Ask a second person to fix the list as it stands. Raises WrongStep, NobodyToIssue."""
    run = IssueRun.objects.get(pk=issue_run)
    if steps_of(issue_run) != [Step.EXTRACTED] or waiting_fix(issue_run) is not None:
        raise WrongStep
    listed = IssueCandidate.objects.filter(issue_run_id=issue_run, excluded=None)
    sheets = listed.count()
    if not sheets:
        raise NobodyToIssue
    payload: dict[str, Content] = {
        "issue_run": issue_run,
        "name": run.name,
        "until_on": run.until_on.isoformat(),
        "sheets": sheets,
        "people": listed.values("resident_id").distinct().count(),
    }
    return second_person.propose(actor, FIX, payload, [], reason, purpose=PURPOSE)


@takes_effect(FIX)
def _fixed(actor: Actor, proposal: Proposal) -> None:
    """The list is fixed; a worker gives every sheet its number and place."""
    issue_run = proposal.payload["issue_run"]
    write(TAKE, [issue_run, Step.FIXED.value, proposal.pk])
    runs.start(actor, NUMBER, params={"issue_run": issue_run})


def discard(actor: Actor, issue_run: int) -> None:
    """Give a run up before it is fixed. Raises WrongStep."""
    _take(actor, issue_run, Step.DISCARDED, "issue.discarded")


def pull(actor: Actor, issue_run: int) -> int:
    """Void the numbers of letters that must not be sent, whose sheets were taken out; how many."""
    with ledger.act(actor, "issue.pulled", PURPOSE) as event:
        event.detail(issue_run=issue_run)
        stopped = [resident for (resident,) in write(PULL, [issue_run])]
        event.about(*dict.fromkeys(stopped))
    return len(stopped)


def post(actor: Actor, issue_run: int) -> None:
    """Record that the letters left. Raises LettersToStop, WrongStep."""
    _take(actor, issue_run, Step.POSTED, "issue.posted")


def steps_of(issue_run: int) -> list[Step]:
    """The steps a run has taken, in their order."""
    taken = IssueStep.objects.filter(issue_run_id=issue_run).order_by("id")
    return [Step(step) for step in taken.values_list("step", flat=True)]


def waiting_fix(issue_run: int) -> Proposal | None:
    """The proposal to fix a run that waits for a second person."""
    waiting = waiting_fixes()
    return next((each for each in waiting if each.payload["issue_run"] == issue_run), None)


def waiting_fixes() -> list[Proposal]:
    """Every list that waits to be fixed."""
    return list(Proposal.objects.filter(kind=FIX, state=second_person.State.OPEN.value))


def _take(actor: Actor, issue_run: int, step: Step, action: str) -> None:
    with ledger.act(actor, action, PURPOSE) as event:
        event.detail(issue_run=issue_run)
        write(TAKE, [issue_run, step.value, None])
