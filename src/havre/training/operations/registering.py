"""Somebody registers, is approved, waits, is taken from the waiting list, or does not come; a table is read in whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import cache
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.dataclass_json import to_json
from havre.record import outbox
from havre.record.operations import Refusal, after_commit, operation
from havre.record.transitions import NotNow, move
from havre.training.content import Reach, Who
from havre.training.models import PersonalLink, Registration, Session
from havre.training.operations.common import (
    AddressOf,
    put_on_record,
    require,
    require_keeper,
    same_person,
    tell,
)
from havre.training.operations.objectives import want
from havre.training.operations.tokens import make_link
from havre.training.policies import is_own, takes_registrations
from havre.training.states import COMING, PENDING, REGISTRATION

SENT_AGAIN_SECONDS = 24 * 3600


class RegistrationsClosed(Refusal):
    sentence = _("Cette session ne prend plus d’inscription. Rien n’a été gardé.")


class RegisteredAlready(Refusal):
    sentence = _("Cette adresse est déjà inscrite à cette session, ou en attente. Rien n’a été ajouté.")


class NotOffered(Refusal):
    sentence = _("Cette session n’est pas ouverte à votre compte. Appelez la coordination.")


class NoPlaceToWrite(Refusal):
    sentence = _("Il faut une adresse professionnelle : la suite y est envoyée.")


class SameAddress(Refusal):
    sentence = _(
        "L’adresse de l’employeur est celle de qui s’inscrit. Donnez celle de qui dit oui, ou laissez vide : la coordination l’appelle."
    )


@dataclass
class Coming:
    """Somebody who would come, as typed."""

    who: Who = field(default_factory=Who)
    reach: Reach = field(default_factory=Reach)
    objectives: Sequence[str] = ()


@operation
def register_self(session: Session, *, coming: Coming, address_of: AddressOf, by: User, at: datetime) -> Registration:
    """By an account. Raises ``NotOffered``, ``RegistrationsClosed``, ``RegisteredAlready``, ``TooManyObjectives``,
    ``NotAllowed``."""
    require(may(by, Permission.ATTEND_TRAINING))
    if not Session.objects.offered_to(by, timezone.localdate(at)).filter(pk=session.pk).exists():
        raise NotOffered
    coming.reach.mail = coming.reach.mail or str(by.unseal("mail") or "")
    return _register(session, coming, at=at, address_of=address_of, account=by)


@operation
def register_publicly(
    session: Session, *, coming: Coming, address_of: AddressOf, by: User | None, at: datetime
) -> Registration | None:
    """By the page of a public session, without account; the personal link goes to the address. It takes no seat before
    that link confirms it (``confirm_by_link``). ``None`` where that address is registered already, or waits to confirm:
    its link is sent again, and whoever typed it learns nothing.

    Raises ``NotOffered``, ``RegistrationsClosed``, ``NoPlaceToWrite``, ``SameAddress``, ``TooManyObjectives``.
    """
    if not Session.objects.public(timezone.localdate(at)).filter(pk=session.pk).exists():
        raise NotOffered
    if not coming.reach.mail:
        raise NoPlaceToWrite
    try:
        return _register(session, coming, at=at, address_of=address_of, pending=True)
    except RegisteredAlready:
        _send_again(session, coming)
        return None


def _send_again(session: Session, coming: Coming) -> None:
    """Once a day at most, so that nobody fills the box of somebody else."""
    same = same_person(session, coming.reach.mail, coming.who.name)
    row = session.registrations.filter(same=same, state__in=(*COMING, PENDING)).order_by("state")[0]
    key = f"training-sent-again:{row.pk}"
    if cache.get(key) is None:
        tell(row)
        put_on_record("training_link_sent_again", session)
        after_commit(lambda: cache.set(key, True, SENT_AGAIN_SECONDS))


@operation
def register_for(
    session: Session, *, coming: Coming, approved: bool, address_of: AddressOf, by: User, at: datetime
) -> Registration:
    """By whoever keeps training, for somebody who telephoned; ``approved`` where the employer said yes.

    Raises ``RegistrationsClosed``, ``RegisteredAlready``, ``TooManyObjectives``, ``NotAllowed``.
    """
    require_keeper(by)
    return _register(session, coming, at=at, address_of=address_of, approved=approved)


@operation
def import_registrations(
    session: Session, *, people: Sequence[Coming], address_of: AddressOf, by: User, at: datetime
) -> int:
    """All of a table, or nobody. How many. Raises as ``register_for``."""
    require_keeper(by)
    for coming in people:
        _register(session, coming, at=at, address_of=address_of, approved=True)
    put_on_record("registrations_imported", session, total=str(len(people)))
    return len(people)


def _register(
    session: Session,
    coming: Coming,
    *,
    at: datetime,
    address_of: AddressOf,
    account: User | None = None,
    approved: bool = False,
    pending: bool = False,
) -> Registration:
    """The row, in order. The first statement takes the session's row: whoever registers at the same moment waits."""
    now = next_in_order(session, at)
    same = same_person(now, coming.reach.mail, coming.who.name)
    known = (*COMING, PENDING) if pending else COMING
    if now.registrations.filter(same=same, state__in=known).exists():
        raise RegisteredAlready
    needs = now.needs_approval and not approved
    if needs and _is_own_address(coming.reach, account):
        raise SameAddress
    row = Registration(session=now, number=now.asked_so_far, same=same, account=account.pk if account else None)
    if pending:
        row.state = PENDING
    else:
        row.state = "asked" if needs else "registered" if take_seat(now) else "waiting"
    if account is None and coming.reach.mail:
        coming.reach.link = make_link(row, PersonalLink.OWN, address_of=address_of, at=at)
    row.seal("who", to_json(coming.who))
    row.seal("reach", to_json(coming.reach))
    row.save(force_insert=True)
    save_links(row)
    want(row, coming.objectives)
    put_on_record("registration_asked", now, "who", "reach")
    if coming.reach.link:
        tell(row)
    if row.state == "asked":
        ask_employer(row, coming.reach, address_of=address_of, at=at)
    session.refresh_from_db()
    return row


