"""Parses a placement problem strictly: what does not fit is refused, with its path and what was expected."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from havre.countries.fr.network import SERVICES
from havre.countries.fr.people import GENDERS
from havre.countries.fr.policy import PLACEMENT_WEIGHTS
from havre.countries.fr.trafficking import EXPLOITATION
from havre.countries.world import language_codes
from havre.geo import towns
from havre.geo.departments import INDEX
from havre.placements.engine import reading
from havre.placements.engine.problem import (
    FARTHEST_KM,
    FORMAT,
    LARGEST_RADIUS_KM,
    LONGEST_DAYS,
    RISKS,
    Accepts,
    AreaZone,
    Kind,
    Lock,
    Person,
    Place,
    PointZone,
    Policy,
    Problem,
    Request,
    Resident,
    Risk,
    Shelter,
    TownZone,
    Zone,
)
from havre.placements.engine.reading import BadProblem, Number


def parse(data: bytes) -> Problem:
    """The problem in these bytes. Raises ``BadProblem``.

    Whether locked pairs are candidate pairs is not known yet: ``solve`` refuses those that are not.
    """
    return read_problem(reading.load(data), sha256=hashlib.sha256(data).hexdigest())


def read_problem(raw: Any, *, sha256: str | None = None) -> Problem:
    """The problem in a decoded JSON value. Raises ``BadProblem``."""
    keys = ("format", "at", "policy", "shelters", "residents", "requests")
    found = reading.fields(raw, "$", keys, ("locked",))
    if found["format"] != FORMAT:
        raise BadProblem("format", found["format"], (f"« {FORMAT} »", f"“{FORMAT}”"))
    at = reading.day(found["at"], "at")
    problem = Problem(
        at=at,
        policy=_policy(found["policy"], "policy"),
        shelters=reading.items(found["shelters"], "shelters", _shelter),
        residents=reading.items(found["residents"], "residents", _resident),
        requests=reading.items(found["requests"], "requests", lambda value, path: _request(value, path, at)),
        locked=reading.items(found.get("locked", []), "locked", _lock),
        sha256=sha256,
    )
    _check_ids(problem)
    _check_references(problem)
    reading.distinct(problem.locked, "locked", found.get("locked", []))
    return problem


_AREA = reading.code(INDEX, ("un département, par exemple « FR-06 »", "a département such as “FR-06”"))
_GENDER = reading.code(GENDERS.labels, ("un code de genre HTCDS", "an HTCDS gender code"))
_EXPLOITATION = reading.code(EXPLOITATION.labels, ("un type d’exploitation HTCDS", "an HTCDS type of exploitation"))
_SERVICE = reading.code(
    SERVICES.labels, ("un service parmi " + ", ".join(SERVICES), "a service among " + ", ".join(SERVICES))
)
_RISK = reading.code(RISKS, ("un risque parmi " + ", ".join(RISKS), "a risk among " + ", ".join(RISKS)))
_KIND = reading.code(("flat", "room"), ("« flat » ou « room »", "“flat” or “room”"))
_CRITERION = tuple(PLACEMENT_WEIGHTS)


def _language(value: Any, path: str) -> str:
    read = reading.code(
        language_codes(),
        (
            "un code ISO 639-1, ou ISO 639-3 d’une langue sans code à deux lettres",
            "a code of ISO 639-1, or of ISO 639-3 for a language without a two-letter code",
        ),
    )
    return read(value, path)


def _town(value: Any, path: str) -> str:
    read = reading.code(towns.all_towns(), ("le code INSEE d’une commune connue", "the INSEE code of a known town"))
    return read(value, path)


def _policy(value: Any, path: str) -> Policy:
    found = reading.fields(value, path, ("min_km", "horizon_days", "confirm_days"), ("weights",))
    return Policy(
        min_km=_min_km(found["min_km"], f"{path}.min_km"),
        horizon_days=reading.integer(found["horizon_days"], f"{path}.horizon_days", 0, LONGEST_DAYS),
        confirm_days=reading.integer(found["confirm_days"], f"{path}.confirm_days", 0, LONGEST_DAYS),
        weights=_weights(found.get("weights", {}), f"{path}.weights"),
    )


def _min_km(value: Any, path: str) -> Mapping[str, Number]:
    found = reading.fields(value, path, RISKS)
    km = {risk: reading.number(found[risk], f"{path}.{risk}", 0, FARTHEST_KM) for risk in RISKS}
    for lower, higher in pairwise(RISKS):
        if km[higher] < km[lower]:
            expected = (f"au moins {km[lower]}, comme {lower}", f"at least {km[lower]}, as {lower}")
            raise BadProblem(f"{path}.{higher}", km[higher], expected)
    return MappingProxyType(km)


def _weights(value: Any, path: str) -> Mapping[str, Number]:
    found = reading.fields(value, path, (), _CRITERION)
    given = {name: reading.number(weight, f"{path}.{name}", 0) for name, weight in found.items()}
    weights = {name: given.get(name, default) for name, default in PLACEMENT_WEIGHTS.items()}
    total = sum(map(float, weights.values()))
    if not 0 < total < float("inf"):
        expected = ("un poids au-dessus de zéro, une somme finie", "a weight above zero, and a finite sum")
        raise BadProblem(path, value, expected)
    return MappingProxyType(weights)


def _shelter(value: Any, path: str) -> Shelter:
    keys = (
        "id",
        "area",
        "places",
        "accepts",
        "languages",
        "expertise",
        "services",
        "night_staff",
        "paused",
        "yearly_target",
        "admitted_this_year",
    )
    found = reading.fields(value, path, keys)
    return Shelter(
        id=reading.text(found["id"], f"{path}.id"),
        area=_AREA(found["area"], f"{path}.area"),
        places=reading.items(found["places"], f"{path}.places", _place),
        accepts=_accepts(found["accepts"], f"{path}.accepts"),
        languages=reading.codes(found["languages"], f"{path}.languages", _language),
        expertise=reading.codes(found["expertise"], f"{path}.expertise", _EXPLOITATION),
        services=reading.codes(found["services"], f"{path}.services", _SERVICE),
        night_staff=reading.flag(found["night_staff"], f"{path}.night_staff"),
        paused=reading.flag(found["paused"], f"{path}.paused"),
        yearly_target=reading.integer(found["yearly_target"], f"{path}.yearly_target", 0),
        admitted_this_year=reading.integer(found["admitted_this_year"], f"{path}.admitted_this_year", 0),
    )


def _place(value: Any, path: str) -> Place:
    keys = ("id", "size", "free_from", "confirmed_at", "blocked", "accessible", "kind")
    found = reading.fields(value, path, keys)
    kind: Kind = "flat" if _KIND(found["kind"], f"{path}.kind") == "flat" else "room"
    return Place(
        id=reading.text(found["id"], f"{path}.id"),
        size=reading.integer(found["size"], f"{path}.size", 1),
        free_from=reading.day_or_null(found["free_from"], f"{path}.free_from"),
        confirmed_at=reading.day_or_null(found["confirmed_at"], f"{path}.confirmed_at"),
        blocked=reading.flag(found["blocked"], f"{path}.blocked"),
        accessible=reading.flag(found["accessible"], f"{path}.accessible"),
        kind=kind,
    )


def _accepts(value: Any, path: str) -> Accepts:
    found = reading.fields(value, path, ("genders", "children", "pregnant", "animals"))
    return Accepts(
        genders=reading.codes(found["genders"], f"{path}.genders", _GENDER),
        children=reading.flag(found["children"], f"{path}.children"),
        pregnant=reading.flag(found["pregnant"], f"{path}.pregnant"),
        animals=reading.flag(found["animals"], f"{path}.animals"),
    )


def _resident(value: Any, path: str) -> Resident:
    found = reading.fields(value, path, ("shelter", "network", "conflicts"))
    return Resident(
        shelter=reading.text(found["shelter"], f"{path}.shelter"),
        network=reading.text_or_null(found["network"], f"{path}.network"),
        conflicts=reading.codes(found["conflicts"], f"{path}.conflicts", reading.text),
    )


def _request(value: Any, path: str, at: date) -> Request:
    keys = Request.__slots__
    found = reading.fields(value, path, keys)

    def flag(key: str) -> bool:
        return reading.flag(found[key], f"{path}.{key}")

    persons = reading.items(found["persons"], f"{path}.persons", _person)
    if not persons:
        raise BadProblem(f"{path}.persons", [], ("au moins une personne", "at least one person"))
    zones = reading.items(found["danger_zones"], f"{path}.danger_zones", _zone)
    reading.distinct(zones, f"{path}.danger_zones", found["danger_zones"])
    return Request(
        id=reading.text(found["id"], f"{path}.id"),
        persons=persons,
        age_in_doubt=flag("age_in_doubt"),
        pregnant=flag("pregnant"),
        animals=flag("animals"),
        needs_accessible=flag("needs_accessible"),
        needs_night_staff=flag("needs_night_staff"),
        risk=_risk(found["risk"], f"{path}.risk"),
        danger_zones=zones,
        avoid_areas=reading.codes(found["avoid_areas"], f"{path}.avoid_areas", _AREA),
        prefer_areas=reading.codes(found["prefer_areas"], f"{path}.prefer_areas", _AREA),
        accepts_overseas=flag("accepts_overseas"),
        languages=reading.codes(found["languages"], f"{path}.languages", _language),
        exploitation=reading.codes(found["exploitation"], f"{path}.exploitation", _EXPLOITATION),
        wants_services=reading.codes(found["wants_services"], f"{path}.wants_services", _SERVICE),
        network=reading.text_or_null(found["network"], f"{path}.network"),
        agreement=flag("agreement"),
        exploratory=flag("exploratory"),
        waiting_since=_past_day(found["waiting_since"], f"{path}.waiting_since", at),
    )


def _risk(value: Any, path: str) -> Risk:
    found = _RISK(value, path)
    return next(risk for risk in ("low", "medium", "high", "very_high") if risk == found)


def _past_day(value: Any, path: str, at: date) -> date:
    found = reading.day(value, path)
    if found > at:
        raise BadProblem(path, value, (f"une date jusqu’au {at}", f"a date up to {at}"))
    return found


def _person(value: Any, path: str) -> Person:
    found = reading.fields(value, path, ("gender", "age"))
    return Person(_GENDER(found["gender"], f"{path}.gender"), reading.integer(found["age"], f"{path}.age", 0, 120))


def _zone(value: Any, path: str) -> Zone:
    if not isinstance(value, dict) or not value.keys() & {"area", "town", "lat", "lon"}:
        expected = ("une zone par area, par town ou par lat et lon", "a zone by area, by town, or by lat and lon")
        raise BadProblem(path, value, expected)
    if "area" in value:
        return AreaZone(_AREA(reading.fields(value, path, ("area",))["area"], f"{path}.area"))
    if "town" in value:
        found = reading.fields(value, path, ("town", "radius_km"))
        return TownZone(_town(found["town"], f"{path}.town"), _radius(found, path))
    found = reading.fields(value, path, ("lat", "lon", "radius_km"))
    lat = reading.number(found["lat"], f"{path}.lat", -90, 90)
    return PointZone(lat, reading.number(found["lon"], f"{path}.lon", -180, 180), _radius(found, path))


def _radius(found: dict[str, Any], path: str) -> Number:
    return reading.number(found["radius_km"], f"{path}.radius_km", 0, LARGEST_RADIUS_KM)


def _lock(value: Any, path: str) -> Lock:
    found = reading.fields(value, path, ("request", "place"))
    return Lock(reading.text(found["request"], f"{path}.request"), reading.text(found["place"], f"{path}.place"))


def _check_ids(problem: Problem) -> None:
    _check_unique((s.id, f"shelters[{n}].id") for n, s in enumerate(problem.shelters))
    _check_unique((r.id, f"requests[{n}].id") for n, r in enumerate(problem.requests))
    _check_unique(
        (place.id, f"shelters[{n}].places[{k}].id")
        for n, shelter in enumerate(problem.shelters)
        for k, place in enumerate(shelter.places)
    )


def _check_unique(found: Iterable[tuple[str, str]]) -> None:
    seen: set[str] = set()
    for identifier, path in found:
        if identifier in seen:
            raise BadProblem(path, identifier, ("un identifiant unique", "an id of its own"))
        seen.add(identifier)


def _check_references(problem: Problem) -> None:
    shelters = {shelter.id for shelter in problem.shelters}
    requests = {request.id for request in problem.requests}
    places = {place.id for shelter in problem.shelters for place in shelter.places}
    no_shelter = ("l’identifiant d’un lieu d’accueil du problème", "the id of a shelter of this problem")
    no_request = ("l’identifiant d’une demande du problème", "the id of a request of this problem")
    no_place = ("l’identifiant d’une place du problème", "the id of a place of this problem")
    for n, resident in enumerate(problem.residents):
        if resident.shelter not in shelters:
            raise BadProblem(f"residents[{n}].shelter", resident.shelter, no_shelter)
        for k, named in enumerate(resident.conflicts):
            if named not in requests:
                raise BadProblem(f"residents[{n}].conflicts[{k}]", named, no_request)
    for n, lock in enumerate(problem.locked):
        if lock.request not in requests:
            raise BadProblem(f"locked[{n}].request", lock.request, no_request)
        if lock.place not in places:
            raise BadProblem(f"locked[{n}].place", lock.place, no_place)
