"""Random small problems, dense in collisions, as decoded JSON."""

from datetime import date, timedelta

from hypothesis import strategies as st

AT = date(2026, 3, 2)
AREAS = ["FR-06", "FR-13", "FR-83", "FR-35", "FR-59", "FR-75", "FR-2A", "FR-971", "FR-974"]
LANGUAGES = ["fr", "en", "pcm", "ro"]
EXPLOITATION = ["SexualExploitation", "ForcedLabour", "ForcedCriminality"]
SERVICES = ["psychology", "legal", "childcare"]
GENDERS = ["Feminine", "Masculine", "TransgenderFeminine"]
ZONES = [
    {"area": "FR-06"},
    {"area": "FR-13"},
    {"area": "FR-971"},
    {"town": "06088", "radius_km": 30},
    {"town": "13055", "radius_km": 0},
    {"town": "97105", "radius_km": 10},
    {"lat": 48.8566, "lon": 2.3522, "radius_km": 20.5},
    {"lat": 6.5, "lon": 3.4, "radius_km": 1000},
    {"lat": -21.1, "lon": 55.5, "radius_km": 3},
]
RISKS = ("low", "medium", "high", "very_high")
MIN_KM = [
    {"low": 50, "medium": 100, "high": 200, "very_high": 300},
    {"low": 0, "medium": 0, "high": 65.5, "very_high": 700.25},
]
mostly = st.sampled_from([*[True] * 9, False])
rarely = st.sampled_from([*[False] * 9, True])


def rising(distances):
    """Least distances that differ from problem to problem: a rule a little too lax meets a place it lets through."""
    return dict(zip(RISKS, sorted(distances), strict=True))


def some(values, most=None):
    return st.lists(st.sampled_from(values), unique=True, max_size=most)


def days(first, last):
    return st.integers(first, last).map(lambda n: (AT + timedelta(days=n)).isoformat())


@st.composite
def shelters(draw, n):
    size = draw(st.integers(1, 3))
    return {
        "id": f"S{n}",
        "area": draw(st.sampled_from(AREAS)),
        "paused": draw(rarely),
        "night_staff": draw(mostly),
        "yearly_target": draw(st.integers(0, 4)),
        "admitted_this_year": draw(st.integers(0, 3)),
        "languages": draw(some(LANGUAGES)),
        "expertise": draw(some(EXPLOITATION)),
        "services": draw(some(SERVICES)),
        "accepts": {
            "genders": draw(st.sampled_from([GENDERS, GENDERS, GENDERS, GENDERS[:1], GENDERS[1:], []])),
            "children": draw(mostly),
            "pregnant": draw(mostly),
            "animals": draw(mostly),
        },
        "places": [draw(places(f"S{n}-{k}")) for k in range(size - 1)],
    }


@st.composite
def places(draw, name):
    return {
        "id": name,
        "size": draw(st.sampled_from([1, 2, 3, 3, 6])),
        "free_from": draw(st.one_of(days(-30, 0), days(-30, 14), days(13, 16), days(10, 400), st.none())),
        "confirmed_at": draw(st.one_of(st.none(), days(-40, 0), days(-15, -13))),
        "blocked": draw(rarely),
        "accessible": draw(st.booleans()),
        "kind": draw(st.sampled_from(["flat", "room"])),
    }


@st.composite
def requests(draw, n, zones):
    adult = {"gender": draw(st.sampled_from(GENDERS[:2])), "age": draw(st.sampled_from([18, *[25] * 8, 17]))}
    others = draw(
        st.lists(st.sampled_from([{"gender": "Masculine", "age": 4}, {"gender": "Feminine", "age": 18}]), max_size=2)
    )
    return {
        "id": f"R{n}",
        "persons": [adult, *others],
        "age_in_doubt": draw(st.sampled_from([*[False] * 19, True])),
        "pregnant": draw(rarely),
        "animals": draw(rarely),
        "needs_accessible": draw(rarely),
        "needs_night_staff": draw(rarely),
        "risk": draw(st.sampled_from(["low", "medium", "high", "very_high"])),
        "danger_zones": draw(st.lists(st.sampled_from(zones), unique_by=str, max_size=2)) if zones else [],
        "avoid_areas": draw(some(AREAS, 3)),
        "prefer_areas": draw(some(AREAS, 2)),
        "accepts_overseas": draw(st.booleans()),
        "languages": draw(some(LANGUAGES)),
        "exploitation": draw(some(EXPLOITATION)),
        "wants_services": draw(some(SERVICES)),
        "network": draw(st.sampled_from([None, "N1", "N1", "N2"])),
        "agreement": draw(mostly),
        "exploratory": draw(rarely),
        "waiting_since": draw(days(-90, 0)),
    }


