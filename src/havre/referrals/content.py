"""What a referral holds, as plain data classes; all of it is sealed under the person's key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from havre.people.profiles import Profile

US, OTHER, NOBODY = "us", "other", "nobody"

ANSWERS = {
    "welcomed": _("La personne est accueillie par le réseau"),
    "advice": _("Un conseil a suffi"),
    "redirected": _("Orientée vers un autre service"),
    "not_eligible": _("Hors du cadre du réseau"),
    "declined": _("La personne ne le souhaite pas"),
    "no_place": _("Aucune place adaptée à temps"),
    "duplicate": _("Situation déjà connue"),
}


@dataclass
class Tonight:
    """Who keeps her safe until the move: ``keeper`` is ``us`` (the referrer), ``other``, ``nobody`` or unknown."""

    keeper: str = ""
    name: str = ""
    number: str = ""
    where: str = ""
    until: date | None = None


@dataclass
class Referrer:
    """Who refers, and how to reach them safely; ``verified`` says how we know who they are."""

    phone: str = ""
    name: str = ""
    role: str = ""
    service: str = ""
    mail: str = ""
    safe_hours: str = ""
    verified: str = ""


@dataclass
class Account:
    """What is known and feared, in words; ``areas`` (``FR-06``) and ``reach`` say how far the danger reaches."""

    exploitation: str = ""
    danger_here: str = ""
    areas: list[str] = field(default_factory=list)
    reach: str = ""
    wants: str = ""
    other: str = ""


@dataclass
class Agreed:
    """Whether she agreed to be referred: ``yes``, ``later``, ``unknown``; how, in which language, relayed by whom."""

    answer: str = ""
    how: str = "spoken"
    language: str = ""
    relayed_by: str = ""


@dataclass
class Recipient:
    """The named person of child protection to whom a minor is handed over."""

    service: str = ""
    name: str = ""
    phone: str = ""


@dataclass
class Submission:
    """Everything a form or a telephone call can bring; nothing is required but the referrer's telephone."""

    referrer: Referrer = field(default_factory=Referrer)
    tonight: Tonight = field(default_factory=Tonight)
    account: Account = field(default_factory=Account)
    profile: Profile = field(default_factory=Profile)
    agreed: Agreed = field(default_factory=Agreed)
    names: str = ""
    birth_date: date | None = None
    health: str = ""


def age_on(born: date, on: date) -> int:
    """Completed years; somebody born on 29 February is older from 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
