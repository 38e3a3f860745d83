"""Every malformed kind is refused with its path, its value and what was expected."""

import json

import pytest

from havre.placements.engine import BadProblem, parse

ALPHA = {"area": "FR-06"}
REQUEST = "requests[0]"
REMOVE = object()


def put(problem, path, value):
    """Sets (or removes) the value at a path such as ``requests[0].persons[1].age``; ``+`` appends to a list."""
    keys = [int(key) if key.isdigit() else key for key in path.replace("[", ".").replace("]", "").split(".")]
    target = problem
    for key in keys[:-1]:
        target = target[key]
    if value is REMOVE:
        del target[keys[-1]]
    elif keys[-1] == "+":
        target.append(value)
    else:
        target[keys[-1]] = value
    return problem


BAD = [
    ("format", "havre.placement/2", "format"),
    ("format", REMOVE, "format"),
    ("surprise", 1, "surprise"),
    ("at", "2026-02-30", "at"),
    ("at", "20260302", "at"),
    ("at", "2026-W10-1", "at"),
    ("at", 20260302, "at"),
    ("at", "٢٠٢٦-٠٣-٠٢", "at"),
    ("policy", [], "policy"),
    ("policy.min_km.low", REMOVE, "policy.min_km.low"),
    ("policy.min_km.extreme", 500, "policy.min_km.extreme"),
    ("policy.min_km.medium", 49, "policy.min_km.medium"),
    ("policy.min_km.low", -0.5, "policy.min_km.low"),
    ("policy.min_km.very_high", 20_000.5, "policy.min_km.very_high"),
    ("policy.min_km.low", True, "policy.min_km.low"),
    ("policy.min_km.low", "50", "policy.min_km.low"),
    ("policy.min_km.low", 10**400, "policy.min_km.low"),
    ("policy.horizon_days", 14.0, "policy.horizon_days"),
    ("policy.horizon_days", 367, "policy.horizon_days"),
    ("policy.horizon_days", -1, "policy.horizon_days"),
    ("policy.confirm_days", None, "policy.confirm_days"),
    ("policy.weights", {"beauty": 1}, "policy.weights.beauty"),
    ("policy.weights", {"margin": -1}, "policy.weights.margin"),
    ("policy.weights", None, "policy.weights"),
    (
        "policy.weights",
        dict.fromkeys(["languages", "expertise", "services", "wishes", "fair_load", "rare_place", "margin"], 0),
        "policy.weights",
    ),
    ("policy.weights", {"languages": 1e308, "margin": 1e308}, "policy.weights"),
    ("shelters", {}, "shelters"),
    ("shelters[0]", None, "shelters[0]"),
    ("shelters[0].id", "", "shelters[0].id"),
    ("shelters[0].id", 17, "shelters[0].id"),
    ("shelters[1].id", "S017", "shelters[1].id"),
    ("shelters[0].area", "35", "shelters[0].area"),
    ("shelters[0].area", "FR-20", "shelters[0].area"),
    ("shelters[0].area", "FR-975", "shelters[0].area"),
    ("shelters[0].area", ["FR-35"], "shelters[0].area"),
    ("shelters[0].address", "12, rue", "shelters[0].address"),
    ("shelters[0].paused", 0, "shelters[0].paused"),
    ("shelters[0].paused", REMOVE, "shelters[0].paused"),
    ("shelters[0].night_staff", "true", "shelters[0].night_staff"),
    ("shelters[0].yearly_target", -1, "shelters[0].yearly_target"),
    ("shelters[0].admitted_this_year", 1.0, "shelters[0].admitted_this_year"),
    ("shelters[0].languages[0]", "eng", "shelters[0].languages[0]"),
    ("shelters[0].languages[0]", "und", "shelters[0].languages[0]"),
    ("shelters[0].languages[0]", "mul", "shelters[0].languages[0]"),
    ("shelters[0].languages[0]", "FR", "shelters[0].languages[0]"),
    ("shelters[0].languages[0]", "xx", "shelters[0].languages[0]"),
    ("shelters[0].languages[1]", "fr", "shelters[0].languages[1]"),
    ("shelters[0].expertise", ["Crime"], "shelters[0].expertise[0]"),
    ("shelters[0].services", ["psychology", "psychology"], "shelters[0].services[1]"),
    ("shelters[0].services", ["massage"], "shelters[0].services[0]"),
    ("shelters[0].accepts.genders", ["Female"], "shelters[0].accepts.genders[0]"),
    ("shelters[0].accepts.genders", "Feminine", "shelters[0].accepts.genders"),
    ("shelters[0].accepts.children", None, "shelters[0].accepts.children"),
    ("shelters[0].places[0].id", "S002-1", "shelters[1].places[0].id"),
    ("shelters[0].places[0].size", 0, "shelters[0].places[0].size"),
    ("shelters[0].places[0].size", 2.0, "shelters[0].places[0].size"),
    ("shelters[0].places[0].free_from", "2026-3-5", "shelters[0].places[0].free_from"),
    ("shelters[0].places[0].free_from", "0000-01-01", "shelters[0].places[0].free_from"),
    ("shelters[0].places[0].confirmed_at", "yesterday", "shelters[0].places[0].confirmed_at"),
    ("shelters[0].places[0].kind", "house", "shelters[0].places[0].kind"),
    ("shelters[0].places[0].kind", REMOVE, "shelters[0].places[0].kind"),
    ("residents[0].shelter", "S999", "residents[0].shelter"),
    ("residents[0].network", "", "residents[0].network"),
    ("residents[0].network", 3, "residents[0].network"),
    ("residents[0].conflicts", ["R9"], "residents[0].conflicts[0]"),
    ("residents[0].conflicts", ["R1", "R1"], "residents[0].conflicts[1]"),
    (f"{REQUEST}.id", "R2", "requests[1].id"),
    (f"{REQUEST}.persons", [], f"{REQUEST}.persons"),
    (f"{REQUEST}.persons[1].age", 121, f"{REQUEST}.persons[1].age"),
    (f"{REQUEST}.persons[1].age", -1, f"{REQUEST}.persons[1].age"),
    (f"{REQUEST}.persons[1].age", True, f"{REQUEST}.persons[1].age"),
    (f"{REQUEST}.persons[0].gender", "Masculin", f"{REQUEST}.persons[0].gender"),
    (f"{REQUEST}.persons[0].name", "Alix", f"{REQUEST}.persons[0].name"),
    (f"{REQUEST}.risk", "extreme", f"{REQUEST}.risk"),
    (f"{REQUEST}.danger_zones.+", {}, f"{REQUEST}.danger_zones[2]"),
    (f"{REQUEST}.danger_zones.+", ALPHA, f"{REQUEST}.danger_zones[2]"),
    (f"{REQUEST}.danger_zones.+", {"town": "13055", "radius_km": 30.0}, f"{REQUEST}.danger_zones[2]"),
    (f"{REQUEST}.danger_zones.+", {"area": "FR-13", "radius_km": 5}, f"{REQUEST}.danger_zones[2].radius_km"),
    (f"{REQUEST}.danger_zones.+", {"area": "FR-13", "town": "13055"}, f"{REQUEST}.danger_zones[2].town"),
    (f"{REQUEST}.danger_zones.+", {"town": "13055"}, f"{REQUEST}.danger_zones[2].radius_km"),
    (f"{REQUEST}.danger_zones.+", {"town": "99999", "radius_km": 1}, f"{REQUEST}.danger_zones[2].town"),
    (f"{REQUEST}.danger_zones.+", {"town": "13055", "radius_km": 1001}, f"{REQUEST}.danger_zones[2].radius_km"),
    (f"{REQUEST}.danger_zones.+", {"lat": 48, "radius_km": 1}, f"{REQUEST}.danger_zones[2].lon"),
    (f"{REQUEST}.danger_zones.+", {"lat": 91, "lon": 2, "radius_km": 1}, f"{REQUEST}.danger_zones[2].lat"),
    (f"{REQUEST}.danger_zones.+", {"lat": 48, "lon": -181, "radius_km": 1}, f"{REQUEST}.danger_zones[2].lon"),
    (f"{REQUEST}.avoid_areas", ["FR-06", "FR-06"], f"{REQUEST}.avoid_areas[1]"),
    (f"{REQUEST}.prefer_areas", ["Bretagne"], f"{REQUEST}.prefer_areas[0]"),
    (f"{REQUEST}.languages", ["en", "en"], f"{REQUEST}.languages[1]"),
    (f"{REQUEST}.exploitation", [None], f"{REQUEST}.exploitation[0]"),
    (f"{REQUEST}.network", "", f"{REQUEST}.network"),
    (f"{REQUEST}.agreement", REMOVE, f"{REQUEST}.agreement"),
    (f"{REQUEST}.waiting_since", "2026-03-03", f"{REQUEST}.waiting_since"),
    (f"{REQUEST}.waiting_since", None, f"{REQUEST}.waiting_since"),
    ("locked", {}, "locked"),
    ("locked", None, "locked"),
    ("locked", [{"request": "R9", "place": "S017-1"}], "locked[0].request"),
    ("locked", [{"request": "R1", "place": "S017"}], "locked[0].place"),
    ("locked", [{"request": "R1"}], "locked[0].place"),
    ("locked", [{"request": "R1", "place": "S017-1"}] * 2, "locked[1]"),
]


