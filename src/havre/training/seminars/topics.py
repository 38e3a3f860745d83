"""What may be talked about at a seminar: subjects that partners proposed, topics of the network; how many want them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from havre.accounts.models import Organisation, User
from havre.common import words
from havre.network import audience
from havre.network.calls import Asked
from havre.network.models import Topic
from havre.network.reading import field_word, partners_word
from havre.training import reading
from havre.training.content import SEMINAR
from havre.training.models import Session
from havre.training.models_seminars import Seminar, Subject, Support
from havre.training.states import LIVING
from havre.vault.fields import fetch_keys

SUBJECT, TOPIC = "subject", "topic"
CALLS, MOST_TOPICS = 10, 100
"""So many topics under way are offered, what moved last first."""


@dataclass(frozen=True)
class Wanted:
    """A subject or a topic, as one account may read it. ``code`` is who proposed it, for the coordination alone."""

    kind: str
    id: uuid.UUID
    title: str
    text: str
    sub: str
    number: int
    partners: str
    is_ours: bool
    is_own: bool
    code: str
    is_placed: bool


def wanted(session: Session, user: Any) -> tuple[list[Wanted], list[Wanted]]:
    """Proposed subjects and topics of the network, what most partners want first; as many statements for three as for
    thirty. Outside the coordination a number below five is not told, and orders nothing."""
    subjects = list(session.subjects.order_by("told_on", "id"))
    topics = list(Topic.objects.under_way().order_by("-moved_on", "pk")[:MOST_TOPICS])
    fetch_keys([session, *topics])
    voices = _voices(session)
    own, keeps = audience.organisations_of(user), audience.keeps(user)
    codes = _codes(subjects) if keeps else {}
    placed = {key for pair in session.slots.values_list("subject_id", "topic_id") for key in pair if key}

    def row(kind: str, one: Subject | Topic, sub: str, by: uuid.UUID | None) -> Wanted:
        said, content = voices[one.pk], one.read()
        return Wanted(
            kind, one.pk, content.title, content.text, sub, len(said), _wanted_by(len(said), user),
            bool(said & own), by in own, codes.get(by, "") if by else "", one.pk in placed,
        )  # fmt: skip

    proposed = [row(SUBJECT, one, "", one.organisation) for one in subjects]
    carried = [row(TOPIC, one, field_word(one.field), None) for one in topics]
    if keeps:
        proposed.sort(key=lambda one: -one.number)
        carried.sort(key=lambda one: -one.number)
    return proposed, carried


def _wanted_by(number: int, user: Any) -> str:
    """At this seminar: nothing that was said elsewhere counts."""
    none = not number and audience.keeps(user)
    return _("personne ne le demande encore ici") if none else partners_word(number, user)


def _voices(session: Session) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Subject or topic → the organisations that want it at this seminar."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    rows = Support.objects.filter(session=session).values_list("subject_id", "topic_id", "organisation")
    for subject_id, topic_id, organisation_id in rows:
        found[subject_id or topic_id].add(organisation_id)
    return found


def _codes(subjects: list[Subject]) -> dict[uuid.UUID, str]:
    return dict(Organisation.objects.filter(pk__in={one.organisation for one in subjects}).values_list("pk", "code"))


def call_words(known: Seminar | None) -> str:
    if known is None or known.call_ends_on is None:
        return _("pas ouvert")
    if known.takes_topics(timezone.localdate()):
        return _("ouvert jusqu’au %(day)s") % {"day": words.day(known.call_ends_on)}
    return _("clos")


def calls_for(user: User) -> list[Asked]:
    """(title, until when, address) of the calls for topics that are open to this account. Two statements at most."""
    if not audience.takes_part(user):
        return []
    today = timezone.localdate()
    rows = Seminar.objects.filter(call_ends_on__gte=today, session__kind=SEMINAR, session__state__in=LIVING)
    found = list(rows.select_related("session__programme").order_by("call_ends_on", "session_id")[:CALLS])
    return [Asked(f"{one.session.programme.title}, {reading.days_words(one.session)}", call_words(one), reverse("training:call", args=[one.pk])) for one in found]  # fmt: skip
