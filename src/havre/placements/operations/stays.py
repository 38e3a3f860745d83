"""She is there: begun at arrival, extended, checked, moved, ended with a reason. Source: DOMAIN.md R33, §5 exits."""

from __future__ import annotations

import logging
import uuid
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import is_on_duty
from havre.common.dataclass_json import from_json
from havre.countries.fr.network import EXITS
from havre.countries.fr.policy import ARRIVAL_ALARM, EMERGENCY_STAY
from havre.directory.models import ShelterKind
from havre.directory.profiles import ShelterProfile
from havre.people import references
from havre.people.apart import apart_from
from havre.people.models import Person
from havre.people.profiles import Profile
from havre.placements import coarse, notices
from havre.placements.content import StayTerms, Tick, companions, needs_for_shelter, read, write
from havre.placements.distance import reach
from havre.placements.events import MovePlanned, StayBegan, StayEnded
from havre.placements.models import Override, Stay
from havre.placements.operations.alarms import CHECK_IN, clear_for_arrival, raise_alarm
from havre.placements.operations.endings import end
from havre.placements.operations.offers import next_working_evening
from havre.placements.operations.overrides import REVIEW, let_go
from havre.placements.operations.places import find_place, take_place
from havre.placements.policies import (
    happened,
    override_for,
    require,
    require_adult,
    require_compatible,
    require_no_stay,
    require_own_will,
    require_verb,
)
from havre.placements.states import STAY
from havre.placements.stored import OverrideContent
from havre.record import clocks, events, facts, words
from havre.record.operations import OnBehalf, Refusal, expect_version, operation, record, save
from havre.record.transitions import NotNow, move
from havre.vault.fields import fetch_keys

log = logging.getLogger("havre.placements")

PLACE, RELAY = "place", "relay"
MOVED = "moved"
CHECK_IN_EVERY = timedelta(hours=24)
CHECK_IN_GRACE = timedelta(minutes=ARRIVAL_ALARM.value)
RELAY_DAYS = timedelta(days=EMERGENCY_STAY.value)
BY_THE_WAY = ("placed", "moved")
"""Ends that follow from an arrival elsewhere, beside the exits of the country's list."""

words.register(
    {
        "stay_began": _("Arrivée : le séjour commence"),
        "relay_began": _("Mise à l’abri en appartement relais"),
        "relay_exception": _("Appartement relais plus près que la règle : exception de l’astreinte, à relire"),
        "check_in_asked": _("Le point du jour est attendu"),
        "move_planned": _("Un autre lieu est à chercher : %(why)s"),
        "owed_entered": _("Étape inscrite après coup : %(what)s"),
    }
)


class NotRelay(Refusal):
    sentence = _("Ce n’est pas un appartement relais. Passez par une proposition.")


class InsideZone(Refusal):
    """R33: an emergency may break the distance, never a zone to avoid itself."""

    sentence = _("Cet appartement est dans une zone à éviter. Choisissez-en un autre, ou appelez l’astreinte.")


class RelayTooNear(Refusal):
    sentence = _(
        "Plus près que la règle : l’astreinte seule peut le décider, avec une raison. La cheffe le saura aussitôt."
    )


class TooLong(Refusal):
    sentence = _("Un appartement relais s’occupe 14 jours au plus. Choisissez une date plus proche.")


class EndBeforeBeginning(Refusal):
    sentence = _("Ce jour vient avant l’arrivée. Choisissez-en un autre.")


class SayWhyItEnds(Refusal):
    sentence = _("Dites pourquoi le séjour se termine : choisissez une raison. Le reste est gardé.")


def present_stays(person_id: uuid.UUID) -> list[Stay]:
    return list(Stay.objects.of_person(person_id).filter(state="present"))


def begin(
    person: Person,
    *,
    shelter_id: uuid.UUID,
    place_id: uuid.UUID,
    kind: str,
    began_at: datetime,
    at: datetime,
    reference: str = "",
    planned_end: date | None = None,
    override: str | None = None,
    owed: list[str] | None = None,
    ticks: list[Tick] | None = None,
) -> Stay:
    """Inside a running operation: the stay begins, the place is hers. Raises ``PlaceTaken``."""
    take_place(place_id, person_id=person.pk, at=at)
    profile = from_json(Profile, person.unseal("profile"))
    stay = Stay(person=person.pk, shelter=shelter_id, place=place_id, kind=kind)
    terms = StayTerms(
        began_on=timezone.localtime(began_at).date(),
        began_at=began_at,
        planned_end=planned_end,
        reference=reference or references.outside_reference(),
        household=companions(profile.household),
        languages=list(profile.languages),
        override=override,
        network=profile.network,
        conflicts=apart_from(person),
        owed=owed or [],
        needs=needs_for_shelter(profile),
        ticks=ticks or [],
    )
    write(stay, "terms", terms)
    stay.save(force_insert=True)
    record("relay_began" if kind == RELAY else "stay_began", subject=person.pk)
    if kind == PLACE and not _moves(person.pk):
        coarse.count_admission(person.pk, profile, began_at)
    events.publish(StayBegan(person.pk, kind))
    return stay


