"""Somebody of the coordination or of the advice desk is away: all their open work goes to colleagues, and comes back in one
act."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import words as said
from havre.common.dataclass_json import from_json, to_json
from havre.directory.ladder import team
from havre.intake import operations as intake
from havre.intake.models import Call
from havre.journey import open_work
from havre.journey.models import Absence
from havre.journey.open_work import CALL, CASE
from havre.journey.states import ABSENCE
from havre.people import handing
from havre.people.models import Person
from havre.record import outbox, words
from havre.record.operations import NotAllowed, Refusal, operation, record
from havre.record.transitions import NotNow, move
from havre.vault.fields import fetch_keys

log = logging.getLogger("havre.absences")
LONGEST = timedelta(days=366)
REASON_LENGTH = 120
HEAD = "head"
words.register({"absence_arranged": _("Absence inscrite : à qui va le travail, jusqu’à quand")})


class EndsTooSoon(Refusal):
    sentence = _("Le retour vient avant le départ, ou il est déjà passé. Choisissez un moment après.")


class TooLongAway(Refusal):
    sentence = _("C’est plus d’un an. Confiez plutôt chaque dossier à qui le suivra.")


class SayWhyAway(Refusal):
    sentence = _("Dites pourquoi en quelques mots : congés, formation, arrêt. Le reste est gardé.")


class CannotReceive(Refusal):
    sentence = _(
        "Une des personnes choisies ne peut pas recevoir ce travail. Choisissez quelqu’un d’autre dans la liste."
    )


class AwayToo(Refusal):
    def __init__(self, name: str, until: datetime) -> None:
        sentence = _("%(name)s est aussi en absence, jusqu’au %(until)s. Choisissez quelqu’un d’autre.")
        super().__init__(sentence % {"name": name, "until": said.moment(timezone.localtime(until))})


class AlreadyAway(Refusal):
    sentence = _("Une absence est déjà inscrite. Terminez-la d’abord, puis inscrivez celle-ci.")


class WorkChanged(Refusal):
    sentence = _("Le travail en cours a changé depuis cette page. Relisez ce qui bouge, puis confirmez.")


@dataclass
class Moved:
    """One case or call and the account that has it meanwhile, ids as text."""

    kind: str
    id: str
    to: str


@dataclass
class Terms:
    """``to`` has whatever ``others`` (key of the work → account) does not name, but for what has its days: that stays where
    nobody is named for it. ``moved`` is empty until it begins."""

    starts_at: datetime
    ends_at: datetime
    reason: str
    to: str
    others: dict[str, str] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


def terms_of(absence: Absence) -> Terms:
    return from_json(Terms, absence.unseal("terms"))


def not_over() -> list[tuple[Absence, Terms]]:
    """Absences to come and under way, the earliest first; two statements. Inside a key cache."""
    rows = list(Absence.objects.exclude(state="over").select_related("user"))
    fetch_keys(rows)
    return sorted(((row, terms_of(row)) for row in rows), key=lambda one: one[1].starts_at)


def may_arrange(by: User, user: User) -> bool:
    """One's own absence; the head of service that of somebody who is ill."""
    return bool(open_work.rights_of(user)) and (by.pk == user.pk or may(by, Permission.REVIEW))


