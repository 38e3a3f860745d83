"""What is sealed of a shelter or partner, as plain data classes. Codes are those of ``havre.countries``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

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


@dataclass
class Accepts:
    genders: list[str] = field(default_factory=list)
    children: bool = False
    pregnant: bool = False
    animals: bool = False


@dataclass
class ShelterProfile:
    """The working profile of a shelter. ``admitted`` counts by year, written at night for all shelters at once."""

    area: str = ""  # "FR-35"
    accepts: Accepts = field(default_factory=Accepts)
    languages: list[str] = field(default_factory=list)
    expertise: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    night_staff: bool = False
    agreement: Agreement = field(default_factory=Agreement)
    pause: Pause | None = None
    places: list[Place] = field(default_factory=list)
    admitted: dict[str, int] = field(default_factory=dict)
    counted_on: date | None = None
    rules: str = ""

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
    specialised: bool = False
    agreement: Agreement = field(default_factory=Agreement)
    note: str = ""


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
