"""The engine against the slow reading of the same format, on random problems."""

import json
import math

import pytest
from hypothesis import given, settings

from havre.countries.fr.policy import PLACEMENT_WEIGHTS
from havre.geo import distances
from havre.geo.departments import INDEX
from havre.placements.engine import parse, rank_all, solve
from havre.placements.engine.criteria import CRITERIA
from havre.placements.engine.rules import REFUSALS, RULES
from tests.placements.engine import oracle
from tests.placements.engine.problems import problems


def without_words(result):
    return {
        **result,
        "candidates": [
            {**row, "reasons": [(reason["criterion"], reason["value"], reason["weight"]) for reason in row["reasons"]]}
            for row in result["candidates"]
        ],
        "excluded": [{**row, "reasons": [bare(reason) for reason in row["reasons"]]} for row in result["excluded"]],
        "relaxations": [(change["change"], change["opens"]) for change in result["relaxations"]],
    }


def bare(reason):
    return ("too_near", reason["zone"], reason["km"]) if reason["code"] == "too_near" else reason["code"]


def solved(problem, **options):
    return solve(parse(json.dumps(problem).encode()), **options)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_every_request_gets_the_places_the_format_says(problem):
    result = solved(problem)

    assert [without_words(found) for found in result["results"]] == [
        oracle.expected(problem, request) for request in problem["requests"]
    ]


@settings(max_examples=30, deadline=None)
@given(problems())
def test_every_row_shown_has_words_in_both_languages(problem):
    for lang in ("fr", "en"):
        for found in solved(problem, lang=lang)["results"]:
            rows = [*found["candidates"], *found["excluded"]]
            texts = [reason["text"] for row in rows for reason in row["reasons"]]
            texts += [change["text"] for change in found["relaxations"]]

            assert all(text and "{" not in text and text.endswith(".") for text in texts)


def test_an_exclusion_says_how_near_and_how_far_it_must_be(small):
    small["requests"][0]["danger_zones"] = [{"area": "FR-06"}]

    french, english = (
        solved(small, lang=lang)["results"][0]["excluded"][0]["reasons"][1]["text"] for lang in ("fr", "en")
    )

    assert french == "Trop près\u00a0: 66\u00a0km, il en faut 200."
    assert english == "Too near: 66 km, 200 are needed."


def test_top_cuts_what_is_written_and_nothing_else(small):
    small["requests"][0]["network"] = None

    whole, cut = (solved(small, top=top, assign=True) for top in (None, 0))

    assert whole["results"][0]["candidates"] != []
    assert cut["results"][0]["candidates"] == []
    assert cut["results"][0]["candidates_total"] == whole["results"][0]["candidates_total"] == 1
    assert cut["assignment"] == whole["assignment"]


def test_the_map_knows_what_to_avoid_and_what_is_too_near(small):
    small["requests"][0].update(
        danger_zones=[{"area": "FR-06"}, {"town": "13055", "radius_km": 5}], avoid_areas=["FR-59"]
    )
    problem = parse(json.dumps(small).encode())

    states = rank_all(problem)[0].area_states()

    assert {area for area, state in states.items() if state == "avoid"} == {"FR-06", "FR-13", "FR-59"}
    assert [states[area] for area in ("FR-83", "FR-04", "FR-2B", "FR-35", "FR-971")] == [*["near"] * 3, *["far"] * 2]


def test_every_rule_and_criterion_says_where_it_comes_from():
    assert all(rule.source and rule.excludes.__name__ == rule.code for rule in RULES)
    assert all(refusal.source and refusal.applies.__name__ == refusal.code for refusal in REFUSALS)
    assert all(criterion.values.__name__ == criterion.name for criterion in CRITERIA)
    assert [criterion.name for criterion in CRITERIA] == list(PLACEMENT_WEIGHTS)


def test_a_place_at_just_the_least_distance_is_far_enough(small):
    small["requests"][0].update(danger_zones=[{"area": "FR-06"}], needs_night_staff=False)
    km = float(distances.from_area("FR-06")[INDEX["FR-13"]])
    found = []
    for least in (km, math.nextafter(km, math.inf)):
        small["policy"]["min_km"]["high"] = small["policy"]["min_km"]["medium"] = least
        found.append([row["place"] for row in solved(small)["results"][0]["candidates"]])

    assert ["S002-1" in places for places in found] == [True, False]


@pytest.mark.parametrize(("free_from", "fits"), [("2026-03-16", True), ("2026-03-17", False)])
def test_the_last_day_of_the_horizon_counts(small, free_from, fits):
    small["shelters"][0]["places"][0]["free_from"] = free_from

    assert bool(solved(small)["results"][0]["candidates"]) is fits


@pytest.mark.parametrize(("confirmed_at", "to_call"), [("2026-02-16", False), ("2026-02-15", True), (None, True)])
def test_a_confirmation_holds_for_all_its_days(small, confirmed_at, to_call):
    small["shelters"][0]["places"][0]["confirmed_at"] = confirmed_at

    assert solved(small)["results"][0]["candidates"][0]["to_call"] is to_call


@pytest.mark.parametrize(("lower", "offered"), [(66, True), (66.087, False), (67, False)])
def test_a_shorter_distance_is_never_offered_below_the_next_lower_level(small, lower, offered):
    """Between Alpes-Maritimes and Bouches-du-Rhône the table has 66.087 km."""
    small["shelters"] = [small["shelters"][1]]
    small["residents"] = []
    small["requests"][0].update(danger_zones=[{"area": "FR-06"}], needs_night_staff=False)
    small["policy"]["min_km"].update(low=0, medium=lower)

    changes = [row["change"] for row in solved(small)["results"][0]["relaxations"]]

    assert changes == ([{"min_km": 66}] if offered else [])


def test_equal_scores_are_ordered_by_place(small):
    place = small["shelters"][0]["places"][0]
    small["shelters"][0]["places"] = [{**place, "id": name} for name in ("b", "é", "B", "a10", "a9")]

    rows = solved(small)["results"][0]["candidates"]

    assert [row["place"] for row in rows] == ["B", "a10", "a9", "b", "é"]
