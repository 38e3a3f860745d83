"""The years whose files are gone: anonymous facts, as retention would have left them (DOMAIN.md §10)."""

from __future__ import annotations

from datetime import datetime

from havre.accounts.models import User
from havre.demo import calls
from havre.demo.people import someone
from havre.demo.world import World
from havre.placements.coarse import describe
from havre.record import facts
from havre.record.models import Fact
from havre.record.operations import operation

ADMITTED = {2012: 66, 2013: 68, 2014: 70, 2015: 92, 2016: 82, 2017: 79, 2018: 86, 2019: 64}
"""Published figures; 2019 is flagged partial by its source."""
REQUESTS = {2012: 76}
PURPOSES = {
    2016: {"sexual": 79, "labour": 2, "crime": 1},
    2017: {"sexual": 74, "labour": 1, "crime": 3, "unknown": 1},
    2018: {"sexual": 82, "labour": 4},
}
"""2016 and 2017 as published; 2018 from 95 % and 5 %."""
UNPUBLISHED = (70, 95)
"""Range of admissions for the years without a published figure (our choice)."""
WAITS = (("0-3", 30), ("4-7", 35), ("8-14", 22), ("15-30", 10), ("31+", 3))
"""Around the published mean of seven days (2014)."""
NOT_ADMITTED = (
    ("redirected", "danger_not_local"),
    ("redirected", "handled_elsewhere"),
    ("not_eligible", "not_trafficking"),
    ("declined", "declined"),
)


@operation
def write(world: World, *, until: datetime, by: User | None, at: datetime) -> int:
    """Keep the facts from 2012 to the day the files begin for tonight's shuffle; calls, which are many and shuffled
    already, are written at once. Returns how many."""
    written = 0
    for year in range(2012, until.year + 1):
        share = until.timetuple().tm_yday / 366 if year == until.year else 1
        admitted = round(_admitted(world, year) * share * world.size / 118)
        refused = REQUESTS[year] - ADMITTED[year] if year in REQUESTS and world.size == 118 else admitted // 5
        for purpose in _purposes(world, year, admitted):
            _admission(world, year, purpose)
        for _ in range(refused):
            decision, reason = world.rng.choice(NOT_ADMITTED)
            facts.publish("not_admitted", year=year, decision=decision, reason=reason)
        written += admitted + refused
    counted = calls.of_the_years(world)
    Fact.objects.bulk_create(counted)
    return written + len(counted)


def _admitted(world: World, year: int) -> int:
    return ADMITTED.get(year) or world.rng.randint(*UNPUBLISHED)


def _purposes(world: World, year: int, admitted: int) -> list[str]:
    known = PURPOSES.get(year)
    if known is None or sum(known.values()) != admitted:
        return world.rng.choices(["sexual", "labour", "crime", "begging"], [94, 4, 1, 1], k=admitted)
    return [purpose for purpose, count in known.items() for _ in range(count)]


def _admission(world: World, year: int, purpose: str) -> None:
    wait = world.rng.choices([band for band, _w in WAITS], [weight for _b, weight in WAITS])[0]
    described = describe(someone(world).profile) | {"purpose": purpose}
    facts.publish("admission", year=year, wait=wait, **described)
