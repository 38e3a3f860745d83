"""The desk at work: who has it, notes, answers, merging, closing; a question that was about somebody in danger."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import OrganisationKind, User
from havre.common import words
from havre.common.dataclass_json import from_json, to_json
from havre.countries.fr.advice_desk import FIELDS
from havre.countries.fr.policy import RISK, risk_level
from havre.geo.departments import INDEX, by_area
from havre.intake import operations as calls
from havre.intake.content import About as CallAbout
from havre.intake.content import Reach
from havre.intake.content import Said as CallSaid
from havre.record import outbox
from havre.record.operations import Refusal, expect_version, operation, save
from havre.record.transitions import NotNow, move
from havre.referrals import drafting
from havre.resources.content import About, Assessed, Question, Said
from havre.resources.models import AdviceNote, AdviceReply, AdviceRequest, Article
from havre.resources.operations.asking import reopened
from havre.resources.operations.common import (
    AddressOf,
    classify,
    contact_of,
    end,
    put_on_record,
    require,
    require_desk,
    tell_asker,
    write_note,
    write_reply,
)
from havre.resources.operations.links import end_expert_links, send_answer_link
from havre.resources.policies import may_give, may_refer
from havre.resources.states import ADVICE, IN_HAND

TOPICS = {"danger": "person", "administrative": "rights", "legal": "rights", "social": "place"}


class NotThisOne(Refusal):
    sentence = _(
        "Aucune demande ne porte ce numéro, ou celle-là est déjà jointe, ou devenue une orientation. Vérifiez les cinq signes."
    )


class NoNumber(Refusal):
    sentence = _("Il n’y a pas de numéro pour rappeler. Écrivez-en un ; le reste est gardé.")


# Who has it


@operation
def take(request: AdviceRequest, *, version: int | None = None, by: User, at: datetime) -> None:
    """Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(request, version)
    request.owner = by
    move(ADVICE, request, "take", changed=["owner"], thread=False)


@operation
def give_back(request: AdviceRequest, *, version: int | None = None, by: User, at: datetime) -> None:
    """Back to the team; the clock goes on. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(request, version)
    request.owner = None
    move(ADVICE, request, "give_back", changed=["owner"], thread=False)


@operation
def assign(request: AdviceRequest, *, to: User, version: int | None = None, by: User, at: datetime) -> None:
    """To a colleague of the desk, who is told. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    require(may_give(to))
    expect_version(request, version)
    request.owner = to
    move(ADVICE, request, "assign", changed=["owner"], thread=False)
    if to.pk != by.pk:
        outbox.tell(to, "advice_assigned")


@operation
def pass_on(request: AdviceRequest, *, to: User, by: User | None, at: datetime) -> None:
    """A request goes to a colleague while somebody is away, as it stands (``by`` is ``None`` when a sweep does it).

    Raises ``NotNow`` where nobody has it in hand, ``NotAllowed``, ``Stale``.
    """
    require(may_give(to) and (by is None or may_give(by)))
    if request.state not in IN_HAND:
        raise NotNow
    request.owner = to
    save(request, "owner")
    put_on_record("advice_passed_on", request, "owner")


# What is said about it


@operation
def add_note(request: AdviceRequest, *, text: str, by: User, at: datetime) -> None:
    """For the desk alone. Raises ``NotAllowed``, ``NotNow`` once the request is no more."""
    require_desk(by)
    if request.state in ("merged", "referred"):
        raise NotNow
    save(request)
    write_note(request, text, by=by.name, at=at)
    put_on_record("advice_noted_inside", request, "notes.said")


@operation
def ask_back(request: AdviceRequest, *, text: str, version: int | None = None, by: User, at: datetime) -> None:
    """A question or a word to the asker that is no answer yet. Raises ``NotAllowed``, ``NotNow``, ``Stale``."""
    require_desk(by)
    expect_version(request, version)
    if not (request.is_open or request.is_answered):
        raise NotNow
    save(request)
    write_reply(request, text, by=by.name, at=at, from_desk=True)
    put_on_record("advice_message", request, "replies.said")
    tell_asker(request, "advice_message")


