"""What the page of a seminar, and that of somebody registered, say of it beyond the session."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from havre.surveys.models import Sending
from havre.training.models import Registration, Session
from havre.training.models_seminars import Seminar, Slot, Subject, TravelClaim
from havre.training.policies import may_claim_travel, may_note, may_read_minutes
from havre.training.seminars import feedback, year
from havre.training.seminars import reading as seminar_reading
from havre.training.seminars.topics import call_words

BEFORE = 5
"""So many open decisions of seminars before stand on the page of the next one."""


def of_session(row: Session) -> dict[str, Any]:
    """For whoever keeps it: how far each part of a seminar is; nothing for a training session."""
    if not row.is_seminar:
        return {}
    today = timezone.localdate()
    known, parts, subjects, claims = _counted(row)
    left, before = seminar_reading.still_open(row, today, BEFORE) if row.is_living else (0, [])
    form = Sending.objects.filter(about=row.pk, edition__survey__code=feedback.CODE).first() if row.is_held else None
    return {
        "seminar": {
            "parts": parts,
            "call": call_words(known),
            "subjects": subjects,
            "minutes_on": known.minutes_on if known else None,
            "claims": claims,
            "opinion": form,
            "left": left,
            "before": before,
        },
        "year": year.of_year(row.starts_on.year, today),
    }


def _counted(row: Session) -> tuple[Seminar | None, int, int, int]:
    """The seminar's own row; how many parts, proposed subjects and claims that wait it has. One statement."""
    rows = {
        "parts": Slot.objects.all(),
        "proposed": Subject.objects.all(),
        "waiting": TravelClaim.objects.filter(state="sent"),
    }
    counts = {name: _count(found) for name, found in rows.items()}
    one = Session.objects.filter(pk=row.pk).select_related("seminar").annotate(**counts).get()
    counted: Any = one
    return getattr(one, "seminar", None), counted.parts, counted.proposed, counted.waiting


def _count(rows: QuerySet[Any]) -> Coalesce:
    found = rows.filter(session=OuterRef("pk")).order_by().values("session").annotate(total=Count("pk"))
    return Coalesce(Subquery(found.values("total")), 0)


def of_registration(row: Registration) -> dict[str, Any]:
    """For somebody registered: the programme once the seminar is open, minutes once they are out, a claim once it was."""
    session = row.session
    if not session.is_seminar or row.state != "registered":
        return {}
    halves = [one for one in seminar_reading.programme(session) if one.number and one.parts]
    minutes_out = seminar_reading.minutes_are_out(session)
    opens = may_note(session, timezone.localdate()) and not minutes_out
    led = [one for half in halves for one in half.parts if one.leader == row.pk and not one.is_break]
    return {
        "programme": halves,
        "led": [(one, own_address("notes", row, one.id) if opens else "") for one in led],
        "minutes_url": own_address("minutes", row) if minutes_out and may_read_minutes(row) else "",
        "travel_url": own_address("travel", row) if may_claim_travel(row) else "",
    }


def own_address(name: str, row: Registration, *of: uuid.UUID) -> str:
    """By the personal link where there is no account."""
    if row.account is None:
        return reverse(f"training:guest_{name}", args=of)
    return reverse(f"training:own_{name}", args=[row.pk, *of])
