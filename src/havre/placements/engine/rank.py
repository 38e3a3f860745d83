"""Ranks the places of a network for one request: arrays and bit masks, no sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from havre.geo.borders import Floats
from havre.geo.departments import AREAS
from havre.placements.engine.capacity import NOBODY, Capacity, Housed, Ints
from havre.placements.engine.criteria import CRITERIA
from havre.placements.engine.problem import AreaZone, Policy, Request, Resident
from havre.placements.engine.rules import BIT, REFUSALS, RULES, Level, Search

AreaState = Literal["avoid", "near", "far"]
Status = Literal["refused", "none", "ranked"]
MICRO = 1_000_000
_TIE = 1e-4
_NOWHERE: Ints = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Ranking:
    """What a search found. Places are indices into ``search.capacity.place_ids``.

    ``mask`` has, for each place, the bit of every rule that excludes it (``rules.BIT``). The order of those that fit is
    worked out when it is first asked: of the others who wait, a search counts the places and never orders them.
    """

    search: Search
    refusals: tuple[str, ...]
    mask: NDArray[np.uint16]

    @property
    def status(self) -> Status:
        if self.refusals:
            return "refused"
        return "ranked" if len(self.fitting) else "none"

    @cached_property
    def fitting(self) -> Ints:
        """Places that no rule excludes, in the order of their ids; none where the request is refused."""
        return _NOWHERE if self.refusals else np.flatnonzero(self.mask == 0)

    @cached_property
    def values(self) -> tuple[tuple[Level, Floats], ...]:
        """Every criterion at its level, in the order of ``CRITERIA``."""
        return tuple((criterion.level, criterion.values(self.search)) for criterion in CRITERIA)

    @cached_property
    def _ordered(self) -> tuple[Ints, Floats]:
        if self.refusals:
            return _NOWHERE, np.empty(0)
        scores = _scores(self.search, self.values, self.fitting)
        order = np.argsort(-scores, kind="stable")
        return self.fitting[order], scores[order]

    @property
    def candidates(self) -> Ints:
        """Places that fit, best first."""
        return self._ordered[0]

    @property
    def scores(self) -> Floats:
        """The score of each of ``candidates``."""
        return self._ordered[1]

    @cached_property
    def excluded(self) -> Ints:
        """Excluded places in the order of their ids; none where the request is refused."""
        return _NOWHERE if self.refusals else np.flatnonzero(self.mask)

    def counts(self) -> dict[str, int]:
        """How many places each rule excludes, in the order of the rules, without those that exclude none."""
        counts = {rule.code: int(np.count_nonzero(self.mask & BIT[rule.code])) for rule in RULES}
        return {code: count for code, count in counts.items() if count and not self.refusals}

    def count_any(self, codes: Iterable[str]) -> int:
        """How many places at least one of these rules excludes."""
        bits = np.uint16(sum(BIT[code] for code in codes))
        return 0 if self.refusals else int(np.count_nonzero(self.mask & bits))

    def codes(self, place: int) -> list[str]:
        """Every rule that excludes a place, in the order of the rules."""
        bits = int(self.mask[place])
        return [code for code, bit in BIT.items() if bits & bit]

    def km(self, place: int) -> float | None:
        """Unrounded kilometres from the nearest zone; ``None`` where no distance is needed or no zone named."""
        km = float(self.search.nearest_km[self.search.capacity.place_area[place]])
        return None if np.isnan(km) else km

    def to_call(self, place: int) -> bool:
        """Whether the availability of a place must be confirmed before anyone counts on it."""
        oldest = self.search.at.toordinal() - self.search.policy.confirm_days
        return bool(self.search.capacity.confirmed_on[place] < oldest)

    def criterion_values(self, place: int) -> list[float]:
        """The values of all criteria for one place, in the order of ``CRITERIA``."""
        return [float(values[_at(self.search.capacity, level, place)]) for level, values in self.values]

    def has_candidate(self, place: int) -> bool:
        return not self.refusals and not self.mask[place]

    def area_states(self) -> dict[str, AreaState]:
        """Every département as the map shows it; ``far`` also where no distance is needed."""
        request, least = self.search.request, self.search.min_km
        states: dict[str, AreaState] = {
            area: "near" if km < least else "far" for area, km in zip(AREAS, self.search.nearest_km, strict=True)
        }
        for zone, row in zip(request.danger_zones, self.search.zone_km, strict=True):
            touched = [zone.area] if isinstance(zone, AreaZone) else [AREAS[n] for n in np.flatnonzero(row == 0)]
            states |= dict.fromkeys(touched, "avoid")
        return states | dict.fromkeys(request.avoid_areas, "avoid")

    @cached_property
    def score_of(self) -> Mapping[int, float]:
        return dict(zip(self.candidates.tolist(), self.scores.tolist(), strict=True))


def rank(
    request: Request,
    capacity: Capacity,
    *,
    policy: Policy,
    at: date,
    residents: Sequence[Resident] = (),
    housed: Housed | None = None,
) -> Ranking:
    """The places that fit a request, and every reason why the others do not.

    ``housed`` may be built once from ``residents`` where many requests are ranked.
    """
    if housed is None:
        housed = Housed.build(residents, capacity) if residents else NOBODY
    search = Search(request, capacity, policy, at, housed)
    refusals = tuple(refusal.code for refusal in REFUSALS if refusal.applies(request))
    return Ranking(search, refusals, np.zeros(len(capacity), dtype=np.uint16) if refusals else _mask(search))


def _mask(search: Search) -> NDArray[np.uint16]:
    capacity = search.capacity
    by_level: dict[Level, Any] = {"place": 0, "shelter": 0, "area": 0}
    for rule in RULES:
        excludes = rule.excludes(search)
        if excludes is not None:
            by_level[rule.level] = by_level[rule.level] | excludes * np.uint16(BIT[rule.code])
    mask: NDArray[np.uint16] = by_level["place"] | by_level["shelter"][capacity.place_shelter]
    mask |= by_level["area"][capacity.place_area]
    return mask


def _at(capacity: Capacity, level: Level, place: Any) -> Any:
    """Where a place, or an array of them, stands in values of a level."""
    if level == "place":
        return place
    return (capacity.place_shelter if level == "shelter" else capacity.place_area)[place]


def _scores(search: Search, values: tuple[tuple[Level, Floats], ...], places: Ints) -> Floats:
    """Weighted means, summed in the order of the criteria and rounded to 6 decimals."""
    weights = [float(search.policy.weights[criterion.name]) for criterion in CRITERIA]
    where = {level: _at(search.capacity, level, places) for level, _ in values}
    total = np.zeros(len(places))
    for weight, (level, level_values) in zip(weights, values, strict=True):
        total += weight * level_values[where[level]]
    return rounded(total / sum(weights))


def rounded(scores: Floats) -> Floats:
    """Rounded to 6 decimals exactly as ``round`` does, ties included."""
    micro = scores * MICRO
    result: Floats = np.rint(micro) / MICRO
    for n in np.flatnonzero(np.abs(micro - np.floor(micro) - 0.5) < _TIE):
        result[n] = round(float(scores[n]), 6)
    return result
