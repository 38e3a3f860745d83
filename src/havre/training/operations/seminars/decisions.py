"""What a seminar decides is noted and followed up; its minutes are published, or taken back."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.dataclass_json import to_json
from havre.record.operations import Refusal, expect_version, operation, save
from havre.record.transitions import NotNow, move
from havre.training.models import Session
from havre.training.models_seminars import Decision
from havre.training.operations.common import put_on_record, require_keeper, tell
from havre.training.operations.seminars.common import (
    MinutesOut,
    require_seminar,
    require_unpublished,
    seminar_of,
)
from havre.training.seminars.content import DecisionText
from havre.training.states import DECISION


class NothingToTell(Refusal):
    sentence = _("Il n’y a encore rien à publier : écrivez le programme, puis des notes ou une décision.")


@operation
def note_decision(
    decision_id: uuid.UUID, *, session: Session, text: str, who: str = "", due_on: date, by: User, at: datetime
) -> Decision:  # fmt: skip
    """What was decided, who carries it and until when; sent twice, it is noted once. Raises ``MinutesOut``, ``NotNow``,
    ``NotAllowed``."""
    require_keeper(by)
    require_seminar(session)
    known = Decision.objects.filter(pk=decision_id).first()
    if known is not None:
        return known
    require_unpublished(session)
    row = Decision(id=decision_id, session=session, taken_on=timezone.localdate(at), due_on=due_on)
    row.seal("content", to_json(DecisionText(text, who)))
    row.save(force_insert=True)
    put_on_record("decision_noted", session, "decisions")
    return row


@operation
def change_decision(
    decision: Decision, *, text: str, who: str, due_on: date, version: int | None = None, by: User, at: datetime
) -> None:
    """Other words, somebody else, another day; the words stay as they are while the minutes are published.

    Raises ``MinutesOut``, ``NotAllowed``, ``Stale``.
    """
    require_keeper(by)
    expect_version(decision, version)
    content = decision.read()
    if content.text != text:
        require_unpublished(decision.session)
    content.text, content.who = text, who
    decision.due_on = due_on
    decision.seal("content", to_json(content))
    save(decision, "due_on", "content")
    put_on_record("decision_changed", decision.session, "decisions")


@operation
def finish_decision(decision: Decision, *, end: str = "", version: int | None = None, by: User, at: datetime) -> None:
    """It is done; ``end`` says what came of it. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    _end(decision, "finish", end, version)


@operation
def drop_decision(decision: Decision, *, end: str = "", version: int | None = None, by: User, at: datetime) -> None:
    """It is carried no further; ``end`` says why. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    _end(decision, "drop", end, version)


@operation
def reopen_decision(decision: Decision, *, end: str = "", version: int | None = None, by: User, at: datetime) -> None:
    """It is to be done again. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    _end(decision, "reopen", end, version)


def _end(decision: Decision, verb: str, end: str, version: int | None) -> None:
    expect_version(decision, version)
    content = decision.read()
    content.end = end
    decision.seal("content", to_json(content))
    move(DECISION, decision, verb, changed=["content"], thread=False)


@operation
def publish_minutes(session: Session, *, version: int | None = None, by: User, at: datetime) -> int:
    """Whoever was registered reads programme, notes and decisions from now on, and is told that something waits. How
    many. Raises ``NothingToTell``, ``MinutesOut``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    require_seminar(session)
    if not session.is_held:
        raise NotNow
    seminar = seminar_of(session)
    expect_version(seminar, version)
    if seminar.minutes_on is not None:
        raise MinutesOut
    if not (session.slots.filter(notes__isnull=False).exists() or session.decisions.exists()):
        raise NothingToTell
    seminar.minutes_on = timezone.localdate(at)
    save(seminar, "minutes_on")
    put_on_record("minutes_published", session, "minutes_on")
    told = list(session.registrations.filter(state="registered"))
    for row in told:
        tell(row)
    return len(told)


@operation
def take_back_minutes(session: Session, *, version: int | None = None, by: User, at: datetime) -> None:
    """Participants read them no more, until they are published again. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    seminar = seminar_of(session)
    expect_version(seminar, version)
    if seminar.minutes_on is None:
        raise NotNow
    seminar.minutes_on = None
    save(seminar, "minutes_on")
    put_on_record("minutes_taken_back", session, "minutes_on")
