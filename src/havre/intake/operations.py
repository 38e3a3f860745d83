"""All writes about a call: noted while somebody speaks, rung back, turned into a referral, forgotten."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.dataclass_json import from_json, to_json
from havre.countries.fr.policy import CALL_BACK_AGAIN, CALL_BACK_WITHIN
from havre.intake.content import CALL_BACK, ENQUIRY, OUTCOMES, REFERRAL, UNSAID, About, Reach, Said
from havre.intake.events import CallBecameReferral, EnquiryMade
from havre.intake.models import Call
from havre.intake.policies import may_open, may_refer
from havre.intake.states import CALL
from havre.people.models import Person
from havre.record import events, facts, words
from havre.record.operations import NotAllowed, Refusal, expect_version, operation, record, save
from havre.record.transitions import NotNow, move
from havre.vault import keys

Typed = dict[str, list[str]]

words.register(
    {
        "call_noted": _("Appel en train d’être noté"),
        "call_discarded": _("Appel à moitié noté, détruit"),
        "call_passed_on": _("Appel à rappeler confié"),
        "call_forgotten": _("Contenu d’un appel détruit : son temps est passé"),
        "enquiry_made": _("Quelqu’un a demandé après elle par téléphone"),
    }
)


class HourPassed(Refusal):
    sentence = _("Cette heure est passée. Choisissez quand rappeler ; le reste est gardé.")


class TooFar(Refusal):
    sentence = _("C’est trop loin pour une promesse. Choisissez un jour plus proche ; le reste est gardé.")


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed


def _own_open(call_id: uuid.UUID, by: User) -> Call | None:
    call = Call.objects.filter(pk=call_id).first()
    if call is not None:
        _require(call.owner_id == by.pk)
        if call.state != "open":
            raise NotNow
    return call


# While somebody speaks


@operation
def note_call(call_id: uuid.UUID, *, typed: Typed, by: User, at: datetime) -> Call:
    """Keep what is typed so far, as it is typed, right or wrong: a call that is cut off loses nothing.

    Raises ``NotNow`` once it is closed, ``NotAllowed`` where it is somebody else's.
    """
    _require(may(by, Permission.NOTE_CALLS))
    call = _own_open(call_id, by) or _begin(call_id, by, at)
    call.seal("typed", typed)
    call.save(update_fields=["typed"])
    record("call_noted", subject=call.pk, fields=["typed"], thread=False)
    return call


def _begin(call_id: uuid.UUID, by: User, at: datetime) -> Call:
    """The row, under an id that the page chose; of two that arrive together the second finds the first."""
    keys.create_subject("people", subject=call_id)
    Call.objects.bulk_create([Call(id=call_id, owner=by, noted_on=timezone.localdate(at))], ignore_conflicts=True)
    call = _own_open(call_id, by)
    if call is None:
        raise NotNow
    return call


@operation
def discard_call(call: Call, *, by: User, at: datetime) -> None:
    """Destroy one's own half-typed call. Raises ``NotNow``, ``NotAllowed``."""
    _own_open(call.pk, by)
    record("call_discarded", subject=call.pk, thread=False)
    Call.objects.filter(pk=call.pk).delete()


# What came of it


@operation
def close_call(call: Call, *, outcome: str, about: About, said: Said, by: User, at: datetime) -> None:
    """It ends here: advice, or another service. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    _own_open(call.pk, by)
    call.seal("said", to_json(said))
    _close(call, "close", outcome, about, at)


@operation
def ask_call_back(
    call: Call, *, due_at: datetime, for_all: bool, about: About, said: Said, reach: Reach, by: User, at: datetime
) -> None:
    """Promise to ring back at ``due_at``, at most sixty days from now; ``for_all`` leaves it to whoever is there.

    Raises ``HourPassed``, ``TooFar``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    _own_open(call.pk, by)
    if due_at <= at:
        raise HourPassed
    if due_at > at + timedelta(days=CALL_BACK_WITHIN.value):
        raise TooFar
    call.seal("said", to_json(said))
    call.seal("reach", to_json(reach))
    call.seal("about", to_json(about))
    call.typed, call.outcome, call.call_back_at, call.for_all = None, CALL_BACK, due_at, for_all
    changed = ["said", "reach", "about", "typed", "outcome", "call_back_at", "for_all"]
    move(CALL, call, "ask_back", changed=changed, thread=False)


