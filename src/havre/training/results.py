"""What the questionnaires of many sessions say together, whatever is asked of them, and nothing that can be computed back.

Numbers are told of *blocks*: sendings, in the order in which they were counted, put together until each class of a
question holds five people or nobody. A block belongs to one programme and year and never changes. Whatever is chosen (a
year, a trainer, an audience, a session) is told by the blocks that lie in it whole: any difference between two choices is
made of blocks again. A mean counts every sending that five people answered, and is rounded so that the sum behind it
keeps at least five values (decision 0018). Plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from havre.common.disclosure import INSIDE, tells_all
from havre.surveys.content import STEPS
from havre.surveys.results import OF_STEP

UNITS = (0.1, 0.5, 1.0)
"""To what a mean may be rounded."""


@dataclass(frozen=True)
class Tally:
    """What one sending gave: question → answer → how many. Never changes."""

    counts: Mapping[str, Mapping[str, int]]

    @cached_property
    def sums(self) -> dict[str, tuple[int, int]]:
        """Of each scale that five answered: (how many, the sum of their steps)."""
        found = {}
        for key, counts in self.counts.items():
            steps = [(int(step), count) for step, count in counts.items() if step in STEPS]
            answers = sum(count for _step, count in steps)
            if answers >= INSIDE and len(steps) == len(counts):
                found[key] = (answers, sum(step * count for step, count in steps))
        return found


@dataclass(frozen=True)
class Told:
    """One sending that was counted, and what its session is known by."""

    sending: UUID
    moment: str
    programme: UUID
    year: int
    invited: int
    answered: int
    tally: Tally
    number: int = 0
    survey: UUID | None = None
    session: UUID | None = None
    audiences: Collection[str] = ()


Choice = Callable[[Told], bool]


@dataclass(frozen=True)
class Block:
    """Sendings of one moment that are told together."""

    moment: str
    of: frozenset[UUID]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Mean:
    """``value`` in tenths, ``None`` where fewer than five answered; ``answers`` is how many it counts."""

    answers: int = 0
    value: int | None = None

    @property
    def steps(self) -> float | None:
        return None if self.value is None else self.value / 10


@dataclass(frozen=True)
class Spread:
    """How many gave each answer, over the blocks that lie whole in the choice; empty where none does."""

    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def share(self, code: str) -> int:
        """Percent."""
        return round(100 * self.counts.get(code, 0) / self.total)


@dataclass(frozen=True)
class Rate:
    invited: int
    answered: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.answered / self.invited) if self.invited else None


def rate_of(given: Iterable[Told]) -> Rate:
    listed = list(given)
    return Rate(sum(one.invited for one in listed), sum(one.answered for one in listed))


def mean_of(given: Iterable[Told], key: str) -> Mean:
    """Of a scale. A sending that fewer than five answered is in no mean: two means would tell it."""
    return mean_of_sums(one.tally.sums.get(key) for one in given)


def mean_of_sums(sums: Iterable[tuple[int, int] | None]) -> Mean:
    told = [one for one in sums if one]
    answers = sum(count for count, _total in told)
    if not answers:
        return Mean()
    unit = next(one for one in UNITS if one * answers >= INSIDE)
    exact = sum(total for _count, total in told) / answers
    return Mean(answers, round(10 * unit * round(exact / unit)))


def classes_of(counts: Mapping[str, int], *, is_scale: bool) -> dict[str, int]:
    """A scale is told by three classes: 1 or 2, 3, 4 or 5."""
    found: dict[str, int] = {}
    for code, count in counts.items():
        name = OF_STEP[code] if is_scale else code
        found[name] = found.get(name, 0) + count
    return found


@dataclass
class Pool:
    """Sendings that wait until they can be told together."""

    of: list[UUID] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)


def blocks_of(given: Iterable[Told], key: str, *, is_scale: bool) -> Iterator[Block]:
    """In the order of counting, which they come in: what was told once is told the same for ever."""
    waiting: dict[tuple[UUID, int, str], Pool] = {}
    for one in given:
        if not (counts := one.tally.counts.get(key)):
            continue
        alone = classes_of(counts, is_scale=is_scale)
        if tells_all(alone.values(), INSIDE):
            yield Block(one.moment, frozenset({one.sending}), alone)
            continue
        pool = waiting.setdefault((one.programme, one.year, one.moment), Pool())
        pool.of.append(one.sending)
        pool.counts = added((pool.counts, alone))
        if tells_all(pool.counts.values(), INSIDE):
            yield Block(one.moment, frozenset(pool.of), pool.counts)
            waiting[one.programme, one.year, one.moment] = Pool()


def added(each: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for counts in each:
        for code, count in counts.items():
            found[code] = found.get(code, 0) + count
    return found


def spread_of(blocks: Iterable[Block], chosen: Set[UUID]) -> Spread:
    """Of the blocks that lie whole among the chosen sendings."""
    return Spread(added(block.counts for block in blocks if block.of <= chosen))
