"""What the page of the network says before its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from havre.directory.choosing import is_idle
from havre.directory.listing import Row


@dataclass(frozen=True)
class Told:
    """Counts of partners, houses and places; none counts persons."""

    partners: int
    hosting: int
    idle: int
    silent: int
    ending: int
    paused: int
    free: int
    to_call: int


def told(found: Sequence[Row]) -> Told:
    """Of all that is in the list, whatever is shown of it; who left is no partner any more."""
    partners = [row for row in found if row.standing is not None and row.standing.state != "ended"]
    open_rows = [row for row in found if not row.is_paused]
    return Told(
        partners=len(partners),
        hosting=sum(row.load is not None and row.load.admitted > 0 for row in partners),
        idle=sum(is_idle(row) for row in partners),
        silent=sum(row.standing is not None and row.standing.is_silent for row in partners),
        ending=sum(row.is_ending for row in partners),
        paused=sum(row.is_paused for row in found),
        free=sum(row.free for row in open_rows),
        to_call=sum(row.to_call for row in open_rows),
    )
