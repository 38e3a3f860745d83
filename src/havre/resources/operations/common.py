"""What all writes of the advice desk share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common import words as common_words
from havre.common.dataclass_json import from_json, to_json
from havre.countries.fr.advice_desk import DUE
from havre.countries.fr.calendar import CLOSES, add_working_hours
from havre.record import facts, outbox, words
from havre.record.operations import NotAllowed, record
from havre.resources.content import Contact, Said
from havre.resources.models import AdviceNote, AdviceReply, AdviceRequest, Article, Citation
from havre.resources.policies import may_give

AddressOf = Callable[[str], str]
"""From the token of a link to the address that is sent."""

words.register(
    {
        "advice_asked": _("Demande de conseil"),
        "advice_passed_on": _("Demande de conseil confiée à quelqu’un d’autre pendant une absence"),
        "advice_message": _("Message dans une demande de conseil"),
        "advice_noted_inside": _("Note interne à une demande de conseil"),
        "advice_classed": _("Titre ou articles d’un conseil changés"),
        "advice_assessed": _("Danger évalué ensemble, sans dossier"),
        "advice_called_back": _("Rappel promis à qui demande conseil"),
        "advice_forgotten": _("Conseil détruit : son temps est passé"),
    }
)


def require(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed


def require_desk(by: User | None) -> None:
    require(may_give(by))


def due_at(urgency: str, needed_on: date | None, at: datetime) -> datetime:
    """The end of the clock: working hours by urgency, or the evening of the day for which it is needed, if sooner."""
    local = timezone.localtime(at)
    due = add_working_hours(local, DUE[urgency].value)
    if needed_on is not None:
        due = min(due, datetime.combine(max(needed_on, local.date()), time(CLOSES.hour), local.tzinfo))
    return due


def write_reply(request: AdviceRequest, text: str, *, by: str, at: datetime, from_desk: bool, is_answer: bool = False) -> AdviceReply:  # fmt: skip
    """The next thing that is said to or by the asker. The version of the request goes up with it, in the caller."""
    row = AdviceReply(request=request, number=_next(AdviceReply, request), from_desk=from_desk, is_answer=is_answer)
    row.seal("said", to_json(Said(text, by, at.isoformat())))
    row.save(force_insert=True)
    return row


def write_note(request: AdviceRequest, text: str, *, by: str, at: datetime) -> AdviceNote:
    row = AdviceNote(request=request, number=_next(AdviceNote, request))
    row.seal("said", to_json(Said(text, by, at.isoformat())))
    row.save(force_insert=True)
    return row


def _next(model: Any, request: AdviceRequest) -> int:
    last: int | None = model.objects.filter(request=request).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def classify(request: AdviceRequest, *, label: str | None, articles: list[Article] | None) -> list[str]:
    """Set the title and what the answer cites; the columns of the row that changed. ``None`` leaves either alone."""
    if articles is not None:
        known = set(Citation.objects.filter(request=request).values_list("article_id", flat=True))
        wanted = {article.pk for article in articles}
        Citation.objects.filter(request=request, article__in=known - wanted).delete()
        Citation.objects.bulk_create(Citation(request=request, article_id=pk) for pk in wanted - known)
    if label is None:
        return []
    request.label, request.label_plain = label, common_words.unaccented(label)
    return ["label", "label_plain"]


def end(request: AdviceRequest, at: datetime) -> list[str]:
    """The day on which it ended, and its count for the year; an answer after a reopening is not counted again."""
    is_first = request.ended_on is None
    request.ended_on = timezone.localdate(at)
    if is_first:
        facts.publish(
            "advice", year=facts.year_of(at), field=request.field, urgency=request.urgency, channel=request.channel
        )
    return ["ended_on"]


def contact_of(request: AdviceRequest) -> Contact:
    """Inside an operation."""
    return from_json(Contact, request.unseal("contact"))


def tell_asker(request: AdviceRequest, kind: str) -> None:
    """That something waits for whoever asked by an account; those with a link are told by it."""
    if request.asker is not None:
        outbox.tell(request.asker, kind)


def put_on_record(event: str, request: AdviceRequest, *fields: str) -> None:
    record(event, subject=request.pk, fields=fields, thread=False)
