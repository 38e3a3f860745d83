"""What the table of trains warns of: departures and changes in a zone to avoid, trains nobody knows as direct."""

from __future__ import annotations

from datetime import timedelta

import pytest

from havre.assessments.content import Zone
from havre.geo import rail
from havre.placements.content import Leg
from havre.placements.rail import is_inside, warnings
from tests.cast import AT

NICE, MARSEILLE = Zone(area="FR-06"), Zone(town="13055", radius_km=20)


def leg(start: str, end: str, hours: float, how: str = "train") -> Leg:
    return Leg(start, end, AT + timedelta(hours=hours), how)


@pytest.mark.parametrize(
    ("name", "zone", "inside"),
    [
        ("Nice", NICE, True), ("Gare de Nice", NICE, True), ("Cannes", NICE, True), ("Toulon", NICE, False),
        ("Aubagne", MARSEILLE, True), ("Marseille", MARSEILLE, True), ("Lyon", MARSEILLE, False),
        ("Antibes", Zone(lat=43.58, lon=7.12, radius_km=5), True), ("nulle part", NICE, False), ("", NICE, False),
    ],
)  # fmt: skip
def test_a_station_or_town_is_placed_by_its_name(name: str, zone: Zone, inside: bool) -> None:
    assert is_inside(name, [zone]) is inside


def test_a_departure_and_a_change_in_a_zone_are_said_each_once() -> None:
    legs = [leg("Nice", "Cannes", 0, "coach"), leg("Cannes", "Lyon", 3, "coach"), leg("Lyon", "Rennes", 9, "coach")]

    found = warnings(legs, [NICE])

    assert len(found) == 2
    assert "départ (Nice)" in found[0]
    assert "changement (Cannes)" in found[1]


def test_nothing_is_said_far_from_every_zone_and_no_hour_is_ever_called_right() -> None:
    legs = [leg("Lyon", "Rennes", 0, "car")]

    assert warnings(legs, [NICE]) == []


def test_a_train_that_the_table_does_not_know_is_to_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rail, "direct_minutes", lambda start, end: None)
    names = [station.name for station in rail.stations()[:2]]

    found = warnings([leg(names[0], names[1], 0)], [])

    assert len(found) == 1
    assert "pas de train direct connu" in found[0]


def test_a_long_wait_inside_a_zone_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rail, "direct_minutes", lambda start, end: 30)
    legs = [leg("Nice", "Cannes", 0), leg("Cannes", "Lyon", 4)]

    assert any("attente" in sentence for sentence in warnings(legs, [NICE]))
