"""A case opens when the coordination takes the situation up; it closes with a reason, and can be taken up again."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.cases.events import CaseClosed, CaseOpened
from havre.cases.models import Case
from havre.cases.policies import require_nothing_under_way
from havre.cases.states import CASE
from havre.countries.fr.network import EXITS, NOT_ADMITTED
from havre.people.operations import archive
from havre.placements.operations.overrides import let_go
from havre.placements.operations.rounds import end_round
from havre.record import clocks, events, words
from havre.record.operations import current, expect_version, operation, record
from havre.record.transitions import move

words.register({"case_opened": _("Dossier ouvert")})

RETENTION = "RET"
CHASED_ON = frozenset({"R34"})
"""Runs on after the case: the receipt of child protection is chased until it comes."""
RETENTION_KEPT = timedelta(days=730)
"""Two years after the last contact a file is archived or destroyed (P12, CNIL)."""


def reason_word(code: str) -> str:
    """A reason for closing in the language of the page: a way out of the network, or why she never came in."""
    listed = EXITS if code in EXITS else NOT_ADMITTED
    return listed.label(code, "en" if (get_language() or "fr").startswith("en") else "fr")


@operation
def open_case(person_id: uuid.UUID, *, by: User | None, at: datetime) -> Case:
    """Open the case of a situation, or its closed one again. Opening twice changes nothing."""
    case = Case.objects.filter(person=person_id).first()
    if case is None:
        case = Case(person_id=person_id)
        case.save(force_insert=True)
        record("case_opened", subject=person_id, thread=False)
        events.publish(CaseOpened(person_id))
    elif case.state == "closed":
        _reopen(case, as_system=True)
    return case


@operation
def close_case(
    case: Case, *, reason: str, note: str = "", version: int | None = None, by: User | None, at: datetime
) -> None:
    """Close with a reason (``EXITS`` or ``NOT_ADMITTED``). Raises ``StillUnderWay``, ``Stale``, ``NotNow``.

    The clocks of the situation stop; that of retention starts.
    """
    expect_version(case, version)
    require_nothing_under_way(case.person_id)
    _close(case, reason=reason, note=note, as_system=False)


@operation
def reopen_case(case: Case, *, version: int | None = None, by: User, at: datetime) -> None:
    """Take a closed case up again. Raises ``Stale``, ``NotNow``."""
    expect_version(case, version)
    _reopen(case, as_system=False)


@operation
def end_case(person_id: uuid.UUID, *, reason: str, by: User | None, at: datetime) -> None:
    """The decision that ends a situation closes its case too. A case that is closed or was never opened stays so."""
    case = Case.objects.filter(person=person_id, state="open").first()
    if case is not None:
        _close(case, reason=reason, note="", as_system=True)


def _close(case: Case, *, reason: str, note: str, as_system: bool) -> None:
    word = reason_word(reason)
    move(CASE, case, "close", facts={"reason": word}, as_system=as_system)
    at = current().at
    archive(case.person_id, "cases", {"reason": reason, "note": note, "closed_at": at.isoformat()})
    let_go(case.person_id)
    end_round(case.person_id, why="case_closed")
    _stop_clocks(case.person_id)
    clocks.start(case.person_id, RETENTION, due_at=at + RETENTION_KEPT)
    events.publish(CaseClosed(case.person_id))


def _stop_clocks(person_id: uuid.UUID) -> None:
    codes = set(clocks.running(person_id).values_list("code", flat=True)) - CHASED_ON
    if codes:
        clocks.stop(person_id, *codes)


def _reopen(case: Case, *, as_system: bool) -> None:
    move(CASE, case, "reopen", as_system=as_system)
    clocks.stop(case.person_id, RETENTION)
    events.publish(CaseOpened(case.person_id))
