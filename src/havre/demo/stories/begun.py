"""What a story holds at every stage: whom it is about, who follows it, and what the stages made."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from havre.accounts.models import User
from havre.assessments.models import Assessment
from havre.demo.people import Someone
from havre.demo.world import House, World
from havre.directory.profiles import Place
from havre.placements.models import Interview, Offer, Stay, Transfer
from havre.record.operations import OnBehalf, operation
from havre.referrals.models import Referral

HOUR = timedelta(hours=1)


@operation
def at_once(*acts: Callable[[], None], by: User, at: datetime) -> None:
    """Several acts entered in one go: one transaction, one moment."""
    for act in acts:
        act()


@dataclass
class Begun:
    """A situation that goes its way. What a stage made stays here for the next one."""

    world: World
    one: Someone
    coordinator: User
    referral: Referral = field(init=False)
    assessment: Assessment = field(init=False)
    house: House | None = None
    place: Place | None = None
    offer: Offer | None = None
    interview: Interview | None = None
    transfer: Transfer | None = None
    stay: Stay | None = None
    refused: set[str] = field(default_factory=set)
    """Codes of the houses that said no: the next one is asked elsewhere."""

    @property
    def person_id(self) -> uuid.UUID:
        return self.referral.person_id

    def together(self, at: datetime, *acts: Callable[[datetime], None]) -> None:
        """Enter these acts in one go, as at the end of a day full of telephone calls."""
        at_once(*(partial(act, at) for act in acts), by=self.coordinator, at=at)

    def told_by_house(self, at: datetime) -> OnBehalf:
        return OnBehalf("le lieu d’accueil", at)

    def chosen(self) -> tuple[House, Place]:
        if self.house is None or self.place is None:
            raise ValueError("no place is chosen")
        return self.house, self.place

    @property
    def living_offer(self) -> Offer:
        if self.offer is None:
            raise ValueError("nobody was asked")
        return self.offer

    def leave_place(self) -> None:
        if self.place is not None:
            self.world.taken.discard(self.place.id)
            self.world.asked.discard(self.place.id)
        self.house = self.place = self.offer = self.stay = None
