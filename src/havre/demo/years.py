"""The years whose files are gone: anonymous facts, as retention would have left them (DOMAIN.md §10)."""

from __future__ import annotations

from datetime import datetime

from havre.accounts.models import User
from havre.countries.fr.published import PUBLISHED
from havre.demo import SIZE, advice, calls, training
from havre.demo.people import someone
from havre.demo.world import World
from havre.placements.coarse import describe
from havre.record import facts
from havre.record.models import Fact
from havre.record.operations import operation

FIRST = 2012
PURPOSES = {
    2016: {"sexual": 79, "labour": 2, "crime": 1},
    2017: {"sexual": 74, "labour": 1, "crime": 3, "unknown": 1},
    2018: {"sexual": 82, "labour": 4},
}
"""2016 and 2017 as published; 2018 from 95 % and 5 %."""
UNPUBLISHED = (70, 95)
"""Range of admissions for the years without a published figure (our choice)."""
MEAN_DAYS = 7
"""Days from referral to place lie around the published mean of 2014."""
REFERRERS = (("association", 44), ("police_justice", 21), ("health", 12), ("social", 10), ("state", 9), ("unknown", 4))
NOT_ADMITTED = (
    (("redirected", "danger_not_local"), 36),
    (("redirected", "handled_elsewhere"), 22),
    (("not_eligible", "not_trafficking"), 22),
    (("declined", "declined"), 20),
)
OBSTACLES = (("distance", 30), ("household", 35), ("free", 25), ("several", 10))
REFUSALS = (("team_overloaded", 30), ("group_balance", 22), ("not_ready", 18), ("household_not_accepted", 16),
            ("no_place", 8), ("care_beyond_shelter", 6))  # fmt: skip
EXITS = (("social_housing", 38), ("private_housing", 20), ("asylum_accommodation", 10), ("family_or_friends", 8),
         ("specialised_shelter", 7), ("left_without_notice", 9), ("assisted_return", 4), ("moved", 4))  # fmt: skip
MONTHS = (("0-2", 14), ("3-5", 20), ("6-11", 34), ("12-23", 24), ("24+", 8))


@operation
def write(world: World, *, until: datetime, by: User | None, at: datetime) -> int:
    """Keep the facts from 2012 to the day the files begin for tonight's shuffle; calls and questions, which are many and shuffled
    already, are written at once. Returns how many were admitted."""
    written = 0
    for year in range(FIRST, until.year + 1):
        share = until.timetuple().tm_yday / 366 if year == until.year else 1
        admitted = round(_admitted(world, year) * share * world.size / SIZE)
        refused = _refused(world, year, admitted)
        _write_admissions(world, year, admitted)
        _write_rest(world, year, admitted, refused)
        written += admitted
    Fact.objects.bulk_create([*calls.of_the_years(world), *advice.of_the_years(world), *training.of_the_years(world)])
    return written


def _admitted(world: World, year: int) -> int:
    published = PUBLISHED.get(year)
    return published.admitted if published and published.admitted else world.rng.randint(*UNPUBLISHED)


def _refused(world: World, year: int, admitted: int) -> int:
    """Requests that found no place or another answer: the published difference, or one in five."""
    published = PUBLISHED.get(year)
    if published and published.requests and published.admitted:
        return round((published.requests - published.admitted) * world.size / SIZE)
    return admitted // 5


def _pick(world: World, chances: tuple[tuple[str, int], ...]) -> str:
    return world.rng.choices([code for code, _n in chances], [weight for _c, weight in chances])[0]


def _write_admissions(world: World, year: int, admitted: int) -> None:
    for purpose in _purposes(world, year, admitted):
        one = someone(world)
        facts.publish("admission", year=year, **describe(one.profile) | {"purpose": purpose})
        facts.publish("wait", year=year, days=_days(world))
        for means in set(one.means):
            facts.publish("means", year=year, means=means)


def _purposes(world: World, year: int, admitted: int) -> list[str]:
    known = PURPOSES.get(year)
    if known is None or sum(known.values()) != admitted:
        return world.rng.choices(["sexual", "labour", "crime", "begging"], [92, 5, 2, 1], k=admitted)
    return [purpose for purpose, count in known.items() for _ in range(count)]


def _days(world: World) -> str:
    days = 1 + round(world.rng.gammavariate(2.0, (MEAN_DAYS - 1) / 2.0))
    return str(days) if days <= 14 else "15-30" if days <= 30 else "31-60"


def _write_rest(world: World, year: int, admitted: int, refused: int) -> None:
    for _ in range(admitted + refused):
        facts.publish("request", year=year, referrer=_pick(world, REFERRERS))
    for _ in range(refused * 2 // 3):
        decision, reason = world.rng.choices([said for said, _n in NOT_ADMITTED], [n for _s, n in NOT_ADMITTED])[0]
        facts.publish("not_admitted", year=year, decision=decision, reason=reason)
    for _ in range(refused - refused * 2 // 3):
        facts.publish("not_admitted", year=year, decision="redirected", reason="no_place_in_time")
        facts.publish("unplaced", year=year, obstacle=_pick(world, OBSTACLES))
    for _ in range(admitted // 4):
        facts.publish("refusal", year=year, reason=_pick(world, REFUSALS))
    for _ in range(admitted // 14):
        facts.publish("override", year=year, granted="two" if world.rng.random() < 0.6 else "alone")
    for _ in range(admitted * 9 // 10):
        facts.publish("exit", year=year, reason=_pick(world, EXITS), months=_pick(world, MONTHS))
