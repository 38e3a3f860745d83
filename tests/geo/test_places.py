"""Départements, towns, stations and the map."""

import json
import re

import pytest

from havre.geo import build_maps, departments, maps, rail, towns


def test_there_are_101_departements_in_one_order():
    assert len(departments.AREAS) == len(set(departments.AREAS)) == 101
    assert list(departments.AREAS) == sorted(departments.AREAS)
    assert [departments.AREAS[n] for n in departments.INDEX.values()] == list(departments.AREAS)
    assert sum(departments.OVERSEAS) == 5


def test_neighbours_are_mutual():
    for department in departments.DEPARTMENTS:
        for area in department.neighbours:
            assert department.area in departments.by_area(area).neighbours


def test_a_departement_is_found_by_its_area_only():
    assert departments.by_area("FR-2A").name == "Corse-du-Sud"
    for wrong in ("2A", "FR-20", "FR-975", ""):
        with pytest.raises(KeyError):
            departments.by_area(wrong)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nice", "06088"),
        ("NICE", "06088"),
        ("saint etienne", "42218"),
        ("St-Étienne", "42218"),
        ("06000", "06088"),
        ("75056", "75056"),
        ("havre", "76351"),
        ("l'haÿ", "94038"),
    ],
)
def test_towns_are_found_as_people_type_them(typed, first):
    assert towns.search(typed)[0].insee == first


def test_a_search_is_cut_and_nothing_is_found_for_nothing():
    assert len(towns.search("saint", limit=7)) == 7
    assert towns.search("") == towns.search(" -' ") == towns.search("zzzz") == []


def test_the_station_of_a_town_is_its_busiest_or_the_nearest():
    assert rail.station_near("06088").name == "Nice"
    assert rail.station_near("01001").name == "Vonnas"
    assert rail.station_near("97105") is None


def test_direct_minutes_are_known_both_ways_and_only_where_seen():
    assert rail.direct_minutes("Nice-Ville", "Marseille St-Charles") == rail.direct_minutes(
        "Marseille St-Charles", "Nice"
    )
    assert rail.direct_minutes("Nice", "Nowhere") is None


def test_without_its_data_the_railway_gives_no_hint(tmp_path, monkeypatch):
    monkeypatch.setattr(rail, "_HERE", tmp_path)
    rail.stations.cache_clear()
    rail._direct.cache_clear()
    try:
        assert rail.station_near("06088") is None
        assert rail.direct_minutes("Nice", "Marseille St-Charles") is None
    finally:
        rail.stations.cache_clear()
        rail._direct.cache_clear()


def test_every_departement_is_drawn_inside_the_view():
    drawn = maps.outlines()

    assert tuple(outline.area for outline in drawn) == departments.AREAS
    assert sum(len(outline.path) for outline in drawn) < 55_000
    for outline in drawn:
        assert re.fullmatch(r"(M[-\d.]+,[-\d.]+l[-\d., ]+z)+", outline.path)
        assert 0 < outline.label_x < maps.WIDTH
        assert 0 < outline.label_y < maps.HEIGHT


def test_the_shipped_map_is_the_one_the_script_builds():
    assert json.loads(maps.OUTLINES.read_text(encoding="utf-8")) == build_maps.build()


def test_overseas_departements_stand_above_their_names():
    assert [inset.area for inset in maps.INSETS] == [d.area for d in departments.DEPARTMENTS if d.overseas]
    labels = {outline.area: outline for outline in maps.outlines()}
    for inset in maps.INSETS:
        assert abs(labels[inset.area].label_x - inset.x) < 30
        assert labels[inset.area].label_y < inset.y
