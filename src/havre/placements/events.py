from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class SearchMade:
    """``fitting`` places were found, of which the words are sealed in the stored search."""

    person_id: uuid.UUID
    fitting: int


@dataclass(frozen=True)
class OfferMade:
    person_id: uuid.UUID
    offer_id: uuid.UUID


@dataclass(frozen=True)
class OfferAnswered:
    """``answer`` is ``accepted``, ``refused`` or ``confirmed``."""

    person_id: uuid.UUID
    offer_id: uuid.UUID
    answer: str


@dataclass(frozen=True)
class OfferReleased:
    person_id: uuid.UUID
    offer_id: uuid.UUID


@dataclass(frozen=True)
class InterviewChanged:
    """``state`` is that of the interview: ``planned``, ``held``, ``cancelled``."""

    person_id: uuid.UUID
    state: str


@dataclass(frozen=True)
class PlaceKept:
    """The shelter confirmed and she agreed: the place is hers (R37)."""

    person_id: uuid.UUID
    offer_id: uuid.UUID


@dataclass(frozen=True)
class TransferChanged:
    """``state`` is that of the transfer: ``planned``, ``under_way``, ``arrived``, ``cancelled``."""

    person_id: uuid.UUID
    state: str


@dataclass(frozen=True)
class AlarmRaised:
    person_id: uuid.UUID
    alarm_id: uuid.UUID


@dataclass(frozen=True)
class AlarmCleared:
    person_id: uuid.UUID
    alarm_id: uuid.UUID


@dataclass(frozen=True)
class StayBegan:
    """``kind`` is ``place`` or ``relay``."""

    person_id: uuid.UUID
    kind: str


@dataclass(frozen=True)
class StayEnded:
    person_id: uuid.UUID
    kind: str
    reason: str


@dataclass(frozen=True)
class MovePlanned:
    """She must leave the place she is in: a new search begins while she stays."""

    person_id: uuid.UUID


@dataclass(frozen=True)
class UnableToPlace:
    """Nobody could be found in time: recorded and counted."""

    person_id: uuid.UUID
