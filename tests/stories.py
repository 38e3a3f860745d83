"""The whole way of one person, told by the operations themselves: from the call to the end of a stay.

``walk`` goes as far as a stage; each stage can also be told alone. Whoever acts is who acts in the field: Anne refers,
Nora coordinates, the house's manager answers, Yves travels along. Time is passed in: hours since the call.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from havre.accounts.models import User
from havre.assessments.content import Actor, Zone
from havre.assessments.models import Assessment
from havre.assessments.operations.common import of_person
from havre.assessments.operations.danger import note_danger
from havre.assessments.operations.decisions import decide
from havre.assessments.operations.levels import set_risk
from havre.assessments.operations.trafficking import note_trafficking
from havre.cases.models import Case
from havre.cases.operations import close_case
from havre.directory.models import Shelter
from havre.people.models import Agreement, Person
from havre.people.operations import give_agreement
from havre.people.profiles import Member, Needs, Profile, Wishes
from havre.placements.content import Costs, Leg, Link, Meeting, Route
from havre.placements.models import Interview, Offer, Search, Stay, Transfer
from havre.placements.operations.interviews import hold_interview, plan_interview
from havre.placements.operations.offers import accept_offer, keep_place, make_offer
from havre.placements.operations.search import make_search
from havre.placements.operations.stays import end_stay
from havre.placements.operations.transfers import Plan, confirm_arrival, depart, plan_transfer
from havre.referrals.content import Account, Agreed, Referrer, Submission, Tonight
from havre.referrals.models import Referral
from havre.referrals.operations import submit_referral, take_up
from tests import snapshot
from tests.cast import AT, Cast

NICE = Zone(area="FR-06", why="le réseau y est")


def place_of(shelter: Shelter, number: int = 0) -> uuid.UUID:
    return uuid.UUID(Shelter.objects.get(pk=shelter.pk).read_profile().places[number].id)


def mother(**changes: object) -> Profile:
    """A woman of 24 with her son of four, from Nigeria, who fled Nice."""
    profile = Profile(
        household=[Member("Feminine", 24), Member("Masculine", 4, "child")],
        origin="NG",
        languages=["pcm", "en"],
        needs=Needs(night_staff=True, services=["psychology"]),
        wishes=Wishes(prefer_areas=["FR-50"]),
        exploitation=["SexualExploitation"],
    )
    for name, value in changes.items():
        setattr(profile, name, value)
    return profile


@dataclass
class Situation:
    """One situation and how far it has come. ``house`` and ``place`` are where it leads."""

    cast: Cast
    house: Shelter
    place: uuid.UUID
    start: datetime = AT
    profile: Profile = field(default_factory=mother)
    zone: Zone = field(default_factory=lambda: NICE)
    level: str = "high"
    names: str = "Blessing Osagie"
    coordinator: User | None = None
    manager: User | None = None
    escort: User | None = None

    referral: Referral = field(init=False, repr=False)
    search: Search = field(init=False, repr=False)
    offer: Offer = field(init=False, repr=False)
    interview: Interview = field(init=False, repr=False)
    transfer: Transfer = field(init=False, repr=False)
    stay: Stay = field(init=False, repr=False)

    def at(self, hours: float) -> datetime:
        return self.start + timedelta(hours=hours)

    @property
    def person(self) -> Person:
        return Person.objects.get(pk=self.referral.person_id)

    @property
    def assessment(self) -> Assessment:
        found = of_person(self.referral.person_id)
        assert found is not None
        return found

    @property
    def nora(self) -> User:
        return self.coordinator or self.cast.nora

    @property
    def claire(self) -> User:
        """Who answers for the house."""
        return self.manager or self.cast.claire

    def agree(self, kind: str, *, hours: float, offer_id: uuid.UUID | None = None) -> Agreement:
        return give_agreement(
            self.person, kind=kind, how="spoken", language="pcm", relayed_by="R012", offer_id=offer_id, by=self.nora,
            at=self.at(hours),
        )  # fmt: skip


def submission(profile: Profile, *, names: str = "Blessing Osagie") -> Submission:
    """What Anne knows when she writes."""
    return Submission(
        referrer=Referrer(phone="0600000000", name="Anne F.", service="Urgences", mail="anne@example.org"),
        tonight=Tonight(keeper="us", name="Anne F.", number="0600000000", where="salle 4"),
        account=Account(
            exploitation="appartement tenu par le réseau", danger_here="on la cherche", areas=["FR-06"], wants="partir"
        ),
        profile=profile,
        agreed=Agreed("yes", language="pcm", relayed_by="l’interprète"),
        names=names,
        birth_date=date(2001, 5, 14),
        health="asthme",
    )


# The stages


def call(it: Situation) -> None:
    it.referral = submit_referral(
        data=submission(it.profile, names=it.names), organisation=it.cast.hospital, by=it.cast.anne, at=it.at(0)
    )


def be_taken_up(it: Situation) -> None:
    take_up(it.referral, by=it.nora, at=it.at(1))


def be_assessed(it: Situation) -> None:
    note_trafficking(
        it.assessment, exploitation=["SexualExploitation"], means=["DebtBondage", "PhysicalThreats"],
        recruitment=["ThroughFriendsOrSocialEvents"], status="PossibleVictimOfTrafficking", reasons="récit concordant",
        by=it.nora, at=it.at(2),
    )  # fmt: skip
    note_danger(
        it.assessment, zones=[it.zone], actors=[Actor("network", ["person"], ["debt_or_oath"])], severity=3,
        likelihood=3, by=it.nora, at=it.at(2),
    )  # fmt: skip
    set_risk(it.assessment, level=it.level, reason="le réseau la cherche", by=it.nora, at=it.at(3))


def be_searched_for(it: Situation) -> None:
    decide(it.assessment, decision="search", reason="danger local", by=it.nora, at=it.at(4))


def search(it: Situation) -> None:
    it.search = make_search(it.person, by=it.nora, at=it.at(5))


def ask(it: Situation) -> None:
    it.agree("join", hours=6)
    it.offer = make_offer(
        it.person, shelter_id=it.house.pk, place_id=it.place, answer_by=it.at(30), by=it.nora, at=it.at(6)
    )


def say_yes(it: Situation) -> None:
    accept_offer(it.offer, by=it.claire, at=it.at(7))


def plan_meeting(it: Situation) -> None:
    meeting = Meeting(it.at(24), participants=["person", "referrer", "shelter", "coordination"], interpreter="pcm")
    it.interview = plan_interview(
        it.offer, meeting=meeting, link=Link("https://visio.example/salle-42", "7431"), by=it.nora, at=it.at(8)
    )


def both_say_yes(it: Situation) -> None:
    hold_interview(it.interview, shelter_says="yes", person_says="yes", agreed_language="pcm", by=it.nora, at=it.at(25))
    it.offer.refresh_from_db()


def keep(it: Situation) -> None:
    keep_place(it.offer, by=it.nora, at=it.at(26))


def plan_journey(it: Situation) -> None:
    it.transfer = plan_transfer(it.offer, plan=journey(it), by=it.nora, at=it.at(27))


def journey(it: Situation) -> Plan:
    route = Route(
        legs=[Leg("Gare de Nice", "Paris Gare de Lyon", it.at(48)), Leg("Paris Saint-Lazare", "Cherbourg", it.at(54))],
        meeting_point="devant le kiosque", handover="sortie nord, voiture grise", code_word="mimosa",
        escort_name="Yves A.", escort_phone="0600000001",
    )  # fmt: skip
    return Plan(
        route, it.at(57), escort=it.escort or it.cast.escort, checklist=["sim", "accounts"], costs=Costs(120, 180, 350)
    )


def leave(it: Situation) -> None:
    depart(it.transfer, by=it.nora, at=it.at(48))


def arrive(it: Situation) -> None:
    it.stay = confirm_arrival(it.transfer, by=it.claire, at=it.at(57))


def leave_the_house(it: Situation) -> None:
    end_stay(it.stay, reason="private_housing", by=it.nora, at=it.at(24 * 200))


def close(it: Situation) -> None:
    close_case(Case.objects.get(person=it.person), reason="private_housing", by=it.nora, at=it.at(24 * 210))


STAGES: dict[str, Callable[[Situation], None]] = {
    "called": call,
    "taken_up": be_taken_up,
    "assessed": be_assessed,
    "searching": be_searched_for,
    "searched": search,
    "asked": ask,
    "accepted": say_yes,
    "interview": plan_meeting,
    "confirmed": both_say_yes,
    "kept": keep,
    "planned": plan_journey,
    "travelling": leave,
    "arrived": arrive,
    "ended": leave_the_house,
    "closed": close,
}
"""In the order of the way."""


def walk(cast: Cast, until: str, *, house: Shelter | None = None, place: int = 0, **options: object) -> Situation:
    """Tell the way of one person up to and including the stage ``until``."""
    house = house or cast.s058

    def tell() -> Situation:
        it = Situation(cast, house, place_of(house, place), **options)  # type: ignore[arg-type]  # checked by the class
        go_on(it, until)
        return it

    if house.pk != cast.s058.pk or place or options or timezone.now() != AT:
        return tell()
    it = snapshot.once(f"way until {until}", tell, after="cast")
    it.cast = cast
    return it


def go_on(it: Situation, until: str, *, after: str = "") -> None:
    """Tell the stages that follow ``after``, up to and including ``until``."""
    names = list(STAGES)
    begin = names.index(after) + 1 if after else 0
    for name in names[begin : names.index(until) + 1]:
        STAGES[name](it)
