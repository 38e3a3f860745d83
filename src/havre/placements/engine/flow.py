"""The best assignment while nobody shares a network: a flow of least cost, solved at once and exactly."""

import numpy as np

from havre.placements.engine.capacity import Bools, Ints


def most(request: Ints, place: Ints, worth: Ints, allowed: Bools) -> Ints:
    """The pairs, among those allowed, that use each request and each place once at most and are worth most together.

    ``worth`` are positive whole numbers; the answer holds positions in the three arrays.
    """
    from ortools.graph.python import min_cost_flow

    pairs = np.flatnonzero(allowed)
    if not len(pairs):
        return pairs
    requests, starts = np.unique(request[pairs], return_inverse=True)
    places, ends = np.unique(place[pairs], return_inverse=True)
    source, sink = 0, 1
    first_request, first_place = 2, 2 + len(requests)
    all_requests = np.arange(len(requests)) + first_request
    all_places = np.arange(len(places)) + first_place
    network = min_cost_flow.SimpleMinCostFlow()

    def arcs(tails: Ints, heads: Ints, capacity: int, cost: Ints) -> Ints:
        added: Ints = network.add_arcs_with_capacity_and_unit_cost(
            tails, heads, np.full(len(tails), capacity, dtype=np.int64), cost
        )
        return added

    free = np.zeros(1, dtype=np.int64)
    arcs(np.full(len(requests), source), all_requests, 1, np.repeat(free, len(requests)))
    chosen_arcs = arcs(starts + first_request, ends + first_place, 1, -worth[pairs])
    arcs(all_places, np.full(len(places), sink), 1, np.repeat(free, len(places)))
    arcs(np.array([source]), np.array([sink]), len(requests), free)
    network.set_nodes_supplies(np.array([source, sink]), np.array([len(requests), -len(requests)]))
    status = network.solve()
    if status != network.OPTIMAL:
        raise RuntimeError(f"flow of least cost: {status}")
    used: Ints = pairs[network.flows(chosen_arcs) > 0]
    return used
