"""One situation, stage by stage, through the real operations. Tests and the building of the demonstration share it.

Each method is one act at a moment that is given; the acts of shelters and referrers are entered on their behalf, by
telephone, as the coordination does all day.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from havre.accounts.models import User
from havre.assessments.content import Actor, Zone
from havre.assessments.models import Assessment
from havre.assessments.operations.danger import note_danger
from havre.assessments.operations.decisions import decide
from havre.assessments.operations.levels import set_risk
from havre.assessments.operations.trafficking import note_trafficking
from havre.cases.models import Case
from havre.cases.operations import close_case
from havre.demo.people import Someone
from havre.demo.world import House, World
from havre.directory.profiles import Place
from havre.geo import distances
from havre.geo.departments import INDEX
from havre.people.models import Agreement, Person
from havre.people.operations import give_agreement, withdraw_agreement
from havre.placements.calling import AGAIN, NO, NOBODY
from havre.placements.content import Costs, Leg, Link, Meeting, Route, read
from havre.placements.models import Interview, Offer, Stay, Transfer
from havre.placements.operations import interviews, offers, rounds, stays, transfers
from havre.placements.operations.answers import Answer, answer_call
from havre.placements.operations.first_days import tick_steps
from havre.placements.operations.overrides import ask_override
from havre.placements.operations.search import make_search, unable_to_place
from havre.placements.owed import CHECKLIST
from havre.placements.policies import Incompatible, require_compatible
from havre.placements.stored import SearchContent
from havre.record.operations import OnBehalf, operation
from havre.referrals.content import Account, Agreed, Recipient, Referrer, Submission, Tonight
from havre.referrals.models import Referral
from havre.referrals.operations import (
    answer_referral,
    hand_over,
    send_message,
    submit_referral,
    take_up,
    withdraw_referral,
)
from havre.referrals.operations.feedback import Feedback, give_feedback

MIN_KM = {"low": 50, "medium": 100, "high": 200, "very_high": 300}
HOUR = timedelta(hours=1)


@operation
def at_once(*acts: Callable[[], None], by: User, at: datetime) -> None:
    """Several acts entered in one go: one transaction, one moment."""
    for act in acts:
        act()


@dataclass
class Story:
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

    # Call and assessment

    def call(self, at: datetime, *, by: User | None = None, agreed: str = "yes") -> None:
        """A professional calls; with ``by`` somebody of the agency typed it, otherwise the coordination did."""
        one = self.one
        data = Submission(
            referrer=Referrer(phone="0199000000", name=one.caller, role=one.role, service=one.agency.name, safe_hours="9 h – 17 h"),
            tonight=Tonight(keeper="us", name=one.agency.name, number="0199000001", until=timezone.localdate(at) + timedelta(days=10)),
            account=Account(exploitation=one.account, danger_here=one.danger, areas=list(one.zones), wants=one.profile.wishes.note),
            profile=one.profile,
            agreed=Agreed(answer=agreed, how="spoken", language=one.relay_language, relayed_by="le service qui oriente"),
            names=one.names,
        )  # fmt: skip
        told = None if by else OnBehalf(one.caller, at)
        self.referral = submit_referral(
            data=data, organisation=one.agency.organisation, by=by or self.coordinator, at=at, on_behalf_of=told
        )

    def take_up(self, at: datetime) -> None:
        take_up(self.referral, coordinator=self.coordinator, by=self.coordinator, at=at)
        self.assessment = Assessment.objects.select_related("person").get(person=self.person_id)

    def note_danger(self, at: datetime) -> None:
        one = self.one
        note_danger(
            self.assessment,
            zones=[Zone(area=area, why=one.danger) for area in one.zones],
            actors=[Actor("network", ["person"], ["knows_phone", "debt_or_oath"])],
            severity=one.severity, likelihood=one.likelihood, by=self.coordinator, at=at,
        )  # fmt: skip

    def set_risk(self, at: datetime, *, level: str = "") -> None:
        reason = "Ils savent où elle est ; elle le dit et le service le confirme."
        set_risk(self.assessment, level=level or self.one.risk, reason=reason, by=self.coordinator, at=at)
        self.one.risk = level or self.one.risk

    def conclude(self, at: datetime) -> None:
        one = self.one
        note_trafficking(
            self.assessment, exploitation=one.profile.exploitation, means=one.means, recruitment=[one.recruitment],
            status="PossibleVictimOfTrafficking", reasons=f"Les faits et les moyens concordent. {one.account}", by=self.coordinator, at=at,
        )  # fmt: skip

    def decide(self, at: datetime, decision: str, *, code: str = "", instead: str = "") -> None:
        reasons = {
            "search": "Le danger est local : il faut une place loin d’ici.",
            "on_hold": "Elle veut réfléchir jusqu’à la semaine prochaine.",
        }
        decide(
            self.assessment, decision=decision, reason=reasons.get(decision, "Une autre aide convient mieux."), code=code,
            instead=instead, by=self.coordinator, at=at,
        )  # fmt: skip

    def assess(self, at: datetime, decision: str = "search", *, code: str = "", instead: str = "") -> None:
        self.note_danger(at)
        self.set_risk(at + HOUR / 2)
        self.conclude(at + HOUR)
        self.decide(at + 2 * HOUR, decision, code=code, instead=instead)

    def agree_to_join(self, at: datetime) -> None:
        give_agreement(
            self.assessment.person, kind="join", how="spoken", language=self.one.relay_language,
            relayed_by="l’interprète", by=self.coordinator, at=at,
        )  # fmt: skip

    def withdraw(self, at: datetime, kind: str, *, why: str = "Elle ne veut plus partir si loin.") -> None:
        agreement = Agreement.objects.filter(person=self.person_id, kind=kind, state="given").get()
        self._leave_place()
        withdraw_agreement(agreement, reason=why, by=self.coordinator, at=at)

    # From the search to the door

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

    def ask_override(self, at: datetime, why: str) -> bool:
        """Ask for the first place against which nothing speaks but the distance; whether there is one."""
        search = make_search(self.assessment.person, by=self.coordinator, at=at)
        result = read(search, "content", SearchContent).result or {}
        near = next((key for key, codes in result.get("excluded", {}).items() if codes == ["too_near"]), None)
        if near is not None:
            person = self.assessment.person
            ask_override(person, place_id=uuid.UUID(near), reason=why, by=self.coordinator, at=at)
        return near is not None

    def choose_house(self, code: str, number: int) -> None:
        """A certain place of a certain house."""
        house = self.world.house(code)
        if house is None:
            raise ValueError(f"there is no house {code}")
        self.house, self.place = house, house.profile.places[number - 1]

    def search(self, at: datetime) -> None:
        """Look, without asking anybody yet."""
        make_search(self.assessment.person, by=self.coordinator, at=at)

    def give_up(self, at: datetime, instead: str) -> None:
        """No place in time."""
        unable_to_place(
            self.assessment.person, reason="Aucune place assez loin et assez grande.", by=self.coordinator, at=at
        )
        self.decide(at, "redirected", code="no_place_in_time", instead=instead)

    def ask(self, at: datetime, *, answer_within: timedelta = timedelta(hours=24), several: bool = False) -> None:
        house, place = self._chosen()
        self.world.asked.add(place.id)
        self.offer = offers.make_offer(
            self.assessment.person, shelter_id=house.shelter.pk, place_id=uuid.UUID(place.id),
            answer_by=at + answer_within, several=several, anyway="Vu au téléphone avec l’équipe, qui s’organise.",
            by=self.coordinator, at=at,
        )  # fmt: skip

    def accept(self, at: datetime) -> None:
        _house, place = self._chosen()
        offers.accept_offer(self.living_offer, by=self.coordinator, at=at, on_behalf_of=self.told_by_house(at))
        self.world.taken.add(place.id)
        self.world.asked.discard(place.id)

    def refuse(self, at: datetime, *, reason: str = "team_overloaded") -> None:
        offers.refuse_offer(
            self.living_offer, reason=reason, said="Pas ce mois-ci.", next_step="Nous rappeler en début de mois.",
            by=self.coordinator, at=at, on_behalf_of=self.told_by_house(at),
        )  # fmt: skip
        house, place = self._chosen()
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

    def answer(self, at: datetime, kind: str, reason: str) -> None:
        answer_referral(self.referral, kind=kind, reason=reason, by=self.coordinator, at=at)

    def give_opinion(self, at: datetime, words: str) -> None:
        """The service that referred her says by telephone what it thinks of it."""
        told = Feedback(helped="yes", quick="yes", clear="partly", words=words)
        give_feedback(
            self.referral, feedback=told, by=self.coordinator, at=at, on_behalf_of=OnBehalf(self.one.caller, at)
        )

    # Afterwards

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

    def review_risk(self, at: datetime, level: str) -> None:
        assessment = Assessment.objects.select_related("person").get(person=self.person_id)
        set_risk(assessment, level=level, reason="Plus de menace depuis son arrivée.", by=self.coordinator, at=at)

    def must_move(self, at: datetime, why: str) -> None:
        if self.stay is None:
            raise ValueError("there is no stay")
        stays.plan_move(self.stay, reason=why, by=self.coordinator, at=at)

    def leave(self, at: datetime, reason: str) -> None:
        if self.stay is None:
            raise ValueError("there is no stay")
        stays.end_stay(self.stay, reason=reason, by=self.coordinator, at=at)
        self._leave_place()

    def close(self, at: datetime, reason: str) -> None:
        close_case(Case.objects.get(person=self.person_id), reason=reason, by=self.coordinator, at=at)

    def take_back(self, at: datetime) -> None:
        """The agency withdraws what it had sent."""
        withdraw_referral(self.referral, reason="Elle a trouvé une autre solution.", by=self.coordinator, at=at)

    def hand_over(self, at: datetime) -> None:
        recipient = Recipient("Aide sociale à l’enfance", "Mme V.", "0199000119")
        hand_over(self.referral, recipient=recipient, by=self.coordinator, at=at)

    def message(self, at: datetime, text: str) -> None:
        send_message(self.referral, text=text, by=self.coordinator, at=at)

    def _chosen(self) -> tuple[House, Place]:
        if self.house is None or self.place is None:
            raise ValueError("no place is chosen")
        return self.house, self.place

    @property
    def living_offer(self) -> Offer:
        if self.offer is None:
            raise ValueError("nobody was asked")
        return self.offer

    def _transfer(self) -> Transfer:
        if self.transfer is None:
            raise ValueError("no journey is planned")
        return self.transfer

    def _leave_place(self) -> None:
        if self.place is not None:
            self.world.taken.discard(self.place.id)
            self.world.asked.discard(self.place.id)
        self.house = self.place = self.offer = self.stay = None
