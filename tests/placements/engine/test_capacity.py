"""The arrays of a network: kept while their version holds, and safe at the edges."""

import json
from dataclasses import replace
from datetime import date

import numpy as np

from havre.placements.engine import Capacity, Memory, parse, rank, solve
from havre.placements.engine.rank import rounded


def test_arrays_are_built_once_for_a_version(small):
    problem = parse(json.dumps(small).encode())
    asked = []

    def shelters():
        asked.append("asked")
        return problem.shelters

    memory = Memory()
    first, again, newer = (memory.get(version, shelters) for version in ("1", "1", "2"))

    assert first is again
    assert newer is not first
    assert len(asked) == 2


def test_a_network_without_shelters_excludes_nothing_and_offers_nothing(small):
    small.update(shelters=[], residents=[])

    result = solve(parse(json.dumps(small).encode()), assign=True)

    assert [found["status"] for found in result["results"]] == ["none", "none"]
    assert [row["reason"] for row in result["assignment"]["unplaced"]] == ["no_candidate", "no_candidate"]


def test_a_problem_without_requests_is_solved(small):
    small.update(requests=[], residents=[])

    result = solve(parse(json.dumps(small).encode()), assign=True)

    assert result["results"] == []
    assert result["assignment"] == {"pairs": [], "unplaced": [], "proven": True}


def test_counts_say_how_many_places_each_rule_excludes(small):
    problem = parse(json.dumps(small).encode())
    capacity = Capacity.build(problem.shelters)

    ranking = rank(problem.requests[0], capacity, policy=problem.policy, at=problem.at, residents=problem.residents)

    assert ranking.counts() == {
        "not_free": 1,
        "too_small": 1,
        "children_not_accepted": 1,
        "no_night_staff": 1,
        "too_near": 1,
        "same_network": 1,
    }


def test_the_last_days_of_the_calendar_do_not_overflow(small):
    small["at"] = "9999-12-31"
    small["policy"]["horizon_days"] = 366
    problem = parse(json.dumps(small).encode())
    late = replace(problem, at=date.max)

    result = solve(late, assign=True)

    assert result["results"][1]["status"] == "ranked"


def test_large_numbers_lower_scores_and_break_nothing(small):
    small["shelters"][0].update(yearly_target=10**400, admitted_this_year=10**399)
    small["shelters"][0]["places"][0]["size"] = 10**30

    result = solve(parse(json.dumps(small).encode()))

    values = {reason["criterion"]: reason["value"] for reason in result["results"][0]["candidates"][0]["reasons"]}
    assert values["fair_load"] == 0.9
    assert values["rare_place"] == 0.0


def test_scores_are_rounded_as_python_rounds():
    scores = np.array([n / 128 for n in range(129)] + [0.1234565, 0.0000005, 0.9999995, 1 / 3])

    assert rounded(scores).tolist() == [round(score, 6) for score in scores.tolist()]
