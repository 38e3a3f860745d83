"""The one line on somebody's first page: the latest announcement that was not put away."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from havre.accounts.models import User
from havre.network import audience
from havre.network.content import Both
from havre.network.models import Announcement, PutAway
from havre.network.operations.announcements import SHOWN
from havre.network.reading import language
from havre.vault.fields import fetch_keys

KEPT_FOR_SECONDS = 15


@dataclass(frozen=True)
class Shown:
    """An announcement that runs; it concerns no person, so its words may stay in memory for some seconds."""

    id: uuid.UUID
    audience: str
    words: Both

    @property
    def title(self) -> str:
        return self.words.title(language())

    @property
    def text(self) -> str:
        return self.words.text(language())


def running(on: date) -> list[Shown]:
    """Those of a day, for whoever they are, the latest first."""
    kept: tuple[date, list[Shown]] | None = cache.get(SHOWN)
    if kept is None or kept[0] != on:
        rows = list(Announcement.objects.on(on).order_by("-starts_on", "pk"))
        fetch_keys(rows)
        kept = (on, [Shown(row.pk, row.audience, row.read()) for row in rows])
        cache.set(SHOWN, kept, KEPT_FOR_SECONDS)
    return kept[1]


def for_account(user: User, on: date) -> list[Shown]:
    """What was announced to this account and not put away; no statement where nothing runs."""
    found = [one for one in running(on) if one.audience in audience.audiences_of(user)]
    if not found:
        return []
    away = set(PutAway.objects.filter(user=user.pk).values_list("announcement_id", flat=True))
    return [one for one in found if one.id not in away]
