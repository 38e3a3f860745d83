"""What pages hand to the parts they are built from (``templates/components``). Values only, no rule of the field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple, Protocol, get_args

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from havre.common import words

Text = Any  # a string, or one that is translated when it is shown


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way; ``when`` is said in words (``12 mars``, ``depuis lundi``)."""

    label: Text
    state: Literal["done", "now", "next"] = "next"
    when: Text = ""


@dataclass(frozen=True)
class Way:
    """The whole way, in order; the phone shows only where one is and what follows."""

    steps: Sequence[Step]

    @property
    def position(self) -> int:
        """Number of the present step, from 1; of the last done one when none is under way; 0 before the first."""
        reached = [number for number, step in enumerate(self.steps, 1) if step.state != "next"]
        return reached[-1] if reached else 0

    @property
    def current(self) -> Step | None:
        return self.steps[self.position - 1] if self.position else None

    @property
    def following(self) -> Step | None:
        return self.steps[self.position] if self.position < len(self.steps) else None


@dataclass(frozen=True)
class Event:
    """One line of the thread: when it happened, and when it was written if that was later."""

    at: datetime
    text: Text
    by: Text = ""
    icon: str = "circle-dot"
    key: bool = False
    written_at: datetime | None = None
    folded: Sequence[Event] = ()
    """The same event again and again, this one included, newest first: one line that opens."""

    @property
    def on(self) -> date:
        return words.local_day(self.at)

    @property
    def written_later(self) -> bool:
        return self.written_at is not None and self.written_at - self.at >= timedelta(minutes=2)

    @property
    def written_another_day(self) -> bool:
        return self.written_at is not None and words.local_day(self.written_at) != self.on


@dataclass(frozen=True)
class Alarm:
    """What nobody has taken yet. ``sub`` says who was told and to whom it climbs when."""

    text: Text
    sub: Text = ""
    url: str = ""
    action_url: str = ""


@dataclass(frozen=True)
class Seal:
    """A sealed section in one of its three faces. ``key`` names it inside the page, ``purposes`` is a closed list.

    The values themselves never pass through here: the page puts them in the slot when ``is_open``.
    """

    key: str
    name: Text
    about: Text = ""
    who: Text = ""
    ask_url: str = ""
    open_url: str = ""
    close_url: str = ""
    purposes: Sequence[tuple[str, Text]] = ()
    minutes: int = 10
    face: Literal["locked", "ask", "open"] = "locked"
    purpose: Text = ""
    opened_at: datetime | None = None
    error: Text = ""

    @property
    def is_open(self) -> bool:
        return self.face == "open"

    @property
    def until(self) -> datetime | None:
        return self.opened_at + timedelta(minutes=self.minutes) if self.opened_at else None

    @property
    def share_left(self) -> int:
        """How much of its time is left, in percent; the line that the page draws."""
        if self.until is None:
            return 0
        left = (self.until - timezone.now()).total_seconds()
        return max(0, min(100, round(left * 100 / (self.minutes * 60))))

    def opened(self, *, purpose: Text, at: datetime) -> Seal:
        """The same section, open from ``at`` for its minutes; ``purpose`` in words, as an infinitive."""
        return replace(self, face="open", purpose=purpose, opened_at=at)


@dataclass(frozen=True)
class Column:
    """A head of a table: ``sort`` is the key it sorts by, ``css`` the class that places it (``num``)."""

    label: Text
    sort: str = ""
    css: str = ""
    order: Literal["", "ascending", "descending"] = ""
    hidden: bool = False

    @property
    def next_key(self) -> str:
        """What the link of the head asks for: the other way round when it is sorted already."""
        return f"-{self.sort}" if self.order == "ascending" else self.sort


def sort_key(request: HttpRequest, allowed: Sequence[str], default: str = "") -> str:
    """The asked order, ``-`` in front for descending; ``default`` for anything that is not ``allowed``."""
    asked = request.GET.get("tri", "")
    return asked if asked.removeprefix("-") in allowed else default


def columns(request: HttpRequest, heads: Sequence[Column], default: str = "") -> list[Column]:
    """The heads with the sorted one marked."""
    asked = sort_key(request, [head.sort for head in heads if head.sort], default)
    return [_marked(head, asked) for head in heads]


def _marked(head: Column, asked: str) -> Column:
    if not head.sort or head.sort != asked.removeprefix("-"):
        return head
    return replace(head, order="descending" if asked.startswith("-") else "ascending")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a place is where it stands in the list: it fits, half fits, does not."""

    kind: Literal["yes", "half", "no"]
    text: Text


@dataclass(frozen=True)
class Place:
    """A place that is proposed: ``free`` says since when that is known (``libre, confirmée hier``)."""

    rank: int
    code: str
    where: Text
    free: Text
    about: Text = ""
    fresh: bool = True
    reasons: Sequence[Reason] = ()
    cost: Text = ""


@dataclass(frozen=True)
class Excluded:
    """A place that does not fit, with every reason."""

    code: str
    where: Text
    reasons: Sequence[Text]


class Outline(Protocol):
    """An area as the distance room draws it."""

    @property
    def area(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def label_x(self) -> float: ...
    @property
    def label_y(self) -> float: ...


Kind = Literal["danger", "near", "fit", "level-1", "level-2", ""]


_CLASSES: dict[Kind, str] = {
    kind: mark_safe(f' class="{kind}"') if kind else ""  # noqa: S308  a closed list
    for kind in get_args(Kind)
}


class Area(NamedTuple):
    path: str
    kind: Kind = ""


@lru_cache(maxsize=1024)
def _path(area: Area) -> SafeString:
    """The outlines are always the same hundred, in at most six kinds: each is written once in the life of a process."""
    return format_html('<path{} d="{}" />', _CLASSES[area.kind], area.path)


@dataclass(frozen=True, slots=True)
class Rank:
    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """A map that is an image: its title says all it shows, the list beside it gives the same facts."""

    viewbox: str
    title: Text
    areas: Sequence[Area]
    ranks: Sequence[Rank] = ()
    legend: Sequence[tuple[Kind, Text]] = ()
    captions: Sequence[tuple[float, float, str]] = ()
    key: str = "map"

    @cached_property
    def drawn(self) -> str:
        """All areas as paths, in one piece: a hundred of them cost a template more than all the rest of a page."""
        return mark_safe("".join(map(_path, self.areas)))  # noqa: S308  each was written by ``format_html``

    @classmethod
    def of(
        cls,
        outlines: Sequence[Outline],
        viewbox: str,
        *,
        title: Text,
        kinds: Mapping[str, Kind],
        ranks: Mapping[str, int] | None = None,
        legend: Sequence[tuple[Kind, Text]] = (),
        captions: Sequence[tuple[float, float, str]] = (),
        key: str = "map",
    ) -> Map:
        """Draw ``outlines``; ``kinds`` and ``ranks`` go by area code, and a code that is not drawn is an error."""
        ranks = ranks or {}
        known = {outline.area for outline in outlines}
        unknown = sorted((set(kinds) | set(ranks)) - known)
        if unknown:
            raise KeyError(f"areas without an outline: {', '.join(unknown)}")
        return cls(
            viewbox=viewbox,
            title=title,
            areas=[Area(outline.path, kinds.get(outline.area, "")) for outline in outlines],
            ranks=[Rank(ranks[o.area], o.label_x, o.label_y) for o in outlines if o.area in ranks],
            legend=legend,
            captions=captions,
            key=key,
        )
