"""Those who travel, have just arrived, or wait in a relay apartment."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from havre.demo.network import CLAIRES_HOUSE, RELAYS
from havre.demo.present.telling import DAY, story_of, to_journey, to_search, today, woman
from havre.demo.schedule import Script
from havre.demo.stories import HOUR
from havre.demo.world import World
from havre.placements.operations.climbing import climb_alarms
from havre.placements.operations.transfers import watch_arrivals


def travels_tomorrow(world: World) -> Script:
    """Expected at Claire's tomorrow at four: the house prepares, and has begun its list."""
    story = story_of(world, woman(world, 33, 4), "nora")
    story.choose_house(CLAIRES_HOUSE, 2)
    tomorrow = timezone.localtime(world.now) + DAY
    arrives = tomorrow.replace(hour=16, minute=0, second=0, microsecond=0)
    yield from to_journey(story, world.now - 9 * DAY, arrives - 6 * HOUR)
    yield world.now - 2 * HOUR
    story.tick(world.now - 2 * HOUR, "bed", "words", by=world.users["karim"])


def arrived_yesterday(world: World) -> Script:
    """At Claire's since yesterday noon."""
    story = story_of(world, woman(world, 25, zones=("FR-13",)), "nora")
    story.choose_house(CLAIRES_HOUSE, 1)
    departs = today(world, hours=-26)
    yield from to_journey(story, world.now - 10 * DAY, departs)
    yield departs
    story.depart(departs)
    yield departs + 6 * HOUR
    story.tick(departs + 5 * HOUR, "bed", "interpreter", "words", "team", by=world.users["claire"])
    story.arrive(departs + 6 * HOUR)
    story.tick(departs + 8 * HOUR, "greet", "eat", "room", "page", by=world.users["karim"])


def travels_now(world: World) -> Script:
    """On her way, accompanied by Yves."""
    story = story_of(world, woman(world, 25, zones=("FR-69",)), "nora")
    departs = today(world, hours=-3)
    yield from to_journey(story, world.now - 10 * DAY, departs, escort=world.users["yves"], hours=8)
    if story.transfer is None:
        return
    yield departs
    story.depart(departs)


def not_arrived(world: World) -> Script:
    """Expected 80 minutes ago, and nobody has confirmed: the house asks after 15 minutes, alarms after 60, and tells
    the second after 75."""
    story = story_of(world, woman(world, 28, zones=("FR-59",), risk="medium"), "samuel")
    expected = world.now - timedelta(minutes=80)
    yield from to_journey(story, world.now - 8 * DAY, expected - 6 * HOUR, hours=6)
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


def in_the_relay(world: World) -> Script:
    """Nobody could keep her any longer: nine days in a relay apartment while a place is looked for."""
    one = woman(world, 30, 1, zones=("FR-59",), risk="medium")
    story = story_of(world, one, "nora")
    house = world.house(RELAYS[0][0])
    at = world.now - 9 * DAY
    yield from to_search(story, world.now - 11 * DAY)
    if house is None:
        return
    yield at
    story.in_relay(at, house)
    for day in range(1, 9):
        yield at + day * DAY - 2 * HOUR
        story.check_in(at + day * DAY - 2 * HOUR)
    yield world.now - 3 * HOUR
    story.check_in(world.now - 3 * HOUR)
