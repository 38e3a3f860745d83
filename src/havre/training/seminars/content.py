"""What is sealed of a seminar, as plain data classes. Amounts are in cents."""

from __future__ import annotations

from dataclasses import dataclass, field

TRAIN, CAR, NIGHT, MEALS = "train", "car", "night", "meals"
COSTS = (TRAIN, CAR, NIGHT, MEALS)


@dataclass
class SlotText:
    """What participants read of a part of the programme."""

    title: str = ""
    led_by: str = ""
    question: str = ""


@dataclass
class Notes:
    """What was said, and who wrote it down."""

    text: str = ""
    by: str = ""


@dataclass
class SubjectText:
    """What a partner proposes; ``by`` wrote it down, ``who`` said it where that is somebody else."""

    title: str = ""
    text: str = ""
    by: str = ""
    who: str = ""


@dataclass
class DecisionText:
    """What was decided, who carries it, and how it ended."""

    text: str = ""
    who: str = ""
    end: str = ""


@dataclass
class Claim:
    """A travel claim. ``asked`` and ``accepted``: kind of cost → cents; ``reason`` is why it came back."""

    town: str = ""
    km: int = 0
    asked: dict[str, int] = field(default_factory=dict)
    bank: str = ""
    note: str = ""
    accepted: dict[str, int] = field(default_factory=dict)
    reason: str = ""

    @property
    def total(self) -> int:
        return sum(self.asked.values())

    @property
    def accepted_total(self) -> int:
        return sum(self.accepted.values())


@dataclass
class Travelled:
    """What the travel of a seminar costs so far, without anybody's town."""

    accepted: int = 0
    paid: int = 0
