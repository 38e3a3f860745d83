"""A programme is written; a session is prepared, opened, closed, held, evaluated or cancelled."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.dataclass_json import to_json
from havre.countries.fr.training import REMIND_BEFORE
from havre.record import facts
from havre.record.operations import Refusal, expect_version, operation, record, save
from havre.record.transitions import move
from havre.surveys.models import Sending
from havre.surveys.operations.sending import close_sending
from havre.training.content import MORNING, MOST_HALVES, SEMINAR, Module, Practical
from havre.training.models import Programme, Session, halves_of
from havre.training.operations.common import put_on_record, require_keeper, tell, who_of
from havre.training.operations.registering import promote_waiting
from havre.training.operations.tokens import prolong_links
from havre.training.policies import has_begun
from havre.training.states import REGISTRATION, SESSION
from havre.vault import keys


class CodeTaken(Refusal):
    sentence = _("Un autre programme porte déjà ce code. Choisissez-en un autre.")


class DayPast(Refusal):
    sentence = _("Ce jour est passé. Choisissez un premier jour à venir.")


class TooFewSeats(Refusal):
    sentence = _("Plus de personnes que cela sont déjà inscrites. Annulez d’abord des inscriptions.")


class SeminarNotPublic(Refusal):
    sentence = _(
        "Un séminaire n’est jamais public, et sa ville n’est écrite nulle part en clair. Décochez, et videz la ville."
    )


class NotYetHeld(Refusal):
    sentence = _("Elle n’a pas encore commencé. On la dit tenue à partir de son premier jour.")


class NobodyCame(Refusal):
    sentence = _("Personne n’est noté présent. Recopiez d’abord la feuille de présence.")


@dataclass
class Planned:
    """What a session is planned with. ``half_days`` and ``seats`` of 0 follow the programme."""

    starts_on: date
    starts_in: str = MORNING
    half_days: int = 0
    seats: int = 0
    is_public: bool = False
    is_online: bool = False
    needs_approval: bool = True
    town: str = ""
    place_from: date | None = None
    audiences: Sequence[str] = ()
    funder: str = ""
    cost: int = 0
    income: int = 0
    practical: Practical = field(default_factory=Practical)


@operation
def write_programme(
    programme: Programme | None,
    *,
    code: str,
    titles: tuple[str, str],
    half_days: int,
    group: tuple[int, int],
    modules: Sequence[Module] = (),
    kind: str = "",
    version: int | None = None,
    by: User,
    at: datetime,
) -> Programme:
    """A new programme, or another wording of one; sessions that were planned keep their half-days and seats.

    Raises ``CodeTaken``, ``NotAllowed``, ``Stale``.
    """
    require_keeper(by)
    row = programme or Programme(code=code, kind=kind or "training")
    if Programme.objects.filter(code=code).exclude(pk=row.pk).exists():
        raise CodeTaken
    row.code, row.half_days = code, half_days
    row.title_fr, row.title_en = titles
    row.smallest, row.largest = group
    row.modules = [to_json(one) for one in modules]
    if programme is None:
        row.save(force_insert=True)
    else:
        expect_version(row, version)
        save(row, "code", "title_fr", "title_en", "half_days", "smallest", "largest", "modules")
    record("programme_written", fields=["title_fr", "modules"], facts={"code": code}, thread=False)
    return row


@operation
def plan_session(session_id: uuid.UUID, *, programme: Programme, planned: Planned, by: User, at: datetime) -> Session:
    """A session in preparation, under an id that the page chose: sent twice, it is planned once.

    Raises ``DayPast``, ``SeminarNotPublic``, ``NotAllowed``.
    """
    require_keeper(by)
    known = Session.objects.filter(pk=session_id).first()
    if known is not None:
        return known
    if planned.starts_on < timezone.localdate(at):
        raise DayPast
    keys.create_subject("people", subject=session_id)
    row = Session(id=session_id, programme=programme, kind=programme.kind)
    _write(row, planned)
    row.save(force_insert=True)
    put_on_record("session_planned", row, "practical")
    return row


_COLUMNS = (
    "starts_on", "starts_in", "half_days", "ends_on", "seats", "is_public", "is_online", "needs_approval", "town",
    "place_from", "audiences", "funder", "cost", "income", "practical", "reminded",
)  # fmt: skip


def _write(row: Session, planned: Planned) -> None:
    if row.kind == SEMINAR and (planned.is_public or planned.town):
        raise SeminarNotPublic
    seats = planned.seats or row.programme.largest
    if seats < row.taken:
        raise TooFewSeats
    row.starts_on, row.starts_in, row.seats = planned.starts_on, planned.starts_in, seats
    row.half_days = min(planned.half_days or row.programme.half_days, MOST_HALVES)
    row.ends_on = halves_of(row.starts_on, row.starts_in, row.half_days)[-1][1]
    row.is_public, row.is_online, row.town = planned.is_public, planned.is_online, planned.town
    row.needs_approval = planned.needs_approval
    row.place_from = planned.place_from
    if row.kind == SEMINAR and row.place_from is None:
        row.place_from = row.starts_on - timedelta(days=REMIND_BEFORE.value)
    row.audiences, row.funder = list(planned.audiences), planned.funder
    row.cost, row.income = planned.cost, planned.income
    row.seal("practical", to_json(planned.practical))


@operation
def change_session(session: Session, *, planned: Planned, version: int | None = None, by: User, at: datetime) -> None:
    """Another day, place or number of seats. Whoever is registered is told that something waits; more seats bring in
    those who wait. Another day is reminded of anew, and personal links stay open as long after it. What a held session
    cost may be written later.

    Raises ``TooFewSeats``, ``SeminarNotPublic``, ``NotAllowed``, ``Stale``.
    """
    require_keeper(by)
    expect_version(session, version)
    before = (session.starts_on, session.starts_in, session.half_days, practical_json(session))
    row = lock(session)
    _write(row, planned)
    if row.starts_on != before[0]:
        row.reminded = False
    save(row, *_COLUMNS)
    if row.ends_on != session.ends_on:
        prolong_links(row, at)
    put_on_record("session_changed", row, "practical")
    if row.is_living:
        promote_waiting(row)
        if before != (row.starts_on, row.starts_in, row.half_days, practical_json(row)):
            for one in row.registrations.filter(state="registered"):
                tell(one)
    session.refresh_from_db()


def practical_json(session: Session) -> object:
    return session.unseal("practical")


def lock(session: Session) -> Session:
    """The row as it is now, and nobody else's until the end of the operation."""
    Session.objects.filter(pk=session.pk).update(asked_so_far=F("asked_so_far"))
    return Session.objects.select_related("programme").get(pk=session.pk)


