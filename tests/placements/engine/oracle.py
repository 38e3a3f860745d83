"""The placement format read a second time, slowly and without the engine: only distances are shared.

Works on the decoded JSON of a problem; plain loops, one place at a time.
"""

import math
from datetime import date, timedelta
from itertools import product

from havre.geo import distances
from havre.geo.departments import AREAS, by_area

LEVELS = ["low", "medium", "high", "very_high"]
DEFAULT_WEIGHTS = {
    "languages": 3,
    "expertise": 2,
    "services": 2,
    "wishes": 3,
    "fair_load": 1,
    "rare_place": 2,
    "margin": 2,
}


def zone_km(zone, area):
    if "area" in zone:
        row = distances.from_area(zone["area"])
    elif "town" in zone:
        row = distances.from_town(zone["town"], zone["radius_km"])
    else:
        row = distances.from_point(zone["lat"], zone["lon"], zone["radius_km"])
    km = float(row[AREAS.index(area)])
    return None if math.isnan(km) else km


def down(km):
    return math.floor(km * 10) / 10


def refusals(request):
    found = []
    if request["persons"][0]["age"] < 18:
        found.append("not_adult")
    if request["age_in_doubt"]:
        found.append("age_in_doubt")
    if not request["agreement"] and not request["exploratory"]:
        found.append("no_agreement")
    return found


def exclusions(problem, request, shelter, place):
    """Every reason, in the order of the format: a code, or (``too_near``, zone, km)."""
    at = date.fromisoformat(problem["at"])
    least = problem["policy"]["min_km"][request["risk"]]
    people, accepts = request["persons"], shelter["accepts"]
    found = []
    if shelter["paused"]:
        found.append("paused")
    if place["blocked"]:
        found.append("blocked")
    latest = at + timedelta(days=problem["policy"]["horizon_days"])
    if place["free_from"] is None or date.fromisoformat(place["free_from"]) > latest:
        found.append("not_free")
    if len(people) > place["size"]:
        found.append("too_small")
    if any(person["age"] >= 18 and person["gender"] not in accepts["genders"] for person in people):
        found.append("gender_not_accepted")
    if any(person["age"] < 18 for person in people) and not accepts["children"]:
        found.append("children_not_accepted")
    if request["pregnant"] and not accepts["pregnant"]:
        found.append("pregnancy_not_accepted")
    if request["animals"] and not accepts["animals"]:
        found.append("animals_not_accepted")
    if request["needs_accessible"] and not place["accessible"]:
        found.append("not_accessible")
    if request["needs_night_staff"] and not shelter["night_staff"]:
        found.append("no_night_staff")
    for n, zone in enumerate(request["danger_zones"]):
        km = zone_km(zone, shelter["area"])
        if km is not None and km < least:
            found.append(("too_near", n, down(km)))
    if shelter["area"] in request["avoid_areas"]:
        found.append("area_avoided")
    if by_area(shelter["area"]).overseas and not request["accepts_overseas"]:
        found.append("overseas_not_wanted")
    area_of = {other["id"]: other["area"] for other in problem["shelters"]}
    if request["network"] is not None and any(
        resident["network"] == request["network"] and area_of[resident["shelter"]] == shelter["area"]
        for resident in problem["residents"]
    ):
        found.append("same_network")
    if any(
        resident["shelter"] == shelter["id"] and request["id"] in resident["conflicts"]
        for resident in problem["residents"]
    ):
        found.append("conflict")
    return found


def nearest(request, area):
    known = [km for zone in request["danger_zones"] if (km := zone_km(zone, area)) is not None]
    return min(known) if known else None


def criteria(problem, request, shelter, place):
    def share(wanted, offered):
        return sum(code in offered for code in wanted) / len(wanted) if wanted else 1.0

    spoken = [language in shelter["languages"] for language in request["languages"]]
    km = nearest(request, shelter["area"])
    least = problem["policy"]["min_km"][request["risk"]]
    spare = place["size"] - len(request["persons"])
    wasted = 0.5 if place["accessible"] and not request["needs_accessible"] else 0
    prefers = request["prefer_areas"]
    return {
        "languages": 1.0 if spoken and spoken[0] else 0.5 if any(spoken) else 0.0,
        "expertise": share(request["exploitation"], shelter["expertise"]),
        "services": share(request["wants_services"], shelter["services"]),
        "wishes": (1.0 if shelter["area"] in prefers else 0.0) if prefers else 0.5,
        "fair_load": max(0.0, 1 - shelter["admitted_this_year"] / max(1, shelter["yearly_target"])),
        "rare_place": max(0.0, 1 - 0.25 * spare - wasted),
        "margin": 1.0 if km is None else min(1.0, (km - least) / 200),
    }


def weights(problem):
    return {**DEFAULT_WEIGHTS, **problem["policy"].get("weights", {})}


def score(problem, values):
    weighing = weights(problem)
    total = sum(weighing[name] * values[name] for name in DEFAULT_WEIGHTS)
    return round(total / sum(weighing[name] for name in DEFAULT_WEIGHTS), 6)


def to_call(problem, place):
    oldest = date.fromisoformat(problem["at"]) - timedelta(days=problem["policy"]["confirm_days"])
    return place["confirmed_at"] is None or date.fromisoformat(place["confirmed_at"]) < oldest


