"""How far somebody has come, told by the operations themselves."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from havre.accounts.models import User
from havre.assessments.content import Zone
from havre.assessments.models import Assessment
from havre.assessments.operations.danger import note_danger
from havre.assessments.operations.levels import set_risk
from havre.assessments.operations.opening import start
from havre.common.dataclass_json import from_json
from havre.directory.models import Shelter
from havre.directory.profiles import ShelterProfile
from havre.people.models import Person
from havre.people.operations import assign, give_agreement, open_situation
from havre.people.profiles import Member, Needs, Profile
from havre.placements.content import Costs, Leg, Link, Meeting, Route
from havre.placements.models import Interview, Offer, Stay, Transfer
from havre.placements.operations.interviews import hold_interview, plan_interview
from havre.placements.operations.offers import accept_offer, keep_place, make_offer
from havre.placements.operations.transfers import Plan, confirm_arrival, plan_transfer
from tests.cast import AT, Cast

NAME = "Blessing Osagie"
NETWORK = "filet-vert"


def at(hours: float = 0) -> datetime:
    return AT + timedelta(hours=hours)


def place_of(shelter: Shelter) -> uuid.UUID:
    return uuid.UUID(from_json(ShelterProfile, Shelter.objects.get(pk=shelter.pk).unseal("profile")).places[0].id)


def somebody(cast: Cast, *, joins: bool = True, risk: str = "high", zone: str = "FR-06") -> Person:
    """A woman of 24 with her son of four, in danger around Nice, followed by Nora."""
    person = open_situation(
        profile=Profile(
            household=[Member("Feminine", 24), Member("Masculine", 4, "child")], origin="NG", languages=["pcm", "en"],
            needs=Needs(night_staff=True, services=["psychology"], note="ne pas citer Nice"),
            exploitation=["SexualExploitation"], network=NETWORK,
        ),
        secrets={"identity": {"names": NAME}}, by=cast.nora, at=AT,
    )  # fmt: skip
    assign(person, coordinator=cast.nora, by=cast.nora, at=AT)
    assess(person, cast, risk=risk, zone=zone)
    if joins:
        agree(person, cast, "join")
    return person


def assess(person: Person, cast: Cast, *, risk: str, zone: str) -> Assessment:
    assessment = start(person, by=cast.nora, at=AT)
    note_danger(assessment, zones=[Zone(area=zone)], actors=[], severity=3, likelihood=3, by=cast.nora, at=AT)
    set_risk(assessment, level=risk, reason="fixé ensemble", by=cast.nora, at=AT)
    return assessment


def agree(person: Person, cast: Cast, kind: str, offer_id: uuid.UUID | None = None) -> object:
    return give_agreement(person, kind=kind, how="spoken", language="pcm", offer_id=offer_id, by=cast.nora, at=AT)


def asked(cast: Cast, person: Person, shelter: Shelter | None = None, **options: object) -> Offer:
    shelter = shelter or cast.s058
    return make_offer(
        person, shelter_id=shelter.pk, place_id=place_of(shelter), answer_by=at(32), by=cast.nora, at=AT, **options
    )  # fmt: skip


def accepted(cast: Cast, person: Person, shelter: Shelter | None = None, *, by: User | None = None) -> Offer:
    offer = asked(cast, person, shelter)
    accept_offer(offer, by=by or cast.claire, at=at(1))
    return offer


def interview_planned(cast: Cast, offer: Offer) -> Interview:
    meeting = Meeting(at(24), participants=["person", "shelter", "coordination"], interpreter="pcm")
    return plan_interview(
        offer, meeting=meeting, link=Link("https://visio.example/secret-42", "7431"), by=cast.nora, at=at(2)
    )


def confirmed(cast: Cast, person: Person) -> Offer:
    """The interview was held: both said yes."""
    offer = accepted(cast, person)
    interview = interview_planned(cast, offer)
    hold_interview(interview, shelter_says="yes", person_says="yes", agreed_language="pcm", by=cast.nora, at=at(25))
    return Offer.objects.get(pk=offer.pk)


def kept(cast: Cast, person: Person) -> Offer:
    offer = confirmed(cast, person)
    keep_place(offer, by=cast.nora, at=at(26))
    return offer


def plan(escort: User | None = None, *, leaves: float = 48, arrives: float = 57) -> Plan:
    route = Route(
        legs=[Leg("Gare de Nice", "Paris Gare de Lyon", at(leaves)), Leg("Paris Saint-Lazare", "Cherbourg", at(leaves + 6))],
        meeting_point="devant le kiosque", handover="sortie nord, voiture grise", code_word="mimosa",
        escort_name="Yves A.", escort_phone="0600000000",
    )  # fmt: skip
    return Plan(route, at(arrives), escort=escort, checklist=["sim"], costs=Costs(120, 180, 350))


def travelling(cast: Cast, person: Person, *, escort: User | None = None) -> Transfer:
    return plan_transfer(kept(cast, person), plan=plan(escort), by=cast.nora, at=at(27))


def arrived(cast: Cast, person: Person) -> Stay:
    return confirm_arrival(travelling(cast, person), by=cast.karim, at=at(57))
