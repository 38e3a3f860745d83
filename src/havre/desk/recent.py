"""One's own acts of the last day, in words, with the way back or why there is none."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from havre.accounts.models import User
from havre.directory.models import Shelter
from havre.people.models import Person
from havre.record import undo

SHOWN = 40
QUICK = timedelta(minutes=10)
"""How long the key of the last act still takes it back; after that, one looks at the list first."""
UNTOLD = frozenset({"file_entered", "preferences_set", "work_chosen", "record_read", "act_undone"})
READ = frozenset({"section_opened", "messages_read"})
LEFT = frozenset({"offer_made", "offer_released", "offer_reply", "message_to_referrer", "information_added"})
FILES = frozenset({"table_taken", "export_taken"})
DESTROYED = frozenset({"called_back"})


@dataclass(frozen=True)
class Line:
    sequence: int
    at: datetime
    text: str
    about: str
    url: str
    way_back: str
    why_not: str


def lines(user: User, at: datetime) -> list[Line]:
    """The latest first; of whom is told only where this account may read it."""
    done = [act for act in undo.recent(user, at) if act.event not in UNTOLD][:SHOWN]
    subjects = {act.subject for act in done if act.subject}
    about = _people(user, subjects) | _shelters(user, subjects)
    return [
        Line(
            act.sequence, act.at, act.text, *about.get(act.subject or uuid.UUID(int=0), ("", "")), act.way_back,
            "" if act.way_back else _why_not(act.event),
        )
        for act in done
    ]  # fmt: skip


def page_of(user: User, act: undo.Done) -> str:
    """The page of whom an act concerned, where this account may read it; else the list of one's own acts."""
    subjects = {act.subject} if act.subject else set()
    found = _people(user, subjects) | _shelters(user, subjects)
    return next((url for _name, url in found.values()), reverse("desk:recent"))


def _people(user: User, subjects: set[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    found = Person.objects.visible_to(user).filter(pk__in=subjects, journey__isnull=False)
    return {one.pk: (f"{one.pseudonym} {one.reference}", reverse("journey:detail", args=[one.pk])) for one in found}


def _shelters(user: User, subjects: set[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    found = Shelter.objects.visible_to(user).filter(pk__in=subjects)
    return {one.pk: (one.code, reverse("directory:shelter", args=[one.pk])) for one in found}


def _why_not(event: str) -> str:
    """Why this act cannot be taken back; empty where it is put right on its own page, which the list says once for all."""
    if event in READ:
        return _("Ce qui a été lu reste au registre.")
    if event in FILES:
        return _("Le fichier est déjà sorti : rien ne le fait revenir.")
    if event in DESTROYED:
        return _("Le numéro est détruit avec le rappel : notez un nouvel appel.")
    if event in LEFT:
        return _("C’est déjà parti chez un partenaire : rappelez-le.")
    if event in undo.events():
        return _("Quelque chose a suivi, ou c’est déjà annulé.")
    return ""


def last(user: User, at: datetime) -> undo.Done | None:
    """The latest act of the last minutes that can still be taken back."""
    return next((act for act in undo.recent(user, at, within=QUICK, among=undo.events()) if act.way_back), None)
