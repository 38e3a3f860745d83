"""Who waits and travels today: one story for every state, so that each page has something true to show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from havre.accounts.models import User
from havre.demo.network import CLAIRES_HOUSE, RELAYS
from havre.demo.people import Someone, someone
from havre.demo.schedule import Script
from havre.demo.stories import HOUR, Story
from havre.demo.world import World
from havre.journey.models import Journey
from havre.journey.states import JOURNEY
from havre.people.models import Person
from havre.people.operations import assign
from havre.people.profiles import Member, Needs, Profile, Wishes
from havre.placements.operations.climbing import climb_alarms
from havre.placements.operations.transfers import watch_arrivals

DAY = timedelta(days=1)
QUARTER_MINUTES = 15
NORAS = 11
"""Situations that Nora follows, as the sign-in page says."""


def scripts(world: World) -> list[Script]:
    tellers: tuple[Callable[[World], Script], ...] = (
        _just_called, _called_yesterday, _being_assessed, _to_be_decided, _on_hold, _refused_by_three, _nobody_fits,
        _to_agree, _being_called, _asked_and_silent, _asked_this_morning, _interview_today, _hold_ends_soon, _agreement_withdrawn,
        _travels_tomorrow, _arrived_yesterday, _travels_now, _not_arrived, _in_the_relay, _a_minor, _withdrawn, _just_left,
        _settled, _must_move,
    )  # fmt: skip
    ended = (("redirected", "danger_not_local"), ("not_eligible", "not_trafficking"), ("declined", "declined"))
    return [*(tell(world) for tell in tellers), *(_ended(world, decision, code) for decision, code in ended)]


def _woman(world: World, age: int, *children: int, zones: tuple[str, ...] = ("FR-06",), risk: str = "high") -> Someone:
    """A situation with a household of its own; the rest is drawn."""
    one = someone(world, agency=world.agencies[0])
    household = [Member("Feminine", age), *(Member("Masculine", child, "child") for child in children)]
    one.profile = Profile(
        household=household, origin="NG", languages=["pcm", "en"], needs=Needs(services=["psychology"]),
        wishes=Wishes(note="Une ville moyenne, une école à pied."), exploitation=["SexualExploitation"],
    )  # fmt: skip
    one.zones, one.risk, one.relay_language = list(zones), risk, "pcm"
    one.severity, one.likelihood = {"medium": (3, 2), "high": (3, 3), "very_high": (4, 3)}[risk]
    return one


def _story(world: World, one: Someone, coordinator: str) -> Story:
    return Story(world, one, world.users[coordinator])


def _today(world: World, *, hours: float) -> datetime:
    """So many hours from now, on a quarter of an hour."""
    at = world.now + hours * HOUR
    return at - timedelta(minutes=at.minute % QUARTER_MINUTES, seconds=at.second, microseconds=at.microsecond)


def _to_search(story: Story, at: datetime, *, agreed: bool = True) -> Script:
    """Called, taken up, assessed, decided within a day and a half."""
    yield at
    story.call(at)
    yield (at := at + 2 * HOUR)
    story.take_up(at)
    yield (at := at + 20 * HOUR)
    story.assess(at)
    if agreed:
        yield (at := at + 4 * HOUR)
        story.agree_to_join(at)


def _just_called(world: World) -> Script:
    story = _story(world, _woman(world, 23), "nora")
    at = world.now - 1.5 * HOUR
    yield at
    story.call(at, by=world.users["anne"])


def _called_yesterday(world: World) -> Script:
    story = _story(world, someone(world), "judith")
    yield world.now - 27 * HOUR
    story.call(world.now - 27 * HOUR)


def _being_assessed(world: World) -> Script:
    story = _story(world, _woman(world, 31, zones=("FR-69",)), "samuel")
    at = world.now - 1.3 * DAY
    yield at
    story.call(at, by=world.users["anne"])
    yield (at := at + 3 * HOUR)
    story.take_up(at)
    story.message(at + HOUR, "Nous évaluons avec vous. Pouvez-vous nous rappeler avant midi ?")


def _to_be_decided(world: World) -> Script:
    story = _story(world, someone(world), "nora")
    at = world.now - 2.2 * DAY
    yield at
    story.call(at)
    yield (at := at + 4 * HOUR)
    story.take_up(at)
    yield (at := at + 18 * HOUR)
    story.note_danger(at)
    story.set_risk(at + HOUR)
    story.conclude(at + 2 * HOUR)


def _on_hold(world: World) -> Script:
    story = _story(world, someone(world), "nora")
    at = world.now - 9 * DAY
    yield at
    story.call(at)
    yield (at := at + 3 * HOUR)
    story.take_up(at)
    yield (at := at + DAY)
    story.assess(at, "on_hold")


def _refused_by_three(world: World) -> Script:
    story = _story(world, _woman(world, 27, zones=("FR-13", "FR-31", "FR-44"), risk="high"), "samuel")
    at = world.now - 8 * DAY
    yield from _to_search(story, at)
    for number, reason in enumerate(("place_too_small", "team_overloaded", "group_balance")):
        yield (at := world.now - (6 - 1.6 * number) * DAY)
        if story.choose_proposed(at):
            story.ask(at)
            yield (at := at + 7 * HOUR)
            story.refuse(at, reason=reason)
    yield world.now - 5 * HOUR
    story.ask_override(world.now - 5 * HOUR, "Trois maisons ont refusé ; celle-ci la prendrait demain.")


def _nobody_fits(world: World) -> Script:
    """Five people, one of them in a wheelchair: no house has room for them."""
    one = _woman(world, 35, 2, 4, 7, 12, zones=("FR-59", "FR-75"), risk="very_high")
    one.profile.needs = Needs(accessible=True, night_staff=True, services=["childcare", "health"])
    story = _story(world, one, "marc")
    yield from _to_search(story, world.now - 5.2 * DAY)
    yield world.now - 3 * DAY
    story.search(world.now - 3 * DAY)


def _to_agree(world: World) -> Script:
    story = _story(world, _woman(world, 20, zones=("FR-31",)), "nora")
    yield from _to_search(story, world.now - 2.6 * DAY, agreed=False)
    yield world.now - 6 * HOUR
    story.search(world.now - 6 * HOUR)


def _being_called(world: World) -> Script:
    """A call round since an hour ago, shared with Marc: a no, nobody there, one to be rung again this afternoon."""
    story = _story(world, _woman(world, 26, 5, zones=("FR-13",)), "nora")
    yield from _to_search(story, world.now - 2.4 * DAY)
    at = world.now - HOUR
    yield at
    story.call_round(at, share_with=world.users["marc"])


def _asked_and_silent(world: World) -> Script:
    """Asked 26 hours ago at Claire's, no answer: to be rung again."""
    story = _story(world, _woman(world, 24, 4), "nora")
    yield from _to_search(story, world.now - 4.3 * DAY)
    at = world.now - 26 * HOUR
    yield at
    story.choose_house(CLAIRES_HOUSE, 3)
    story.ask(at)


