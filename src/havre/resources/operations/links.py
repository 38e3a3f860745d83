"""Links for those without account: to ask, to read an answer, to answer one question as an expert."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common import tokens
from havre.common.dataclass_json import to_json
from havre.countries.fr.advice_desk import ASK_WITHIN, READ_WITHIN
from havre.record import outbox, words
from havre.record.operations import Refusal, operation, record, save
from havre.record.transitions import NotNow, move
from havre.resources.content import LINK, Said
from havre.resources.models import AdviceRequest, ExpertQuestion, GuestLink
from havre.resources.operations.asking import Asked, add_words, create, rate
from havre.resources.operations.common import AddressOf, contact_of, require_desk
from havre.resources.states import ADVICE
from havre.vault import keys

DAYS = {GuestLink.ASK: ASK_WITHIN, GuestLink.READ: READ_WITHIN, GuestLink.EXPERT: READ_WITHIN}

words.register(
    {
        "guest_link_made": _("Lien personnel envoyé"),
        "guest_link_opened": _("Lien personnel ouvert"),
        "guest_link_forgotten": _("Lien personnel détruit : son temps est passé"),
    }
)


class LinkOver(Refusal):
    sentence = _("Ce lien n’est plus ouvert. Appelez la coordination : elle vous en envoie un autre.")


@operation
def send_link_to_ask(*, mail: str, address_of: AddressOf, by: User, at: datetime) -> str:
    """A link by which a professional asks one question, within seven days; its address, told this once."""
    require_desk(by)
    return _make(GuestLink.ASK, mail=mail, address_of=address_of, at=at)


@operation
def send_link_to_read(request: AdviceRequest, *, mail: str, address_of: AddressOf, by: User, at: datetime) -> str:
    """A link by which whoever asked by telephone reads the answer, within thirty days. Raises ``NotNow``."""
    require_desk(by)
    if not request.is_answered:
        raise NotNow
    return _make(GuestLink.READ, mail=mail, address_of=address_of, at=at, request=request)


@operation
def ask_expert(
    request: AdviceRequest, *, text: str, who: str, mail: str, address_of: AddressOf, by: User, at: datetime
) -> str:
    """One question to somebody outside, who reads it and nothing else. The address of the link, told this once.

    Raises ``NotNow``, ``NotAllowed``.
    """
    move(ADVICE, request, "ask_expert", thread=False)
    question = ExpertQuestion(request=request, asked_on=timezone.localdate(at))
    question.seal("question", to_json(Said(text, who, at.isoformat())))
    question.save(force_insert=True)
    return _make(GuestLink.EXPERT, mail=mail, address_of=address_of, at=at, question=question)


@operation
def go_on_alone(request: AdviceRequest, *, version: int | None = None, by: User, at: datetime) -> None:
    """The expert is not awaited any more: the links of that question end. Raises ``NotNow``, ``NotAllowed``."""
    move(ADVICE, request, "go_on_alone", thread=False)
    end_expert_links(request, at)


def end_expert_links(request: AdviceRequest, at: datetime) -> None:
    """Nobody outside is awaited: the question that they were put is not read any more. In an operation."""
    GuestLink.objects.filter(expert_question__request=request, expires_at__gt=at).update(expires_at=at)


def send_answer_link(request: AdviceRequest, address_of: AddressOf | None, at: datetime) -> None:
    """Whoever asked by a link gets one to read the answer; the one they have stays open as long. In an operation."""
    if request.channel != LINK:
        return
    until = at + timedelta(days=READ_WITHIN.value)
    GuestLink.objects.filter(request=request, expires_at__lt=until).update(expires_at=until)
    mail = contact_of(request).mail
    if mail and address_of is not None:
        _make(GuestLink.READ, mail=mail, address_of=address_of, at=at, request=request)


def _make(
    use: str,
    *,
    mail: str,
    address_of: AddressOf,
    at: datetime,
    request: AdviceRequest | None = None,
    question: ExpertQuestion | None = None,
) -> str:
    token = tokens.new()
    expires = at + timedelta(days=DAYS[use].value)
    row = GuestLink(
        id=keys.create_subject("people"), use=use, token=tokens.hashed(token), expires_at=expires, request=request,
        expert_question=question,
    )  # fmt: skip
    row.seal("mail", {"mail": mail} if mail else None)
    row.save(force_insert=True)
    address = address_of(token)
    if mail:
        outbox.tell_address(row.pk, mail, address)
    record("guest_link_made", subject=row.pk, thread=False)
    return address


# Whoever holds the link


def find(link_id: uuid.UUID, at: datetime) -> GuestLink | None:
    """The link of a session, as long as it is open."""
    found = GuestLink.objects.filter(pk=link_id, expires_at__gt=at)
    return found.select_related("request", "expert_question").first()


def open_link(token: str, *, by: User | None, at: datetime) -> GuestLink:
    """The link of a token, on record. Raises ``LinkOver`` where there is none, or its time is past: that writes nothing."""
    row = GuestLink.objects.filter(token=tokens.hashed(token), expires_at__gt=at).first()
    if row is None:
        raise LinkOver
    _note_opened(row, by=by, at=at)
    return row


@operation
def _note_opened(row: GuestLink, *, by: User | None, at: datetime) -> None:
    record("guest_link_opened", subject=row.pk, thread=False)


@operation
def ask_by_link(link: GuestLink, *, asked: Asked, by: User | None, at: datetime) -> AdviceRequest:
    """The one question of a link; from then on it reads the answer. Raises ``LinkOver``, ``DayPassed``."""
    if link.use != GuestLink.ASK or link.request_id is not None or link.expires_at <= at:
        raise LinkOver
    asked.contact.mail = asked.contact.mail or (link.unseal("mail") or {}).get("mail", "")
    row = create(uuid.uuid4(), asked, channel=LINK, at=at)
    link.request, link.use = row, GuestLink.READ
    link.expires_at = at + timedelta(days=READ_WITHIN.value)
    save(link, "request", "use", "expires_at")
    return row


def _request_of(link: GuestLink, at: datetime) -> AdviceRequest:
    if link.use != GuestLink.READ or link.request is None or link.expires_at <= at:
        raise LinkOver
    return link.request


@operation
def write_by_link(link: GuestLink, *, text: str, by: User | None, at: datetime) -> None:
    """Raises ``LinkOver``, ``NotNow``."""
    request = _request_of(link, at)
    add_words(request, text=text, by=contact_of(request).who, at=at, as_system=True)


@operation
def rate_by_link(link: GuestLink, *, helped: str, by: User | None, at: datetime) -> None:
    """Raises ``LinkOver``, ``NotNow``."""
    rate(_request_of(link, at), helped, as_system=True)


@operation
def answer_as_expert(link: GuestLink, *, text: str, by: User | None, at: datetime) -> None:
    """The expert's answer goes to the desk; the link ends. Raises ``LinkOver``."""
    question = link.expert_question
    if link.use != GuestLink.EXPERT or question is None or link.expires_at <= at or question.answered_on is not None:
        raise LinkOver
    question.seal("answer", to_json(Said(text, "", at.isoformat())))
    question.answered_on = timezone.localdate(at)
    save(question, "answer", "answered_on")
    request = question.request
    if request.state == "with_expert":
        move(ADVICE, request, "hear_expert", as_system=True, thread=False)
    link.expires_at = at
    save(link, "expires_at")
    if request.owner is not None:
        outbox.tell(request.owner, "expert_answered")
