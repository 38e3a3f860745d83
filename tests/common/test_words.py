"""Days, hours, distances and lists as people write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import translation

from havre.common import words

N = "\u00a0"
NOW = datetime(2026, 3, 17, 9, 14, tzinfo=UTC)  # 10:14 in Paris


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), translation.override("fr"):
        yield


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (date(2026, 3, 17), f"17{N}mars", f"17{N}March"),
        (date(2026, 4, 1), f"1er{N}avril", f"1{N}April"),
        (date(2025, 12, 31), f"31{N}décembre{N}2025", f"31{N}December{N}2025"),
        (datetime(2026, 3, 17, 23, 30, tzinfo=UTC), f"18{N}mars", f"18{N}March"),
    ],
)
def test_a_day_is_written_in_local_time_and_with_its_year_only_when_it_is_another(
    value: date, french: str, english: str
) -> None:
    assert words.day(value) == french
    with translation.override("en"):
        assert words.day(value) == english


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        (date(2026, 3, 17), date(2026, 3, 17), f"17{N}mars", f"17{N}March"),
        (date(2026, 4, 1), date(2026, 4, 2), f"1er – 2{N}avril", f"1 – 2{N}April"),
        (date(2026, 3, 31), date(2026, 4, 1), f"31{N}mars – 1er{N}avril", f"31{N}March – 1{N}April"),
        (date(2027, 3, 31), date(2027, 4, 1), f"31{N}mars – 1er{N}avril{N}2027", f"31{N}March – 1{N}April{N}2027"),
        (date(2026, 12, 31), date(2027, 1, 1), f"31{N}décembre – 1er{N}janvier{N}2027", f"31{N}December – 1{N}January{N}2027"),
        (date(2027, 12, 31), date(2028, 1, 1), f"31{N}décembre{N}2027 – 1er{N}janvier{N}2028", f"31{N}December{N}2027 – 1{N}January{N}2028"),
    ],
)  # fmt: skip
def test_several_days_say_month_and_year_once(first: date, last: date, french: str, english: str) -> None:
    assert words.days(first, last) == french
    with translation.override("en"):
        assert words.days(first, last) == english


def test_an_hour_is_french_in_french() -> None:
    at = datetime(2026, 3, 17, 8, 5, tzinfo=UTC)

    assert words.hour(at) == f"9{N}h{N}05"
    assert words.moment(at) == f"17{N}mars à 9{N}h{N}05"
    with translation.override("en"):
        assert words.hour(at) == "9:05"


def test_the_further_away_the_rounder() -> None:
    def ago(days: int) -> str:
        return words.ago(date(2026, 3, 17) - timedelta(days=days))

    assert [ago(59), ago(60), ago(100), ago(729)] == [
        "il y a 59 jours",
        "il y a 2 mois",
        "il y a 3 mois",
        "il y a 24 mois",
    ]
    assert [ago(730), ago(1096)] == ["il y a 2 ans", "il y a 3 ans"]


@pytest.mark.parametrize(
    ("days", "heading", "ago"),
    [
        (0, "Aujourd’hui", "aujourd’hui"),
        (1, "Hier", "hier"),
        (6, f"Mercredi 11{N}mars", "il y a 6 jours"),
        (-1, f"Mercredi 18{N}mars", f"18{N}mars"),
    ],
)
def test_days_around_today_have_their_own_words(days: int, heading: str, ago: str) -> None:
    on = date(2026, 3, 17) - timedelta(days=days)

    assert words.day_heading(on) == heading
    assert words.ago(on) == ago
    assert words.days_since(on) == days


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=59), f"0{N}min"),
        (timedelta(minutes=12), f"12{N}min"),
        (timedelta(hours=1, minutes=4), f"1{N}h{N}04"),
        (timedelta(hours=2), f"2{N}h"),
        (timedelta(hours=26, minutes=50), f"26{N}h"),
        (timedelta(days=3), "3 jours"),
        (timedelta(days=21, hours=23), "21 jours"),
    ],
)
def test_a_wait_is_said_as_exactly_as_somebody_needs(span: timedelta, said: str) -> None:
    assert words.span(span) == said
    assert words.since(NOW - span) == said


def test_a_distance_is_never_told_greater_than_it_is() -> None:
    assert words.km(199.99) == f"199{N}km"
    assert words.km(68.79, 1) == f"68,7{N}km"
    assert words.km(68.7, 1) == f"68,7{N}km"
    with translation.override("en"):
        assert words.km(68.79, 1) == f"68.7{N}km"


def test_words_are_joined_as_in_a_sentence() -> None:
    assert words.join_words([]) == ""
    assert words.join_words(["pidgin"]) == "pidgin"
    assert words.join_words(["pidgin", "anglais", "roumain"]) == "pidgin, anglais et roumain"
    assert words.join_words(["oui", "non"], "ou") == "oui ou non"


def test_french_spacing_never_leaves_a_sign_alone_on_a_line() -> None:
    assert words.nbsp("« Oui : 72 h, 200 km ; 10 minutes ? »") == f"«{N}Oui{N}: 72{N}h, 200{N}km{N}; 10 minutes{N}?{N}»"
    assert words.nbsp("Un texte sans rien") == "Un texte sans rien"


def test_a_french_number_is_written_in_pairs() -> None:
    assert words.phone("0612345678") == f"06{N}12{N}34{N}56{N}78"
    assert words.phone("+2348012345678") == "+2348012345678"
    assert words.phone("3919") == "3919"


def test_euros_are_grouped_as_the_reader_writes_them() -> None:
    with translation.override("fr"):
        assert words.euros(9300) == "9\u00a0300\u00a0€"
    with translation.override("en"):
        assert words.euros(9300) == "€9,300"
        assert words.euros(-60) == "-€60"


def test_shares_and_hours_of_the_day_are_written_as_the_reader_writes_them() -> None:
    with translation.override("fr"):
        assert words.percent(75) == f"75{N}%"
        assert [words.clock(time(9, 30)), words.clock(time(14))] == [f"9{N}h{N}30", f"14{N}h"]
    with translation.override("en"):
        assert words.percent(75) == "75%"
        assert [words.clock(time(9, 30)), words.clock(time(14))] == ["9:30", "14:00"]


@pytest.mark.parametrize(("total", "french", "english"), [(0, 1, 2), (1, 1, 1), (2, 2, 2)])
def test_none_counts_like_one_in_french_and_like_many_in_english(total: int, french: int, english: int) -> None:
    def counted(language: str, number: int) -> str:
        with translation.override(language):
            return translation.ngettext("%(total)s conseil", "%(total)s conseils", number)

    assert counted("fr", total) == counted("fr", french)
    assert counted("en", total) == counted("en", english)
    assert counted("fr", 1) != counted("fr", 2)