def expected(problem, request, *, relax=True):
    """One request's result without its sentences."""
    result = {
        "request": request["id"],
        "refusals": refusals(request),
        "candidates": [],
        "excluded": [],
        "relaxations": [],
    }
    if result["refusals"]:
        return {**result, "status": "refused", "candidates_total": 0}
    for shelter in problem["shelters"]:
        for place in shelter["places"]:
            reasons = exclusions(problem, request, shelter, place)
            if reasons:
                result["excluded"].append({"place": place["id"], "shelter": shelter["id"], "reasons": reasons})
                continue
            values = criteria(problem, request, shelter, place)
            km = nearest(request, shelter["area"])
            result["candidates"].append(
                {
                    "place": place["id"],
                    "shelter": shelter["id"],
                    "score": score(problem, values),
                    "km": None if km is None else down(km),
                    "to_call": to_call(problem, place),
                    "reasons": [(name, round(values[name], 6), weights(problem)[name]) for name in DEFAULT_WEIGHTS],
                }
            )
    result["candidates"].sort(key=lambda row: (-row["score"], row["place"]))
    result["excluded"].sort(key=lambda row: row["place"])
    result["candidates_total"] = len(result["candidates"])
    result["status"] = "ranked" if result["candidates"] else "none"
    if relax and result["status"] == "none":
        result["relaxations"] = relaxations(problem, request)
    return result


def opened(problem, request):
    return sorted(row["place"] for row in expected(problem, request, relax=False)["candidates"])


def with_policy(problem, **changes):
    return {**problem, "policy": {**problem["policy"], **changes}}


def relaxations(problem, request):
    """Tries every single change by running the search again."""
    found = []
    for days in range(problem["policy"]["horizon_days"] + 1, 367):
        if places := opened(with_policy(problem, horizon_days=days), request):
            found.append(({"horizon_days": days}, places))
            break
    level = LEVELS.index(request["risk"])
    floor = problem["policy"]["min_km"][LEVELS[level - 1]] if level else 0
    km = math.ceil(problem["policy"]["min_km"][request["risk"]]) - 1
    while km >= floor:
        least = {**problem["policy"]["min_km"], request["risk"]: km}
        if places := opened(with_policy(problem, min_km=least), request):
            found.append(({"min_km": km}, places))
            break
        km -= 1
    for key, value in [
        ("needs_accessible", False),
        ("needs_night_staff", False),
        ("animals", False),
        ("accepts_overseas", True),
    ]:
        if request[key] != value and (places := opened(problem, {**request, key: value})):
            found.append(({key: value}, places))
    for area in request["avoid_areas"]:
        kept = [other for other in request["avoid_areas"] if other != area]
        if places := opened(problem, {**request, "avoid_areas": kept}):
            found.append(({"avoid_areas": area}, places))
    return found


def worth(problem, pairs):
    """What an assignment is worth, as a tuple compared from the left; ``pairs`` is a dict of request to place."""
    at = date.fromisoformat(problem["at"])
    requests = {request["id"]: request for request in problem["requests"]}
    scores = {
        (request["id"], row["place"]): row["score"]
        for request in problem["requests"]
        for row in expected(problem, request, relax=False)["candidates"]
    }
    counts = [sum(requests[name]["risk"] == level for name in pairs) for level in reversed(LEVELS)]
    days = sum(min(60, (at - date.fromisoformat(requests[name]["waiting_since"])).days) for name in pairs)
    return (*counts, days, sum(round(scores[pair] * 1_000_000) for pair in pairs.items()))


def is_allowed(problem, pairs):
    """Candidate pairs only, each place once, no exploratory request, locks kept, networks apart."""
    requests = {request["id"]: request for request in problem["requests"]}
    area_of = {place["id"]: shelter["area"] for shelter in problem["shelters"] for place in shelter["places"]}
    if len(set(pairs.values())) < len(pairs):
        return False
    for name, place in pairs.items():
        if requests[name]["exploratory"] or place not in opened(problem, requests[name]):
            return False
    if any(pairs.get(lock["request"]) != lock["place"] for lock in problem.get("locked", [])):
        return False
    houses = [(requests[name]["network"], area_of[place]) for name, place in pairs.items() if requests[name]["network"]]
    return len(set(houses)) == len(houses)


def best_worth(problem):
    """The worth of the best allowed assignment, by trying all of them."""
    choices = []
    for request in problem["requests"]:
        places = [] if request["exploratory"] else opened(problem, request)
        choices.append([None, *places])
    table = _Table(problem)
    best = None
    for places in product(*choices):
        pairs = {
            request["id"]: place
            for request, place in zip(problem["requests"], places, strict=True)
            if place is not None
        }
        if table.is_allowed(pairs):
            found = table.worth(pairs)
            best = found if best is None or found > best else best
    return best


class _Table:
    """What ``best_worth`` looks up thousands of times."""

    def __init__(self, problem):
        at = date.fromisoformat(problem["at"])
        self.locks = {lock["request"]: lock["place"] for lock in problem.get("locked", [])}
        self.area = {place["id"]: shelter["area"] for shelter in problem["shelters"] for place in shelter["places"]}
        self.network = {request["id"]: request["network"] for request in problem["requests"]}
        self.level = {request["id"]: 3 - LEVELS.index(request["risk"]) for request in problem["requests"]}
        self.days = {
            request["id"]: min(60, (at - date.fromisoformat(request["waiting_since"])).days)
            for request in problem["requests"]
        }
        self.score = {
            (request["id"], row["place"]): round(row["score"] * 1_000_000)
            for request in problem["requests"]
            for row in expected(problem, request, relax=False)["candidates"]
        }

    def is_allowed(self, pairs):
        if len(set(pairs.values())) < len(pairs):
            return False
        if any(pairs.get(request) != place for request, place in self.locks.items()):
            return False
        houses = [(self.network[name], self.area[place]) for name, place in pairs.items() if self.network[name]]
        return len(set(houses)) == len(houses)

    def worth(self, pairs):
        counts = [0, 0, 0, 0]
        for name in pairs:
            counts[self.level[name]] += 1
        return (*counts, sum(self.days[name] for name in pairs), sum(self.score[pair] for pair in pairs.items()))