def next_in_order(session: Session, at: datetime) -> Session:
    """The session as it is now, its row taken, one number further. Raises ``RegistrationsClosed``."""
    Session.objects.filter(pk=session.pk).update(asked_so_far=F("asked_so_far") + 1)
    now = Session.objects.get(pk=session.pk)
    if not takes_registrations(now, timezone.localdate(at)):
        raise RegistrationsClosed
    return now


def _is_own_address(reach: Reach, account: User | None) -> bool:
    """Whether the employer's address is that of whoever registers: nobody says yes to oneself."""
    own = {_bare(reach.mail), _bare(str(account.unseal("mail") or "")) if account else ""} - {""}
    return _bare(reach.employer_mail) in own


def _bare(mail: str) -> str:
    """An address without what may stand behind a plus: it reaches the same box."""
    name, _at, host = mail.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{host}" if name else ""


def ask_employer(row: Registration, reach: Reach, *, address_of: AddressOf, at: datetime) -> None:
    if reach.employer_mail:
        link = make_link(row, PersonalLink.EMPLOYER, address_of=address_of, at=at)
        save_links(row)
        outbox.tell_address(row.session_id, reach.employer_mail, link)


def save_links(row: Registration) -> None:
    """Links are made before the row they belong to is written."""
    for link in row.__dict__.pop("new_links", ()):
        link.save(force_insert=True)


def take_seat(session: Session) -> bool:
    """The last seat goes to one person: one statement asks and takes."""
    return bool(Session.objects.filter(pk=session.pk, taken__lt=F("seats")).update(taken=F("taken") + 1))


def promote_waiting(session: Session) -> int:
    """Whoever waits longest comes in, as long as there is a seat. Inside an operation. How many."""
    promoted = 0
    for row in session.registrations.filter(state="waiting").order_by("number"):
        if not take_seat(session):
            break
        move(REGISTRATION, row, "promote", as_system=True, thread=False)
        tell(row)
        promoted += 1
    return promoted


def _approve(row: Registration, *, as_system: bool) -> None:
    verb = "approve" if take_seat(row.session) else "queue"
    move(REGISTRATION, row, verb, as_system=as_system, thread=False)
    tell(row)


@operation
def note_approval(row: Registration, *, approved: bool, by: User, at: datetime) -> None:
    """The employer said yes or no, by telephone or by letter. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    answer_for_employer(row, approved=approved, as_system=False)


def answer_for_employer(row: Registration, *, approved: bool, as_system: bool) -> None:
    """Inside an operation."""
    if approved:
        _approve(row, as_system=as_system)
    else:
        move(REGISTRATION, row, "refuse", as_system=as_system, thread=False)
        tell(row)


@operation
def cancel_registration(row: Registration, *, by: User, at: datetime) -> None:
    """By the participant's account or whoever keeps training; whoever waits longest comes in.

    Raises ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    cancel_row(row, as_system=is_own(by, row))


def cancel_row(row: Registration, *, as_system: bool) -> None:
    """Inside an operation; a session that took place keeps who was there."""
    session = Session.objects.get(pk=row.session_id)
    if not session.is_living:
        raise NotNow
    held_a_seat = row.state == "registered"
    move(REGISTRATION, row, "cancel", as_system=as_system, thread=False)
    if held_a_seat:
        Session.objects.filter(pk=row.session_id, taken__gt=0).update(taken=F("taken") - 1)
        promote_waiting(session)
