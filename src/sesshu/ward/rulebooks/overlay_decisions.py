"""Putting decisions of the municipality in force: proposed by one person, approved by another (R5)."""

import hashlib

from django.db import DEFAULT_DB_ALIAS, connections

from sesshu.foundation import ledger, second_person
from sesshu.foundation.acting import Actor
from sesshu.foundation.ledger import Refused
from sesshu.foundation.second_person import Proposal, takes_effect
from sesshu.foundation.walls import current_place
from sesshu.schedule.errors import RulebookError
from sesshu.schedule.releases import narrowed, overlay_text, read_overlay_text
from sesshu.ward.rulebooks.releases import current_text, keep_current

KIND = "rulebook.overlay"
PURPOSE = "区の定め"
KEEP = """
INSERT INTO rulebook_overlay (overlay, content, kept_at)
VALUES (%s, %s, clock_timestamp()) ON CONFLICT (overlay) DO NOTHING
"""
PUT = "INSERT INTO overlay_in_force (proposal_id) VALUES (%s)"


class OverlayNotUsable(Refused):
    """The file is no overlay of this municipality, or would let more people in than the law."""

    reason = "overlay_not_usable"


def propose_overlay(actor: Actor, text: str, name: str, reason: str) -> Proposal:
    """Ask a second person to put a file of decisions in force. Raises OverlayNotUsable."""
    content = _usable(text, name)
    overlay = hashlib.sha256(content).hexdigest()
    with ledger.act(actor, "overlay.proposed", PURPOSE) as entry:
        entry.detail(overlay=overlay)
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(KEEP, [overlay, content])
        return _propose(actor, overlay, reason)


def propose_none(actor: Actor, reason: str) -> Proposal:
    """Ask a second person to let the national law judge alone."""
    return _propose(actor, None, reason)


@takes_effect(KIND)
def _put_in_force(actor: Actor, proposal: Proposal) -> None:
    """It judges from this moment on, under a release of its own."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(PUT, [proposal.pk])
    keep_current()


def _propose(actor: Actor, overlay: str | None, reason: str) -> Proposal:
    payload = {"overlay": overlay}
    return second_person.propose(actor, KIND, payload, [], reason, purpose=PURPOSE)


def _usable(text: str, name: str) -> bytes:
    try:
        content = overlay_text(text, name)
        narrowed(current_text(), content)
    except RulebookError as problem:
        raise OverlayNotUsable(f"このファイルは区の定めとして使えません。{problem}") from problem
    if read_overlay_text(content).municipality != current_place().municipality:
        raise OverlayNotUsable(
            "このファイルは、ほかの自治体の定めです。市区町村コードを確かめてください。"
        )
    return content
