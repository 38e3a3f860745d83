"""All writes of the searches that an account keeps, and the sweep that looks for what is new in them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.dataclass_json import to_json
from havre.record import outbox, words
from havre.record.operations import NotAllowed, Refusal, expect_version, operation, record, save
from havre.resources.content import DAILY, NEVER, WEEKLY, Sought
from havre.resources.library import watching
from havre.resources.library.watching import SOUGHT, Watched
from havre.resources.models import Edition, SavedSearch
from havre.resources.models.library import reach_of
from havre.vault.fields import fetch_keys

MOST_SEARCHES = 30
BROUGHT_BACK_WITHIN = timedelta(days=1)
AFTER = {DAILY: timedelta(days=1), WEEKLY: timedelta(days=7)}

words.register(
    {
        "search_saved": _("Recherche gardée"),
        "search_changed": _("Recherche gardée, changée"),
        "search_opened": _("Recherche gardée, ouverte"),
        "search_removed": _("Recherche gardée, ôtée"),
        "search_brought_back": _("Recherche gardée, remise"),
        "searches_looked_at": _("Recherches gardées : ce qui est nouveau est cherché"),
        "searches_forgotten": _("Recherches ôtées, détruites"),
    }
)


class NothingSought(Refusal):
    sentence = _("Cherchez d’abord quelque chose : un mot, un thème. Puis gardez la recherche.")


class TooMany(Refusal):
    sentence = _("Vous gardez déjà trente recherches. Ôtez-en une, puis recommencez ; ceci est gardé.")


class GoneForGood(Refusal):
    sentence = _("Cette recherche est ôtée depuis plus d’un jour : elle n’existe plus. Gardez-la de nouveau.")


@operation
def save_search(search_id: uuid.UUID, *, sought: Sought, rhythm: str, by: User, at: datetime) -> SavedSearch:
    """Keep a search of one's own; sent twice, it is kept once. Raises ``NothingSought``, ``TooMany``, ``NotAllowed``."""
    known = SavedSearch.objects.filter(pk=search_id).first()
    if known is not None:
        _require_own(known, by)
        return known
    if not any(getattr(sought, name) for name in SOUGHT if name != "language"):
        raise NothingSought
    if SavedSearch.objects.filter(owner=by).kept().count() >= MOST_SEARCHES:
        raise TooMany
    sought.opened_at = sought.before_at = at
    row = SavedSearch(id=search_id, owner=by, rhythm=rhythm, next_on=_next(rhythm, at), told_until=at)
    row.seal("sought", to_json(sought))
    row.save(force_insert=True)
    record("search_saved", subject=row.pk, thread=False)
    return row


@operation
def change_search(
    row: SavedSearch, *, name: str, rhythm: str, version: int | None = None, by: User, at: datetime
) -> None:
    """Another name, another rhythm; what comes from now on is told. Raises ``NotAllowed``, ``Stale``."""
    _require_own(row, by)
    expect_version(row, version)
    sought = row.read()
    sought.name = name
    row.seal("sought", to_json(sought))
    if row.rhythm != rhythm:
        row.rhythm, row.next_on, row.told_until = rhythm, _next(rhythm, at), at
    save(row, "sought", "rhythm", "next_on", "told_until")
    record("search_changed", subject=row.pk, fields=["sought", "rhythm"], thread=False)


@operation
def open_search(row: SavedSearch, *, by: User, at: datetime) -> None:
    """What came since the last time is shown as new, until it is opened again. Raises ``NotAllowed``, ``Stale``."""
    _require_own(row, by)
    sought = row.read()
    sought.before_at, sought.opened_at = sought.opened_at, at
    row.seal("sought", to_json(sought))
    save(row, "sought")
    record("search_opened", subject=row.pk, fields=["sought"], thread=False)


@operation
def remove_search(row: SavedSearch, *, version: int | None = None, by: User, at: datetime) -> None:
    """It tells nothing any more; for a day it can be brought back. Raises ``NotAllowed``, ``Stale``."""
    _require_own(row, by)
    expect_version(row, version)
    row.removed_at = row.removed_at or at
    save(row, "removed_at")
    record("search_removed", subject=row.pk, fields=["removed_at"], thread=False)


@operation
def bring_back_search(row: SavedSearch, *, by: User, at: datetime) -> None:
    """As it was. Raises ``GoneForGood``, ``TooMany``, ``NotAllowed``, ``Stale``."""
    _require_own(row, by)
    if row.removed_at is None:
        return
    if row.removed_at <= at - BROUGHT_BACK_WITHIN:
        raise GoneForGood
    if SavedSearch.objects.filter(owner=by).kept().count() >= MOST_SEARCHES:
        raise TooMany
    row.removed_at, row.next_on = None, _next(row.rhythm, at)
    save(row, "removed_at", "next_on")
    record("search_brought_back", subject=row.pk, fields=["removed_at"], thread=False)


def _require_own(row: SavedSearch, by: User) -> None:
    if row.owner_id != by.pk or not by.is_active:
        raise NotAllowed


def _next(rhythm: str, at: datetime) -> date | None:
    return None if rhythm == NEVER else timezone.localdate(at) + AFTER[rhythm]


def look_for_news(at: datetime) -> int:
    """The sweep: an account whose searches have something new, among what it may read, is told once, without a word of it.
    Returns how many accounts were told. So many statements for an account, however many searches it keeps."""
    forget_searches(at)
    due = list(SavedSearch.objects.due(timezone.localdate(at)).select_related("owner").order_by("owner", "pk"))
    fetch_keys(due)
    told = 0
    for owner, rows in groupby(due, key=lambda row: row.owner):
        told += _look(owner, list(rows), by=None, at=at)
    return told


@operation
def _look(owner: User, rows: Sequence[SavedSearch], *, by: User | None, at: datetime) -> bool:
    reach = reach_of(owner)
    watched = [Watched(row.read(), row.told_until) for row in rows]
    has_news = any(watching.new_in(watched, Edition.objects.within(reach), reach=reach))
    for rhythm, after in AFTER.items():
        ids = [row.pk for row in rows if row.rhythm == rhythm]
        if ids:
            next_on = timezone.localdate(at) + after
            SavedSearch.objects.filter(pk__in=ids).update(told_until=at, next_on=next_on)
    if has_news:
        outbox.tell(owner, "searches")
    record("searches_looked_at", fields=["told_until"])
    return has_news


def forget_searches(at: datetime) -> int:
    """Those that were removed more than a day ago. Returns how many."""
    over = list(SavedSearch.objects.over(at - BROUGHT_BACK_WITHIN).values_list("pk", flat=True))
    if over:
        _forget(over, by=None, at=at)
    return len(over)


@operation
def _forget(ids: Sequence[uuid.UUID], *, by: User | None, at: datetime) -> None:
    SavedSearch.objects.filter(pk__in=ids).delete()
    record("searches_forgotten", fields=["sought"])
