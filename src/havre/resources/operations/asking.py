"""A question comes in: by an account, by a link, by telephone; and what its asker does with the answer."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, User
from havre.common.dataclass_json import from_json, to_json
from havre.intake.content import ADVICE as CALL_ADVICE
from havre.intake.content import About as CallAbout
from havre.intake.content import Said as CallSaid
from havre.intake.models import Call
from havre.intake.policies import may_open
from havre.record import drafts
from havre.record.operations import Refusal, operation, save
from havre.record.transitions import NotNow, move
from havre.resources.content import ACCOUNT, HELPED, PHONE, QUESTION, TELEPHONE, About, Contact, Question
from havre.resources.models import AdviceRequest, Article
from havre.resources.operations.common import (
    classify,
    due_at,
    end,
    put_on_record,
    require,
    require_desk,
    write_note,
    write_reply,
)
from havre.resources.policies import is_asker, may_ask
from havre.resources.states import ADVICE
from havre.vault import keys

FROM_CALL = uuid.UUID("5d8f1f0c-2f0b-5c51-9b4e-6f3a52c7a1de")
"""Name space: of one call comes one request, however often the button is pressed."""
TOPIC_FIELDS = {"person": "danger", "rights": "administrative", "place": "social", "followed": "social"}
"""Topic of a call → field of advice; the desk changes it with a word."""


class DayPassed(Refusal):
    sentence = _("Ce jour est passé. Choisissez aujourd’hui ou plus tard ; le reste est gardé.")


@dataclass
class Asked:
    """Everything that a question brings."""

    field: str
    urgency: str = "this_week"
    kind: str = QUESTION
    needed_on: date | None = None
    about: About = dataclasses.field(default_factory=About)
    question: Question = dataclasses.field(default_factory=Question)
    contact: Contact = dataclasses.field(default_factory=Contact)


def create(
    request_id: uuid.UUID,
    asked: Asked,
    *,
    channel: str,
    at: datetime,
    asker: User | None = None,
    organisation: Organisation | None = None,
    owner: User | None = None,
) -> AdviceRequest:
    """The row, under an id that the page chose. Inside an operation. Raises ``DayPassed``."""
    today = timezone.localdate(at)
    if asked.needed_on is not None and asked.needed_on < today:
        raise DayPassed
    keys.create_subject("people", subject=request_id)
    row = AdviceRequest(
        id=request_id, kind=asked.kind, field=asked.field, urgency=asked.urgency, channel=channel, asked_on=today,
        needed_on=asked.needed_on, due_at=due_at(asked.urgency, asked.needed_on, at), owner=owner, asker=asker,
        organisation=organisation,
    )  # fmt: skip
    for name, value in (("about", asked.about), ("question", asked.question), ("contact", asked.contact)):
        row.seal(name, to_json(value))
    row.save(force_insert=True)
    put_on_record("advice_asked", row, "question", "contact", "about")
    return row


@operation
def ask_advice(request_id: uuid.UUID, *, asked: Asked, by: User, at: datetime) -> AdviceRequest:
    """Ask the desk by an account; sent twice, it is asked once. The draft of that id goes.

    Raises ``NotAllowed``, ``DayPassed``.
    """
    require(may_ask(by))
    known = AdviceRequest.objects.filter(pk=request_id).first()
    if known is not None:
        require(known.asker_id == by.pk)
        return known
    homes = sorted(by.organisations())
    organisation = Organisation.objects.filter(pk__in=homes).order_by("code").first() if homes else None
    row = create(request_id, asked, channel=ACCOUNT, at=at, asker=by, organisation=organisation)
    drafts.discard(by, request_id)
    return row


@operation
def note_advice(
    request_id: uuid.UUID,
    *,
    asked: Asked,
    answer: str = "",
    label: str = "",
    articles: list[Article] | None = None,
    by: User,
    at: datetime,
) -> AdviceRequest:
    """Advice asked by telephone: with an answer it is given and over; without one it waits with whoever noted it.

    Sent twice, it is noted once. Raises ``NotAllowed``, ``DayPassed``.
    """
    require_desk(by)
    known = AdviceRequest.objects.filter(pk=request_id).first()
    if known is not None:
        return known
    asked.kind = TELEPHONE if asked.kind == QUESTION else asked.kind
    row = create(request_id, asked, channel=PHONE, at=at, owner=by)
    changed = classify(row, label=label, articles=articles)
    if not answer:
        move(ADVICE, row, "take", changed=changed, thread=False)
        return row
    write_reply(row, answer, by=by.name, at=at, from_desk=True, is_answer=True)
    move(ADVICE, row, "note", changed=[*changed, *end(row, at)], thread=False)
    return row


@operation
def keep_call(call: Call, *, by: User, at: datetime) -> AdviceRequest:
    """Of a call that ended with advice make a request that can be found again: its words come along, once.

    Raises ``NotAllowed``; ``NotNow`` where nothing was said, or is not kept any more.
    """
    require_desk(by)
    require(may_open(by, call))
    request_id = uuid.uuid5(FROM_CALL, str(call.pk))
    known = AdviceRequest.objects.filter(pk=request_id).first()
    if known is not None:
        return known
    if call.state != "closed" or call.outcome != CALL_ADVICE or call.said is None:
        raise NotNow
    said, about = from_json(CallSaid, call.unseal("said")), from_json(CallAbout, call.unseal("about"))
    asked = Asked(
        field=TOPIC_FIELDS.get(about.topic, "other"), kind=TELEPHONE, about=About(service=about.caller),
        question=Question(said.what), contact=Contact(who=said.who),
    )  # fmt: skip
    row = create(request_id, asked, channel=PHONE, at=at, owner=by)
    if said.notes:
        write_note(row, said.notes, by=by.name, at=at)
    move(ADVICE, row, "take", thread=False)
    return row


# The asker, afterwards


@operation
def write_to_desk(request: AdviceRequest, *, text: str, by: User, at: datetime) -> None:
    """The asker adds a word; after an answer that opens the request again. Raises ``NotAllowed``, ``NotNow``."""
    require(is_asker(by, request))
    add_words(request, text=text, by=by.name, at=at)


def add_words(request: AdviceRequest, *, text: str, by: str, at: datetime, as_system: bool = False) -> None:
    """What the asker writes, by an account or by a link. Inside an operation."""
    if not (request.is_open or request.is_answered):
        raise NotNow
    write_reply(request, text, by=by, at=at, from_desk=False)
    if request.is_answered:
        changed = reopened(request, at)
        move(ADVICE, request, "reopen", changed=changed, as_system=as_system, thread=False)
    else:
        save(request)
        put_on_record("advice_message", request, "replies.said")


def reopened(request: AdviceRequest, at: datetime) -> list[str]:
    """The clock starts again, with the urgency it had; the columns that changed."""
    request.due_at = due_at(request.urgency, None, at)
    return ["due_at"]


@operation
def say_whether_it_helped(request: AdviceRequest, *, helped: str, by: User, at: datetime) -> None:
    """Yes, partly or no, by its asker; the request is over until somebody opens it again.

    Raises ``NotAllowed``, ``NotNow``.
    """
    require(is_asker(by, request))
    rate(request, helped)


def rate(request: AdviceRequest, helped: str, *, as_system: bool = False) -> None:
    """Inside an operation."""
    if helped not in HELPED:
        raise ValueError(f"{helped!r} is no opinion")
    request.helped = helped
    if request.state == "closed":
        save(request, "helped")
        put_on_record("advice_rated", request, "helped")
    else:
        move(ADVICE, request, "thank", changed=["helped"], as_system=as_system, thread=False)