def _asked_this_morning(world: World) -> Script:
    story = _story(world, someone(world), "marc")
    yield from _to_search(story, world.now - 3.1 * DAY)
    at = world.now - 3 * HOUR
    yield at
    if story.choose_proposed(at):
        story.ask(at)


def _accepted(story: Story, called: datetime, accepted: datetime) -> Script:
    yield from _to_search(story, called)
    yield (at := accepted - 9 * HOUR)
    if not story.choose_proposed(at):
        return
    story.ask(at + HOUR / 4)
    yield accepted
    story.accept(accepted)


def _interview_today(world: World) -> Script:
    story = _story(world, _woman(world, 29, zones=("FR-33",)), "marc")
    yield from _accepted(story, world.now - 3.6 * DAY, world.now - 15 * HOUR)
    yield world.now - 12 * HOUR
    if story.offer is not None:
        story.plan_interview(world.now - 12 * HOUR, _today(world, hours=2.5))


def _hold_ends_soon(world: World) -> Script:
    """The interview went well; she thinks it over, and the 72 hours end in five."""
    story = _story(world, _woman(world, 22, zones=("FR-34",), risk="medium"), "samuel")
    yield from _accepted(story, world.now - 6.5 * DAY, world.now - 67 * HOUR)
    yield world.now - 60 * HOUR
    if story.offer is not None:
        story.plan_interview(world.now - 60 * HOUR, world.now - 40 * HOUR)
        yield world.now - 39 * HOUR
        story.meet(world.now - 39 * HOUR, shelter_says="thinks", person_says="thinks")


