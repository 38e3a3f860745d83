"""The joint assignment against all assignments tried one by one, by every way of proving it."""

import copy
import json
import time
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from havre.placements.engine import BadProblem, choices_left, parse, price, rank_all, solve
from havre.placements.engine.assign import prove_by_columns, relaxed, repaired
from havre.placements.engine.branch import prove as prove_by_cases
from havre.placements.engine.pairs import collect
from tests.placements.engine import oracle
from tests.placements.engine.problems import collisions, problems

crowded = st.one_of(collisions(), collisions(), problems(most_shelters=3, most_requests=4, zones=[]))


def solved(problem, **options):
    return solve(parse(json.dumps(problem).encode()), assign=True, **options)["assignment"]


def pairs_of(assignment):
    return {pair["request"]: pair["place"] for pair in assignment["pairs"]}


@settings(max_examples=80, deadline=None)
@given(crowded)
def test_the_assignment_is_the_best_of_all_allowed_ones(problem):
    assignment = solved(problem)

    pairs = pairs_of(assignment)
    assert assignment["proven"]
    assert oracle.is_allowed(problem, pairs)
    assert oracle.worth(problem, pairs) == oracle.best_worth(problem)


@settings(max_examples=60, deadline=None)
@given(collisions(), st.booleans())
def test_cases_and_columns_prove_the_same_worth(problem, from_nothing):
    """From nothing, every component has to be raised to its best one after the other."""
    pairs = collect(rank_all(parse(json.dumps(problem).encode())))
    bound = relaxed(pairs)
    start = np.empty(0, dtype=np.int64) if from_nothing else repaired(pairs, bound)

    by_cases = prove_by_cases(pairs, bound, time.monotonic() + 60)
    by_columns, proven = prove_by_columns(pairs, start, pairs.total(bound), time.monotonic() + 60)

    assert proven
    assert not len(pairs.shared(by_columns))
    assert not len(pairs.shared(by_cases))
    assert pairs.total(by_cases) == pairs.total(by_columns)


@settings(max_examples=50, deadline=None)
@given(collisions(), st.data())
def test_locked_pairs_are_kept_and_the_rest_is_best(problem, data):
    free = pairs_of(solved(problem))
    choices = {
        request["id"]: oracle.opened(problem, request)
        for request in problem["requests"]
        if not request["exploratory"] and oracle.opened(problem, request)
    }
    if not choices:
        return
    request = data.draw(st.sampled_from(sorted(choices)))
    place = data.draw(st.sampled_from(choices[request]))
    problem["locked"] = [{"request": request, "place": place}]

    assignment = solved(problem)

    assert pairs_of(assignment)[request] == place
    assert oracle.worth(problem, pairs_of(assignment)) == oracle.best_worth(problem)
    assert oracle.worth(problem, pairs_of(assignment)) <= oracle.worth({**problem, "locked": []}, free)


@settings(max_examples=30, deadline=None)
@given(crowded)
def test_who_is_not_placed_is_told_the_first_reason_that_applies(problem):
    result = solve(parse(json.dumps(problem).encode()), assign=True)

    status = {found["request"]: found["status"] for found in result["results"]}
    exploratory = {request["id"]: request["exploratory"] for request in problem["requests"]}
    for row in result["assignment"]["unplaced"]:
        name = row["request"]
        first = [("refused", status[name] == "refused"), ("exploratory", exploratory[name])]
        first += [("no_candidate", status[name] == "none"), ("outbid", True)]
        assert row["reason"] == next(reason for reason, applies in first if applies)
    order = [request["id"] for request in problem["requests"]]
    for rows in (result["assignment"]["pairs"], result["assignment"]["unplaced"]):
        assert [row["request"] for row in rows] == sorted((row["request"] for row in rows), key=order.index)


def twins(small, number, *, shelters):
    """As many equal requests of one network, and the one good shelter as often as said, in one département."""
    small["residents"] = []
    shelter, request = small["shelters"][0], small["requests"][0]
    small["shelters"] = [copy.deepcopy(shelter) for _ in range(shelters)]
    for n, house in enumerate(small["shelters"]):
        house["id"], house["places"][0]["id"] = f"S{n}", f"P{n}"
    small["requests"] = [{**request, "id": f"R{n}"} for n in range(number)]
    return small