@pytest.mark.parametrize(("path", "value", "named"), BAD)
def test_what_does_not_fit_is_refused_with_its_path(small, path, value, named):
    raw = json.dumps(put(small, path, value)).encode()

    with pytest.raises(BadProblem) as refused:
        parse(raw)

    assert refused.value.path == named
    for lang in ("fr", "en"):
        assert refused.value.message(lang).startswith(named)


BYTES = [
    (b"", "$"),
    (b"\xff\xfe{}", "$"),
    (b"\xef\xbb\xbf{}", "$"),
    (b"{", "$"),
    (b"[]", "$"),
    (b"null", "$"),
    (b"{} {}", "$"),
    (b'{"format": NaN}', "$"),
    (b'{"format": -Infinity}', "$"),
    (b"[" * 200_000, "$"),
    (b'{"format": ' + b"9" * 5000 + b"}", "$"),
    (b'{"format": "havre.placement/1", "format": "havre.placement/1"}', "format"),
    (b'{"a b": 1}', '"a b"'),
]


@pytest.mark.parametrize(("raw", "named"), BYTES, ids=[str(n) for n in range(len(BYTES))])
def test_what_is_not_one_json_object_is_refused(raw, named):
    with pytest.raises(BadProblem) as refused:
        parse(raw)

    assert refused.value.path == named


