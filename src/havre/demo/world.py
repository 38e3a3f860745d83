"""The invented network while it is being built: who works in it, which houses it has, which places are taken."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from havre.accounts.models import Organisation, User
from havre.directory.models import Shelter
from havre.directory.profiles import Place, ShelterProfile
from havre.people.profiles import Profile

FEMININE = ("Feminine", "TransgenderFeminine")


@dataclass
class House:
    """A shelter as the builder remembers it, so that nothing is unsealed twice."""

    shelter: Shelter
    profile: ShelterProfile

    def takes(self, profile: Profile) -> bool:
        """Whether it accepts this household at all."""
        accepts = self.profile.accepts
        return (
            all(m.gender in accepts.genders for m in profile.household if m.age is None or m.age >= 18)
            and (accepts.children or not profile.children)
            and (accepts.pregnant or not profile.pregnant)
            and (accepts.animals or not profile.animals)
            and (self.profile.night_staff or not profile.needs.night_staff)
        )


@dataclass
class Agency:
    """A partner that refers: its organisation, and the département where it works."""

    organisation: Organisation
    area: str
    name: str


@dataclass
class World:
    rng: random.Random
    now: datetime
    size: int
    users: dict[str, User] = field(default_factory=dict)
    houses: list[House] = field(default_factory=list)
    relays: list[House] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    reserved: frozenset[str] = frozenset({"S058"})
    """Houses that today's stories need: the past leaves them alone."""
    taken: set[str] = field(default_factory=set)
    """Ids of places that are held or lived in, at the moment the building has reached."""
    asked: set[str] = field(default_factory=set)
    """Ids of places about which a shelter was asked and has not answered."""

    @property
    def coordinators(self) -> list[User]:
        return [self.users[key] for key in ("nora", "judith", "marc", "samuel")]

    def house(self, code: str) -> House | None:
        return next((house for house in [*self.houses, *self.relays] if house.shelter.code == code), None)

    def free_places(self, profile: Profile) -> list[tuple[House, Place]]:
        """Places that are free and large enough, of houses that accept this household."""
        need = len(profile.household)
        return [
            (house, place)
            for house in self.houses
            if house.takes(profile) and not house.profile.pause and house.shelter.code not in self.reserved
            for place in house.profile.places
            if place.status == "available"
            and place.id not in self.taken | self.asked
            and place.size >= need
            and (place.accessible or not profile.needs.accessible)
        ]


def uuid_from(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)
