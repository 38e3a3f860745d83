"""The thread of a situation in words: who did what, on whose behalf, and which step of the way it was."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from havre.accounts.models import User
from havre.accounts.policies import naming_a_house
from havre.common import parts, words
from havre.journey.states import STEPS, Stage
from havre.record.opening import PURPOSES, Purpose
from havre.record.timeline import Line
from havre.vault.fields import fetch_keys

ICONS = (
    ("section_opened", "lock-open"), ("note_", "message-square"), ("message_", "message-square"), ("agreement_", "handshake"),
    ("offer_", "send"), ("place_", "check"), ("interview_", "calendar"), ("transfer_", "luggage"), ("arrival_", "map-pin"),
    ("alarm_", "triangle-alert"), ("stay_", "house"), ("search_", "map"), ("risk_", "shield-check"),
    ("decided_", "shield-check"), ("referral_", "phone"), ("case_", "folder"),
    ("assessment_", "shield-check"),
    ("danger_", "shield-check"),
    ("enquiry_", "phone"),
    ("safety_", "triangle-alert"),
    ("trafficking_", "shield-check"),
    ("coordinator_", "user"),
    ("situation_", "route"),
    ("override_", "ruler"), ("profile_", "pencil"), ("secret_", "pencil"),
)  # fmt: skip
KEYS = (
    "decided_", "risk_", "agreement_", "offer_", "place_", "arrival_confirmed", "stay_", "alarm_", "interview_held",
    "referral_taken_up", "transfer_started", "case_closed", "enquiry_",
)  # fmt: skip
REACHED = {
    "referral_received": 2,
    "referral_taken_up": 3,
    "decided_search": 4,
    "offer_made": 5,
    "offer_accepted": 6,
    "transfer_planned": 7,
    "arrival_confirmed": 8,
    "stay_began": 8,
    "stay_ended": 9,
    "case_closed": 9,
}
"""Event → the step of the way that it reaches, from 1."""


DAILY = frozenset({"stay_checked"})
"""Events that come back every day and would fill the thread."""
OF_THE_REFERRER = ("referral_", "message_", "information_", "tonight_", "withdrawal_")
"""Events that the referring service may have told by telephone; every other voice may be that of a house."""


def names(lines: Iterable[Line], *, learns: bool) -> dict[uuid.UUID, str]:
    """Who wrote these lines, as colleagues read it. Without ``learns`` (the place) a house's team has no names."""
    users = list(User.objects.filter(pk__in={line.by for line in lines if line.by}))
    hidden = set() if learns else naming_a_house(user.pk for user in users)
    fetch_keys(users)
    return {user.pk: _("le lieu d’accueil") if user.pk in hidden else user.name for user in users}


def fold(lines: Iterable[Line]) -> list[list[Line]]:
    """Each line by itself, but those of an event that comes back every day, one after the other: these together."""
    folds: list[list[Line]] = []
    for line in lines:
        if folds and line.event in DAILY and folds[-1][0].event == line.event:
            folds[-1].append(line)
        else:
            folds.append([line])
    return folds


def folded(lines: list[Line], reader: User, known: dict[uuid.UUID, str], *, learns: bool) -> parts.Event:
    """One line for a fold: the newest, which opens on all of them where there are several."""
    events = [event(line, reader, known, learns=learns) for line in lines]
    return replace(events[0], folded=events) if len(events) > 1 else events[0]


def event(line: Line, reader: User, known: dict[uuid.UUID, str], *, learns: bool) -> parts.Event:
    return parts.Event(
        at=line.happened_at,
        text=line.text,
        by=_by(line, reader, known, learns),
        icon=next((icon for prefix, icon in ICONS if line.event.startswith(prefix)), "circle-dot"),
        key=line.event.startswith(KEYS),
        written_at=line.written_at,
    )


def _by(line: Line, reader: User, known: dict[uuid.UUID, str], learns: bool) -> str:
    who = _("vous") if line.by == reader.pk else known.get(line.by, "") if line.by else ""
    if line.on_behalf_of and not learns and not line.event.startswith(OF_THE_REFERRER):
        return _("par téléphone, inscrit par %(who)s") % {"who": who}
    if line.on_behalf_of:
        return _("%(told)s, par téléphone, inscrit par %(who)s") % {"told": line.on_behalf_of, "who": who}
    said = _("par %(who)s") % {"who": who} if who else _("par la maison")
    purpose = line.facts.get("purpose")
    if line.event == "section_opened" and purpose in set(Purpose):
        return _("%(by)s, motif : %(purpose)s") % {"by": said, "purpose": PURPOSES[Purpose(purpose)]}
    return said


def way(stage: Stage, lines: Iterable[Line], *, received_at: datetime | None, since: datetime) -> parts.Way:
    """The nine steps with the day each was reached."""
    days: dict[int, datetime] = {1: received_at, 2: received_at} if received_at else {}
    for line in lines:
        step = REACHED.get(line.event)
        if step and (step not in days or line.happened_at < days[step]):
            days[step] = line.happened_at
    return parts.Way([_step(number, label, stage, days, since) for number, label in enumerate(STEPS, 1)])


def _step(number: int, label: object, stage: Stage, days: dict[int, datetime], since: datetime) -> parts.Step:
    if number < stage.step or (stage.final and number == stage.step):
        return parts.Step(label, "done", words.day(days[number]) if number in days else "")
    if number == stage.step:
        return parts.Step(label, "now", _("depuis le %(day)s") % {"day": words.day(since)})
    return parts.Step(label)
