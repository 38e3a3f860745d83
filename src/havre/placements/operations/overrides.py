"""A place nearer than the rule: two people and a reason, or duty alone at night, loudly (law 4)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import is_on_duty, may
from havre.assessments.events import DangerChanged, RiskSet
from havre.common.words import km as km_words
from havre.people.models import Person
from havre.people.operations import archive
from havre.placements import notices
from havre.placements.content import read, write
from havre.placements.distance import Reach
from havre.placements.models import Override
from havre.placements.operations.endings import forget
from havre.placements.operations.offers import next_working_evening
from havre.placements.policies import Incompatible, UnknownPlace, override_for, require
from havre.placements.problem import Table, table_for
from havre.placements.states import OVERRIDE
from havre.placements.stored import OverrideContent
from havre.record import clocks, facts, words
from havre.record.operations import Refusal, current, expect_version, operation, record, save
from havre.record.transitions import NotNow, move
from havre.vault.fields import fetch_keys

REVIEW = "OVERRIDE"
NIGHT_BEGINS, NIGHT_ENDS = time(22), time(7)
IN_FORCE = ("granted", "reviewed")
_NEVER = ("same_network", "conflict")

words.register(
    {
        "override_asked": _("Exception à la distance demandée : %(km)s km, il en faut %(min_km)s"),
        "override_granted_alone": _("Exception à la distance accordée seule, de nuit, à relire"),
        "override_withdrawn": _("Exception à la distance retirée après relecture"),
        "override_lapsed": _("Exception à la distance tombée : ce qu’il faut éviter a changé"),
    }
)


class SayWhyNear(Refusal):
    sentence = _("Dites pourquoi cette place malgré la distance. Ce que vous avez écrit est gardé.")


class FarEnough(Refusal):
    sentence = _("Cette place est assez loin : aucune exception n’est nécessaire.")


class AlreadyAskedFor(Refusal):
    sentence = _("Une exception est déjà demandée ou accordée pour cette place. Relisez la page.")


class TwoPeople(Refusal):
    sentence = _(
        "Une exception se décide à deux : quelqu’un d’autre que vous l’accorde. "
        "Seule l’astreinte peut décider seule, de 22 h à 7 h."
    )


class NotYourOwnReview(Refusal):
    sentence = _("Qui a accordé l’exception ne la relit pas.")


def is_night(at: datetime) -> bool:
    """From 22 h to 7 h, local time."""
    hour = timezone.localtime(at).time()
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def may_decide_alone(user: User, at: datetime) -> bool:
    """On duty, and at night."""
    return is_night(at) and may(user, P.DECIDE_ALONE_AT_NIGHT) and is_on_duty(user, at)


@operation
def ask_override(person: Person, *, place_id: uuid.UUID, reason: str, by: User, at: datetime) -> Override:
    """Ask that a place nearer than the rule may be offered to her. It changes nothing until somebody else grants it.

    Raises ``SayWhyNear``, ``FarEnough``, ``Incompatible``, ``AlreadyAskedFor``, ``UnknownPlace``, ``NotAllowed``.
    """
    asker = require(by, P.ARRANGE_PLACE, person)
    if not reason.strip():
        raise SayWhyNear
    table = table_for(person, at, others=False)
    found = _near(table, place_id)
    if _in_hand(person.pk, place_id):
        raise AlreadyAskedFor
    override = Override(person=person.pk, place=place_id)
    content = OverrideContent(str(asker.pk), asker.name, at, reason.strip(), found.km or 0.0, found.min_km)
    write(override, "content", content)
    override.save(force_insert=True)
    record("override_asked", subject=person.pk, facts={"km": _whole(content.km), "min_km": content.min_km})
    notices.tell([head for head in notices.heads() if head.pk != asker.pk], "override_asked")
    return override


def _whole(km: float) -> int:
    """Rounded down: a distance is never told greater than it is."""
    return int(km)


def _near(table: Table, place_id: uuid.UUID) -> Reach:
    ranking, index = table.rankings[0], table.network.capacity.place_index.get(str(place_id))
    if index is None:
        raise UnknownPlace
    codes = ranking.codes(index)
    if any(code in codes for code in _NEVER):
        raise Incompatible
    if "too_near" not in codes:
        raise FarEnough
    return Reach(ranking.km(index), int(ranking.search.min_km))


def _in_hand(person_id: uuid.UUID, place_id: uuid.UUID) -> bool:
    waiting = Override.objects.of_person(person_id).filter(place=place_id, state="asked").exists()
    return waiting or override_for(person_id, place_id) is not None


@operation
def grant_override(override: Override, *, answer: str = "", version: int | None = None, by: User, at: datetime) -> None:
    """The second person agrees; or, on duty at night, the one who asked, alone: the head is told at once and a review
    is due the next working day. Raises ``TwoPeople``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    _require_state(override, "grant")
    expect_version(override, version)
    content = read(override, "content", OverrideContent)
    content.alone = content.asked_by == str(by.pk)
    if content.alone and not may_decide_alone(by, at):
        raise TwoPeople
    content.granted_by, content.granted_name, content.granted_at = str(by.pk), by.name, at
    content.answer = answer.strip()
    write(override, "content", content)
    move(OVERRIDE, override, "grant", changed=["content"])
    facts.publish("override", year=facts.year_of(at), granted="alone" if content.alone else "two")
    if content.alone:
        _tell_loudly(override, at)


