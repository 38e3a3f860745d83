"""Working days in France.

Source: Code du travail, art. L3133-1, the eleven public holidays of the whole country; Alsace-Moselle (Good Friday, 26
December, art. L3134-13) and the overseas days of L3422-2 are left out, for the coordination works by the common list.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache

FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
"""Month and day: New Year, Labour Day, Victory 1945, National Day, Assumption, All Saints, Armistice, Christmas."""
OPENS, CLOSES = time(9), time(17)
"""The hours of a working day at the coordination (P, a product choice); nights and week-ends are the duty's."""
AFTER_EASTER = (1, 39, 50)
"""Days after Easter Sunday: Easter Monday, Ascension, Whit Monday."""


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    Source: the anonymous algorithm of Nature (20 April 1876) as given by J. Meeus, Astronomical Algorithms, ch. 8.
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of a year."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in AFTER_EASTER}
    return frozenset({date(year, month, day) for month, day in FIXED} | moving)


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a public holiday."""
    return day.weekday() < 5 and day not in holidays(day.year)


def next_working_day(day: date) -> date:
    """The first working day after ``day``."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_hours(start: datetime, hours: int) -> datetime:
    """When so many working hours have passed since ``start``: Monday to Friday, from nine to five, no public holiday.

    In the time zone of ``start``, which is local time; what comes in at night or on Sunday begins at nine.
    """
    left, now = timedelta(hours=hours), start
    while True:
        opens, closes = (datetime.combine(now.date(), hour, now.tzinfo) for hour in (OPENS, CLOSES))
        if is_working_day(now.date()):
            now = max(now, opens)
            if closes - now >= left:
                return now + left
            left -= max(closes - now, timedelta())
        now = datetime.combine(next_working_day(now.date()), OPENS, now.tzinfo)
