"""What is sealed of a shelter or partner, as plain data classes. Codes are those of ``havre.countries``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

AVAILABLE = "available"
BLOCKED = "blocked"
OUT_OF_SERVICE = "out_of_service"


@dataclass
class Agreement:
    """The agreement of a partner with the network: dates, and how many people a year it expects to take in."""

    since: date | None = None
    until: date | None = None
    yearly_target: int = 1


@dataclass
class Pause:
    """While it lasts the shelter is asked nothing. ``until`` is the last day, ``None`` as long as nobody ends it."""

    since: date
    until: date | None = None
    reason: str = ""


@dataclass
class Place:
    """One place. Held and occupied follow from offers and stays; here stands only what the house says of it.

    ``id`` is a UUID as text; ``label`` is what the house calls it; ``free_from`` ``None`` means not free in sight.
    ``said_at`` is when its house last said something new of when it is free: what a call round brought before no longer
    counts.
    """

    id: str
    label: str
    kind: str = "room"  # or "flat"
    size: int = 1
    accessible: bool = False
    status: str = AVAILABLE
    reason: str = ""
    status_until: date | None = None
    free_from: date | None = None
    confirmed_on: date | None = None
    confirmed_by: str = ""
    said_at: datetime | None = None


@dataclass
class Word:
    """What a house said of one place: free from when (``None``: not in sight), on which day, by whose mouth."""

    place: str
    free_from: date | None = None
    confirmed_on: date | None = None
    confirmed_by: str = ""
    said_at: datetime | None = field(default=None, compare=False)

    @classmethod
    def of(cls, place: Place) -> Word:
        return cls(place.id, place.free_from, place.confirmed_on, place.confirmed_by, place.said_at)


@dataclass
class LastWord:
    """The last word on some places, and what stood before it: while they are as ``said``, it can be taken back."""

    event: str = ""
    said: list[Word] = field(default_factory=list)
    before: list[Word] = field(default_factory=list)


@dataclass
class Accepts:
    genders: list[str] = field(default_factory=list)
    children: bool = False
    pregnant: bool = False
    animals: bool = False


@dataclass
class ShelterProfile:
    """The working profile of a shelter. ``admitted`` counts by year, written at night for all shelters at once;
    ``pause_said_at`` is to ``pause`` what ``said_at`` is to a place."""

    area: str = ""  # "FR-35"
    accepts: Accepts = field(default_factory=Accepts)
    languages: list[str] = field(default_factory=list)
    expertise: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    night_staff: bool = False
    agreement: Agreement = field(default_factory=Agreement)
    pause: Pause | None = None
    pause_said_at: datetime | None = None
    places: list[Place] = field(default_factory=list)
    admitted: dict[str, int] = field(default_factory=dict)
    counted_on: date | None = None
    rules: str = ""
    last_word: LastWord | None = None

    def last_word_stands(self, event: str = "") -> bool:
        """Whether the places are as the last word left them; ``event`` asks for that kind of word alone."""
        if self.last_word is None or (event and self.last_word.event != event):
            return False
        places = [self.place(word.place) for word in self.last_word.said]
        return [Word.of(place) for place in places if place] == self.last_word.said

    def takes_nobody(self, on: date) -> bool:
        """Paused, or its agreement with the network has ended."""
        ended = self.agreement.until is not None and self.agreement.until < on
        return ended or self.is_paused(on)

    def is_paused(self, on: date) -> bool:
        return (
            self.pause is not None and self.pause.since <= on and (self.pause.until is None or on <= self.pause.until)
        )

    def place(self, place_id: str) -> Place | None:
        return next((p for p in self.places if p.id == place_id), None)


@dataclass
class PartnerCard:
    """The working profile of a partner that is not, or not only, a shelter."""

    area: str = ""
    agreement: Agreement = field(default_factory=Agreement)
    note: str = ""


@dataclass
class ExchangeCard:
    """One exchange with a partner. ``kind`` and ``topics`` are codes of ``EXCHANGES`` and ``EXCHANGE_TOPICS``.

    ``topics`` is what the partner asked about; ``by`` is who of us spoke, in words.
    """

    kind: str
    on: date
    with_whom: str = ""
    by: str = ""
    topics: list[str] = field(default_factory=list)
    note: str = ""


@dataclass
class Dealings:
    """What the exchanges with a partner come to, kept beside them so that no list of partners need open them all.

    ``counted`` is by year and kind: ``"2026-visit"``; ``asked`` by year and topic: ``"2026-rights"``.
    """

    last_on: date | None = None
    last_kind: str = ""
    counted: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, on: date, topics: Iterable[str] = ()) -> None:
        key = f"{on.year}-{kind}"
        self.counted[key] = self.counted.get(key, 0) + 1
        for topic in topics:
            key = f"{on.year}-{topic}"
            self.asked[key] = self.asked.get(key, 0) + 1
        if self.last_on is None or on >= self.last_on:
            self.last_on, self.last_kind = on, kind

    def count(self, kind: str, year: int) -> int:
        return self.counted.get(f"{year}-{kind}", 0)


@dataclass
class Contact:
    name: str = ""
    role: str = ""
    phone: str = ""
    mail: str = ""


@dataclass
class Contacts:
    """Secret: the name of the organisation, how to reach it, the numbers that are called back (P21)."""

    name: str = ""
    phone: str = ""
    night_phone: str = ""
    people: list[Contact] = field(default_factory=list)