def _moves(person_id: uuid.UUID) -> bool:
    """Whether she comes from another place of the network: she was admitted then, and is counted once."""
    past = Person.objects.get(pk=person_id).unseal("past") or {}
    stays = [stay for stay in past.get("stays", []) if stay["kind"] == PLACE]
    return bool(stays) and stays[-1]["reason"] == MOVED


def end_present(person_id: uuid.UUID, *, by: User | None, at: datetime) -> None:
    """Inside the operation of an arrival elsewhere: the relay apartment, or the place before, is free again."""
    for stay in present_stays(person_id):
        _end(stay, reason="placed" if stay.kind == RELAY else MOVED, note="", ended_on=None, at=at, as_system=True)


@operation
def begin_relay_stay(
    person: Person,
    *,
    shelter_id: uuid.UUID,
    place_id: uuid.UUID,
    reason: str = "",
    planned_end: date | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> Stay:
    """An emergency stay in a relay apartment, 14 days at most (R33).

    Nearer than her risk demands, it takes whoever is on duty, alone, with a reason: the head is told at once and
    reviews it the next working day (``review_override``). Inside a zone to avoid: never. Raises ``NotRelay``, ``InsideZone``,
    ``RelayTooNear``, ``Incompatible``, ``TooLong``, ``PlaceTaken``, ``AlreadyThere``, ``NotAdult``, ``NoAgreement``,
    ``NotAllowed``.
    """
    coordinator = require(by, P.ARRANGE_PLACE, person)
    began_at = happened(at, on_behalf_of)
    shelter, house, _place = find_place(shelter_id, place_id)
    if shelter.kind != ShelterKind.RELAY:
        raise NotRelay
    require_own_will(person.pk)
    profile = from_json(Profile, person.unseal("profile"))
    require_adult(profile)
    require_no_stay(person.pk)
    require_compatible(person.pk, profile.network, shelter_id, at)
    last_day = timezone.localtime(began_at).date() + RELAY_DAYS
    if planned_end is not None and planned_end > last_day:
        raise TooLong
    override = _relay_exception(person, house, place_id, reason, by=coordinator, at=at)
    return begin(
        person, shelter_id=shelter_id, place_id=place_id, kind=RELAY, began_at=began_at, at=at,
        planned_end=planned_end or last_day, override=str(override.pk) if override else None,
    )  # fmt: skip


def _relay_exception(
    person: Person, house: ShelterProfile, place_id: uuid.UUID, reason: str, *, by: User, at: datetime
) -> Override | None:
    found = reach(person.pk, house.area)
    if found.is_inside:
        raise InsideZone
    if found.is_far_enough:
        return None
    if granted := override_for(person.pk, place_id):
        return granted
    if not reason.strip() or not is_on_duty(by, at):
        raise RelayTooNear
    override = Override(person=person.pk, place=place_id, state="granted")
    content = OverrideContent(
        str(by.pk), by.name, at, reason.strip(), found.km or 0.0, found.min_km, alone=True, granted_by=str(by.pk),
        granted_name=by.name, granted_at=at,
    )  # fmt: skip
    write(override, "content", content)
    override.save(force_insert=True)
    record("relay_exception", subject=person.pk, facts={"reason": reason.strip()})
    clocks.start(person.pk, REVIEW, due_at=next_working_evening(at))
    notices.tell(notices.heads(), "relay_exception")
    return override


@operation
def extend_stay(
    stay: Stay,
    *,
    planned_end: date | None,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Say until when she stays; ``None``: nobody knows yet. Raises ``TooLong`` for a relay apartment,
    ``EndBeforeBeginning``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_verb(by, STAY, stay, "extend")
    expect_version(stay, version)
    terms = read(stay, "terms", StayTerms)
    if planned_end is not None and planned_end < terms.began_on:
        raise EndBeforeBeginning
    if stay.kind == RELAY and (planned_end is None or planned_end > terms.began_on + RELAY_DAYS):
        raise TooLong
    terms.planned_end = planned_end
    write(stay, "terms", terms)
    move(STAY, stay, "extend", changed=["terms"])


@operation
def check_in(
    stay: Stay,
    *,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Somebody spoke with her in the relay apartment today; a missed check-in's alarm is answered."""
    require_verb(by, STAY, stay, "check_in")
    expect_version(stay, version)
    terms = read(stay, "terms", StayTerms)
    terms.check_ins = [*terms.check_ins, happened(at, on_behalf_of)]
    terms.check_in_asked_at = None
    write(stay, "terms", terms)
    move(STAY, stay, "check_in", changed=["terms"])
    clear_for_arrival(stay.situation_id, reason=str(_("point du jour fait")), by=by, at=at)


@operation
def plan_move(stay: Stay, *, reason: str, version: int | None = None, by: User | None, at: datetime) -> None:
    """She must go elsewhere: a new search begins, she stays until the next arrival. Raises ``NotNow``."""
    require(by, P.ARRANGE_PLACE, stay)
    expect_version(stay, version)
    if stay.state != "present":
        raise NotNow
    if not reason.strip():
        raise SayWhyItEnds
    terms = read(stay, "terms", StayTerms)
    terms.moving = reason.strip()
    write(stay, "terms", terms)
    save(stay, "terms")
    record("move_planned", subject=stay.situation_id, fields=["terms"], facts={"why": reason.strip()})
    events.publish(MovePlanned(stay.situation_id))


@operation
def end_stay(
    stay: Stay,
    *,
    reason: str,
    note: str = "",
    ended_on: date | None = None,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """She left; the place is free at once. ``reason`` is an exit of the country's list. The row forgets person and
    place; what is worth keeping stays in her sealed past. Raises ``SayWhyItEnds``, ``EndBeforeBeginning``, ``NotNow``,
    ``NotAllowed``, ``Stale``."""
    require_verb(by, STAY, stay, "end")
    expect_version(stay, version)
    if reason not in EXITS:
        raise SayWhyItEnds
    person_id = stay.situation_id
    _end(stay, reason=reason, note=note, ended_on=ended_on, at=at, as_system=False)
    clear_for_arrival(person_id, reason=str(_("séjour terminé")), by=by, at=at)


def _end(stay: Stay, *, reason: str, note: str, ended_on: date | None, at: datetime, as_system: bool) -> None:
    person_id, kind, shelter_id, place_id = stay.situation_id, stay.kind, stay.shelter, stay.place
    terms = read(stay, "terms", StayTerms)
    last_day = ended_on or timezone.localtime(at).date()
    if last_day < terms.began_on:
        raise EndBeforeBeginning
    entry = stay.unseal("terms") | {"kind": kind, "reason": reason, "note": note, "ended_on": last_day.isoformat()}
    end(STAY, stay, "end", kind="stays", entry=entry, as_system=as_system)
    let_go(person_id, place=place_id)
    if kind == PLACE:
        facts.publish("exit", year=last_day.year, reason=reason, months=_months(terms.began_on, last_day))
    notices.tell_coordination(person_id, "stay_ended", at)
    notices.tell_shelter(shelter_id, "stay_ended")
    events.publish(StayEnded(person_id, kind, reason))


def _months(first: date, last: date) -> str:
    months = (last - first).days // 30
    return next(
        (band for limit, band in ((3, "0-2"), (6, "3-5"), (12, "6-11"), (24, "12-23")) if months < limit), "24+"
    )


def watch_check_ins(at: datetime) -> int:
    """Sweep: a relay apartment is called every day; 24 h after the last word the duty is asked, an hour later an alarm
    opens. Returns how many were late."""
    stays = list(Stay.objects.linked().filter(state="present", kind=RELAY))
    fetch_keys(stays)
    late = [stay for stay in stays if at >= read(stay, "terms", StayTerms).last_seen_at + CHECK_IN_EVERY]
    for stay in late:
        try:
            _ask_check_in(stay, by=None, at=at)
        except Exception:
            log.exception("a check-in could not be asked for")
    return len(late)


@operation
def _ask_check_in(stay: Stay, *, by: User | None, at: datetime) -> None:
    terms = read(stay, "terms", StayTerms)
    due = terms.last_seen_at + CHECK_IN_EVERY
    if terms.check_in_asked_at is None:
        terms.check_in_asked_at = at
        write(stay, "terms", terms)
        save(stay, "terms")
        record("check_in_asked", subject=stay.situation_id, fields=["terms"])
        notices.tell([*notices.coordination(stay.situation_id, at), *notices.on_duty(at)], "check_in")
    if at >= due + CHECK_IN_GRACE:
        raise_alarm(stay.situation_id, kind=CHECK_IN, stay_id=stay.pk, expected_at=due, by=None, at=at)
