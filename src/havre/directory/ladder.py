"""Who is told of an alarm, one after the other; a hole in the rota is filled by whoever comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from havre.accounts.models import DutyShift, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import memberships_with
from havre.accounts.roles import ROLES

RUNGS = 3
FIRST, SECOND, HEAD, COLLEAGUE = "first", "second", "head", "colleague"
_RANKS = {1: FIRST, 2: SECOND, 3: HEAD}


@dataclass(frozen=True)
class Rung:
    """Who is told at the same time, and as what."""

    role: str
    users: tuple[User, ...]


@dataclass(frozen=True)
class Ladder:
    """The rungs at one moment, lowest first. Empty when no account coordinates."""

    rungs: tuple[Rung, ...]

    @property
    def has_first(self) -> bool:
        """Whether the rota names somebody of rank 1; otherwise the lowest rung stands in."""
        return bool(self.rungs) and self.rungs[0].role == FIRST

    def reach(self, rungs: int) -> list[tuple[str, User]]:
        """Everybody on the lowest ``rungs`` rungs, as (role, account)."""
        return [(rung.role, user) for rung in self.rungs[:rungs] for user in rung.users]


@dataclass(frozen=True)
class Team:
    """Who coordinates, each account once: the heads of service, and all others."""

    heads: tuple[User, ...]
    others: tuple[User, ...]

    @property
    def everybody(self) -> list[User]:
        return [*self.heads, *self.others]

    @property
    def head(self) -> User | None:
        """Whoever answers when the rota names nobody: the head of service, who keeps the rota."""
        return next(iter(self.everybody), None)


def ladder(at: datetime) -> Ladder:
    """The ladder of that moment; two statements."""
    shifts = DutyShift.objects.current(at).select_related("user").order_by("rank", "starts_at", "pk")
    return ladder_of(shifts, team())


def ladder_of(shifts: Iterable[DutyShift], able: Team) -> Ladder:
    """First, second and head of the rota. Where a rank is empty the next one moves down, then come the heads of service,
    then all other coordinators. An account that is closed or coordinates no more leaves a hole."""
    allowed = {user.pk for user in able.everybody}
    named: dict[str, list[User]] = {}
    for shift in shifts:
        if shift.user_id in allowed:
            named.setdefault(_RANKS[shift.rank], []).append(shift.user)
    wished: list[tuple[str, Iterable[User]]] = [
        *((role, named.get(role, [])) for role in (FIRST, SECOND, HEAD)),
        (HEAD, able.heads),
        (COLLEAGUE, able.others),
    ]
    return Ladder(tuple(_distinct(wished))[:RUNGS])


def _distinct(wished: Iterable[tuple[str, Iterable[User]]]) -> Iterable[Rung]:
    """Each account on its lowest rung only; empty rungs fall away."""
    seen: set[object] = set()
    for role, users in wished:
        new = [user for user in dict.fromkeys(users) if user.pk not in seen]
        seen |= {user.pk for user in new}
        if new:
            yield Rung(role, tuple(new))


def team() -> Team:
    """Who coordinates now; a role that waits for its confirmation does not count. One statement."""
    members = list(memberships_with({Permission.COORDINATE}).select_related("user").order_by("user_id"))
    heads = {m.user for m in members if Permission.KEEP_ROTA in ROLES[m.role].permissions}
    everybody = list(dict.fromkeys(m.user for m in members))
    return Team(
        tuple(user for user in everybody if user in heads), tuple(user for user in everybody if user not in heads)
    )
