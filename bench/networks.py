"""Makes placement problems of any size from one seed: invented shelters and requests on real départements."""

import random
from datetime import date, timedelta

from havre.countries.fr.network import SERVICES
from havre.geo import towns
from havre.geo.departments import DEPARTMENTS
from havre.placements.engine import (
    Accepts,
    AreaZone,
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

AT = date(2026, 3, 2)
_METRO = [department.area for department in DEPARTMENTS if not department.overseas]
_OVERSEAS = [department.area for department in DEPARTMENTS if department.overseas]
_LANGUAGES = ["fr", "en", "pcm", "bin", "es", "pt", "ro", "bg", "ar", "ru", "uk", "sq", "zh", "bn"]
_EXPLOITATION = ["SexualExploitation", "ForcedLabour", "DomesticServitude", "ForcedBegging", "ForcedCriminality"]
_LARGE_TOWN = 100_000


def problem(*, shelters: int, requests: int, seed: int, scarce: float = 0.0) -> Problem:
    """A whole problem. ``scarce`` is the share of places that are not free in time."""
    dice = random.Random(seed)
    houses = tuple(shelter(dice, n, scarce) for n in range(shelters))
    networks = max(2, requests // 8)
    return Problem(
        at=AT,
        policy=Policy(),
        shelters=houses,
        residents=tuple(_resident(dice, house, networks) for house in houses if dice.random() < 0.4),
        requests=tuple(request(dice, n, networks) for n in range(requests)),
    )


def shelter(dice: random.Random, n: int, scarce: float = 0.0) -> Shelter:
    return Shelter(
        id=f"S{n:05}",
        area=dice.choice(_OVERSEAS) if dice.random() < 0.03 else dice.choice(_METRO),
        places=tuple(_place(dice, f"S{n:05}-{k}", scarce) for k in range(1, dice.choice([1, 2, 2, 3]) + 1)),
        accepts=Accepts(
            genders=tuple(dice.choice([["Feminine"], ["Feminine", "TransgenderFeminine"], ["Feminine", "Masculine"]])),
            children=dice.random() < 0.75,
            pregnant=dice.random() < 0.7,
            animals=dice.random() < 0.2,
        ),
        languages=("fr", *dice.sample(_LANGUAGES[1:], dice.randint(0, 4))),
        expertise=tuple(dice.sample(_EXPLOITATION, dice.randint(0, 3))),
        services=tuple(dice.sample(list(SERVICES), dice.randint(1, 6))),
        night_staff=dice.random() < 0.5,
        paused=dice.random() < 0.04,
        yearly_target=dice.randint(1, 4),
        admitted_this_year=dice.randint(0, 3),
    )


def _place(dice: random.Random, name: str, scarce: float) -> Place:
    late = dice.random() < scarce
    free_from = None if late and dice.random() < 0.5 else AT + timedelta(days=dice.randint(15, 200) if late else 3)
    return Place(
        id=name,
        size=dice.choice([1, 1, 2, 2, 3, 4]),
        free_from=free_from,
        confirmed_at=AT - timedelta(days=dice.randint(0, 40)),
        blocked=dice.random() < 0.03,
        accessible=dice.random() < 0.2,
        kind="flat",
    )


def _resident(dice: random.Random, house: Shelter, networks: int) -> Resident:
    return Resident(house.id, f"N{dice.randrange(networks)}" if dice.random() < 0.3 else None)


def request(dice: random.Random, n: int, networks: int) -> Request:
    """A household of one to three; about half belong to a network that others share."""
    children = dice.choice([0, 0, 0, 1, 1, 2])
    adult = Person("Masculine" if dice.random() < 0.08 else "Feminine", dice.randint(18, 50))
    return Request(
        id=f"R{n:05}",
        persons=(adult, *(Person("Feminine", dice.randint(0, 12)) for _ in range(children))),
        age_in_doubt=False,
        pregnant=dice.random() < 0.1,
        animals=dice.random() < 0.03,
        needs_accessible=dice.random() < 0.05,
        needs_night_staff=dice.random() < 0.25,
        risk=dice.choice(["low", "medium", "medium", "high", "high", "very_high"]),
        danger_zones=tuple({_zone(dice) for _ in range(dice.randint(1, 3))}),
        avoid_areas=tuple(dice.sample(_METRO, dice.randint(0, 3))),
        prefer_areas=tuple(dice.sample(_METRO, dice.choice([0, 0, 3, 10]))),
        accepts_overseas=dice.random() < 0.3,
        languages=tuple(dice.sample(_LANGUAGES, dice.randint(1, 3))),
        exploitation=tuple(dice.sample(_EXPLOITATION, dice.randint(1, 2))),
        wants_services=tuple(dice.sample(list(SERVICES), dice.randint(0, 3))),
        network=f"N{dice.randrange(networks)}" if dice.random() < 0.5 else None,
        agreement=True,
        exploratory=False,
        waiting_since=AT - timedelta(days=dice.randint(0, 90)),
    )


def _zone(dice: random.Random) -> AreaZone | TownZone | PointZone:
    form = dice.random()
    if form < 0.5:
        return AreaZone(dice.choice(_METRO))
    if form < 0.9:
        return TownZone(dice.choice(large_towns()), dice.choice([10, 20, 30]))
    return PointZone(round(dice.uniform(43, 50), 3), round(dice.uniform(-1, 7), 3), dice.choice([5, 50]))


_large: list[str] = []


def large_towns() -> list[str]:
    """INSEE codes of metropolitan towns of 100,000 inhabitants or more."""
    if not _large:
        _large.extend(
            town.insee for town in towns.all_towns().values() if town.population >= _LARGE_TOWN and town.area in _METRO
        )
    return _large
