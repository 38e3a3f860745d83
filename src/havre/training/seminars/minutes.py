"""The minutes of a seminar: what was on the programme, what was said, what was decided. Nobody is in them: neither who
came, nor who led or carries what, nor where it was."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from havre.common import words
from havre.common.dataclass_json import from_json
from havre.countries.fr.training import PLACE_WORDS
from havre.training import reading
from havre.training.content import Practical, Who
from havre.training.models import Session
from havre.training.seminars.reading import programme
from havre.vault.fields import fetch_keys

SHORTEST = 4
"""Names and words of the place shorter than that are not looked for: they stand in too many other words."""
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")


@dataclass(frozen=True)
class Said:
    """A part of the programme with what was said in it."""

    hours: str
    title: str
    question: str
    notes: str


@dataclass(frozen=True)
class Minutes:
    title: str
    days: str
    halves: list[tuple[str, list[Said]]]
    decisions: list[tuple[str, str]]

    @property
    def texts(self) -> list[str]:
        """Everything in them that somebody wrote."""
        said = [text for _half, parts in self.halves for one in parts for text in (one.title, one.question, one.notes)]
        return [*said, *(text for text, _due in self.decisions)]


def minutes_of(session: Session) -> Minutes:
    """The one structure of page and paper. Two statements, and one for the key."""
    fetch_keys([session])
    halves = [
        (half.word, [Said(one.hours, one.title, one.question, one.notes) for one in half.parts if not one.is_break])
        for half in programme(session)
        if half.number
    ]
    decided = [(one.read().text, _("pour le %(day)s") % {"day": words.day_and_year(one.due_on)}) for one in session.decisions.order_by("taken_on", "due_on", "id")]  # fmt: skip
    return Minutes(session.programme.title, reading.days_words(session), [one for one in halves if one[1]], decided)


def named_in(minutes: Minutes, session: Session) -> list[str]:
    """Names, organisations and words of the place that stand in the minutes: to be read again before they are published.
    Whole, however they are written; and one word of them alone, a surname or a town, where it has a capital.

    One statement for those who are registered.
    """
    written = " ".join(minutes.texts)
    told = words.unaccented(written)
    capitals = {words.unaccented(one) for one in _WORD.findall(written) if one[0].isupper()} - PLACE_WORDS
    practical = from_json(Practical, session.unseal("practical"))
    sought = {practical.venue, practical.address, session.town}
    for row in session.registrations.all():
        who = from_json(Who, row.unseal("who"))
        sought |= {who.name, who.organisation}
    found: set[str] = set()
    for one in sought:
        if len(one) >= SHORTEST and words.unaccented(one) in told:
            found.add(one)
        else:
            found |= {word for word in _WORD.findall(one) if words.unaccented(word) in capitals}
    return sorted(found)
