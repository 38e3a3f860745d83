"""Those who live far away, must move, or have left."""

from __future__ import annotations

from havre.demo.present.telling import DAY, story_of, to_door, to_journey, woman
from havre.demo.schedule import Script
from havre.demo.world import World


def just_left(world: World) -> Script:
    """She found a flat of her own last week: the file is to be closed."""
    story = story_of(world, woman(world, 34, zones=("FR-34",), risk="medium"), "judith")
    departs = world.now - 200 * DAY
    yield from to_journey(story, world.now - 208 * DAY, departs)
    if story.transfer is None:
        return
    yield from to_door(story, departs)
    yield departs + DAY
    story.answer(departs + DAY, "welcomed", "La personne est accueillie.")
    for day in (27, 110, 190):
        yield departs + day * DAY
        story.review_risk(departs + day * DAY, "low")
    yield world.now - 5 * DAY
    story.leave(world.now - 5 * DAY, "private_housing")


def settled(world: World) -> Script:
    """Far away for five months; the hospital that referred her was answered, and said what it thinks of it."""
    story = story_of(world, woman(world, 32), "nora")
    departs = world.now - 150 * DAY
    yield from to_journey(story, world.now - 158 * DAY, departs)
    if story.transfer is None:
        return
    yield from to_door(story, departs)
    yield departs + DAY
    story.answer(departs + DAY, "welcomed", "La personne est accueillie.")
    story.give_opinion(departs + 2 * DAY, "La réponse est venue vite. Dites-nous plus tôt qui suit la situation.")
    yield departs + 27 * DAY
    story.review_risk(departs + 27 * DAY, "medium")
    yield departs + 100 * DAY
    story.review_risk(departs + 100 * DAY, "low")


def must_move(world: World) -> Script:
    """Housed since spring; somebody recognised her: another place is looked for while she stays."""
    story = story_of(world, woman(world, 21, zones=("FR-69",), risk="medium"), "nora")
    departs = world.now - 70 * DAY
    yield from to_journey(story, world.now - 78 * DAY, departs)
    if story.transfer is None:
        return
    yield from to_door(story, departs)
    yield world.now - 2 * DAY
    story.must_move(world.now - 2 * DAY, "Quelqu’un l’a reconnue au marché.")
