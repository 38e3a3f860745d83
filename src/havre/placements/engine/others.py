"""What taking a place costs the others who wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from havre.placements.engine.assign import Assignment, assign
from havre.placements.engine.problem import Lock
from havre.placements.engine.rank import Ranking


@dataclass(frozen=True)
class Choices:
    """How many places fit another request, and how many would be left to it."""

    request: str
    before: int
    after: int


@dataclass(frozen=True)
class Price:
    """The best joint assignment without and with one pair decided; ``lost`` would have been placed without it."""

    before: Assignment
    after: Assignment
    lost: tuple[str, ...]


def choices_left(rankings: Sequence[Ranking], request: str, place: str) -> list[Choices]:
    """For each other request that this place would fit: the places it has, and keeps if ``request`` takes this one."""
    found = []
    for ranking in rankings:
        if ranking.search.request.id != request:
            index = ranking.search.capacity.place_index[place]
            if ranking.has_candidate(index):
                before = len(ranking.fitting)
                found.append(Choices(ranking.search.request.id, before, before - 1))
    return found


def price(
    rankings: Sequence[Ranking], request: str, place: str, *, locked: Sequence[Lock] = (), seconds: float = 5.0
) -> Price:
    """Who would lose a place if this pair were decided. Raises ``BadProblem`` where the pair cannot be."""
    before = assign(rankings, locked=locked, seconds=seconds)
    after = assign(rankings, locked=[*locked, Lock(request, place)], seconds=seconds)
    placed = {other for other, _ in after.pairs}
    return Price(before, after, tuple(other for other, _ in before.pairs if other not in placed))