def test_a_repeated_key_is_refused_wherever_it_stands(small):
    raw = json.dumps(small).replace('"age": 22', '"age": 22, "age": 22').encode()

    with pytest.raises(BadProblem) as refused:
        parse(raw)

    assert refused.value.path == "requests[0].persons[0].age"


def test_a_number_beyond_all_bounds_is_refused(small):
    raw = json.dumps(small).replace('"low": 50', '"low": 1e999').encode()

    with pytest.raises(BadProblem) as refused:
        parse(raw)

    assert refused.value.path == "policy.min_km.low"


def test_text_that_cannot_be_written_back_is_refused(small):
    small["shelters"][0]["id"] = "S\ud800"

    with pytest.raises(BadProblem) as refused:
        parse(json.dumps(small).encode())

    assert refused.value.path == "shelters[0].id"


def test_a_refusal_says_where_what_and_what_was_expected(small):
    small["requests"][0]["persons"][1]["age"] = 121

    with pytest.raises(BadProblem) as refused:
        parse(json.dumps(small).encode())

    assert refused.value.message("en") == "requests[0].persons[1].age: 121, expected an integer from 0 to 120"
    assert str(refused.value) == "requests[0].persons[1].age : 121, attendu : un entier de 0 à 120"


def test_equal_persons_and_equal_residents_are_welcome(small):
    small["requests"][0]["persons"] = [{"gender": "Feminine", "age": 22}] * 2
    small["residents"] = [small["residents"][0]] * 2

    problem = parse(json.dumps(small).encode())

    assert len(problem.requests[0].persons) == len(problem.residents) == 2


def test_very_large_counts_are_taken_as_they_are(small):
    small["shelters"][0].update(yearly_target=10**400, admitted_this_year=10**399)
    small["shelters"][0]["places"][0]["size"] = 10**30

    problem = parse(json.dumps(small).encode())

    assert problem.shelters[0].places[0].size == 10**30
