"""The result of a search as plain values, and as bytes that are the same for the same input."""

import json
from typing import Any

from havre.placements.engine import relax, words
from havre.placements.engine.criteria import CRITERIA
from havre.placements.engine.rank import Ranking
from havre.placements.engine.rules import REFUSALS

FORMAT = "havre.placement.result/1"
ENGINE = "1.0.0"


def request_result(ranking: Ranking, *, top: int | None = None, lang: str = "fr") -> dict[str, Any]:
    """One request's part of a result; ``top`` cuts the candidates written, never their total."""
    return {
        "request": ranking.search.request.id,
        "status": ranking.status,
        "refusals": list(ranking.refusals),
        "candidates_total": len(ranking.candidates),
        "candidates": candidates(ranking, top=top, lang=lang),
        "excluded": excluded(ranking, lang=lang),
        "relaxations": relaxations(ranking, lang),
    }


def refusals(ranking: Ranking, lang: str = "fr") -> list[str]:
    """Why the request itself is refused, in words."""
    return [words.say(lang, *refusal.words) for refusal in REFUSALS if refusal.code in ranking.refusals]


def candidates(ranking: Ranking, *, top: int | None = None, lang: str = "fr") -> list[dict[str, Any]]:
    """The places that fit, best first, each with all criteria in words."""
    return [
        _candidate(ranking, place, score, lang)
        for place, score in zip(ranking.candidates[:top].tolist(), ranking.scores[:top].tolist(), strict=True)
    ]


def _candidate(ranking: Ranking, place: int, score: float, lang: str) -> dict[str, Any]:
    capacity = ranking.search.capacity
    km = ranking.km(place)
    return {
        "place": capacity.place_ids[place],
        "shelter": capacity.shelter_of(place),
        "score": score,
        "km": None if km is None else words.km_down(km),
        "to_call": ranking.to_call(place),
        "reasons": [
            {
                "criterion": criterion.name,
                "value": round(value, 6),
                "weight": ranking.search.policy.weights[criterion.name],
                "text": words.reason(ranking, criterion.name, value, place, lang),
            }
            for criterion, value in zip(CRITERIA, ranking.criterion_values(place), strict=True)
        ],
    }


def excluded(ranking: Ranking, *, start: int = 0, stop: int | None = None, lang: str = "fr") -> list[dict[str, Any]]:
    """The places that do not fit, by id, each with every reason; ``start`` and ``stop`` cut a page out of them."""
    return [_excluded(ranking, place, lang) for place in ranking.excluded[start:stop].tolist()]


def _excluded(ranking: Ranking, place: int, lang: str) -> dict[str, Any]:
    capacity = ranking.search.capacity
    reasons: list[dict[str, Any]] = []
    for code in ranking.codes(place):
        if code == "too_near":
            reasons += _zones_too_near(ranking, place, lang)
        else:
            reasons.append({"code": code, "text": words.exclusion(ranking, code, place, lang)})
    return {"place": capacity.place_ids[place], "shelter": capacity.shelter_of(place), "reasons": reasons}


def _zones_too_near(ranking: Ranking, place: int, lang: str) -> list[dict[str, Any]]:
    search = ranking.search
    area = search.capacity.area_of(place)
    km = search.zone_km[:, search.capacity.place_area[place]].tolist()
    return [
        {
            "code": "too_near",
            "zone": zone,
            "km": words.km_down(km[zone]),
            "text": words.too_near(search, zone, area, lang),
        }
        for zone in range(len(km))
        if km[zone] < search.min_km
    ]


def relaxations(ranking: Ranking, lang: str = "fr") -> list[dict[str, Any]]:
    return [
        {"change": {change.key: change.value}, "opens": list(change.opens), "text": relax.words(ranking, change, lang)}
        for change in relax.relaxations(ranking)
    ]


def to_bytes(result: dict[str, Any]) -> bytes:
    """UTF-8 JSON on one line."""
    return (json.dumps(result, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")
