"""Who waits and travels today: one story for every state, told so that each page has something to show."""

from __future__ import annotations

from havre.demo.schedule import Script
from havre.demo.world import World


def scripts(world: World) -> list[Script]:
    return []
