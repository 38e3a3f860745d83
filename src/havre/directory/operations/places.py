"""The places of a house: what it says of them, and when. Held and occupied follow from the rooms above.

A place is an entry of the shelter's sealed profile; the row is read again inside the operation, so that two taps
come to the same. No operation that touches a person calls these (law 2).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.directory.models import Shelter
from havre.directory.news import waiting
from havre.directory.operations.shelters import ReasonMissing, keep_profile
from havre.directory.policies import may_keep_places
from havre.directory.profiles import AVAILABLE, BLOCKED, OUT_OF_SERVICE, LastWord, Place, ShelterProfile, Word
from havre.record import words
from havre.record.operations import NotAllowed, OnBehalf, Refusal, expect_version, operation, said_at

words.register(
    {
        "places_confirmed": _("Places confirmées"),
        "places_withdrawn": _("Places dites prises"),
        "places_word_undone": _("Dernière nouvelle des places effacée"),
        "place_status_set": _("Place bloquée ou rouverte"),
        "place_added": _("Place ajoutée"),
        "place_changed": _("Place modifiée"),
    }
)

STATUSES = (AVAILABLE, BLOCKED, OUT_OF_SERVICE)
KINDS = ("room", "flat")


class NoSuchPlace(Refusal):
    sentence = _("Cette place n’existe plus. Rechargez la page.")


class PlaceClosed(Refusal):
    sentence = _("Cette place est bloquée. Rouvrez-la d’abord, elle pourra être dite libre ensuite.")


class NewerWord(Refusal):
    sentence = _("Le lieu d’accueil a donné des nouvelles plus récentes. Rien n’a changé.")


class DayPast(Refusal):
    sentence = _("Ce jour est passé. Choisissez aujourd’hui ou plus tard ; le reste est gardé.")


class NoSize(Refusal):
    sentence = _("Une place accueille au moins une personne. Corrigez le nombre ; le reste est gardé.")


@operation
def confirm_places(
    shelter: Shelter,
    *,
    place_ids: Collection[str],
    still_free: bool,
    free_from: date | None = None,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """The house says of these places that they are free, or that they no longer are (then perhaps from a later day).

    The word counts for the day it was given: today, or the day of the telephone call.
    Raises ``NoSuchPlace``, ``PlaceClosed``, ``NewerWord``, ``Stale``, ``NotAllowed``.
    """
    profile = _open(shelter, by=by, version=version)
    said_on = _said_on(at, on_behalf_of)
    telephoned = {one.place for one in waiting().get(shelter.pk, ())}
    before = [Word.of(_find(profile, place_id)) for place_id in place_ids]
    for place_id in place_ids:
        place = _find(profile, place_id)
        if still_free and place.status != AVAILABLE:
            raise PlaceClosed
        if place.confirmed_on and place.confirmed_on > said_on:
            raise NewerWord
        place.free_from = _free_from(place, said_on, free_from) if still_free else free_from
        place.confirmed_on = said_on
        place.confirmed_by = _who(by, on_behalf_of)
        if place_id in telephoned or Word.of(place) not in before:
            place.said_at = said_at(at, on_behalf_of)
    event = "places_confirmed" if still_free else "places_withdrawn"
    said = [Word.of(_find(profile, place_id)) for place_id in place_ids]
    if said != before:
        profile.last_word = LastWord(event, said, before)
    keep_profile(shelter, profile, event)


@operation
def take_back_word(shelter: Shelter, *, by: User | None, at: datetime) -> None:
    """The last word on places was noted by mistake: they are as they were said before it.

    Raises ``NewerWord`` where something was said of them since, ``NotAllowed``.
    """
    profile = _open(shelter, by=by, version=None)
    if profile.last_word is None or not profile.last_word_stands():
        raise NewerWord
    for word in profile.last_word.before:
        place = _find(profile, word.place)
        place.free_from, place.said_at = word.free_from, word.said_at
        place.confirmed_on, place.confirmed_by = word.confirmed_on, word.confirmed_by
    profile.last_word = None
    keep_profile(shelter, profile, "places_word_undone")


def _free_from(place: Place, said_on: date, asked: date | None) -> date:
    """A day to come that was already announced stays unless another one is given."""
    return asked or place.free_from or said_on


def _said_on(at: datetime, told: OnBehalf | None) -> date:
    return timezone.localtime(said_at(at, told)).date()


def _who(by: User | None, told: OnBehalf | None) -> str:
    if told is not None:
        return gettext("%(who)s, par téléphone") % {"who": told.who}
    return by.name if by else ""


@operation
def set_place_status(
    shelter: Shelter,
    *,
    place_id: str,
    status: str,
    reason: str = "",
    until: date | None = None,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Block a place, take it out of service, or reopen it. ``until`` is the last day; ``None``: until it is reopened.

    Raises ``ReasonMissing`` (reopening needs none), ``DayPast``, ``NoSuchPlace``, ``Stale``, ``NotAllowed``.
    """
    if status not in STATUSES:
        raise ValueError(f"unknown status {status!r}")
    profile = _open(shelter, by=by, version=version)
    place = _find(profile, place_id)
    if status == AVAILABLE:
        reason, until = "", None
    elif not reason.strip():
        raise ReasonMissing
    if until is not None and until < _said_on(at, on_behalf_of):
        raise DayPast
    place.status, place.reason, place.status_until = status, reason.strip(), until
    keep_profile(shelter, profile, "place_status_set")


@operation
def add_place(
    shelter: Shelter,
    *,
    label: str,
    kind: str = "room",
    size: int = 1,
    accessible: bool = False,
    free_from: date | None = None,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> Place:
    """One more place. With ``free_from`` it counts as said free today. Raises ``NoSize``, ``Stale``, ``NotAllowed``."""
    profile = _open(shelter, by=by, version=version)
    place = Place(id=str(uuid.uuid4()), label=label, kind=_kind(kind), size=_size(size), accessible=accessible)
    if free_from is not None:
        place.free_from, place.confirmed_on = free_from, _said_on(at, on_behalf_of)
        place.confirmed_by = _who(by, on_behalf_of)
    profile.places.append(place)
    keep_profile(shelter, profile, "place_added")
    return place


@operation
def change_place(
    shelter: Shelter,
    *,
    place_id: str,
    label: str,
    kind: str,
    size: int,
    accessible: bool,
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """What a place is. When it is free is said by ``confirm_places``. Raises as ``add_place``, ``NoSuchPlace``."""
    profile = _open(shelter, by=by, version=version)
    place = _find(profile, place_id)
    changed = replace(place, label=label, kind=_kind(kind), size=_size(size), accessible=accessible)
    profile.places[profile.places.index(place)] = changed
    keep_profile(shelter, profile, "place_changed")


def _open(shelter: Shelter, *, by: User | None, version: int | None) -> ShelterProfile:
    """The profile as it stands now, for somebody who may change it."""
    if not may_keep_places(by, shelter):
        raise NotAllowed
    shelter.refresh_from_db(fields=["profile", "version"])
    expect_version(shelter, version)
    return shelter.read_profile()


def _find(profile: ShelterProfile, place_id: str) -> Place:
    place = profile.place(place_id)
    if place is None:
        raise NoSuchPlace
    return place


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"unknown kind of place {kind!r}")
    return kind


def _size(size: int) -> int:
    if size < 1:
        raise NoSize
    return size
