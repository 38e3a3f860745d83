"""The journey, the arrival and what follows: the whole story."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from havre.accounts.models import User
from havre.cases.models import Case
from havre.cases.operations import close_case
from havre.demo.stories.placed import Placed
from havre.demo.world import House
from havre.placements.content import Costs, Leg, Route
from havre.placements.models import Transfer
from havre.placements.operations import stays, transfers
from havre.placements.operations.first_days import tick_steps
from havre.placements.owed import CHECKLIST


class Story(Placed):
    """With the journey, the arrival and what follows."""

    def plan_journey(self, at: datetime, departs_at: datetime, *, hours: float = 6, escort: User | None = None) -> None:
        legs = [
            Leg("Gare de départ", "Gare de correspondance", departs_at),
            Leg("Gare de correspondance", "Gare d’arrivée", departs_at + timedelta(hours=hours / 2)),
        ]
        route = Route(
            legs,
            "Devant la pharmacie",
            "Quai 2, près de l’horloge",
            "La pharmacie rappelle",
            "Yves A." if escort else "",
            "0199000002" if escort else "",
        )
        plan = transfers.Plan(
            route=route, expected_at=departs_at + timedelta(hours=hours), escort=escort, checklist=list(CHECKLIST),
            costs=Costs(person=92, escort=184 if escort else 0, aid=350),
        )  # fmt: skip
        self.transfer = transfers.plan_transfer(self.living_offer, plan=plan, by=self.coordinator, at=at)

    def depart(self, at: datetime) -> None:
        transfers.depart(self._transfer(), by=self.coordinator, at=at)

    def arrive(self, at: datetime) -> None:
        self.stay = transfers.confirm_arrival(
            self._transfer(), by=self.coordinator, at=at, on_behalf_of=self.told_by_house(at)
        )

    def tick(self, at: datetime, *keys: str, by: User) -> None:
        """The house has done these steps of the first days."""
        tick_steps(self.stay or self.living_offer, done=keys, by=by, at=at)

    def in_relay(self, at: datetime, house: House) -> None:
        """A roof in a relay apartment while the search goes on (R33)."""
        place = house.profile.places[0]
        self.stay = stays.begin_relay_stay(
            self.assessment.person, shelter_id=house.shelter.pk, place_id=uuid.UUID(place.id),
            reason="Personne ne peut plus la garder ce soir.", by=self.coordinator, at=at,
        )  # fmt: skip
        self.world.taken.add(place.id)

    def check_in(self, at: datetime) -> None:
        if self.stay is None:
            raise ValueError("there is no stay")
        stays.check_in(self.stay, by=self.coordinator, at=at)

    def must_move(self, at: datetime, why: str) -> None:
        if self.stay is None:
            raise ValueError("there is no stay")
        stays.plan_move(self.stay, reason=why, by=self.coordinator, at=at)

    def leave(self, at: datetime, reason: str) -> None:
        if self.stay is None:
            raise ValueError("there is no stay")
        stays.end_stay(self.stay, reason=reason, by=self.coordinator, at=at)
        self.leave_place()

    def close(self, at: datetime, reason: str) -> None:
        close_case(Case.objects.get(person=self.person_id), reason=reason, by=self.coordinator, at=at)

    def _transfer(self) -> Transfer:
        if self.transfer is None:
            raise ValueError("no journey is planned")
        return self.transfer