@operation
def arrange_absence(
    user: User,
    *,
    to: User,
    others: dict[str, User] | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime,
    reason: str,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Absence:
    """All open work of ``user`` goes to ``to``, or where ``others`` names somebody else for it, from ``starts_at`` (now
    where it is ``None`` or past): cases with whatever goes with them, calls promised, advice. All of it, or nothing.
    What has its days, a session, goes to whom ``others`` names for it.

    ``seen`` is the digest of the work that the page showed; ``None`` expects nothing. Colleagues and the head of service
    are told. Raises ``EndsTooSoon``, ``TooLongAway``, ``SayWhyAway``, ``CannotReceive``, ``AwayToo``, ``AlreadyAway``,
    ``WorkChanged``, ``NotAllowed``.
    """
    if not may_arrange(by, user):
        raise NotAllowed
    begins, chosen = max(starts_at or at, at), others or {}
    terms = Terms(
        begins, ends_at, reason.strip()[:REASON_LENGTH], str(to.pk), {key: str(one.pk) for key, one in chosen.items()}
    )
    _require_sense(terms, user, to, chosen)
    if seen is not None and seen != open_work.digest(open_work.ids_of(user)):
        raise WorkChanged
    absence = Absence(user=user)
    absence.seal("terms", to_json(terms))
    absence.save(force_insert=True)
    record("absence_arranged", subject=user.pk, thread=False)
    _tell({user, to, *chosen.values(), team().head}, by)
    if begins <= at:
        _begin(absence, terms, by=by, at=at)
    return absence


def _require_sense(terms: Terms, user: User, to: User, chosen: dict[str, User]) -> None:
    if terms.ends_at <= terms.starts_at:
        raise EndsTooSoon
    if terms.ends_at - terms.starts_at > LONGEST:
        raise TooLongAway
    if not terms.reason:
        raise SayWhyAway
    receivers = {to, *chosen.values()}
    if user in receivers or not all(_can_receive(key, one, user) for key, one in [("", to), *chosen.items()]):
        raise CannotReceive
    for absence, other in not_over():
        if absence.user_id == user.pk:
            raise AlreadyAway
        if absence.user in receivers and other.overlaps(terms.starts_at, terms.ends_at):
            raise AwayToo(absence.user.name, other.ends_at)


def _can_receive(key: str, user: User, absent: User) -> bool:
    """``key`` is that of one piece of work, empty for all the rest."""
    kind, _dash, pk = key.partition("-")
    if open_work.is_dated(kind):
        return open_work.may_have(kind, uuid.UUID(pk), user)
    return open_work.may_have_all(user, absent)


def _tell(users: Iterable[User | None], by: User | None) -> None:
    for one in {user for user in users if user is not None and user.is_active} - {by}:
        outbox.tell(one, "absence")


def begin_absences(at: datetime) -> int:
    """The sweep: absences whose hour has come begin. One that fails never hides another. Returns how many began."""
    begun = 0
    for absence, terms in not_over():
        if absence.state == "planned" and terms.starts_at <= at:
            try:
                begin_absence(absence.pk, by=None, at=at)
                begun += 1
            except Exception:
                log.exception("an absence could not begin")
    return begun


@operation
def begin_absence(absence_id: uuid.UUID, *, by: User | None, at: datetime) -> None:
    """What was arranged happens, with the work as it is by now, and whoever has it is told again. Where a colleague can no
    longer have it, it goes to the one who has the rest, else to the head of service; what has its days stays.

    Raises ``NotNow``, ``CannotReceive``, ``Stale``.
    """
    absence = Absence.objects.select_related("user").get(pk=absence_id)
    if absence.state != "planned":
        raise NotNow
    _tell(_begin(absence, terms_of(absence), by=by, at=at), by)


def _begin(absence: Absence, terms: Terms, *, by: User | None, at: datetime) -> set[User]:
    """Returns who has the work now."""
    receivers = set()
    able = _able(absence.user, terms)
    note = str(_("jusqu’au %(day)s") % {"day": said.day(timezone.localtime(terms.ends_at))})
    for kind, pk in open_work.ids_of(absence.user):
        receiver = _receiver(kind, pk, terms, able)
        if receiver is None and open_work.is_dated(kind):
            continue
        if receiver is None:
            raise CannotReceive
        _pass_on(kind, pk, receiver, note=note, by=by, at=at)
        terms.moved.append(Moved(kind, str(pk), str(receiver.pk)))
        receivers.add(receiver)
    absence.seal("terms", to_json(terms))
    move(ABSENCE, absence, "begin", changed=["terms"], as_system=True, thread=False)
    return receivers


def _able(user: User, terms: Terms) -> dict[str, User]:
    """Who is there to have the work, by id; under ``HEAD`` the head of service, who answers for the others."""
    away = {row.user_id for row, _terms in not_over() if row.state == "running"} | {user.pk}
    head = next((one for one in team().everybody if one.pk not in away), None)
    wanted = User.objects.filter(pk__in={terms.to, *terms.others.values()}, is_active=True).exclude(pk__in=away)
    return {str(one.pk): one for one in wanted} | ({HEAD: head} if head else {})


def _receiver(kind: str, pk: uuid.UUID, terms: Terms, able: dict[str, User]) -> User | None:
    """Whoever it is named for, else whoever has the rest, else the head of service; of what has its days the first alone."""
    named = terms.others.get(f"{kind}-{pk}", "")
    wanted = [named] if open_work.is_dated(kind) else [named, terms.to, HEAD]
    found = [able[key] for key in wanted if key in able]
    return next((one for one in found if open_work.may_have(kind, pk, one)), None)


def _pass_on(kind: str, pk: uuid.UUID, to: User, *, note: str, by: User | None, at: datetime) -> None:
    if kind == CASE:
        handing.pass_on(Person.objects.get(pk=pk), to=to, note=note)
    elif kind == CALL:
        intake.pass_on(Call.objects.get(pk=pk), to=to, by=by, at=at)
    else:
        open_work.further[kind].pass_on(pk, to=to, by=by, at=at)


@operation
def end_absence(absence: Absence, *, by: User, at: datetime) -> int:
    """Back, or an absence that does not take place: what colleagues still have comes back in one act. What has gone on
    to somebody else since stays there. Returns how many stay. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    absence = Absence.objects.select_related("user").get(pk=absence.pk)
    user = absence.user
    if by.pk != user.pk and not may(by, Permission.REVIEW):
        raise NotAllowed
    if absence.state == "over":
        raise NotNow
    terms = terms_of(absence)
    back = [one for one in _still_there(terms) if open_work.may_have(one.kind, uuid.UUID(one.id), user)]
    for one in back:
        _pass_on(one.kind, uuid.UUID(one.id), user, note=str(_("de retour")), by=by, at=at)
    _tell([user, *User.objects.filter(pk__in={terms.to, *terms.others.values(), *(one.to for one in terms.moved)})], by)
    absence.terms = None
    move(ABSENCE, absence, "come_back" if absence.state == "running" else "cancel", changed=["terms"], thread=False)
    return len(terms.moved) - len(back)


def _still_there(terms: Terms) -> list[Moved]:
    """Of what moved, what its receiver still has and what is still open."""
    by_receiver: dict[str, set[tuple[str, uuid.UUID]]] = {
        str(user.pk): set(open_work.ids_of(user))
        for user in User.objects.filter(pk__in={one.to for one in terms.moved})
    }
    return [one for one in terms.moved if (one.kind, uuid.UUID(one.id)) in by_receiver.get(one.to, set())]
