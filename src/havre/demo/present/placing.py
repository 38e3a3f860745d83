"""Those for whom a place is sought, asked for or held."""

from __future__ import annotations

from havre.demo.network import CLAIRES_HOUSE
from havre.demo.people import someone
from havre.demo.present.telling import DAY, story_of, to_search, to_yes, today, woman
from havre.demo.schedule import Script
from havre.demo.stories import HOUR
from havre.demo.world import World
from havre.people.profiles import Needs


def refused_by_three(world: World) -> Script:
    story = story_of(world, woman(world, 27, zones=("FR-13", "FR-31", "FR-44"), risk="high"), "samuel")
    at = world.now - 8 * DAY
    yield from to_search(story, at)
    for number, reason in enumerate(("place_too_small", "team_overloaded", "group_balance")):
        yield (at := world.now - (6 - 1.6 * number) * DAY)
        if story.choose_proposed(at):
            story.ask(at)
            yield (at := at + 7 * HOUR)
            story.refuse(at, reason=reason)
    yield world.now - 5 * HOUR
    story.ask_override(world.now - 5 * HOUR, "Trois maisons ont refusé ; celle-ci la prendrait demain.")


def nobody_fits(world: World) -> Script:
    """Five people, one of them in a wheelchair: no house has room for them."""
    one = woman(world, 35, 2, 4, 7, 12, zones=("FR-59", "FR-75"), risk="very_high")
    one.profile.needs = Needs(accessible=True, night_staff=True, services=["childcare", "health"])
    story = story_of(world, one, "marc")
    yield from to_search(story, world.now - 5.2 * DAY)
    yield world.now - 3 * DAY
    story.search(world.now - 3 * DAY)


def to_agree(world: World) -> Script:
    story = story_of(world, woman(world, 20, zones=("FR-31",)), "nora")
    yield from to_search(story, world.now - 2.6 * DAY, agreed=False)
    yield world.now - 6 * HOUR
    story.search(world.now - 6 * HOUR)


def being_called(world: World) -> Script:
    """A call round since an hour ago, shared with Marc: a no, nobody there, one to be rung again this afternoon."""
    story = story_of(world, woman(world, 26, 5, zones=("FR-13",)), "nora")
    yield from to_search(story, world.now - 2.4 * DAY)
    at = world.now - HOUR
    yield at
    story.call_round(at, share_with=world.users["marc"])


def asked_and_silent(world: World) -> Script:
    """Asked 26 hours ago at Claire's, no answer: to be rung again."""
    story = story_of(world, woman(world, 24, 4), "nora")
    yield from to_search(story, world.now - 4.3 * DAY)
    at = world.now - 26 * HOUR
    yield at
    story.choose_house(CLAIRES_HOUSE, 3)
    story.ask(at)


def asked_this_morning(world: World) -> Script:
    story = story_of(world, someone(world), "marc")
    yield from to_search(story, world.now - 3.1 * DAY)
    at = world.now - 3 * HOUR
    yield at
    if story.choose_proposed(at):
        story.ask(at)


def interview_today(world: World) -> Script:
    story = story_of(world, woman(world, 29, zones=("FR-33",)), "marc")
    yield from to_yes(story, world.now - 3.6 * DAY, world.now - 15 * HOUR)
    yield world.now - 12 * HOUR
    if story.offer is not None:
        story.plan_interview(world.now - 12 * HOUR, today(world, hours=2.5))


def hold_ends_soon(world: World) -> Script:
    """The interview went well; she thinks it over, and the 72 hours end in five."""
    story = story_of(world, woman(world, 22, zones=("FR-34",), risk="medium"), "samuel")
    yield from to_yes(story, world.now - 6.5 * DAY, world.now - 67 * HOUR)
    yield world.now - 60 * HOUR
    if story.offer is not None:
        story.plan_interview(world.now - 60 * HOUR, world.now - 40 * HOUR)
        yield world.now - 39 * HOUR
        story.meet(world.now - 39 * HOUR, shelter_says="thinks", person_says="thinks")


def agreement_withdrawn(world: World) -> Script:
    """She had said yes to leaving far away, a place was held; she takes it back, and everything stops."""
    story = story_of(world, woman(world, 26, zones=("FR-67",), risk="medium"), "nora")
    yield from to_yes(story, world.now - 7.4 * DAY, world.now - 3 * DAY)
    yield world.now - 2 * DAY
    story.withdraw(world.now - 2 * DAY, "join")
