"""May this be done now? What an offer, a journey or a stay demands before it is written."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import words
from havre.common.dataclass_json import from_json
from havre.directory.models import Shelter
from havre.directory.profiles import ShelterProfile
from havre.people.models import Person
from havre.people.policies import NoAgreement, NotYourCase, agreement_in_force
from havre.people.profiles import Profile
from havre.placements.distance import Reach, reach
from havre.placements.models import CallRound, Meeting, Offer, Override, Stay, Unlinked
from havre.placements.occupancy import housing
from havre.record.operations import NotAllowed, OnBehalf, Refusal, said_at
from havre.record.transitions import StateTable
from havre.vault.fields import fetch_keys


class NotAdult(Refusal):
    """R1, R34: minors are not housed; an age in doubt counts as a minor."""

    sentence = _(
        "Le réseau n’héberge pas de mineurs, et un âge en doute compte comme tel. Passez par la protection de l’enfance."
    )


class TooNear(Refusal):
    """Law 4. Its sentence says how near, and what is needed."""

    def __init__(self, found: Reach) -> None:
        super().__init__(
            _("Trop près : %(km)s, il en faut %(min)s. Demandez une exception, ou une autre place.")
            % {"km": words.km(found.km or 0, 1), "min": found.min_km}
        )


class Incompatible(Refusal):
    """A resident of the same network, or somebody she must not meet: no exception opens that."""

    sentence = _("Cette place est incompatible avec sa situation : aucune exception n’est possible.")


class PlaceTaken(Refusal):
    sentence = _("Cette place vient d’être prise pour quelqu’un d’autre. Rien n’a changé : proposez une autre place.")


class OneAtATime(Refusal):
    sentence = _(
        "Un lieu d’accueil est déjà sollicité. Attendez sa réponse, ou dites que vous en sollicitez plusieurs."
    )


class AlreadyAsked(Refusal):
    sentence = _("Cette place lui est déjà proposée. Relisez la page.")


class OneFallback(Refusal):
    sentence = _("Une solution de repli est déjà gardée. Retirez-la d’abord.")


class AlreadyThere(Refusal):
    sentence = _("Un séjour est déjà en cours. Terminez-le d’abord, ou relisez la page.")


class NotYet(Refusal):
    """An act cannot have happened after it is written down."""

    sentence = _("Ce moment n’est pas encore venu. Rien n’a changé : corrigez l’heure.")


class UnknownPlace(Refusal):
    sentence = _("Cette place n’existe plus. Refaites la recherche.")


def happened(at: datetime, on_behalf_of: OnBehalf | None) -> datetime:
    """When an act happened: ``at``, or what was told by telephone. Raises ``NotYet``."""
    when = said_at(at, on_behalf_of)
    if when > at:
        raise NotYet
    return when


def require(by: User | None, permission: Permission, row: object) -> User:
    """Law 6: a named person with the right. Raises ``NotAllowed``, ``NotYourCase``."""
    if by is None or not may(by, permission, row):
        raise why_not(by, row, (permission,))
    return by


def require_verb(by: User | None, table: StateTable, row: Meeting, verb: str) -> None:
    """Before anything else is asked or said: this account may apply ``verb`` to ``row``, whatever its state.

    Raises ``NotNow`` for a row that has ended, ``NotAllowed``, ``NotYourCase``.
    """
    if row.person is None:  # type: ignore[attr-defined]
        raise Unlinked(type(row).__name__)
    asked = next(transition.by for transition in table.transitions if transition.verb == verb)
    if not any(may(by, permission, row) for permission in asked):
        raise why_not(by, row, asked)


def why_not(by: User | None, row: object, asked: tuple[Permission, ...]) -> NotAllowed:
    """A colleague of the coordination is told who has the case, and what to do; anybody else that it is not theirs."""
    if Permission.ARRANGE_PLACE in asked and may(by, Permission.ARRANGE_PLACE):
        person_id = row.pk if isinstance(row, Person) else row.situation_id  # type: ignore[attr-defined]
        return NotYourCase(Person.objects.select_related("coordinator").get(pk=person_id))
    return NotAllowed()


def require_adult(profile: Profile) -> None:
    if profile.is_minor or profile.age_in_doubt:
        raise NotAdult


def require_own_will(person_id: uuid.UUID) -> None:
    """An emergency stay demands that she agreed to be referred or to join. Raises ``NoAgreement``."""
    if not any(agreement_in_force(person_id, kind) for kind in ("refer", "join")):
        raise NoAgreement


def override_for(person_id: uuid.UUID, place_id: uuid.UUID) -> Override | None:
    """The exception to the distance that was granted for this person and place."""
    granted = Override.objects.of_person(person_id).filter(place=place_id, state__in=("granted", "reviewed"))
    return granted.first()


def require_distance(person_id: uuid.UUID, *, area: str, place_id: uuid.UUID) -> Override | None:
    """The granted exception that makes a near place possible, ``None`` where none is needed. Raises ``TooNear``."""
    found = reach(person_id, area)
    if found.is_far_enough:
        return None
    override = override_for(person_id, place_id)
    if override is None:
        raise TooNear(found)
    return override


def require_compatible(person_id: uuid.UUID, network: str, shelter_id: uuid.UUID, at: datetime) -> None:
    """Nobody of her network lives or is awaited in that département, nobody in that house whom she must not meet.

    No exception opens that, not even an emergency (R33). Asked again when the place becomes hers: two of one network may
    have been asked for together. Raises ``Incompatible``.
    """
    others = [other for other in housing(at).residents if other.person != person_id]
    if any(other.shelter == shelter_id and str(person_id) in other.conflicts for other in others):
        raise Incompatible
    near = {other.shelter for other in others if network and other.network == network}
    houses = list(Shelter.objects.filter(pk__in={*near, shelter_id})) if near else []
    fetch_keys(houses)
    areas = {house.pk: from_json(ShelterProfile, house.unseal("profile")).area for house in houses}
    if any(areas.get(shelter) == areas.get(shelter_id) for shelter in near):
        raise Incompatible


def require_no_stay(person_id: uuid.UUID) -> None:
    if Stay.objects.of_person(person_id).filter(state="present").exists():
        raise AlreadyThere


def may_learn_place(user: User, person: Person | Offer | Stay | CallRound) -> bool:
    """Law 2: the coordinator of the case, the duty, and the team of that house."""
    return may(user, Permission.OPEN_PLACE, person)
