"""What is sealed of an assessment, as plain data classes. Codes are those of ``havre.countries.fr``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

COPIED_FROM_JUSTICE = "copied from justice"
SET, ALARM, CLEARED = "set", "alarm", "cleared"


@dataclass(frozen=True)
class Signature:
    """Who wrote or decided something, by account and as colleagues read it, and when."""

    by: str
    name: str
    at: datetime


@dataclass
class Opinion:
    """A status of HTCDS with its reasons, signed by a named person; recognition by authorities stands apart (R18)."""

    status: str
    reasons: str
    signed: Signature
    body: str = "NGO"


@dataclass
class Trafficking:
    """Part (a): what was done, in codes; ``decided`` and ``second_opinion`` by two different people."""

    exploitation: list[str] = field(default_factory=list)
    means: list[str] = field(default_factory=list)
    recruitment: list[str] = field(default_factory=list)
    decided: Opinion | None = None
    second_opinion: Opinion | None = None


@dataclass
class Zone:
    """What to stay far from: a whole département, a disc around a town, or around a point; one of the three."""

    area: str = ""
    town: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_km: float = 0
    why: str = ""


@dataclass
class Actor:
    """Somebody who threatens, by role only, never by name (P24)."""

    role: str
    targets: list[str] = field(default_factory=list)
    threats: list[str] = field(default_factory=list)


@dataclass
class JusticeFact:
    """A fact of danger copied in with her agreement: it may raise protection, never lower it (law 1)."""

    kind: str
    text: str
    signed: Signature
    agreement: str
    source: str = COPIED_FROM_JUSTICE


@dataclass
class LevelSet:
    """One entry of the history. ``proposed`` is what the rule said; ``how`` is ``set``, ``alarm`` or ``cleared``."""

    level: str
    proposed: str
    reason: str
    how: str = SET
    signed: Signature | None = None

    @property
    def is_override(self) -> bool:
        """Whether a person chose another level than the one proposed (R26: always visible)."""
        return self.how == SET and self.proposed not in ("", self.level)


@dataclass
class Danger:
    """Part (b): zones, who threatens, severity and likelihood from 1 to 4, and every level there ever was."""

    zones: list[Zone] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    severity: int | None = None
    likelihood: int | None = None
    facts: list[JusticeFact] = field(default_factory=list)
    history: list[LevelSet] = field(default_factory=list)

    @property
    def last_set(self) -> LevelSet | None:
        """The level a named person set last, whatever alarms came after."""
        return next((entry for entry in reversed(self.history) if entry.how == SET), None)

    @property
    def is_raised(self) -> bool:
        """Whether an alarm holds the level at very high."""
        return bool(self.history) and self.history[-1].how == ALARM

    @property
    def threats(self) -> list[str]:
        """All threats of all actors, each once, in the order they were noted."""
        return list(dict.fromkeys(threat for actor in self.actors for threat in actor.threats))


@dataclass
class Decision:
    """What was decided, why (a code of the country's list where one fits, and in words), and what was offered instead."""

    kind: str
    reason: str
    code: str
    instead: str
    signed: Signature


@dataclass
class PlantedSign:
    """A sign that somebody may have been sent; secret, apart from everything else."""

    sign: str
    signed: Signature


@dataclass
class Enquiry:
    """What somebody asked about her by telephone, and who they claimed to be."""

    who: str
    service: str
    asked: str
    knew: str
    signed: Signature
