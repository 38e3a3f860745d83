"""From the search to a place that is hers."""

from __future__ import annotations

import math
import uuid
from contextlib import suppress
from datetime import datetime, timedelta

from havre.accounts.models import User
from havre.demo.stories.begun import HOUR
from havre.demo.stories.referred import Referred
from havre.demo.world import House
from havre.geo import distances
from havre.geo.departments import INDEX
from havre.people.models import Person
from havre.placements.calling import AGAIN, NO, NOBODY
from havre.placements.content import Link, Meeting, read
from havre.placements.models import Offer
from havre.placements.operations import interviews, offers, rounds
from havre.placements.operations.answers import Answer, answer_call
from havre.placements.operations.overrides import ask_override
from havre.placements.operations.search import make_search, unable_to_place
from havre.placements.policies import Incompatible, require_compatible
from havre.placements.stored import SearchContent

MIN_KM = {"low": 50, "medium": 100, "high": 200, "very_high": 300}


class Placed(Referred):
    """With a place that is sought, asked for, held."""

    def reach_km(self, area: str) -> float | None:
        """Distance from the nearest zone to avoid; ``None`` where no distance is needed."""
        found = [float(distances.from_area(zone)[INDEX[area]]) for zone in self.one.zones]
        numbers = [km for km in found if not math.isnan(km)]
        return min(numbers, default=None)

    def choose_place(self, at: datetime) -> bool:
        """Choose among the places that are free, far enough and compatible; no search is stored."""
        far = [
            (house, place)
            for house, place in self.world.free_places(self.one.profile)
            if (km := self.reach_km(house.profile.area)) is None or km >= MIN_KM[self.one.risk]
        ]
        drawn = sorted(far, key=lambda one: (one[1].size, self.world.rng.random()))
        chosen = next((one for one in drawn if self._is_compatible(one[0], at)), None)
        if chosen is not None:
            self.house, self.place = chosen
        return chosen is not None

    def _is_compatible(self, house: House, at: datetime) -> bool:
        try:
            require_compatible(self.person_id, self.one.profile.network, house.shelter.pk, at)
        except Incompatible:
            return False
        return True

    def choose_proposed(self, at: datetime) -> bool:
        """Search, and take the first place proposed that no other story needs."""
        search = make_search(self.assessment.person, by=self.coordinator, at=at)
        result = read(search, "content", SearchContent).result or {}
        places = self.world.free_places(self.one.profile)
        free = {place.id: (house, place) for house, place in places if house.shelter.code not in self.refused}
        chosen = next((free[place_id] for place_id in result.get("scores", {}) if place_id in free), None)
        if chosen is not None:
            self.house, self.place = chosen
        return chosen is not None

    def choose_house(self, code: str, number: int) -> None:
        """A certain place of a certain house."""
        house = self.world.house(code)
        if house is None:
            raise ValueError(f"there is no house {code}")
        self.house, self.place = house, house.profile.places[number - 1]

    def search(self, at: datetime) -> None:
        """Look, without asking anybody yet."""
        make_search(self.assessment.person, by=self.coordinator, at=at)

    def ask_override(self, at: datetime, why: str) -> bool:
        """Ask for the first place against which nothing speaks but the distance; whether there is one."""
        search = make_search(self.assessment.person, by=self.coordinator, at=at)
        result = read(search, "content", SearchContent).result or {}
        near = next((key for key, codes in result.get("excluded", {}).items() if codes == ["too_near"]), None)
        if near is not None:
            person = self.assessment.person
            ask_override(person, place_id=uuid.UUID(near), reason=why, by=self.coordinator, at=at)
        return near is not None

    def call_round(self, at: datetime, *, share_with: User) -> None:
        """The houses are telephoned in order: the first says no, the second does not answer, the third asks to be rung
        again. Where fewer fit there is nothing to call."""
        person = Person.objects.get(pk=self.person_id)
        try:
            round_ = rounds.start_round(person, by=self.coordinator, at=at)
        except rounds.NobodyToCall:
            return
        rounds.invite(round_, colleague=share_with, by=self.coordinator, at=at)
        again_at = at + 2.5 * HOUR
        heard = (
            (self.coordinator, Answer(NO, reason="team_overloaded", note="Équipe réduite ce mois-ci.")),
            (share_with, Answer(NOBODY)),
            (
                self.coordinator,
                Answer(AGAIN, again_at=again_at - timedelta(minutes=again_at.minute % 15), note="En réunion."),
            ),
        )
        for number, (caller, answer) in enumerate(heard):
            answer_at = at + (number + 1) * HOUR / 6
            with suppress(rounds.NoSuchHouse):
                rounds.take_line(round_, house=number, by=caller, at=answer_at - HOUR / 20)
                answer_call(
                    round_, house=number, answer=answer, by=caller, at=answer_at,
                    on_behalf_of=self.told_by_house(answer_at),
                )  # fmt: skip

    def give_up(self, at: datetime, instead: str) -> None:
        """No place in time."""
        unable_to_place(
            self.assessment.person, reason="Aucune place assez loin et assez grande.", by=self.coordinator, at=at
        )
        self.decide(at, "redirected", code="no_place_in_time", instead=instead)

    def ask(self, at: datetime, *, answer_within: timedelta = timedelta(hours=24), several: bool = False) -> None:
        house, place = self.chosen()
        self.world.asked.add(place.id)
        self.offer = offers.make_offer(
            self.assessment.person, shelter_id=house.shelter.pk, place_id=uuid.UUID(place.id),
            answer_by=at + answer_within, several=several, anyway="Vu au téléphone avec l’équipe, qui s’organise.",
            by=self.coordinator, at=at,
        )  # fmt: skip

    def accept(self, at: datetime) -> None:
        _house, place = self.chosen()
        offers.accept_offer(self.living_offer, by=self.coordinator, at=at, on_behalf_of=self.told_by_house(at))
        self.world.taken.add(place.id)
        self.world.asked.discard(place.id)

    def refuse(self, at: datetime, *, reason: str = "team_overloaded") -> None:
        offers.refuse_offer(
            self.living_offer, reason=reason, said="Pas ce mois-ci.", next_step="Nous rappeler en début de mois.",
            by=self.coordinator, at=at, on_behalf_of=self.told_by_house(at),
        )  # fmt: skip
        house, place = self.chosen()
        self.refused.add(house.shelter.code)
        self.world.asked.discard(place.id)
        self.offer = self.house = self.place = None

    def plan_interview(self, at: datetime, meets_at: datetime) -> None:
        meeting = Meeting(
            meets_at, 45, ["person", "referrer", "shelter", "coordination", "interpreter"], self.one.relay_language
        )
        link = Link("https://rencontre.example/salle", "4821")
        self.interview = interviews.plan_interview(
            self.living_offer, meeting=meeting, link=link, by=self.coordinator, at=at
        )

    def meet(self, at: datetime, *, shelter_says: str = "yes", person_says: str = "yes", note: str = "") -> None:
        if self.interview is None:
            raise ValueError("no interview is planned")
        interviews.hold_interview(
            self.interview, shelter_says=shelter_says, person_says=person_says, note=note, agreed_language=self.one.relay_language,
            by=self.coordinator, at=at,
        )  # fmt: skip
        self.offer = Offer.objects.get(pk=self.living_offer.pk)

    def keep(self, at: datetime) -> None:
        offers.keep_place(self.living_offer, by=self.coordinator, at=at)
