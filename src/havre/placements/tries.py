"""One change to a search, tried to see what it opens; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from havre.placements import engine
from havre.placements.problem import Seeker


@dataclass(frozen=True)
class Try:
    """What is changed, and to which value."""

    key: str
    value: int | bool | str

    @property
    def text(self) -> str:
        """As it stands in an address: a wish of hers by its number, so that no département is in it."""
        return f"{self.key}:{int(self.value) if isinstance(self.value, bool) else self.value}"


def read_try(text: str, seeker: Seeker) -> Try | None:
    """The change that an address asks for; ``None`` for anything that is none."""
    key, _sign, value = text.partition(":")
    if not value.isascii() or not value.isdecimal() or len(value) > 5:
        return None
    figure = int(value)
    if key in ("horizon_days", "min_km"):
        return Try(key, figure)
    if key in ("needs_accessible", "needs_night_staff", "animals"):
        return Try(key, False)
    if key == "accepts_overseas":
        return Try(key, True)
    if key == "avoid_areas" and figure < len(seeker.request.avoid_areas):
        return Try(key, seeker.request.avoid_areas[figure])
    return None


def tried(request: engine.Request, policy: engine.Policy, change: Try) -> tuple[engine.Request, engine.Policy]:
    """The same request, or the same policy, with one change."""
    if change.key == "horizon_days":
        return request, replace(policy, horizon_days=int(change.value))
    if change.key == "min_km":
        return request, replace(policy, min_km={**policy.min_km, request.risk: int(change.value)})
    if change.key == "avoid_areas":
        return replace(request, avoid_areas=tuple(a for a in request.avoid_areas if a != change.value)), policy
    return replace(request, **{change.key: change.value}), policy  # type: ignore[arg-type]
