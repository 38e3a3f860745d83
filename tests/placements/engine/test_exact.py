"""The capacity core against sixty published problems with proven optima."""

import csv
import time
from pathlib import Path

import numpy as np
import pytest

from havre.placements.engine.exact import Program, best

GAP = Path(__file__).parents[2] / "data" / "gap"


def optima():
    with (GAP / "optima.csv").open(encoding="utf-8", newline="") as file:
        return [(row["instance"], int(row["optimum_max"])) for row in csv.DictReader(file)]


def read(instance):
    """Agents by jobs: profits, needs, capacities."""
    numbers = [int(word) for word in (GAP / f"{instance}.txt").read_text(encoding="utf-8").split()]
    agents, jobs = numbers[:2]
    profits = np.array(numbers[2 : 2 + agents * jobs]).reshape(agents, jobs)
    needs = np.array(numbers[2 + agents * jobs : 2 + 2 * agents * jobs]).reshape(agents, jobs)
    return profits, needs, np.array(numbers[2 + 2 * agents * jobs :])


def program(profits, needs, capacities):
    agents, jobs = profits.shape
    column = np.arange(agents * jobs)
    return Program(
        profit=profits.ravel().astype(float),
        row=np.stack([column % jobs, jobs + column // jobs], axis=1).ravel(),
        column=np.repeat(column, 2),
        coefficient=np.stack([np.ones(agents * jobs), needs.ravel()], axis=1).ravel(),
        lower=np.concatenate([np.ones(jobs), np.full(agents, -np.inf)]),
        upper=np.concatenate([np.ones(jobs), capacities.astype(float)]),
        step=1.0,
    )


@pytest.mark.parametrize(("instance", "optimum"), optima())
def test_each_published_problem_is_solved_and_proven(instance, optimum):
    profits, needs, capacities = read(instance)

    choice = best(program(profits, needs, capacities), time.monotonic() + 60)

    agent, job = np.divmod(choice.chosen, profits.shape[1])
    assert choice.proven
    assert sorted(job.tolist()) == list(range(profits.shape[1]))
    assert (np.bincount(agent, needs[agent, job], minlength=len(capacities)) <= capacities).all()
    assert profits[agent, job].sum() == optimum


def test_all_sixty_are_there():
    assert len(optima()) == 60
    assert {path.stem for path in GAP.glob("*.txt")} == {instance for instance, _ in optima()}


def test_columns_left_out_at_first_are_found_when_they_pay():
    """Starting from one poor column, pricing must bring in the two that are best together."""
    poor_then_good = Program(
        profit=np.array([0.1, 0.9, 0.8, 0.3]),
        row=np.array([0, 2, 0, 3, 1, 2, 1, 3]),
        column=np.array([0, 0, 1, 1, 2, 2, 3, 3]),
        coefficient=np.ones(8),
        lower=np.full(4, -np.inf),
        upper=np.ones(4),
        step=0.1,
    )

    choice = best(poor_then_good, time.monotonic() + 60, known=np.array([0]), start=np.array([0]))

    assert choice.proven
    assert choice.chosen.tolist() == [1, 2]


def test_without_time_what_is_known_comes_back_unproven():
    profits, needs, capacities = read("gap1-0")
    known = np.arange(3)

    choice = best(program(profits, needs, capacities), time.monotonic() - 1, known=known)

    assert not choice.proven
    assert choice.chosen is known