@st.composite
def problems(draw, *, most_shelters=6, most_requests=3, zones=ZONES):
    houses = [draw(shelters(n)) for n in range(draw(st.integers(0, most_shelters)))]
    wanted = [draw(requests(n, zones)) for n in range(draw(st.integers(1, most_requests)))]
    names = [request["id"] for request in wanted]
    residents = [
        {
            "shelter": draw(st.sampled_from(houses))["id"],
            "network": draw(st.sampled_from([None, "N1", "N2"])),
            "conflicts": draw(some(names, 1)),
        }
        for _ in range(draw(st.integers(0, 2)) if houses else 0)
    ]
    policy = {
        "min_km": draw(
            st.one_of(st.sampled_from(MIN_KM), st.lists(st.integers(0, 800), min_size=4, max_size=4).map(rising))
        ),
        "horizon_days": draw(st.sampled_from([0, 14, 366])),
        "confirm_days": draw(st.sampled_from([0, 14])),
    }
    if draw(st.booleans()):
        given_weights = st.dictionaries(
            st.sampled_from(["languages", "wishes", "margin"]), st.sampled_from([0, 1, 2.5])
        )
        policy["weights"] = draw(given_weights)
    return {
        "format": "havre.placement/1",
        "at": AT.isoformat(),
        "policy": policy,
        "shelters": houses,
        "residents": residents,
        "requests": wanted,
    }


@st.composite
def collisions(draw):
    """Everybody fits everywhere, in two départements only, and most belong to one network: places are fought for."""
    houses = [
        {
            "id": f"S{n}",
            "area": draw(st.sampled_from(["FR-35", "FR-59"])),
            "paused": False,
            "night_staff": True,
            "yearly_target": 4,
            "admitted_this_year": draw(st.integers(0, 4)),
            "languages": draw(some(LANGUAGES)),
            "expertise": draw(some(EXPLOITATION)),
            "services": draw(some(SERVICES)),
            "accepts": {"genders": GENDERS, "children": True, "pregnant": True, "animals": True},
            "places": [
                {
                    "id": f"S{n}-{k}",
                    "size": draw(st.sampled_from([1, 1, 2])),
                    "free_from": AT.isoformat(),
                    "confirmed_at": AT.isoformat(),
                    "blocked": False,
                    "accessible": draw(st.booleans()),
                    "kind": "flat",
                }
                for k in range(draw(st.integers(1, 2)))
            ],
        }
        for n in range(draw(st.integers(1, 3)))
    ]
    wanted = []
    for n in range(draw(st.integers(2, 5))):
        request = draw(requests(n, []))
        request.update(
            persons=[{"gender": "Feminine", "age": 25}] * draw(st.sampled_from([1, 1, 2])),
            age_in_doubt=False,
            avoid_areas=draw(st.sampled_from([[], [], ["FR-35"], ["FR-59"]])),
            network=draw(st.sampled_from(["N1", "N1", "N2", None])),
            agreement=True,
            exploratory=False,
            waiting_since=draw(st.sampled_from([AT, AT - timedelta(days=3), AT - timedelta(days=80)])).isoformat(),
        )
        wanted.append(request)
    return {
        "format": "havre.placement/1",
        "at": AT.isoformat(),
        "policy": {
            "min_km": {"low": 50, "medium": 100, "high": 200, "very_high": 300},
            "horizon_days": 14,
            "confirm_days": 14,
        },
        "shelters": houses,
        "residents": [],
        "requests": wanted,
    }
