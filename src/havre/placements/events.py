"""What other rooms may hear of offers, interviews, journeys, stays and alarms."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from havre.placements.problem import Table
from havre.record.events import OfSituation


@dataclass(frozen=True)
class SearchMade(OfSituation):
    """``fitting`` places were found, of which the words are sealed in the stored search."""

    fitting: int


@dataclass(frozen=True)
class OfferMade(OfSituation):
    """A shelter is asked; ``table`` is the search before which it was chosen."""

    offer_id: uuid.UUID
    table: Table = field(repr=False, compare=False)


@dataclass(frozen=True)
class OfferAnswered(OfSituation):
    """``answer`` is ``accepted``, ``refused`` or ``confirmed``."""

    offer_id: uuid.UUID
    answer: str


@dataclass(frozen=True)
class OfferReleased(OfSituation):
    """An offer ended without a stay: taken back, or its hold was given up."""

    offer_id: uuid.UUID


@dataclass(frozen=True)
class InterviewChanged(OfSituation):
    """``state`` is that of the interview: ``planned``, ``held``, ``cancelled``."""

    state: str


@dataclass(frozen=True)
class PlaceKept(OfSituation):
    """The shelter confirmed and she agreed: the place is hers (R37)."""

    offer_id: uuid.UUID


@dataclass(frozen=True)
class TransferChanged(OfSituation):
    """``state`` is that of the transfer: ``planned``, ``under_way``, ``arrived``, ``cancelled``."""

    state: str


@dataclass(frozen=True)
class AlarmRaised(OfSituation):
    """An arrival is not confirmed in time, or a place may be known."""

    alarm_id: uuid.UUID


@dataclass(frozen=True)
class AlarmCleared(OfSituation):
    """Somebody looked into the alarm and ended it."""

    alarm_id: uuid.UUID


@dataclass(frozen=True)
class StayBegan(OfSituation):
    """``kind`` is ``place`` or ``relay``."""

    kind: str


@dataclass(frozen=True)
class StayEnded(OfSituation):
    """She left; ``kind`` as for ``StayBegan``, ``reason`` is a code of ``EXITS``."""

    kind: str
    reason: str


@dataclass(frozen=True)
class MovePlanned(OfSituation):
    """She must leave the place she is in: a new search begins while she stays."""


@dataclass(frozen=True)
class UnableToPlace(OfSituation):
    """Nobody could be found in time: recorded and counted."""
