"""Changes of the levels of checks, of tests."""

from datetime import date

from ledger_of_tests import CLERK, COLLEAGUE

from sesshu.foundation.second_person import Proposal
from sesshu.ward.intake import check_levels
from sesshu.ward.intake.check_levels import LevelChange
from sesshu.ward.intake.codes import Level
from sesshu.ward.intake.models import IntakeCheck
from sesshu.wire.clinic_files.codes import Channel


def lighter_level(situation: str, channel: Channel, on: date) -> LevelChange:
    """From this month on a row with this finding may be recorded as it is."""
    return LevelChange(
        situation=situation,
        channel=channel,
        level=Level.WARNING,
        may_override=True,
        valid_from=on.replace(day=1),
    )


def check_of(change: LevelChange) -> IntakeCheck:
    """The check as it stands until the change."""
    return IntakeCheck.objects.get(
        situation=change.situation, channel=change.channel, valid_until=None
    )


def agreed(change: LevelChange, reason: str = "医師会との取決め") -> Proposal:
    """One person asks, another approves."""
    asked = check_levels.propose_level(CLERK, change, reason)
    return check_levels.approve(COLLEAGUE, asked.pk, asked.sha256)