def test_two_of_one_network_never_go_to_one_departement(small):
    assignment = solved(twins(small, 2, shelters=2))

    assert len(assignment["pairs"]) == 1
    assert assignment["unplaced"][0]["reason"] == "outbid"


def test_strangers_may_share_a_departement(small):
    problem = twins(small, 2, shelters=2)
    problem["requests"][1]["network"] = "N4"

    assert len(solved(problem)["pairs"]) == 2


def test_a_very_high_risk_goes_before_many_lower_ones_and_a_longer_wait(small):
    problem = twins(small, 2, shelters=1)
    problem["requests"][0].update(network=None, risk="high", waiting_since="2026-01-01")
    problem["requests"][1].update(network=None, risk="very_high", waiting_since="2026-03-02")

    assert pairs_of(solved(problem)) == {"R1": "P0"}


def test_waiting_counts_sixty_days_at_most(small):
    problem = twins(small, 2, shelters=1)
    problem["requests"][0].update(network=None, languages=["sq"], waiting_since="2025-01-01")
    problem["requests"][1].update(network=None, waiting_since="2026-01-01")

    assert pairs_of(solved(problem)) == {"R1": "P0"}


def test_without_time_the_answer_is_allowed_and_not_called_proven(small):
    problem = twins(small, 3, shelters=3)

    assignment = solved(problem, seconds=0.0)

    assert not assignment["proven"]
    assert oracle.is_allowed(problem, pairs_of(assignment))
    assert len(assignment["pairs"]) == 1


@pytest.mark.parametrize(
    ("locked", "path"),
    [
        ([{"request": "R0", "place": "S002-1"}], "locked[0].place"),
        ([{"request": "R2", "place": "P0"}], "locked[0].request"),
        ([{"request": "R0", "place": "P0"}, {"request": "R0", "place": "P1"}], "locked[1].request"),
        ([{"request": "R0", "place": "P0"}, {"request": "R3", "place": "P0"}], "locked[1].place"),
        ([{"request": "R0", "place": "P0"}, {"request": "R1", "place": "P1"}], "locked[1].place"),
    ],
    ids=["no candidate pair", "exploratory", "request twice", "place twice", "one network in one département"],
)
@pytest.mark.parametrize("assign", [False, True])
def test_a_locked_pair_that_cannot_be_is_refused(small, locked, path, assign):
    far = small["shelters"][1]
    problem = twins(small, 4, shelters=2)
    problem["shelters"].append(far)
    problem["requests"][2]["exploratory"] = True
    problem["requests"][3]["network"] = None
    problem["locked"] = locked

    with pytest.raises(BadProblem) as refused:
        solve(parse(json.dumps(problem).encode()), assign=assign)

    assert refused.value.path == path


def test_the_price_of_a_place_is_who_loses_hers(small):
    problem = twins(small, 2, shelters=1)
    problem["requests"][0].update(network=None, risk="very_high")
    problem["requests"][1].update(network=None)
    rankings = rank_all(parse(json.dumps(problem).encode()))

    cost = price(rankings, "R1", "P0")
    left = choices_left(rankings, "R1", "P0")

    assert cost.before.pairs == (("R0", "P0"),)
    assert cost.after.pairs == (("R1", "P0"),)
    assert cost.lost == ("R0",)
    assert [(other.request, other.before, other.after) for other in left] == [("R0", 1, 0)]


def test_a_choice_counts_each_house_once():
    """The helper that the proofs rest on: it names all but the best pair of each network and département."""

    class Chosen:
        house = np.array([3, 3, -1, -1, 5, 3])
        worth = np.array([1, 9, 1, 1, 1, 4])

    from havre.placements.engine.pairs import Pairs

    again = Pairs.shared(Chosen(), np.arange(6))

    assert Counter(again.tolist()) == Counter([0, 5])
