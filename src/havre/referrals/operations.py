"""All writes about a referral: sent, taken up, answered, handed over, and what both sides write to each other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.dataclass_json import from_json, to_json
from havre.countries.fr import policy
from havre.people import operations as people
from havre.people import references
from havre.people.events import AgreementWithdrawn
from havre.people.models import Agreement, AgreementKind, AgreementState, Person
from havre.people.policies import is_for_child_protection, require_adult
from havre.people.profiles import Profile
from havre.record import clocks, drafts, events, facts, outbox, words
from havre.record.operations import (
    NotAllowed,
    OnBehalf,
    Refusal,
    current,
    expect_version,
    operation,
    record,
    save,
)
from havre.record.transitions import NotNow, move
from havre.referrals import notices
from havre.referrals.coarse import referrer_class
from havre.referrals.content import Recipient, Submission, Tonight, age_on
from havre.referrals.events import (
    ReferralEnded,
    ReferralMessage,
    ReferralReceived,
    ReferralReopened,
    ReferralTakenUp,
)
from havre.referrals.models import HandOver, Message, Referral
from havre.referrals.states import REFERRAL

RECEIPT_HOURS = 48  # R34

words.register(
    {
        "referral_received": _("Orientation reçue"),
        "tonight_changed": _("Ce soir : le service dit qui veille sur elle"),
        "message_from_referrer": _("Message du service qui oriente"),
        "message_to_referrer": _("Message au service qui oriente"),
        "information_added": _("Le service qui oriente ajoute une information"),
        "messages_read": _("Messages lus"),
        "withdrawal_relayed": _("Le service qui oriente transmet : elle reprend ses accords"),
        "hand_over_received": _("La protection de l’enfance accuse réception"),
    }
)


class NoContact(Refusal):
    sentence = _("Il nous faut un numéro où joindre le service qui oriente. Le reste est gardé.")


class NoRecipient(Refusal):
    sentence = _("Nommez le service et la personne qui reçoit : une situation se confie à quelqu’un, par son nom.")


class NothingWritten(Refusal):
    sentence = _("Le message est vide. Écrivez une phrase, ou revenez en arrière.")


class AlreadyReceived(Refusal):
    sentence = _("La réception est déjà inscrite.")


@dataclass(frozen=True)
class Line:
    """One message, opened: ``by`` is an account's id, ``kind`` is ``message`` or ``information``."""

    text: str
    at: datetime
    by: uuid.UUID | None
    from_coordination: bool
    on_behalf_of: str
    kind: str


def _may_speak_for_referrer(by: User, referral: Referral) -> bool:
    return may(by, Permission.REFER, referral) or may(by, Permission.COORDINATE, referral)


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed


# Sending


