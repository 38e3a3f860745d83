"""What somebody has in hand: cases with all that goes with them, calls to ring back, and what rooms above add to it: advice,
sessions. What comes with a right goes to whoever holds it too."""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from havre.accounts.models import DutyShift, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may, memberships_with
from havre.assessments.operations.levels import REVIEW
from havre.common import words
from havre.intake.listing import number_of
from havre.intake.models import Call, CallQuerySet
from havre.journey import rows
from havre.journey.models import Journey, JourneyQuerySet
from havre.journey.states import JOURNEY
from havre.placements.content import AlarmContent, Meeting, Times, read
from havre.placements.models import Alarm, CallRound, Interview, Transfer
from havre.placements.operations.endings import TRAVELLING
from havre.record.models import Clock
from havre.vault.fields import fetch_keys

CASE, CALL = "case", "call"
REVIEWS_AHEAD = timedelta(days=31)
FINAL = [stage.code for stage in JOURNEY.stages if stage.final]


@dataclass(frozen=True)
class Work:
    """One thing that can be handed on; ``along`` says what goes with it: a meeting, a journey, a round, a review
    within the month; where there is none of these, the next thing.

    What has its days (``starts_on`` to ``ends_on``) goes along only where somebody is named for it, out of ``takers``.
    """

    kind: str
    id: uuid.UUID
    reference: str
    name: str
    url: str
    along: list[str] = field(default_factory=list)
    starts_on: date | None = None
    ends_on: date | None = None
    takers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_dated(self) -> bool:
        return self.starts_on is not None

    def falls_between(self, first: date, last: date) -> bool:
        return bool(self.starts_on and self.ends_on and self.starts_on <= last and first <= self.ends_on)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.id}"


class PassOn(Protocol):
    """Inside an operation: a colleague has it; ``by`` is ``None`` where a sweep does it."""

    def __call__(self, pk: uuid.UUID, *, to: User, by: User | None, at: datetime) -> None: ...


@dataclass(frozen=True)
class Further:
    """Work of a room above that can be handed on too: the right it takes, what ``owner`` has of it, its ids, how one changes
    hands, and how many there are, in words. ``may_have``: whether somebody can have one that goes only to whom it is named
    for; ``None`` where it goes with all the rest."""

    right: Permission
    of: Callable[[User], list[Work]]
    ids_of: Callable[[User], Iterable[uuid.UUID]]
    pass_on: PassOn
    counted: Callable[[int], str]
    may_have: Callable[[uuid.UUID, User], bool] | None = None


further: dict[str, Further] = {}
"""By kind of work; a room above adds its own when it is loaded."""
RIGHTS = {CASE: Permission.COORDINATE, CALL: Permission.NOTE_CALLS}


def rights_of(user: Any) -> set[Permission]:
    """What this account has or may get, as the rights that a colleague needs to have all of it; empty for whoever has none
    of it."""
    undated = {kind: one.right for kind, one in further.items() if one.may_have is None}
    return {right for right in (RIGHTS | undated).values() if may(user, right)}


def holders(rights: Collection[Permission]) -> list[User]:
    """The active accounts with a confirmed role that has all of these rights; one statement."""
    return list(dict.fromkeys(one.user for one in memberships_with(rights).select_related("user").order_by("user_id")))


def may_have_all(user: User, absent: User) -> bool:
    """Whether an account can have whatever goes with all the rest."""
    return all(may(user, right) for right in rights_of(absent))


def may_have(kind: str, pk: uuid.UUID, user: User) -> bool:
    """Whether an account can have this one."""
    if kind in RIGHTS:
        return may(user, RIGHTS[kind])
    asked = further[kind].may_have
    return asked(pk, user) if asked else may(user, further[kind].right)


def is_dated(kind: str) -> bool:
    """Whether it goes only to whom it is named for."""
    return kind in further and further[kind].may_have is not None


