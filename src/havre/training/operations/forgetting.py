"""The nights of training: reminders a week before, links whose time is past, sessions whose names are not kept."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from havre.accounts.models import User
from havre.countries.fr.training import REMIND_BEFORE
from havre.record import outbox
from havre.record.operations import operation, record
from havre.surveys.operations.sending import forget_who
from havre.training.models import AttendedHalf, Objectives, PersonalLink, Registration, Session, Teaching
from havre.training.models_materials import SessionMaterial
from havre.training.models_seminars import Decision, Seminar, Slot, Subject, Support, TravelClaim
from havre.training.operations.common import put_on_record, tell
from havre.training.states import PENDING
from havre.vault import keys


def remind(at: datetime) -> int:
    """The sweep: those registered for a session that begins within a week are told, once, and not before they may read
    its place. How many sessions."""
    today = timezone.localdate(at)
    soon = Session.objects.filter(
        state__in=("open", "closed"), reminded=False, starts_on__gte=today,
        starts_on__lte=today + timedelta(days=REMIND_BEFORE.value),
    )  # fmt: skip
    by_then = Q(starts_on__gt=today) & (Q(place_from=None) | Q(place_from__lte=today))
    found = list(soon.filter(by_then | Q(starts_on=today, place_from=today)))
    for session in found:
        _remind(session, by=None, at=at)
    return len(found)


@operation
def _remind(session: Session, *, by: User | None, at: datetime) -> None:
    Session.objects.filter(pk=session.pk).update(reminded=True)
    for row in session.registrations.filter(state="registered"):
        tell(row)
    put_on_record("session_reminded", session)


def forget_links(at: datetime) -> int:
    """The sweep. How many."""
    gone = list(PersonalLink.objects.filter(expires_at__lte=at).values_list("pk", flat=True))
    if gone:
        _forget_links(gone, by=None, at=at)
    return len(gone)


@operation
def _forget_links(gone: list[uuid.UUID], *, by: User | None, at: datetime) -> None:
    PersonalLink.objects.filter(pk__in=gone).delete()
    record("training_link_forgotten", thread=False)


def forget_unconfirmed(at: datetime) -> int:
    """The sweep: registrations of the public page that nobody confirmed within two days. How many."""
    gone = list(
        Registration.objects.filter(state=PENDING).exclude(links__expires_at__gt=at).values_list("pk", flat=True)
    )
    if gone:
        _forget_unconfirmed(gone, by=None, at=at)
    return len(gone)


@operation
def _forget_unconfirmed(gone: list[uuid.UUID], *, by: User | None, at: datetime) -> None:
    """Whoever confirms at this moment stays: the state is asked again with the row."""
    rows = Registration.objects.filter(pk__in=gone, state=PENDING).exclude(links__expires_at__gt=at)
    still = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    PersonalLink.objects.filter(registration__in=still).delete()
    Objectives.objects.filter(registration__in=still).delete()
    Registration.objects.filter(pk__in=still, state=PENDING).delete()
    record("registration_unconfirmed", thread=False)


def forget_old(at: datetime) -> int:
    """The sweep: sessions that ended five years ago go with their key and their certificates; what they counted stays as
    facts. The key goes first: were the house to stop in between, the next night finds the rows again. How many."""
    found = list(Session.objects.old(timezone.localdate(at)).values_list("pk", flat=True))
    keys.forget(set(found))
    for session_id in found:
        _forget(session_id, by=None, at=at)
    return len(found)


@operation
def _forget(session_id: uuid.UUID, *, by: User | None, at: datetime) -> None:
    record("session_forgotten", subject=session_id, thread=False)
    outbox.drop(session_id)
    forget_who(session_id)
    AttendedHalf.objects.filter(registration__session=session_id).delete()
    PersonalLink.objects.filter(registration__session=session_id).delete()
    Objectives.objects.filter(session=session_id).delete()
    for model in (Support, Slot, Subject, Decision, TravelClaim, Seminar, SessionMaterial):
        model._default_manager.filter(session=session_id).delete()
    Registration.objects.filter(session=session_id).delete()
    Teaching.objects.filter(session=session_id).delete()
    Session.objects.filter(pk=session_id).delete()