@operation
def answer(
    request: AdviceRequest,
    *,
    text: str,
    label: str | None = None,
    articles: list[Article] | None = None,
    address_of: AddressOf | None = None,
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """The answer, with the title and the articles by which it is found again; whoever asked is told.

    Requests that were joined to this one get the same words. ``address_of`` makes the address of the link by which
    somebody without account reads it. Raises ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    expect_version(request, version)
    request.owner = request.owner or by
    changed = classify(request, label=label, articles=articles)
    write_reply(request, text, by=by.name, at=at, from_desk=True, is_answer=True)
    move(ADVICE, request, "answer", changed=[*changed, "owner", *end(request, at)], thread=False)
    end_expert_links(request, at)
    for row in [request, *AdviceRequest.objects.filter(merged_into=request)]:
        if row.pk != request.pk:
            _pass_answer(row, text, by, at)
        tell_asker(row, "advice_answered")
        send_answer_link(row, address_of, at)


def _pass_answer(row: AdviceRequest, text: str, by: User, at: datetime) -> None:
    write_reply(row, text, by=by.name, at=at, from_desk=True, is_answer=True)
    save(row, *end(row, at))


@operation
def change_title(
    request: AdviceRequest,
    *,
    field: str,
    label: str,
    articles: list[Article],
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """By what it is found again. Raises ``NotAllowed``, ``Stale``."""
    require_desk(by)
    expect_version(request, version)
    request.field = field
    save(request, "field", *classify(request, label=label, articles=articles))
    put_on_record("advice_classed", request, "field", "label", "citations")


@operation
def assess_together(
    request: AdviceRequest, *, severity: int, likelihood: int, level: str, reason: str, by: User, at: datetime
) -> str:
    """What the asker and the desk think of the danger, without a file: the level that the rule proposes is kept beside
    the one that was agreed (R25, R26). Returns the proposal. Raises ``NotAllowed``, ``NotNow``."""
    require_desk(by)
    if not request.is_open:
        raise NotNow
    proposed = risk_level(severity, likelihood)
    request.seal("assessed", to_json(Assessed(severity, likelihood, level or proposed, reason)))
    save(request, "assessed")
    put_on_record("advice_assessed", request, "assessed")
    return proposed


# What becomes of it


@operation
def close(request: AdviceRequest, *, version: int | None = None, by: User, at: datetime) -> None:
    """Nothing more is expected. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(request, version)
    move(ADVICE, request, "close", thread=False)


@operation
def reopen(request: AdviceRequest, *, version: int | None = None, by: User, at: datetime) -> None:
    """The desk goes on with it; the clock starts again. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_desk(by)
    expect_version(request, version)
    request.owner = by
    move(ADVICE, request, "reopen", changed=["owner", *reopened(request, at)], thread=False)


@operation
def merge(request: AdviceRequest, *, into: AdviceRequest, version: int | None = None, by: User, at: datetime) -> None:
    """The same was asked twice: one answer for both. Neither asker learns of the other.

    Raises ``NotThisOne``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    expect_version(request, version)
    if into.pk == request.pk or into.state in ("merged", "referred"):
        raise NotThisOne
    request.merged_into = into
    move(ADVICE, request, "merge", changed=["merged_into"], thread=False)
    AdviceRequest.objects.filter(merged_into=request).update(merged_into=into)
    known = AdviceReply.objects.filter(request=into, is_answer=True).order_by("-number").first()
    if known is not None:
        _pass_answer(request, from_json(Said, known.unseal("said")).text, by, at)
        tell_asker(request, "advice_answered")


@operation
def separate(request: AdviceRequest, *, version: int | None = None, by: User, at: datetime) -> None:
    """It was not the same question: it waits again by itself. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(request, version)
    request.merged_into = None
    move(ADVICE, request, "separate", changed=["merged_into", *reopened(request, at)], thread=False)


@operation
def promise_call_back(
    request: AdviceRequest, *, due_at: datetime, for_all: bool, number: str = "", by: User, at: datetime
) -> uuid.UUID:
    """Ring the asker back at an hour: a call among those to ring back, with the number, which goes once it is done.

    Raises ``NoNumber``, ``NotAllowed``, and what a promise to ring back raises.
    """
    require_desk(by)
    contact, about = contact_of(request), from_json(About, request.unseal("about"))
    reached = number or contact.phone
    if not reached:
        raise NoNumber
    call = calls.note_call(uuid.uuid4(), typed={}, by=by, at=at)
    what = _now("Conseil %(number)s") % {"number": words.short_number(request.pk)}
    calls.ask_call_back(
        call, due_at=due_at, for_all=for_all, about=CallAbout(about.service, TOPICS.get(request.field, "other")),
        said=CallSaid(contact.who, what), reach=Reach(reached, hours=contact.hours), by=by, at=at,
    )  # fmt: skip
    put_on_record("advice_called_back", request)
    return call.pk


@operation
def make_referral(request: AdviceRequest, *, version: int | None = None, by: User, at: datetime) -> uuid.UUID:
    """It was about somebody in danger: every word moves into the draft of a referral, whose id is given back; the
    request keeps none of them; what was joined to it waits by itself again. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    require(may_refer(by))
    expect_version(request, version)
    draft_id = uuid.uuid4()
    drafting.begin(by, draft_id, _words(request), at=at)
    request.question = request.contact = request.assessed = None
    changed = ["question", "contact", "assessed", *end(request, at)]
    move(ADVICE, request, "refer", changed=changed, thread=False)
    for other in AdviceRequest.objects.filter(merged_into=request):
        separate(other, by=by, at=at)
    AdviceReply.objects.filter(request=request).delete()
    AdviceNote.objects.filter(request=request).delete()
    request.expert_questions.all().delete()
    request.citations.all().delete()
    return draft_id


def _words(request: AdviceRequest) -> dict[str, str]:
    """What the page of the telephone asks → what was typed already."""
    contact, about = contact_of(request), from_json(About, request.unseal("about"))
    written = [from_json(Said, row.unseal("said")) for row in request.replies.order_by("number")]
    inside = [from_json(Said, row.unseal("said")) for row in request.notes.order_by("number")]
    assessed = from_json(Assessed, request.unseal("assessed"))
    sorting = [
        FIELDS.label(request.field), by_area(about.area).name if about.area in INDEX else "",
        RISK.label(assessed.level) if assessed.level else "",
    ]  # fmt: skip
    return {
        "by_phone_who": contact.who,
        "referrer_name": contact.who,
        "service": str(dict(OrganisationKind.choices).get(about.service, "")),
        "phone": contact.phone,
        "safe_hours": contact.hours,
        "mail": contact.mail,
        "known": from_json(Question, request.unseal("question")).text,
        "danger_here": assessed.reason,
        "other": "\n".join(
            [
                ", ".join(filter(None, sorting)),
                *(f"{one.by} : {one.text}" for one in [*written, *inside] if one.text),
                *_experts(request),
            ]
        ),
    }


def _experts(request: AdviceRequest) -> Iterator[str]:
    """What was asked outside, and what came back."""
    for row in request.expert_questions.order_by("asked_on", "pk"):
        asked, answered = (from_json(Said, row.unseal(name)) for name in ("question", "answer"))
        yield str(_("Question à %(who)s : %(text)s")) % {"who": asked.by, "text": asked.text}
        if answered.text:
            yield f"{asked.by} : {answered.text}"
