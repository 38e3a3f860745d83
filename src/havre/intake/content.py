"""What is said on the telephone, as plain data classes; all of it is sealed under the call's own key."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import OrganisationKind

ADVICE, CALL_BACK, ELSEWHERE, REFERRAL, ENQUIRY, UNREACHED = (
    "advice", "call_back", "elsewhere", "referral", "enquiry", "unreached",
)  # fmt: skip
UNSAID = "unsaid"

OUTCOMES = {
    ADVICE: _("Conseil donné"),
    CALL_BACK: _("À rappeler"),
    ELSEWHERE: _("Dirigé ailleurs"),
    REFERRAL: _("Orientation"),
    ENQUIRY: _("On demande quelqu’un"),
    UNREACHED: _("Jamais joint"),
}
"""What came of a call."""

CALLERS = {
    "Person": _("la personne elle-même"),
    "Relative": _("un proche"),
    "Press": _("presse"),
    **{kind.value: kind.label for kind in OrganisationKind if kind != OrganisationKind.COORDINATION},
}
"""HTCDS OrgType, and those who are no service; the caller is often not the person."""

TOPICS = {
    "person": _("une personne en danger"),
    "followed": _("une situation suivie"),
    "rights": _("droits, titre de séjour"),
    "place": _("hébergement, place"),
    "knowledge": _("formation, documents"),
    "other": _("autre chose"),
}
"""Coarse classes for the count of the year (our choice)."""


@dataclass
class About:
    """Codes of ``CALLERS`` and ``TOPICS``: what a list may say of a call."""

    caller: str = ""
    topic: str = ""


@dataclass
class Said:
    """In free words. ``service`` and ``knew`` are asked only when somebody asks about a person."""

    who: str = ""
    what: str = ""
    notes: str = ""
    service: str = ""
    knew: str = ""


@dataclass
class Reach:
    """How to ring back without danger (P4). ``call`` and ``text`` are ``yes``, ``no`` or unsaid.

    ``number`` is empty where our directory has it; all of it goes when the call is closed.
    """

    number: str = ""
    call: str = ""
    text: str = ""
    hours: str = ""
    word: str = ""
