from __future__ import annotations

from havre.demo.world import World


def plant(world: World, text: str) -> None:
    pass
