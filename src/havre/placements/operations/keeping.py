"""What the night does with call rounds: it ends old ones, shortens ended ones, and writes into the houses' profiles what
they said."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.dataclass_json import to_json
from havre.directory.models import Shelter
from havre.directory.news import with_news
from havre.placements.calling import RoundContent
from havre.placements.content import read, write
from havre.placements.models import CallRound, PlaceNews
from havre.placements.news import of_rows
from havre.placements.operations.rounds import end_round
from havre.placements.operations.search import KEPT
from havre.record import words
from havre.record.operations import operation, record, save
from havre.vault.fields import fetch_keys

words.register({"place_news_written": _("Nouvelles des places écrites")})


def end_old_rounds(at: datetime) -> int:
    """Sweep: end the rounds past their week, and shorten those of 90 days ago. Returns how many were touched."""
    rows = list(CallRound.objects.linked())
    fetch_keys(rows)
    touched = 0
    for row in rows:
        content = read(row, "content", RoundContent)
        if row.state == "open" and content.is_over(at):
            _end_old(row, by=None, at=at)
        elif row.state == "closed" and content.houses and content.started_at <= at - KEPT:
            _shorten(row, by=None, at=at)
        else:
            continue
        touched += 1
    return touched


@operation
def _end_old(row: CallRound, *, by: User | None, at: datetime) -> None:
    end_round(row.situation_id, why="lapsed")


@operation
def _shorten(row: CallRound, *, by: User | None, at: datetime) -> None:
    content = read(row, "content", RoundContent)
    content.shorten()
    write(row, "content", content)
    save(row, "content")
    record("round_shortened", subject=row.situation_id, fields=["content"], thread=False)


def write_news(at: datetime) -> int:
    """Sweep: what houses said in call rounds goes into their profiles. Returns how many pieces of news were written.

    All profiles are written, whether they changed or not: one alone would tell who was called for whom (law 2).
    """
    return _write_news(by=None, at=at) if PlaceNews.objects.exists() else 0


@operation
def _write_news(*, by: User | None, at: datetime) -> int:
    rows = list(PlaceNews.objects.all())
    told = of_rows(rows)
    shelters = list(Shelter.objects.all())
    fetch_keys(shelters)
    for shelter in shelters:
        profile = with_news(shelter.read_profile(), told.get(shelter.pk, []))
        shelter.seal("profile", to_json(profile))
        save(shelter, "profile")
    PlaceNews.objects.filter(pk__in=[row.pk for row in rows]).delete()
    record("place_news_written")
    return len(rows)