def _agreement_withdrawn(world: World) -> Script:
    """She had said yes to leaving far away, a place was held; she takes it back, and everything stops."""
    story = _story(world, _woman(world, 26, zones=("FR-67",), risk="medium"), "nora")
    yield from _accepted(story, world.now - 7.4 * DAY, world.now - 3 * DAY)
    yield world.now - 2 * DAY
    story.withdraw(world.now - 2 * DAY, "join")


def _kept(story: Story, called: datetime, departs: datetime, *, escort: User | None = None, hours: float = 6) -> Script:
    """From the call to a journey that is planned, met and agreed on the way."""
    yield from _to_search(story, called)
    accepted = departs - 4 * DAY
    yield (at := accepted - 5 * HOUR)
    if story.house is None and not story.choose_proposed(at):
        return
    story.ask(at + HOUR / 4)
    yield accepted
    story.accept(accepted)
    story.plan_interview(accepted + HOUR, accepted + 20 * HOUR)
    yield (met := accepted + 21 * HOUR)
    story.meet(met)
    story.keep(met + HOUR)
    yield (planned := met + 3 * HOUR)
    story.plan_journey(planned, departs, hours=hours, escort=escort)


def _travels_tomorrow(world: World) -> Script:
    """Expected at Claire's tomorrow at four: the house prepares, and has begun its list."""
    story = _story(world, _woman(world, 33, 4), "nora")
    story.choose_house(CLAIRES_HOUSE, 2)
    tomorrow = timezone.localtime(world.now) + DAY
    arrives = tomorrow.replace(hour=16, minute=0, second=0, microsecond=0)
    yield from _kept(story, world.now - 9 * DAY, arrives - 6 * HOUR)
    yield world.now - 2 * HOUR
    story.tick(world.now - 2 * HOUR, "bed", "words", by=world.users["karim"])


def _arrived_yesterday(world: World) -> Script:
    """At Claire's since yesterday noon."""
    story = _story(world, _woman(world, 25, zones=("FR-13",)), "nora")
    story.choose_house(CLAIRES_HOUSE, 1)
    departs = _today(world, hours=-26)
    yield from _kept(story, world.now - 10 * DAY, departs)
    yield departs
    story.depart(departs)
    yield departs + 6 * HOUR
    story.tick(departs + 5 * HOUR, "bed", "interpreter", "words", "team", by=world.users["claire"])
    story.arrive(departs + 6 * HOUR)
    story.tick(departs + 8 * HOUR, "greet", "eat", "room", "page", by=world.users["karim"])


def _travels_now(world: World) -> Script:
    """On her way, accompanied by Yves."""
    story = _story(world, _woman(world, 25, zones=("FR-69",)), "nora")
    departs = _today(world, hours=-3)
    yield from _kept(story, world.now - 10 * DAY, departs, escort=world.users["yves"], hours=8)
    if story.transfer is None:
        return
    yield departs
    story.depart(departs)


def _not_arrived(world: World) -> Script:
    """Expected 80 minutes ago, and nobody has confirmed: the house asks after 15 minutes, alarms after 60, and tells
    the second after 75."""
    story = _story(world, _woman(world, 28, zones=("FR-59",), risk="medium"), "samuel")
    expected = world.now - timedelta(minutes=80)
    yield from _kept(story, world.now - 8 * DAY, expected - 6 * HOUR, hours=6)
    if story.transfer is None:
        return
    yield expected - 6 * HOUR
    story.depart(expected - 6 * HOUR)
    yield expected + timedelta(minutes=16)
    watch_arrivals(expected + timedelta(minutes=16))
    yield expected + timedelta(minutes=60)
    watch_arrivals(expected + timedelta(minutes=60))
    yield expected + timedelta(minutes=76)
    climb_alarms(expected + timedelta(minutes=76))


def _in_the_relay(world: World) -> Script:
    """Nobody could keep her any longer: nine days in a relay apartment while a place is looked for."""
    one = _woman(world, 30, 1, zones=("FR-59",), risk="medium")
    story = _story(world, one, "nora")
    house = world.house(RELAYS[0][0])
    at = world.now - 9 * DAY
    yield from _to_search(story, world.now - 11 * DAY)
    if house is None:
        return
    yield at
    story.in_relay(at, house)
    for day in range(1, 9):
        yield at + day * DAY - 2 * HOUR
        story.check_in(at + day * DAY - 2 * HOUR)
    yield world.now - 3 * HOUR
    story.check_in(world.now - 3 * HOUR)


