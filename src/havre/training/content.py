"""What is said of a session and of whoever comes to it, as plain data classes; sealed under the key of the session."""

from __future__ import annotations

from dataclasses import dataclass

TRAINING, SEMINAR = "training", "seminar"
MORNING, AFTERNOON = "am", "pm"
MOST_HALVES = 10


@dataclass
class Module:
    """One part of a programme. Editorial, in the language in which it is given."""

    title: str = ""
    objective: str = ""
    minutes: int = 0
    materials: str = ""


@dataclass
class Practical:
    """Where it takes place and how to come: participants only, from the day on which the session says so."""

    venue: str = ""
    address: str = ""
    access: str = ""
    bring: str = ""
    link: str = ""


@dataclass
class Who:
    """What the list of participants says. ``group`` and ``region`` are codes, told as numbers once the session is held."""

    name: str = ""
    profession: str = ""
    organisation: str = ""
    group: str = ""
    region: str = ""


@dataclass
class Reach:
    """How to write to somebody, and to the employer who approves; ``link`` is the personal address, if there is one."""

    mail: str = ""
    phone: str = ""
    employer: str = ""
    employer_mail: str = ""
    link: str = ""
