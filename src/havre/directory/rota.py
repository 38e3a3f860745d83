"""The rota of one week: who watches, and who answers in the holes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.utils import timezone

from havre.accounts.models import DutyShift, User
from havre.directory.ladder import team

DAYS = 7
FIRST = 1
TURN_AT = time(9)


@dataclass(frozen=True)
class Stretch:
    """Some hours of the week and who answers during them.

    ``shift`` is the shift of rank 1; in a hole it is ``None``, and ``answers`` the second, then the head of service.
    """

    starts_at: datetime
    ends_at: datetime
    shift: DutyShift | None
    answers: User | None

    @property
    def since(self) -> datetime:
        """When they begin to answer: a shift may begin before its week."""
        return self.shift.starts_at if self.shift else self.starts_at

    @property
    def until(self) -> datetime:
        """When they stop answering: a shift may end after its week."""
        return self.shift.ends_at if self.shift else self.ends_at

    @property
    def is_hole(self) -> bool:
        return self.shift is None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def bounds(monday: date) -> tuple[datetime, datetime]:
    """Monday midnight to the next one, in local time (a week of a clock change has an hour more or less)."""
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(monday, time.min, zone),
        datetime.combine(monday + timedelta(days=DAYS), time.min, zone),
    )


def shifts_of(monday: date) -> list[DutyShift]:
    starts_at, ends_at = bounds(monday)
    week = DutyShift.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    return list(week.select_related("user").order_by("starts_at", "rank"))


def stretches(monday: date, shifts: list[DutyShift], head: User | None) -> list[Stretch]:
    """The week cut where rank 1 changes hands; a hole is cut further where whoever stands in changes."""
    starts_at, ends_at = bounds(monday)
    return _cut(starts_at, ends_at, shifts, head)


@dataclass(frozen=True)
class Week:
    """One week of the outlook: its Monday, its shifts, the stretches in which the rota names nobody of rank 1."""

    monday: date
    shifts: list[DutyShift]
    holes: list[Stretch]


def outlook(monday: date, weeks: int, head: User | None) -> list[Week]:
    """``weeks`` weeks from ``monday`` on, one statement."""
    mondays = [monday + timedelta(days=DAYS * number) for number in range(weeks)]
    window = bounds(monday)[0], bounds(mondays[-1])[1]
    found = DutyShift.objects.filter(starts_at__lt=window[1], ends_at__gt=window[0])
    shifts = list(found.select_related("user").order_by("rank", "starts_at"))
    return [_week(one, shifts, head) for one in mondays]


def _week(monday: date, shifts: list[DutyShift], head: User | None) -> Week:
    """A shift stands in the week in which it begins; a hole in every week that it touches."""
    begin, end = bounds(monday)
    own = [shift for shift in shifts if begin <= shift.starts_at < end]
    return Week(monday, own, [one for one in _cut(begin, end, shifts, head) if one.is_hole])


def turn_of(monday: date) -> tuple[datetime, datetime]:
    """A turn on duty begins and ends on Monday at 9 h, local time."""
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(monday, TURN_AT, zone),
        datetime.combine(monday + timedelta(days=DAYS), TURN_AT, zone),
    )


def answering(starts_at: datetime, ends_at: datetime, head: User | None) -> list[Stretch]:
    """Who answers from one moment to another, hour by hour; ``head`` in the holes."""
    shifts = DutyShift.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).select_related("user")
    return _cut(starts_at, ends_at, list(shifts.order_by("starts_at", "rank")), head)


def _cut(starts_at: datetime, ends_at: datetime, shifts: list[DutyShift], head: User | None) -> list[Stretch]:
    edges = {starts_at, ends_at}
    for shift in shifts:
        edges |= {edge for edge in (shift.starts_at, shift.ends_at) if starts_at < edge < ends_at}
    marks = sorted(edges)
    cut = [_stretch(start, end, shifts, head) for start, end in pairwise(marks)]
    return _joined(cut)


def _stretch(start: datetime, end: datetime, shifts: list[DutyShift], head: User | None) -> Stretch:
    on = sorted((s for s in shifts if s.starts_at <= start and s.ends_at >= end), key=lambda s: s.rank)
    first = on[0] if on and on[0].rank == FIRST else None
    return Stretch(start, end, first, on[0].user if on else head)


def _joined(cut: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for stretch in cut:
        last = joined[-1] if joined else None
        if last and last.shift == stretch.shift and last.answers == stretch.answers:
            joined[-1] = Stretch(last.starts_at, stretch.ends_at, last.shift, last.answers)
        else:
            joined.append(stretch)
    return joined


def who_answers(at: datetime) -> User | None:
    """Who answers now: the first on the rota, the second, the head of service."""
    shift = DutyShift.objects.current(at).select_related("user").order_by("rank").first()
    return shift.user if shift else team().head