@operation
def miss_call_back(call: Call, *, version: int | None = None, by: User, at: datetime) -> datetime:
    """Nobody answered: once more, some hours later. Returns when. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    _require(may_open(by, call))
    expect_version(call, version)
    again = at + timedelta(hours=CALL_BACK_AGAIN.value)
    call.call_back_at = again
    move(CALL, call, "miss", changed=["call_back_at"], thread=False)
    return again


@operation
def call_back(call: Call, *, outcome: str, notes: str = "", version: int | None = None, by: User, at: datetime) -> None:
    """Rung back, with what came of it; the number goes. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    _require(may_open(by, call))
    expect_version(call, version)
    said = from_json(Said, call.unseal("said"))
    said.notes = "\n".join(filter(None, [said.notes, notes.strip()]))
    call.seal("said", to_json(said))
    _close(call, "call_back", outcome, from_json(About, call.unseal("about")), at)


@operation
def make_referral(
    call: Call,
    *,
    about: About | None = None,
    said: Said | None = None,
    version: int | None = None,
    by: User,
    at: datetime,
) -> uuid.UUID:
    """Move what was typed into the draft of a referral, whose id is given back; the call keeps the outcome alone.

    ``about`` and ``said`` come with a call that is being noted. Raises ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    _require(may_refer(by) and may_open(by, call))
    expect_version(call, version)
    about = about or from_json(About, call.unseal("about"))
    said = said or from_json(Said, call.unseal("said"))
    reach = from_json(Reach, call.unseal("reach"))
    verb = _closing_verb(call)
    draft_id = uuid.uuid4()
    call.said = None
    _close(call, verb, REFERRAL, about, at)
    events.publish(CallBecameReferral(draft_id, about, said, reach))
    return draft_id


@operation
def note_enquiry(call: Call, *, said: Said, about: About, person: Person | None = None, by: User, at: datetime) -> None:
    """Somebody asked about a person. Where it is one whose file this account may open, it goes there (P21);
    otherwise the call keeps what was asked, and is counted.

    Raises ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    verb = _closing_verb(call)
    _require(may_open(by, call))
    _require(person is None or may(by, Permission.OPEN_IDENTITY, person))
    call.said = None
    if person is None:
        call.seal("said", to_json(said))
    _close(call, verb, ENQUIRY, about, at)
    if person is not None:
        record("enquiry_made", subject=person.pk)
        events.publish(EnquiryMade(person.pk, at, said))


def _closing_verb(call: Call) -> str:
    return "close" if call.state == "open" else "call_back"


def _close(call: Call, verb: str, outcome: str, about: About, at: datetime) -> None:
    """The end of a call: the number goes, the year counts it."""
    if outcome not in OUTCOMES or outcome == CALL_BACK:
        raise ValueError(f"no call ends with {outcome!r}")
    call.seal("about", to_json(about))
    call.typed = call.reach = call.call_back_at = None
    call.outcome, call.closed_on = outcome, timezone.localdate(at)
    changed = ["said", "about", "typed", "reach", "call_back_at", "outcome", "closed_on"]
    move(CALL, call, verb, changed=changed, thread=False)
    facts.publish(
        "call", year=call.noted_on.year, caller=about.caller or UNSAID, topic=about.topic or UNSAID, outcome=outcome
    )


@operation
def pass_on(call: Call, *, to: User, by: User | None, at: datetime) -> None:
    """A promise to ring back goes to a colleague while somebody is away (``by`` is ``None`` when a sweep does it).

    Raises ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    _require(may(to, Permission.NOTE_CALLS) and (by is None or may(by, Permission.NOTE_CALLS)))
    if call.state != "to_call_back":
        raise NotNow
    call.owner = to
    save(call, "owner")
    record("call_passed_on", subject=call.pk, fields=["owner"], thread=False)


# Forgetting


def forget_old(at: datetime) -> int:
    """The sweep: the words and the key of calls closed long ago; a call left half typed goes whole.

    The key goes first: were the house to stop in between, the next night finds the rows again. Returns how many.
    """
    found = list(Call.objects.old(timezone.localdate(at)))
    keys.forget({call.pk for call in found})
    for call in found:
        _forget(call, by=None, at=at)
    return len(found)


@operation
def _forget(call: Call, *, by: User | None, at: datetime) -> None:
    record("call_forgotten", subject=call.pk, fields=["about", "said"], thread=False)
    row = Call.objects.filter(pk=call.pk)
    if call.state == "open":
        row.delete()
    else:
        row.update(about=None, said=None, version=call.version + 1)