def of(owner: User, reader: User, at: datetime) -> list[Work]:
    """Inside a key cache; a fixed number of statements."""
    return [*_cases(owner, reader, at), *_calls(owner), *(work for one in further.values() for work in one.of(owner))]


def ids_of(owner: User) -> list[tuple[str, uuid.UUID]]:
    """Which work ``owner`` has in hand, for the operation that moves it; two statements, and one for each further kind."""
    cases = _open_cases(owner).values_list("pk", flat=True)
    found = [*((CASE, pk) for pk in cases), *((CALL, pk) for pk in _promised(owner).values_list("pk", flat=True))]
    return found + [(kind, pk) for kind, one in further.items() for pk in one.ids_of(owner)]


def digest(ids: Iterable[tuple[str, uuid.UUID]]) -> str:
    """Tells whether the same work is meant, and nothing of it."""
    return hashlib.sha256("".join(sorted(f"{kind}{pk}" for kind, pk in ids)).encode()).hexdigest()[:16]


def _open_cases(owner: User) -> JourneyQuerySet:
    return Journey.objects.filter(person__coordinator=owner).exclude(state__in=FINAL).order_by("person__reference")


def _promised(owner: User) -> CallQuerySet:
    """Calls that this account promised; those left to whoever is there stay where they are."""
    return Call.objects.filter(owner=owner, for_all=False).to_call_back()


def _cases(owner: User, reader: User, at: datetime) -> list[Work]:
    listed = rows.rows(_open_cases(owner).select_related("person", "owner"), reader, at)
    along = _along([one.person_id for one in listed], at)
    return [
        Work(CASE, one.person_id, one.reference, one.name, one.url, along[one.person_id] or [one.next])
        for one in listed
    ]


def _along(ids: list[uuid.UUID], at: datetime) -> defaultdict[uuid.UUID, list[str]]:
    found: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    interviews = list(Interview.objects.filter(person__in=ids, state="planned"))
    transfers = list(Transfer.objects.filter(person__in=ids, state__in=TRAVELLING))
    fetch_keys([*interviews, *transfers])
    for met in interviews:
        when = words.moment(read(met, "when", Meeting).at)
        found[met.situation_id].append(_("entretien le %(when)s") % {"when": when})
    for row in transfers:
        when = words.moment(read(row, "times", Times).departs_at)
        found[row.situation_id].append(_("voyage, départ le %(when)s") % {"when": when})
    for round_ in CallRound.objects.filter(person__in=ids, state="open"):
        found[round_.situation_id].append(_("tour d’appels en cours"))
    for clock in Clock.objects.filter(subject__in=ids, code=REVIEW, stopped_at=None, due_at__lt=at + REVIEWS_AHEAD):
        found[clock.subject].append(_("risque à revoir le %(day)s") % {"day": words.day(clock.due_at)})
    return found


def _calls(owner: User) -> list[Work]:
    return [
        Work(CALL, call.pk, number_of(call), "", reverse("intake:call", args=[call.pk]),
             [_("avant le %(when)s") % {"when": words.moment(call.call_back_at)}] if call.call_back_at else [])
        for call in _promised(owner)
    ]  # fmt: skip


def stays_behind(owner: User, starts_at: datetime, ends_at: datetime) -> list[str]:
    """What no colleague gets by this: duty of those days, an alarm that was taken, a call half typed."""
    found = []
    if DutyShift.objects.filter(user=owner, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        found.append(_("Une astreinte tombe ces jours-là : changez-la sur la page des astreintes."))
    taken = list(Alarm.objects.linked().filter(state="taken")) if may(owner, Permission.COORDINATE) else []
    fetch_keys(taken)
    if any(read(row, "content", AlarmContent).taken_by == str(owner.pk) for row in taken):
        found.append(_("Une alarme est prise et n’est pas levée : levez-la, ou appelez l’astreinte."))
    if Call.objects.filter(owner=owner, state="open").exists():
        found.append(_("Un appel à moitié noté n’est lu que par qui l’a noté : finissez-le avant de partir."))
    return found