def _require_state(override: Override, verb: str) -> None:
    """Two clicks, or an exception that is over. Raises ``NotNow``."""
    if OVERRIDE.find(verb, override.state) is None:
        raise NotNow


def _tell_loudly(override: Override, at: datetime) -> None:
    record("override_granted_alone", subject=override.situation_id)
    clocks.start(override.situation_id, REVIEW, due_at=next_working_evening(at))
    notices.tell([*notices.heads(), *notices.coordination(override.situation_id, at)], "override_alone")


@operation
def refuse_override(override: Override, *, answer: str, version: int | None = None, by: User, at: datetime) -> None:
    """Somebody else says no, and why. The place stays closed to her; she may be proposed it again later.

    Raises ``SayWhyNear``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    _require_state(override, "refuse")
    expect_version(override, version)
    if not answer.strip():
        raise SayWhyNear
    move(OVERRIDE, override, "refuse")
    _archive(override, {"answer": answer.strip(), "refused_by": str(by.pk), "refused_at": at.isoformat()})


@operation
def review_override(
    override: Override, *, stands: bool, answer: str, version: int | None = None, by: User, at: datetime
) -> None:
    """The head of service reads a granted exception again; one that does not stand is over at once.

    Raises ``SayWhyNear``, ``NotYourOwnReview``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    _require_state(override, "review")
    expect_version(override, version)
    content = read(override, "content", OverrideContent)
    if not answer.strip():
        raise SayWhyNear
    if content.granted_by == str(by.pk):
        raise NotYourOwnReview
    content.reviewed_name, content.reviewed_at, content.stands = by.name, at, stands
    content.answer = answer.strip()
    write(override, "content", content)
    move(OVERRIDE, override, "review", changed=["content"])
    if not _waits_for_review(override.situation_id):
        clocks.stop(override.situation_id, REVIEW)
    if not stands:
        record("override_withdrawn", subject=override.situation_id)
    if not stands or override.place is None:
        _archive(override, {})


def _waits_for_review(person_id: uuid.UUID) -> bool:
    granted = Override.objects.of_person(person_id).filter(state="granted")
    return any(read(override, "content", OverrideContent).alone for override in granted)


def _archive(override: Override, more: dict[str, str]) -> None:
    """Into her own sealed past; the row forgets person and place."""
    entry = override.unseal("content") | {"place": str(override.place or ""), "state": override.state} | more
    archive(override.situation_id, "overrides", entry)
    forget(override)


def lapse(person_id: uuid.UUID) -> None:
    """Inside a running operation: exceptions that the new danger no longer allows are over (law 4)."""
    current()
    granted = list(Override.objects.of_person(person_id).filter(state__in=("asked", *IN_FORCE)))
    if not granted:
        return
    table = table_for(Person.objects.get(pk=person_id), current().at, others=False)
    for override in granted:
        if override.place is not None and not _covers(override, table):
            record("override_lapsed", subject=person_id)
            _lapse(override)


def let_go(person_id: uuid.UUID, *, place: uuid.UUID | None = None, beside: uuid.UUID | None = None) -> None:
    """Inside a running operation: her exceptions end with what they were for, so that no row keeps the place.

    ``place`` limits it to one place, ``beside`` spares the one she has just entered.
    """
    current()
    for override in Override.objects.of_person(person_id).filter(state__in=("asked", *IN_FORCE)):
        if override.place not in (None, beside) and place in (None, override.place):
            _lapse(override)


def _lapse(override: Override) -> None:
    """One that was granted alone keeps waiting for its review, without its place."""
    if override.state == "granted" and read(override, "content", OverrideContent).alone:
        override.place = None
        save(override, "place")
    else:
        _archive(override, {"lapsed_at": current().at.isoformat()})


def _covers(override: Override, table: Table) -> bool:
    """Whether the place is as far as when the exception was asked, and no more distance is demanded than then."""
    content = read(override, "content", OverrideContent)
    index = table.network.capacity.place_index.get(str(override.place))
    if index is None:
        return False
    ranking = table.rankings[0]
    km = ranking.km(index)
    return (km is None or km >= content.km) and ranking.search.min_km <= content.min_km


def on_danger_changed(event: DangerChanged | RiskSet) -> None:
    lapse(event.person_id)


@dataclass(frozen=True)
class Asked:
    """An exception as a page shows it to one reader."""

    row: Override
    content: OverrideContent
    place: str
    in_force: bool
    may_answer: bool
    would_be_alone: bool

    @property
    def distance(self) -> str:
        return gettext("%(km)s, il en faut %(min_km)s") % {
            "km": km_words(self.content.km, 1), "min_km": self.content.min_km,
        }  # fmt: skip


def describe(override: Override, user: User, at: datetime) -> Asked:
    """One exception, and whether this reader may answer it: not the asker, unless on duty at night."""
    content = read(override, "content", OverrideContent)
    own = content.asked_by == str(user.pk)
    allowed = OVERRIDE.allows(user, override, "grant") and (not own or may_decide_alone(user, at))
    return Asked(
        override, content, str(override.place) if override.place else "", override.state in IN_FORCE, allowed, own
    )


def of_person(person_id: uuid.UUID, user: User, at: datetime) -> list[Asked]:
    """Her exceptions that are asked or in force, the oldest first."""
    rows = list(Override.objects.of_person(person_id).filter(state__in=("asked", *IN_FORCE)))
    fetch_keys(rows)
    return sorted((describe(row, user, at) for row in rows), key=lambda one: one.content.asked_at)
