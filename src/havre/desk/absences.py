"""Who of the coordination and of the advice desk is away, as colleagues read it, and what one absence moves."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.accounts.models import Membership, User
from havre.accounts.naming import by_name, names_of
from havre.accounts.permissions import Permission
from havre.accounts.policies import may, memberships_with
from havre.common import words
from havre.journey import open_work
from havre.journey.away import Terms, not_over
from havre.journey.models import Absence
from havre.journey.open_work import CALL, CASE, Work


@dataclass(frozen=True)
class Away:
    """One absence. ``why`` is empty for whoever may not read it; ``may_end``: the reader is back, or heads the service."""

    id: uuid.UUID
    user_id: uuid.UUID
    name: str
    is_own: bool
    is_running: bool
    is_past: bool
    starts_at: datetime
    ends_at: datetime
    whose: str
    why: str
    may_end: bool


def of(user: User, at: datetime, at_hand: Callable[[], Iterable[User]] = tuple) -> list[Away]:
    """For colleagues; two statements, and two more where somebody is away. Whom ``at_hand`` gives is not read again."""
    found = not_over() if open_work.rights_of(user) else []
    names = names_of({uuid.UUID(terms.to) for _absence, terms in found}, at_hand()) if found else {}
    return [_away(absence, terms, user, names, at) for absence, terms in found]


def _away(absence: Absence, terms: Terms, user: User, names: dict[uuid.UUID, str], at: datetime) -> Away:
    own, heads = absence.user_id == user.pk, may(user, Permission.REVIEW)
    return Away(
        absence.pk, absence.user_id, absence.user.name, own, absence.state == "running", terms.ends_at <= at, terms.starts_at,
        terms.ends_at, _whose(terms, names), terms.reason if own or heads else "", own or heads,
    )  # fmt: skip


def _whose(terms: Terms, names: dict[uuid.UUID, str]) -> str:
    """«Marc T.», or «Marc T. et d’autres»."""
    name = names.get(uuid.UUID(terms.to), "")
    return _("%(name)s et d’autres") % {"name": name} if terms.others else name


def everybody() -> list[tuple[str, str]]:
    """Whose work an absence may hand on, by name."""
    return _choices(memberships_with({Permission.GIVE_ADVICE}))


def colleagues(absent: User) -> list[tuple[str, str]]:
    """Who can have all the work of whoever is away, by name."""
    return _choices(memberships_with(open_work.rights_of(absent)).exclude(user=absent.pk))


def _choices(held: QuerySet[Membership]) -> list[tuple[str, str]]:
    return [(str(user.pk), name) for user, name in by_name(held)]


@dataclass(frozen=True)
class Share:
    """What goes to one colleague."""

    name: str
    total: str
    works: list[Work]


def shares(works: Iterable[Work], to: str, others: dict[str, str], names: dict[str, str]) -> list[Share]:
    """Who gets what, whoever has the rest first; what has its days only where somebody is named for it."""
    found: dict[str, list[Work]] = {to: []}
    for work in works:
        if work.key in others or not work.is_dated:
            found.setdefault(others.get(work.key, to), []).append(work)
    return [Share(names.get(key, ""), _counted(given), given) for key, given in found.items() if given]


def _counted(works: list[Work]) -> str:
    """«5 dossiers, 2 rappels et 1 conseil»."""
    counts = Counter(work.kind for work in works)
    cases, calls = counts[CASE], counts[CALL]
    said = [ngettext("%(total)s dossier", "%(total)s dossiers", cases) % {"total": cases}] if cases else []
    said += [ngettext("%(total)s rappel", "%(total)s rappels", calls) % {"total": calls}] if calls else []
    said += [one.counted(counts[kind]) for kind, one in open_work.further.items() if counts[kind]]
    return words.join_words(said)


def uncovered(works: Iterable[Work], others: dict[str, str], starts_at: datetime, ends_at: datetime) -> list[str]:
    """What has its days in the absence and nobody is named for, in words."""
    first, last = timezone.localdate(starts_at), timezone.localdate(ends_at)
    return [
        _("« %(name)s », %(days)s : personne n’est nommé à sa place. Dites-le à qui tient les formations.")
        % {"name": work.name, "days": work.reference}
        for work in works
        if work.key not in others and work.falls_between(first, last)
    ]
