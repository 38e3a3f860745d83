"""What the stories of today share: somebody, a moment, and the way from the call to the door."""

from __future__ import annotations

from datetime import datetime, timedelta

from havre.accounts.models import User
from havre.demo.people import Someone, someone
from havre.demo.schedule import Script
from havre.demo.stories import HOUR, Story
from havre.demo.world import World
from havre.people.profiles import Member, Needs, Profile, Wishes

DAY = timedelta(days=1)
QUARTER_MINUTES = 15


def woman(world: World, age: int, *children: int, zones: tuple[str, ...] = ("FR-06",), risk: str = "high") -> Someone:
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


def story_of(world: World, one: Someone, coordinator: str) -> Story:
    return Story(world, one, world.users[coordinator])


def today(world: World, *, hours: float) -> datetime:
    """So many hours from now, on a quarter of an hour."""
    at = world.now + hours * HOUR
    return at - timedelta(minutes=at.minute % QUARTER_MINUTES, seconds=at.second, microseconds=at.microsecond)


def to_search(story: Story, at: datetime, *, agreed: bool = True) -> Script:
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


def to_yes(story: Story, called: datetime, accepted: datetime) -> Script:
    """From the call to a house that holds a place."""
    yield from to_search(story, called)
    yield (at := accepted - 9 * HOUR)
    if not story.choose_proposed(at):
        return
    story.ask(at + HOUR / 4)
    yield accepted
    story.accept(accepted)


def to_journey(
    story: Story, called: datetime, departs: datetime, *, escort: User | None = None, hours: float = 6
) -> Script:
    """From the call to a journey that is planned, met and agreed on the way."""
    yield from to_search(story, called)
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


def to_door(story: Story, departs: datetime) -> Script:
    """Six hours on the road, and she is there."""
    yield departs
    story.depart(departs)
    yield departs + 6 * HOUR
    story.arrive(departs + 6 * HOUR)
