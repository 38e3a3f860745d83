"""The last three years as files: called, assessed, housed, gone, in the numbers that were published."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from havre.accounts.models import User
from havre.demo.people import someone
from havre.demo.schedule import Script
from havre.demo.stories import HOUR, Story
from havre.demo.world import World

YEARS = 3
REQUESTS_A_YEAR = 100
"""So that 70 to 95 a year are admitted (our choice for the years without a published figure)."""
ADMITTED = 0.83
SETTLED_DAYS = 16
"""Whoever called less than so many days ago belongs to today's stories."""
TRIES = 6
STAY_DAYS = 290
"""Mean length of a stay, chosen so that about 128 people, children counted, are housed, travelling or waiting on one
day (published for 2024)."""
DAY = timedelta(days=1)
_EXITS = (("social_housing", 38), ("private_housing", 20), ("asylum_accommodation", 10), ("family_or_friends", 8), ("specialised_shelter", 7),
          ("left_without_notice", 9), ("assisted_return", 4), ("other_country", 2), ("hospital", 1), ("excluded", 1))  # fmt: skip
_ENDS = (
    ("redirected", "danger_not_local", 34),
    ("redirected", "handled_elsewhere", 20),
    ("not_eligible", "not_trafficking", 22),
    ("declined", "declined", 24),
)
_INSTEAD = "Un accompagnement sur place, avec le service qui l’oriente."


def scripts(world: World) -> list[Script]:
    """One script a request, spread over the years like the calls of a telephone."""
    first = world.now - YEARS * 365 * DAY
    days = YEARS * 365 - SETTLED_DAYS
    count = round(REQUESTS_A_YEAR * YEARS * world.size / 118 * days / (YEARS * 365))
    moments = sorted(first + timedelta(days=world.rng.uniform(0, days)) for _ in range(count))
    return [_script(world, _at_work(world, moment)) for moment in moments]


def _at_work(world: World, moment: datetime) -> datetime:
    """The same day between nine and six, as most calls come."""
    on: date = timezone.localtime(moment).date()
    return timezone.make_aware(datetime.combine(on, time(world.rng.randint(9, 17), world.rng.randint(0, 59))))


def _coordinator(world: World, at: datetime) -> User:
    """Nora's own few are given to her by today's stories; the past is shared by the others."""
    return world.rng.choices([world.users[key] for key in ("nora", "judith", "marc", "samuel")], [4, 32, 36, 28])[0]


def _script(world: World, at: datetime) -> Script:
    story = Story(world, someone(world), _coordinator(world, at))
    if world.rng.random() < ADMITTED:
        return _housed(story, at)
    if world.rng.random() < 0.12:
        return _taken_back(story, at)
    return _not_taken(story, at)


def _taken_back(story: Story, at: datetime) -> Script:
    yield at
    story.call(at)
    at += 20 * HOUR
    yield at
    story.take_back(at)


def _not_taken(story: Story, at: datetime) -> Script:
    rng = story.world.rng
    decision, code, _weight = rng.choices(_ENDS, [weight for _d, _c, weight in _ENDS])[0]
    yield at
    story.call(at)
    at += rng.uniform(1, 20) * HOUR
    yield at
    story.take_up(at)
    at += rng.uniform(20, 70) * HOUR
    yield at
    story.together(at, partial(story.assess, decision=decision, code=code, instead=_INSTEAD))
    at += 4 * HOUR
    yield at
    story.answer(at, "redirected" if decision == "redirected" else decision, "Réponse donnée par téléphone.")


def _housed(story: Story, at: datetime) -> Script:
    rng = story.world.rng
    yield at
    story.call(at)
    at += rng.uniform(0.5, 6) * HOUR
    yield at
    story.take_up(at)
    at += rng.uniform(8, 50) * HOUR
    yield at
    story.together(at, story.assess, story.agree_to_join)
    at += rng.uniform(4, 30) * HOUR
    placed_at = yield from _place_chosen(story, at)
    if placed_at is not None and rng.random() < 0.25:
        at = placed_at + rng.uniform(3, 24) * HOUR
        yield at
        story.refuse(at, reason=rng.choice(["team_overloaded", "group_balance", "not_ready", "household_not_accepted"]))
        placed_at = yield from _place_chosen(story, at + rng.uniform(2, 20) * HOUR)
    if placed_at is not None:
        yield from _to_the_door(story, placed_at + rng.uniform(2, 20) * HOUR)


def _place_chosen(story: Story, at: datetime) -> Generator[datetime, None, datetime | None]:
    """The search, tried anew for some days; when a place was asked for, or ``None`` where nobody could be found."""
    for _try in range(TRIES):
        yield at
        if story.choose_place(at):
            story.ask(at)
            return at
        at += story.world.rng.uniform(1, 3) * DAY
    yield from _unplaced(story, at)
    return None


def _unplaced(story: Story, at: datetime) -> Script:
    """Nobody could be found in time: recorded, counted, and another way is proposed."""
    yield at
    story.give_up(at, _INSTEAD)
    story.answer(at + HOUR, "no_place", "Aucune place adaptée à temps.")


def _to_the_door(story: Story, at: datetime) -> Script:
    rng = story.world.rng
    yield at
    if story.house is None or story.place is None or story.place.id in story.world.taken:
        return
    story.accept(at)
    story.plan_interview(at + HOUR, at + 22 * HOUR)
    at += 23 * HOUR
    yield at
    departs = at + rng.uniform(18, 48) * HOUR
    story.together(at, story.meet, story.keep, partial(story.plan_journey, departs_at=departs))
    yield departs
    story.depart(departs)
    at = departs + rng.uniform(5, 8) * HOUR
    yield at
    story.arrive(at)
    at += 15 * HOUR
    yield at
    story.answer(at, "welcomed", "La personne est accueillie.")
    yield from _stay(story, at)


def _reviews(world: World, arrived: datetime, ends: datetime) -> list[datetime]:
    """The first month's review, and for who is still there or left lately the last one; a few are overdue, as everywhere."""
    first = arrived + world.rng.uniform(20, 28) * DAY
    if world.now - 30 * DAY < ends <= world.now:
        return [first, max(first, ends - 9 * DAY)]
    last = world.now - (world.rng.uniform(4, 75) if world.rng.random() < 0.96 else world.rng.uniform(92, 97)) * DAY
    return [first, last] if ends > world.now and last > first else [first]


def _stay(story: Story, at: datetime) -> Script:
    rng = story.world.rng
    ends = at + rng.gammavariate(1.6, STAY_DAYS / 1.6) * DAY + 12 * DAY
    for review in _reviews(story.world, at, ends):
        yield review
        story.review_risk(review, rng.choice(["low", "medium", "medium"]))
    yield ends
    story.leave(ends, rng.choices([code for code, _w in _EXITS], [weight for _c, weight in _EXITS])[0])
    ends += rng.uniform(1, 10) * DAY
    yield ends
    story.close(ends, "social_housing" if rng.random() < 0.7 else "private_housing")
