"""Distances: never above the true one, at most five kilometres below, and the conventions overseas."""

import math
import random

import numpy as np
import pytest

from havre.geo import build_distances, distances, towns
from havre.geo.borders import rings
from havre.geo.departments import AREAS, DEPARTMENTS, INDEX, by_area

METRO = [department.area for department in DEPARTMENTS if not department.overseas]
OVERSEAS = ["FR-971", "FR-972", "FR-973", "FR-974", "FR-976"]


def great_circle(lat1, lon1, lat2, lon2):
    """The haversine formula."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(half))


def points_on(area, dice, count):
    """Random points of the border, between vertices too, and towns."""
    borders = rings()[INDEX[area]]
    found = []
    for _ in range(count):
        ring = dice.choice(borders)
        n, share = dice.randrange(len(ring) - 1), dice.random()
        lon, lat = ring[n] + share * (ring[n + 1] - ring[n])
        found.append((float(lat), float(lon)))
    inhabited = [town for town in towns.all_towns().values() if town.area == area]
    return found + [(town.lat, town.lon) for town in dice.sample(inhabited, min(count, len(inhabited)))]


def true_km(lat, lon, area):
    """The smallest distance from a point to border or towns, by fine steps along every segment."""
    best = min(great_circle(lat, lon, town.lat, town.lon) for town in towns.all_towns().values() if town.area == area)
    for ring in rings()[INDEX[area]]:
        for (lon1, lat1), (lon2, lat2) in zip(ring[:-1].tolist(), ring[1:].tolist(), strict=True):
            if great_circle(lat, lon, lat1, lon1) < best + 30:
                for step in range(101):
                    share = step / 100
                    km = great_circle(lat, lon, lat1 + share * (lat2 - lat1), lon1 + share * (lon2 - lon1))
                    best = min(best, km)
    return best


def test_no_two_points_are_nearer_than_the_table_says():
    dice = random.Random(7)
    table = distances.between_departments()
    samples = {area: points_on(area, dice, 12) for area in METRO}
    for one, other in (dice.sample(METRO, 2) for _ in range(300)):
        nearest = min(great_circle(*here, *there) for here in samples[one] for there in samples[other])

        assert table[INDEX[one], INDEX[other]] <= nearest


@pytest.mark.parametrize(
    ("town", "area"),
    [
        ("06088", "FR-13"),
        ("06088", "FR-35"),
        ("75056", "FR-59"),
        ("2A004", "FR-83"),
        ("67482", "FR-29"),
        ("33063", "FR-17"),
    ],
)
def test_a_point_is_within_five_kilometres_below_the_true_distance(town, area):
    centre = towns.by_insee(town)

    km = distances.from_town(town, 0)[INDEX[area]]

    truth = true_km(centre.lat, centre.lon, area)
    assert truth - 5 <= km <= truth


def test_the_shipped_table_is_the_one_the_script_builds():
    table = distances.between_departments()
    dice = random.Random(3)
    for one, other in (dice.sample(range(len(METRO)), 2) for _ in range(60)):
        one, other = INDEX[METRO[one]], INDEX[METRO[other]]

        assert table[one, other] == build_distances.between(one, other) == table[other, one]


def test_a_pair_of_the_table_is_within_five_kilometres_below_the_true_distance():
    """Hautes-Alpes and Corse: from every sampled border point of one to the whole of the other."""
    for one, other in [("FR-2A", "FR-83"), ("FR-14", "FR-76"), ("FR-17", "FR-33")]:
        km = distances.between_departments()[INDEX[one], INDEX[other]]
        outline = distances.outline()
        chords = outline.of(INDEX[one]) @ outline.of(INDEX[other]).T

        nearest_samples = float(distances.arc_km(np.array([chords.max()]))[0])

        assert nearest_samples - 5 <= km <= nearest_samples


def test_departments_that_touch_are_at_zero():
    table = distances.between_departments()
    for department in DEPARTMENTS:
        assert table[INDEX[department.area], INDEX[department.area]] == 0
        if not department.overseas:
            assert all(table[INDEX[department.area], INDEX[near]] == 0 for near in department.neighbours)


def test_a_radius_is_taken_off_and_never_goes_below_zero():
    near, far = distances.from_town("06088", 0), distances.from_town("06088", 30)

    expected = np.maximum(near - 30, 0)
    assert np.allclose(far, expected, equal_nan=True)
    assert far[INDEX["FR-06"]] == 0


def test_a_point_inside_is_at_zero_even_far_from_any_town_or_border():
    for area in METRO:
        department = by_area(area)

        assert distances.from_point(department.lat, department.lon, 0)[INDEX[area]] == 0


def test_between_metropolitan_france_and_overseas_no_distance_is_needed():
    for row in (distances.from_area("FR-75"), distances.from_town("75056", 0), distances.from_point(48.9, 2.3, 50)):
        assert all(math.isnan(row[INDEX[area]]) for area in OVERSEAS)
        assert not any(math.isnan(row[INDEX[area]]) for area in METRO)


@pytest.mark.parametrize("row", [("area", "FR-971"), ("town", "97105"), ("point", (16.0, -61.73))])
def test_within_an_overseas_departement_all_is_at_zero_and_elsewhere_no_distance_is_needed(row):
    kind, value = row
    if kind == "point":
        km = distances.from_point(*value, 5)
    else:
        km = distances.from_area(value) if kind == "area" else distances.from_town(value, 5)

    assert km[INDEX["FR-971"]] == 0
    assert all(math.isnan(km[INDEX[area]]) for area in AREAS if area != "FR-971")


def test_a_point_abroad_counts_as_metropolitan_unless_an_overseas_departement_is_near():
    benin_city, paramaribo = distances.from_point(6.33, 5.62, 20), distances.from_point(5.85, -55.2, 20)

    assert benin_city[INDEX["FR-75"]] > 4000
    assert math.isnan(benin_city[INDEX["FR-973"]])
    assert math.isnan(paramaribo[INDEX["FR-75"]])
    assert paramaribo[INDEX["FR-973"]] == 0


def test_from_a_collectivity_no_distance_is_ever_needed():
    collectivities = [town for town in towns.all_towns().values() if town.area is None]

    assert {town.department for town in collectivities} <= {str(code) for code in range(975, 990)}
    assert all(np.isnan(distances.from_town(town.insee, 1000)).all() for town in collectivities[:5])


def test_tables_cannot_be_changed_by_accident():
    for row in (distances.between_departments(), distances.from_town("06088", 1), distances.from_point(48, 2, 1)):
        with pytest.raises(ValueError, match="read-only"):
            row[0] = 1