@operation
def submit_referral(
    *,
    data: Submission,
    organisation: Organisation | None = None,
    key: uuid.UUID | None = None,
    hand_over_to: Recipient | None = None,
    by: User,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> Referral:
    """A person enters the house. ``key`` (the id of the draft, which goes) makes a second sending harmless.

    A minor, or an age in doubt, with ``hand_over_to`` is handed over at once; without, the referral waits for the
    coordination to do so and cannot be taken up (R1, R34). Raises ``NoContact``, ``NotAllowed``.
    """
    _require(_may_submit(by, organisation, on_behalf_of))
    sent = Referral.objects.filter(pk=key).first() if key else None
    if sent is not None:
        _require(sent.submitted_by_id == by.pk)
        return sent
    if not data.referrer.phone:
        raise NoContact
    received_at = on_behalf_of.happened_at if on_behalf_of and on_behalf_of.happened_at else at
    person = _open_situation(data, received_at=received_at, by=by, at=at)
    referral = _write_referral(person, data, organisation, key, received_at, by)
    record("referral_received", subject=person.pk)
    _write_agreement(person, data, by=by, at=at, on_behalf_of=on_behalf_of)
    _start_waiting(person.pk, received_at)
    if is_for_child_protection(from_json(Profile, person.unseal("profile"))):
        clocks.start(person.pk, notices.RECEIPT, due_at=received_at + timedelta(hours=RECEIPT_HOURS))
    if key:
        drafts.discard(by, key)
    facts.publish("request", year=facts.year_of(received_at), referrer=referrer_class(organisation))
    events.publish(ReferralReceived(person.pk, received_at))
    notices.tell_coordination(person, "referral_received", at)
    if hand_over_to is not None and is_for_child_protection(data.profile):
        _hand_over(referral, hand_over_to, at=at, as_system=True)
    return referral


def _may_submit(by: User, organisation: Organisation | None, on_behalf_of: OnBehalf | None) -> bool:
    if may(by, Permission.COORDINATE):
        return True
    own = by.organisations({"referrer"})
    return on_behalf_of is None and organisation is not None and organisation.pk in own


def _open_situation(data: Submission, *, received_at: datetime, by: User, at: datetime) -> Person:
    if data.birth_date and data.profile.household:
        data.profile.household[0] = replace(
            data.profile.household[0], age=age_on(data.birth_date, timezone.localdate(received_at))
        )
    secrets: dict[str, Any] = {}
    if data.names or data.birth_date:
        secrets["identity"] = {"names": data.names, "birth_date": to_json(data.birth_date)}
    if data.health:
        secrets["health"] = {"text": data.health}
    return people.open_situation(profile=data.profile, secrets=secrets, by=by, at=at)


def _write_referral(
    person: Person,
    data: Submission,
    organisation: Organisation | None,
    key: uuid.UUID | None,
    received_at: datetime,
    by: User,
) -> Referral:
    referral = Referral(
        id=key or uuid.uuid4(), person=person, outside_reference=_free_reference(), organisation=organisation,
        submitted_by=by, received_at=received_at,
    )  # fmt: skip
    referral.seal("tonight", to_json(data.tonight))
    referral.seal("referrer", to_json(data.referrer))
    referral.seal("account", to_json(data.account))
    referral.save(force_insert=True)
    return referral


def _free_reference() -> str:
    while Referral.objects.filter(outside_reference=(found := references.outside_reference())).exists():
        pass
    return found


def _write_agreement(
    person: Person, data: Submission, *, by: User, at: datetime, on_behalf_of: OnBehalf | None
) -> None:
    if data.agreed.answer == "yes":
        people.give_agreement(
            person, kind=AgreementKind.REFER, how=data.agreed.how or "spoken", language=data.agreed.language,
            relayed_by=data.agreed.relayed_by or data.referrer.service, by=by, at=at, on_behalf_of=on_behalf_of,
        )  # fmt: skip


def _start_waiting(person_id: uuid.UUID, since: datetime) -> None:
    clocks.start(person_id, notices.WAIT_WARN, due_at=since + timedelta(days=policy.WAIT_WARN.value))
    clocks.start(person_id, notices.WAIT_ESCALATE, due_at=since + timedelta(days=policy.WAIT_ESCALATE.value))


# The coordination takes up, answers


@operation
def take_up(
    referral: Referral, *, coordinator: User | None = None, version: int | None = None, by: User, at: datetime
) -> None:
    """Give the situation a coordinator (``None``: whoever does it); the case is opened.

    Raises ``NotAnAdult``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    coordinator = coordinator or by
    _require(may(coordinator, Permission.COORDINATE))
    expect_version(referral, version)
    require_adult(referral.person)
    move(REFERRAL, referral, "take_up")
    _assign(referral, coordinator, by=by, at=at)
    clocks.stop(referral.person_id, notices.RECEIPT)
    events.publish(ReferralTakenUp(referral.person_id, coordinator.pk))
    if coordinator.pk != by.pk:
        outbox.tell(coordinator, "referral_taken_up")


def _assign(referral: Referral, coordinator: User, *, by: User, at: datetime) -> None:
    if referral.person.coordinator_id != coordinator.pk:
        people.assign(referral.person, coordinator=coordinator, by=by, at=at)


@operation
def answer_referral(
    referral: Referral,
    *,
    kind: str,
    reason: str,
    instead: str = "",
    message: str = "",
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Answer the referrer. ``kind`` is one of ``content.ANSWERS``; ``instead`` says what was offered instead.

    Only ``message`` is for the referrer's eyes; everybody else outside reads «répondue» (P22).
    Raises ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    expect_version(referral, version)
    referral.seal("answer", {"kind": kind, "reason": reason, "instead": instead})
    move(REFERRAL, referral, "answer", changed=["answer"], facts={"kind": kind})
    clocks.stop(referral.person_id, *notices.WAITS, notices.RECEIPT)
    if message.strip():
        send_message(referral, text=message, by=by, at=at)
    events.publish(ReferralEnded(referral.person_id, "answered"))


# What the referrer may add or take back


@operation
def change_tonight(
    referral: Referral,
    *,
    tonight: Tonight,
    version: int | None = None,
    by: User,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Say anew who keeps her safe, and until when. Raises ``Stale``, ``NotAllowed``, ``NotNow``."""
    _require(_may_speak_for_referrer(by, referral))
    _require_open(referral)
    expect_version(referral, version)
    referral.seal("tonight", to_json(tonight))
    save(referral, "tonight")
    record("tonight_changed", subject=referral.person_id, fields=["tonight"])
    _tell_other_side(referral, from_coordination=False, by=by, at=at)


def _require_open(referral: Referral) -> None:
    if REFERRAL.state(referral.state).final:
        raise NotNow


@operation
def withdraw_referral(
    referral: Referral, *, reason: str = "", by: User, at: datetime, on_behalf_of: OnBehalf | None = None
) -> None:
    """The referrer, or the coordination, ends it; her agreements are not touched. Raises ``NotNow``, ``NotAllowed``."""
    _withdraw(referral, reason=reason)
    _tell_other_side(referral, from_coordination=False, by=by, at=at)


def _withdraw(referral: Referral, *, reason: str, as_system: bool = False) -> None:
    referral.seal("answer", {"kind": "withdrawn", "reason": reason, "instead": ""})
    move(REFERRAL, referral, "withdraw", changed=["answer"], as_system=as_system)
    clocks.stop(referral.person_id, *notices.WAITS, notices.RECEIPT)
    events.publish(ReferralEnded(referral.person_id, "withdrawn"))


@operation
def relay_withdrawal(
    referral: Referral, *, reason: str = "", by: User, at: datetime, on_behalf_of: OnBehalf | None = None
) -> int:
    """She no longer wants this: every agreement in force is taken back, and what depends on them stops (law 5).

    Returns how many there were; the referral is withdrawn in any case. Raises ``NotAllowed``.
    """
    _require(_may_speak_for_referrer(by, referral))
    record("withdrawal_relayed", subject=referral.person_id)
    given = Agreement.objects.filter(person_id=referral.person_id, state=AgreementState.GIVEN)
    withdrawn = list(given)
    while agreement := given.first():  # one taken back takes those along that say the same
        people.withdraw_agreement(agreement, reason=reason, by=by, at=at, on_behalf_of=on_behalf_of)
    referral.refresh_from_db()
    if not REFERRAL.state(referral.state).final:
        _withdraw(referral, reason=reason, as_system=True)
    _tell_other_side(referral, from_coordination=False, by=by, at=at)
    return len(withdrawn)


def stop_when_agreement_is_withdrawn(event: AgreementWithdrawn) -> None:
    """Nobody is referred against her will: the open referral ends with her agreement to it."""
    if event.kind != AgreementKind.REFER:
        return
    referral = Referral.objects.open().filter(person_id=event.person_id).first()
    if referral is not None:
        _withdraw(referral, reason="", as_system=True)


# Messages on the file


@operation
def send_message(
    referral: Referral, *, text: str, by: User, at: datetime, on_behalf_of: OnBehalf | None = None
) -> Message:
    """Write to the other side; ``on_behalf_of`` enters what the referrer said. Raises ``NothingWritten``, ``NotAllowed``."""
    event = "message_to_referrer" if _from_coordination(by, on_behalf_of) else "message_from_referrer"
    return _write_message(referral, text, "message", event, by=by, at=at, on_behalf_of=on_behalf_of)


@operation
def add_information(
    referral: Referral, *, text: str, by: User, at: datetime, on_behalf_of: OnBehalf | None = None
) -> Message:
    """What the referrer learned since; it stands with the messages. Raises ``NothingWritten``, ``NotAllowed``."""
    return _write_message(referral, text, "information", "information_added", by=by, at=at, on_behalf_of=on_behalf_of)


def _from_coordination(by: User, on_behalf_of: OnBehalf | None) -> bool:
    return on_behalf_of is None and may(by, Permission.COORDINATE)


def _write_message(
    referral: Referral, text: str, kind: str, event: str, *, by: User, at: datetime, on_behalf_of: OnBehalf | None
) -> Message:
    _require(_may_speak_for_referrer(by, referral))
    if not text.strip():
        raise NothingWritten
    outgoing = _from_coordination(by, on_behalf_of)
    written_by_us = may(by, Permission.COORDINATE)
    message = Message(referral=referral, from_coordination=outgoing, unread=outgoing or not written_by_us)
    said_at = on_behalf_of.happened_at if on_behalf_of and on_behalf_of.happened_at else at
    message.seal(
        "body",
        {
            "text": text.strip(), "at": said_at.isoformat(), "by": str(by.pk), "kind": kind,
            "on_behalf_of": on_behalf_of.who if on_behalf_of else "",
        },
    )  # fmt: skip
    message.save(force_insert=True)
    record(event, subject=referral.person_id, fields=["message"])
    events.publish(ReferralMessage(referral.person_id, outgoing))
    _tell_other_side(referral, from_coordination=outgoing, by=by, at=at)
    return message


def _tell_other_side(referral: Referral, *, from_coordination: bool, by: User, at: datetime) -> None:
    if from_coordination:
        sender = referral.submitted_by
        if sender is not None and sender.pk != by.pk and referral.organisation_id is not None:
            outbox.tell(sender, "message")
    elif not may(by, Permission.COORDINATE):
        notices.tell_coordination(referral.person, "message", at)


@operation
def read_messages(referral: Referral, *, by: User, at: datetime) -> list[Line]:
    """All messages of the file, the oldest first; those of the other side count as read. Each time on record.

    Raises ``NotAllowed``: the coordination reads them as the coordinator of the case or on duty.
    """
    as_referrer = may(by, Permission.REFER, referral)
    _require(as_referrer or may(by, Permission.OPEN_IDENTITY, referral))
    messages = list(referral.messages.select_related("referral"))
    referral.messages.filter(from_coordination=as_referrer, unread=True).update(unread=False)
    record("messages_read", subject=referral.person_id, thread=False)
    return sorted((_line(message) for message in messages), key=lambda line: line.at)


def _line(message: Message) -> Line:
    body = message.unseal("body")
    return Line(
        text=body["text"],
        at=datetime.fromisoformat(body["at"]),
        by=uuid.UUID(body["by"]) if body["by"] else None,
        from_coordination=message.from_coordination,
        on_behalf_of=body["on_behalf_of"],
        kind=body["kind"],
    )


# Minors and ages in doubt (R1, R34)


@operation
def hand_over(
    referral: Referral,
    *,
    recipient: Recipient,
    version: int | None = None,
    by: User,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> HandOver:
    """Hand the situation to a named person of child protection; the receipt is expected within 48 hours.

    Whoever hands it over without a coordinator in place keeps it, to chase the receipt.
    Raises ``NoRecipient``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    expect_version(referral, version)
    hand_over = _hand_over(referral, recipient, at=at)
    if referral.person.coordinator_id is None:
        _assign(referral, by, by=by, at=at)
    return hand_over


def _hand_over(referral: Referral, recipient: Recipient, *, at: datetime, as_system: bool = False) -> HandOver:
    if not (recipient.service.strip() and recipient.name.strip()):
        raise NoRecipient
    move(REFERRAL, referral, "hand_over", as_system=as_system)
    told = current().on_behalf_of
    handed_at = told.happened_at if told and told.happened_at else at
    found = HandOver.objects.select_related("referral").filter(referral=referral).first()
    row = found or HandOver(referral=referral)
    details: dict[str, Any] = to_json(recipient) | {"handed_at": handed_at.isoformat()}
    if found is not None:
        details["earlier"] = found.unseal("details")
    row.is_received = False
    row.seal("details", details)
    if found is None:
        row.save(force_insert=True)
    else:
        save(row, "details", "is_received")
    clocks.stop(referral.person_id, *notices.WAITS)
    clocks.start(referral.person_id, notices.RECEIPT, due_at=handed_at + timedelta(hours=RECEIPT_HOURS))
    events.publish(ReferralEnded(referral.person_id, "handed_over"))
    return row


@operation
def receive_hand_over(
    hand_over: HandOver, *, received_by: str, by: User, at: datetime, on_behalf_of: OnBehalf | None = None
) -> None:
    """Child protection confirms: who received it, and when. Raises ``AlreadyReceived``, ``NotAllowed``, ``Stale``."""
    referral = hand_over.referral
    _require(may(by, Permission.COORDINATE, referral))
    if hand_over.is_received:
        raise AlreadyReceived
    received_at = on_behalf_of.happened_at if on_behalf_of and on_behalf_of.happened_at else at
    details = hand_over.unseal("details")
    hand_over.seal("details", details | {"received_at": received_at.isoformat(), "received_by": received_by})
    hand_over.is_received = True
    save(hand_over, "details", "is_received")
    clocks.stop(referral.person_id, notices.RECEIPT)
    record("hand_over_received", subject=referral.person_id, fields=["hand_over"])


@operation
def reopen_as_adult(referral: Referral, *, by: User, at: datetime) -> None:
    """She turned 18, or her age is no longer in doubt: the wait begins now.

    Raises ``NotAnAdult`` as long as her profile says otherwise, ``NotNow``, ``NotAllowed``.
    """
    require_adult(referral.person)
    move(REFERRAL, referral, "reopen")
    _assign(referral, referral.person.coordinator or by, by=by, at=at)
    clocks.stop(referral.person_id, notices.RECEIPT)
    _start_waiting(referral.person_id, at)
    events.publish(ReferralReopened(referral.person_id))
