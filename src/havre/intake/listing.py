"""Calls as a list shows them: a day, classes, what came of it; never a word of what was said, never a number."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from havre.accounts.models import User
from havre.common import words
from havre.common.dataclass_json import from_json
from havre.intake.content import CALLERS, OUTCOMES, TOPICS, About
from havre.intake.models import Call, CallQuerySet
from havre.intake.states import CALL
from havre.record.models import Fact
from havre.vault.fields import fetch_keys
from havre.vault.gate import secrets_open

Text = str | Promise


@dataclass(frozen=True)
class Row:
    """One call. ``number`` is how paper names it. ``word`` and ``shape`` say where it stands; ``owner`` is who noted it; ``when`` is how late it is, or
    before when to ring back."""

    id: uuid.UUID
    number: str
    about: str
    noted_on: date
    word: Text
    shape: str
    when: str
    is_late: bool
    owner: str
    for_all: bool


def rows(calls: Iterable[Call], user: User, at: datetime) -> list[Row]:
    """The rows for ``user``; the calls come with ``owner``. Two statements for their keys, whatever their number."""
    listed = list(calls)
    fetch_keys([*listed, *(call.owner for call in listed if call.owner)])
    return [_row(call, user, at) for call in listed]


def _row(call: Call, user: User, at: datetime) -> Row:
    state = CALL.state(call.state)
    owner = _("vous") if call.owner_id == user.pk else call.owner.name if call.owner else ""
    return Row(
        id=call.pk, number=number_of(call), about=about_words(call), noted_on=call.noted_on,
        word=OUTCOMES.get(call.outcome, state.label) if call.state == "closed" else state.label,
        shape="late" if call.is_late(at) else state.shape, when=_when(call, at), is_late=call.is_late(at),
        owner=owner, for_all=call.for_all,
    )  # fmt: skip


def number_of(call: Call) -> str:
    """«A7QX2»: the same call on the screen and on paper."""
    return words.short_number(call.pk)


def _when(call: Call, at: datetime) -> str:
    due = call.call_back_at
    if due is None:
        return ""
    if due <= at:
        return words.span(at - due)
    same_day = words.local_day(due) == words.local_day(at)
    return _("avant %(when)s") % {
        "when": words.hour(due) if same_day else _("le %(when)s") % {"when": words.moment(due)}
    }


def about_words(call: Call) -> str:
    """«hôpital, santé · une personne en danger»; what nobody said is left out."""
    raw = call.unseal("about") if call.about is not None else None
    about = from_json(About, raw) if raw else About()
    said = [str(CALLERS.get(about.caller, "")), str(TOPICS.get(about.topic, ""))]
    return " · ".join(filter(None, said)) or _("Appel")


def matching(calls: CallQuerySet, asked: Mapping[str, str], user: User) -> CallQuerySet:
    """The calls that answer all that is asked; an empty answer asks nothing."""
    if asked["show"] == "mine":
        calls = calls.filter(owner=user)
    if asked["outcome"]:
        calls = calls.filter(outcome=asked["outcome"])
    if asked["week"]:
        monday = date.fromisoformat(asked["week"])
        calls = calls.filter(noted_on__gte=monday, noted_on__lt=monday + timedelta(days=7))
    return calls


@dataclass(frozen=True)
class Due:
    """Who is to be rung back: how many, how many late, and the first of them."""

    total: int
    late: int
    first: list[Row]


def waiting(user: User) -> list[Call]:
    """The calls to ring back that ``user`` may see, with whose they are; one statement."""
    return list(Call.objects.visible_to(user).to_call_back().select_related("owner"))


def due(calls: list[Call], user: User, at: datetime, *, shown: int) -> Due:
    """What waits among ``calls``; only the first ``shown`` are opened."""
    late = sum(call.call_back_at is not None and call.call_back_at <= at for call in calls)
    return Due(len(calls), late, rows(calls[:shown], user, at))


def typed_of(call: Call) -> dict[str, list[str]]:
    """What its author typed so far, for its author alone."""
    with secrets_open():
        typed: dict[str, list[str]] = call.unseal("typed") or {}
    return typed


def year(number: int) -> list[tuple[Text, int]]:
    """What came of the calls of a year, the most frequent first, as counted up to last night."""
    counted: Any = Fact.objects.filter(kind="call", year=number).values_list("values__outcome")
    found = dict(counted.annotate(total=Count("pk")))
    said: list[tuple[Text, int]] = [(OUTCOMES.get(key, str(key)), total) for key, total in found.items()]
    return sorted(said, key=lambda one: -one[1])
