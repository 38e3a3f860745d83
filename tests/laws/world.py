"""A small network in the middle of its work: sixteen houses, thirty situations at every stage, three weeks of March.

Built by the operations, in order, while shelters confirm their places in between: what a copy of its files would tell
is what a copy of a real network's would.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from havre.accounts.models import User
from havre.assessments.content import Zone
from havre.directory.models import Shelter
from havre.directory.operations.places import confirm_places
from havre.directory.operations.shelters import enlist_partner
from havre.directory.profiles import Contact, Contacts, PartnerCard, Place
from havre.people.operations import withdraw_agreement
from havre.people.policies import agreement_in_force
from havre.placements.calling import AGAIN, NO, YES, RoundContent
from havre.placements.content import read
from havre.placements.models import CallRound, Stay
from havre.placements.operations.answers import Answer, answer_call
from havre.placements.operations.offers import answer_question, ask_back, make_offer, refuse_offer, release_offer
from havre.placements.operations.overrides import ask_override, grant_override
from havre.placements.operations.rounds import start_round, take_line
from havre.placements.operations.search import make_search
from havre.placements.operations.stays import begin_relay_stay, end_stay
from havre.placements.operations.transfers import watch_arrivals
from havre.placements.rewrite import rewrite_meetings
from havre.record import drafts
from havre.referrals.operations import send_message
from tests.cast import Cast, account, make_cast, shelter
from tests.stories import STAGES, Situation, go_on, mother, place_of, walk

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
THE_DAY = date(2026, 3, 3)
"""«Vanished from Nice on 3 March, son of four»: what somebody outside knows."""
NOW = START + timedelta(days=21)
AREAS = (
    "FR-29", "FR-35", "FR-44", "FR-59", "FR-62", "FR-67", "FR-80", "FR-76", "FR-14", "FR-22", "FR-56", "FR-02",
)  # fmt: skip
UNTIL = (
    "closed", "arrived", "arrived", "ended", "arrived", "travelling", "arrived", "kept", "arrived", "closed", "arrived",
    "planned", "arrived", "confirmed", "arrived", "interview", "arrived", "accepted", "arrived", "asked", "searched",
    "arrived", "searching", "taken_up", "called", "arrived", "arrived",
)  # fmt: skip


@dataclass
class World:
    cast: Cast
    houses: list[Shelter]
    managers: list[User]
    situations: list[Situation] = field(default_factory=list)
    over: list[uuid.UUID] = field(default_factory=list)
    """Ids, person and place, of relations that have ended: no row may hold a token of them."""

    @property
    def staff(self) -> list[User]:
        return [*self.managers, self.cast.claire, self.cast.karim, self.cast.other_manager]

    @property
    def all_houses(self) -> list[Shelter]:
        return [*self.houses, self.cast.s058, self.cast.s017, self.cast.s002, self.cast.relay]


def build() -> World:
    world = _network()
    for number, until in enumerate(UNTIL):
        world.situations.append(_one(world, number, until))
    _turns(world)
    _typed(world)
    rewrite_meetings(NOW)
    return world


def _network() -> World:
    cast = make_cast(START)
    houses = [
        shelter(f"S3{n:02}", area, at=START, places=[_place(n, m) for m in range(4)]) for n, area in enumerate(AREAS)
    ]
    managers = [
        account(f"Mireille{n:02} Quéré", "shelter_manager", house.organisation, at=START)
        for n, house in enumerate(houses)
    ]
    enlist_partner(
        code="P900", kind="NGO", card=PartnerCard(area="FR-31", note="carnet"),
        contacts=Contacts(name="Association Marjolaine", people=[Contact("Solange Kermadec", "directrice")]),
        by=cast.project, at=START,
    )  # fmt: skip
    return World(cast, houses, managers)


def _place(house: int, number: int) -> Place:
    return Place(
        id=str(uuid.uuid4()), label=f"chambre {house}.{number}", size=3, kind="flat", free_from=START.date(),
        confirmed_on=START.date(), confirmed_by="par téléphone",
    )  # fmt: skip


def _one(world: World, number: int, until: str) -> Situation:
    """One way; whoever answered for the house confirms its other places the same hour."""
    house = number % len(world.houses)
    it = walk(
        world.cast, until, house=world.houses[house], place=number // len(world.houses),
        start=START + timedelta(hours=9 * number), manager=world.managers[house], names=f"Personne{number:02} Osagiewa",
        coordinator=(world.cast.nora, world.cast.marc, world.cast.judith)[number % 3],
    )  # fmt: skip
    if list(STAGES).index(until) >= list(STAGES).index("arrived"):
        _confirm(it, hours=57)
    if until in ("ended", "closed"):
        world.over += [it.person.pk, it.place]
    for _round in range(3):
        if until not in ("called", "closed"):
            make_search(it.person, by=world.cast.nora, at=it.at(6))
    return it


def _confirm(it: Situation, *, hours: float) -> None:
    row = Shelter.objects.get(pk=it.house.pk)
    others = [p.id for p in row.read_profile().places[1:]]
    confirm_places(row, place_ids=others, still_free=True, by=it.claire, at=it.at(hours))


def _turns(world: World) -> None:
    """A refusal, a release, a withdrawal, a near place with its exception, a relay apartment, an alarm."""
    cast = world.cast
    refused = _later(world, "asked", 30)
    ask_back(refused.offer, text="Parle-t-elle français ?", by=refused.claire, at=refused.at(7))
    answer_question(refused.offer, text="Un peu.", by=refused.nora, at=refused.at(8))
    refuse_offer(refused.offer, reason="no_place", said="complet", by=refused.claire, at=refused.at(9))
    released = _later(world, "accepted", 31)
    release_offer(released.offer, by=released.nora, at=released.at(20))
    withdrawn = _later(world, "planned", 32)
    joined = agreement_in_force(withdrawn.person.pk, "join")
    assert joined is not None
    withdraw_agreement(joined, by=cast.nora, at=withdrawn.at(30))
    for it in (refused, released, withdrawn):
        world.over += [it.person.pk, it.place]
    _near(world)
    _calls(world)
    relay = _later(world, "searching", 34, zone=Zone(area="FR-59", why="le réseau y est"))
    begin_relay_stay(
        relay.person, shelter_id=cast.relay.pk, place_id=place_of(cast.relay), by=cast.nora, at=relay.at(5)
    )
    watch_arrivals(NOW)


def _later(world: World, until: str, number: int, **options: object) -> Situation:
    house = number % len(world.houses)
    it = walk(
        world.cast, until, house=world.houses[house], place=3, start=START + timedelta(hours=9 * number),
        manager=world.managers[house], names=f"Personne{number:02} Osagiewa", **options,
    )  # fmt: skip
    world.situations.append(it)
    return it


def _calls(world: World) -> None:
    """Two call rounds: one goes on after two answers, in the other a second house says yes."""
    for number, last in ((35, Answer(AGAIN, again_at=NOW + timedelta(days=1))), (36, Answer(YES))):
        it = _later(world, "searched", number)
        it.agree("join", hours=6)
        row = start_round(it.person, by=it.nora, at=it.at(7))
        take_line(row, house=0, by=it.nora, at=it.at(7))
        answer_call(row, house=0, answer=Answer(NO, reason="no_place"), by=it.nora, at=it.at(7.1))
        answer_call(row, house=_not_left(world, row), answer=last, by=it.nora, at=it.at(7.2))


def _not_left(world: World, row: CallRound) -> int:
    """A house, not the first, that is asked for a place nobody has left: of equal places any may be asked for, and the
    token of one that is asked for again may stand."""
    gone = {str(left) for left in world.over}
    houses = read(CallRound.objects.get(pk=row.pk), "content", RoundContent).houses
    return next(number for number, house in enumerate(houses) if number and house.place not in gone)


def _near(world: World) -> None:
    """She goes to a house nearer than the rule, with an exception, and leaves it again."""
    it = _later(world, "searched", 33, profile=mother(household=[*mother().household]))
    it.house, it.place, it.manager = world.cast.s002, place_of(world.cast.s002), world.cast.nora
    exception = ask_override(it.person, place_id=it.place, reason="sa sœur y vit", by=it.nora, at=it.at(5))
    grant_override(exception, by=world.cast.judith, at=it.at(5))
    it.agree("join", hours=6)
    it.offer = make_offer(
        it.person, shelter_id=it.house.pk, place_id=it.place, answer_by=it.at(30), by=it.nora, at=it.at(6)
    )
    go_on(it, "arrived", after="asked")
    end_stay(Stay.objects.get(pk=it.stay.pk), reason="private_housing", by=it.nora, at=it.at(24 * 15))
    world.over += [it.person.pk, it.place]


def _typed(world: World) -> None:
    """Drafts and a message, as on any day."""
    for author in (world.cast.nora, world.managers[0], world.cast.anne):
        drafts.keep(author, "note", {"text": "Personne Osagiewa, à rappeler"}, at=NOW)
    it = world.situations[-1]
    send_message(it.referral, text="Elle attend votre appel.", by=world.cast.anne, at=NOW)
