"""Working days of France against dates that anybody can look up."""

from __future__ import annotations

from datetime import date

import pytest

from havre.countries.fr.calendar import easter, holidays, is_working_day, next_working_day


@pytest.mark.parametrize(
    "sunday",
    [date(1961, 4, 2), date(2000, 4, 23), date(2008, 3, 23), date(2019, 4, 21), date(2024, 3, 31), date(2026, 4, 5),
     date(2038, 4, 25)],
)  # fmt: skip
def test_easter_falls_where_the_calendar_says(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def test_the_eleven_holidays_of_2026() -> None:
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25),
        date(2026, 7, 14), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 3, 17), date(2026, 3, 18)),
        (date(2026, 4, 3), date(2026, 4, 7)),  # Friday → Tuesday after Easter Monday
        (date(2026, 4, 30), date(2026, 5, 4)),  # 1 May is a Friday
        (date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_the_next_working_day_skips_week_ends_and_holidays(day: date, following: date) -> None:
    assert next_working_day(day) == following
    assert is_working_day(following)