@operation
def open_session(session: Session, *, version: int | None = None, by: User, at: datetime) -> None:
    """One may register from now on. Raises ``DayPast``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(session, version)
    if session.starts_on < timezone.localdate(at):
        raise DayPast
    move(SESSION, session, "open", thread=False)


@operation
def close_session(session: Session, *, version: int | None = None, by: User, at: datetime) -> None:
    """No registration any more; those who wait still come in where a seat becomes free."""
    expect_version(session, version)
    move(SESSION, session, "close", thread=False)


@operation
def reopen_session(session: Session, *, version: int | None = None, by: User, at: datetime) -> None:
    expect_version(session, version)
    move(SESSION, session, "reopen", thread=False)


@operation
def hold_session(session: Session, *, version: int | None = None, by: User, at: datetime) -> int:
    """It took place: whoever was there for a half-day at least is counted, as a class and nothing else, and told that
    something waits: the certificate. How many.

    Raises ``NotYetHeld``, ``NobodyCame``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    expect_version(session, version)
    if not has_begun(session, timezone.localdate(at)):
        raise NotYetHeld
    came = list(session.registrations.filter(state="registered", attended__isnull=False).distinct())
    if not came:
        raise NobodyCame
    move(SESSION, session, "hold", thread=False)
    year = session.starts_on.year
    facts.publish("session", year=year, gathering=session.kind)
    for row in came:
        who = who_of(row)
        facts.publish(
            "trained", year=year, gathering=session.kind, group=who.group or "other", region=who.region or "unknown"
        )
        tell(row)
    return len(came)


@operation
def evaluate_session(session: Session, *, version: int | None = None, by: User, at: datetime) -> None:
    """Its questionnaires are read; nothing more is expected of anybody."""
    expect_version(session, version)
    move(SESSION, session, "evaluate", thread=False)


@operation
def cancel_session(session: Session, *, version: int | None = None, by: User, at: datetime) -> int:
    """It will not take place: every registration ends, everybody is told that something waits, and nobody is asked about it
    any more. How many.

    Raises ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    expect_version(session, version)
    session.taken = 0
    move(SESSION, session, "cancel", changed=["taken"], thread=False)
    coming = list(session.registrations.coming())
    for row in coming:
        move(REGISTRATION, row, "cancel", as_system=True, thread=False)
        tell(row)
    for sending in Sending.objects.filter(about=session.pk).exclude(state="closed"):
        close_sending(sending, by=by, at=at)
    return len(coming)
