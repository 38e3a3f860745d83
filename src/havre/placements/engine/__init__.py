"""The placement engine: for each request the places that fit, in order and with reasons, and why the others do not.

Plain Python on formats ``havre.placement/1`` and ``havre.placement.result/1``. It proposes; a named person decides.
"""

from havre.placements.engine.assign import Assignment, assign
from havre.placements.engine.capacity import Capacity, Housed, Ints, Memory
from havre.placements.engine.others import Choices, Price, choices_left, price
from havre.placements.engine.parsing import parse, read_problem
from havre.placements.engine.problem import (
    Accepts,
    AreaZone,
    Lock,
    Person,
    Place,
    PointZone,
    Policy,
    Problem,
    Request,
    Resident,
    Shelter,
    TownZone,
)
from havre.placements.engine.rank import Ranking, rank
from havre.placements.engine.reading import BadProblem
from havre.placements.engine.relax import Relaxation, relaxations
from havre.placements.engine.result import ENGINE, to_bytes
from havre.placements.engine.solve import rank_all, solve, stream

__all__ = [
    "ENGINE",
    "Accepts",
    "AreaZone",
    "Assignment",
    "BadProblem",
    "Capacity",
    "Choices",
    "Housed",
    "Ints",
    "Lock",
    "Memory",
    "Person",
    "Place",
    "PointZone",
    "Policy",
    "Price",
    "Problem",
    "Ranking",
    "Relaxation",
    "Request",
    "Resident",
    "Shelter",
    "TownZone",
    "assign",
    "choices_left",
    "parse",
    "price",
    "rank",
    "rank_all",
    "read_problem",
    "relaxations",
    "solve",
    "stream",
    "to_bytes",
]