def _a_minor(world: World) -> Script:
    """Sixteen: handed over by name to child protection, the receipt is chased."""
    story = _story(world, someone(world, adult=False, agency=world.agencies[0]), "judith")
    at = world.now - 20 * HOUR
    yield at
    story.call(at)
    yield at + 2 * HOUR
    story.hand_over(at + 2 * HOUR)


def _withdrawn(world: World) -> Script:
    story = _story(world, someone(world), "marc")
    at = world.now - 40 * HOUR
    yield at
    story.call(at)
    yield at + 20 * HOUR
    story.take_back(at + 20 * HOUR)


def _ended(world: World, decision: str, code: str) -> Script:
    """Assessed last month and helped otherwise, so that each ending is there however the years fell."""
    story = _story(world, someone(world), "marc")
    at = world.now - 31 * DAY
    yield at
    story.call(at)
    yield (at := at + 3 * HOUR)
    story.take_up(at)
    yield (at := at + DAY)
    story.assess(at, decision, code=code, instead="Un accompagnement sur place, avec le service qui l’oriente.")
    yield (at := at + 4 * HOUR)
    story.answer(at, decision, "Réponse donnée par téléphone.")


def _travelled(story: Story, departs: datetime) -> Script:
    """Six hours on the road, and she is there."""
    yield departs
    story.depart(departs)
    yield departs + 6 * HOUR
    story.arrive(departs + 6 * HOUR)


def _just_left(world: World) -> Script:
    """She found a flat of her own last week: the file is to be closed."""
    story = _story(world, _woman(world, 34, zones=("FR-34",), risk="medium"), "judith")
    departs = world.now - 200 * DAY
    yield from _kept(story, world.now - 208 * DAY, departs)
    if story.transfer is None:
        return
    yield from _travelled(story, departs)
    yield departs + DAY
    story.answer(departs + DAY, "welcomed", "La personne est accueillie.")
    for day in (27, 110, 190):
        yield departs + day * DAY
        story.review_risk(departs + day * DAY, "low")
    yield world.now - 5 * DAY
    story.leave(world.now - 5 * DAY, "private_housing")


def _settled(world: World) -> Script:
    """Far away for five months; the hospital that referred her was answered, and said what it thinks of it."""
    story = _story(world, _woman(world, 32), "nora")
    departs = world.now - 150 * DAY
    yield from _kept(story, world.now - 158 * DAY, departs)
    if story.transfer is None:
        return
    yield from _travelled(story, departs)
    yield departs + DAY
    story.answer(departs + DAY, "welcomed", "La personne est accueillie.")
    story.give_opinion(departs + 2 * DAY, "La réponse est venue vite. Dites-nous plus tôt qui suit la situation.")
    yield departs + 27 * DAY
    story.review_risk(departs + 27 * DAY, "medium")
    yield departs + 100 * DAY
    story.review_risk(departs + 100 * DAY, "low")


def _must_move(world: World) -> Script:
    """Housed since spring; somebody recognised her: another place is looked for while she stays."""
    story = _story(world, _woman(world, 21, zones=("FR-69",), risk="medium"), "nora")
    departs = world.now - 70 * DAY
    yield from _kept(story, world.now - 78 * DAY, departs)
    if story.transfer is None:
        return
    yield from _travelled(story, departs)
    yield world.now - 2 * DAY
    story.must_move(world.now - 2 * DAY, "Quelqu’un l’a reconnue au marché.")


def share_out(world: World) -> None:
    """Leave Nora eleven situations that are under way, the others to her colleagues."""
    nora, others = world.users["nora"], [world.users[key] for key in ("judith", "marc", "samuel")]
    final = [stage.code for stage in JOURNEY.stages if stage.final]
    own = Journey.objects.filter(owner=nora).exclude(state__in=final)
    housed = list(
        own.filter(state__in=["accommodated", "follow_up"]).order_by("since").values_list("person", flat=True)
    )
    for number, person_id in enumerate(housed[: max(0, own.count() - NORAS)]):
        assign(Person.objects.get(pk=person_id), coordinator=others[number % 3], by=world.users["ines"], at=world.now)
    more = (
        Journey.objects.filter(state="accommodated", owner__in=others)
        .order_by("-since")
        .values_list("person", flat=True)
    )
    for person_id in list(more[: max(0, NORAS - own.count())]):
        assign(Person.objects.get(pk=person_id), coordinator=nora, by=world.users["ines"], at=world.now)
