"""The questionnaires of one session as its page shows them: what went out, what goes out when."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from havre.common import words
from havre.surveys.models import Sending
from havre.surveys.results import rates
from havre.training.models import Questionnaires, Session
from havre.training.models_evaluation import Moment
from havre.training.moments import KINDS, STATES, goes_out_on, goes_out_until


@dataclass(frozen=True)
class Sent:
    id: uuid.UUID
    survey: uuid.UUID
    title: str
    moment: str
    words: str
    invited: int
    answered: int

    @property
    def rate(self) -> int:
        return round(100 * self.answered / self.invited) if self.invited else 0


@dataclass(frozen=True)
class Planned:
    moment: str
    title: str
    when: str


def sendings_of(session: Session) -> list[Sent]:
    listed = list(
        Sending.objects.filter(about=session.pk, kind__in=KINDS)
        .select_related("edition")
        .order_by("opens_on", "number")
    )
    counted = rates(listed)
    return [
        Sent(
            one.pk, one.edition.survey_id, one.edition.title, KINDS[one.kind], str(Moment(KINDS[one.kind]).label),
            *counted[one.pk],
        )
        for one in listed
    ]  # fmt: skip


def plan_of(session: Session, today: date) -> list[Planned]:
    """What has not gone out yet, moment by moment, and when it will, or why it will not any more."""
    chosen = Questionnaires.objects.filter(programme=session.programme_id)
    row = chosen.select_related("before", "end", "later").prefetch_related(
        "before__editions", "end__editions", "later__editions"
    )
    found = row.first()
    if found is None or session.state == "cancelled":
        return []
    went = {
        KINDS[kind] for kind in Sending.objects.filter(about=session.pk, kind__in=KINDS).values_list("kind", flat=True)
    }
    return [
        Planned(str(moment.label), _title(survey), _when(session, moment.value, today))
        for moment in Moment
        if moment.value not in went and (survey := found.at(moment.value)) is not None
    ]


def _title(survey: object) -> str:
    editions = sorted(survey.editions.all(), key=lambda one: one.number)  # type: ignore[attr-defined]
    return str(editions[-1].title)


def _when(session: Session, moment: str, today: date) -> str:
    day = goes_out_on(session, moment)
    if session.state == "evaluated":
        return _("ne part plus : la session est évaluée")
    if today > goes_out_until(session, moment):
        return _("n’est pas parti à temps : envoyez-le d’ici")
    if day > today or (moment == Moment.END and day == today):
        return _("part le %(day)s") % {"day": words.day_and_year(day)}
    if session.state in STATES[moment]:
        return _("part dans l’heure, dès que quelqu’un a une adresse")
    return (
        _("part dès que la session est ouverte") if session.state == "draft" else _("part dès qu’elle est dite tenue")
    )
