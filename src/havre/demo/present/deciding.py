"""Those who called, are being assessed, or were answered otherwise."""

from __future__ import annotations

from havre.demo.people import someone
from havre.demo.present.telling import DAY, story_of, woman
from havre.demo.schedule import Script
from havre.demo.stories import HOUR
from havre.demo.world import World


def just_called(world: World) -> Script:
    story = story_of(world, woman(world, 23), "nora")
    at = world.now - 1.5 * HOUR
    yield at
    story.call(at, by=world.users["anne"])


def called_yesterday(world: World) -> Script:
    story = story_of(world, someone(world), "judith")
    yield world.now - 27 * HOUR
    story.call(world.now - 27 * HOUR)


def being_assessed(world: World) -> Script:
    story = story_of(world, woman(world, 31, zones=("FR-69",)), "samuel")
    at = world.now - 1.3 * DAY
    yield at
    story.call(at, by=world.users["anne"])
    yield (at := at + 3 * HOUR)
    story.take_up(at)
    story.message(at + HOUR, "Nous évaluons avec vous. Pouvez-vous nous rappeler avant midi ?")


def to_be_decided(world: World) -> Script:
    story = story_of(world, someone(world), "nora")
    at = world.now - 2.2 * DAY
    yield at
    story.call(at)
    yield (at := at + 4 * HOUR)
    story.take_up(at)
    yield (at := at + 18 * HOUR)
    story.note_danger(at)
    story.set_risk(at + HOUR)
    story.conclude(at + 2 * HOUR)


def on_hold(world: World) -> Script:
    story = story_of(world, someone(world), "nora")
    at = world.now - 9 * DAY
    yield at
    story.call(at)
    yield (at := at + 3 * HOUR)
    story.take_up(at)
    yield (at := at + DAY)
    story.assess(at, "on_hold")


def a_minor(world: World) -> Script:
    """Sixteen: handed over by name to child protection, the receipt is chased."""
    story = story_of(world, someone(world, adult=False, agency=world.agencies[0]), "judith")
    at = world.now - 20 * HOUR
    yield at
    story.call(at)
    yield at + 2 * HOUR
    story.hand_over(at + 2 * HOUR)


def withdrawn(world: World) -> Script:
    story = story_of(world, someone(world), "marc")
    at = world.now - 40 * HOUR
    yield at
    story.call(at)
    yield at + 20 * HOUR
    story.take_back(at + 20 * HOUR)


def ended(world: World, decision: str, code: str) -> Script:
    """Assessed last month and helped otherwise, so that each ending is there however the years fell."""
    story = story_of(world, someone(world), "marc")
    at = world.now - 31 * DAY
    yield at
    story.call(at)
    yield (at := at + 3 * HOUR)
    story.take_up(at)
    yield (at := at + DAY)
    story.assess(at, decision, code=code, instead="Un accompagnement sur place, avec le service qui l’oriente.")
    yield (at := at + 4 * HOUR)
    story.answer(at, decision, "Réponse donnée par téléphone.")
