"""What the table of direct trains warns of while a journey is typed. It never says that a time is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from django.utils.translation import gettext as _

from havre.assessments.content import Zone
from havre.geo import rail, towns
from havre.geo.distances import arc_km, unit_vectors
from havre.placements.content import Leg

LONG_STOP_MINUTES = 45


def warnings(legs: Sequence[Leg], zones: Sequence[Zone]) -> list[str]:
    """Sentences for the coordinator: departures and changes inside a zone to avoid, long stops there, trains that the
    table does not know as direct. Stations that nobody can place are left out."""
    found = list(_inside(legs, zones))
    for leg in legs:
        if (
            leg.how == "train"
            and _station(leg.start)
            and _station(leg.end)
            and rail.direct_minutes(leg.start, leg.end) is None
        ):
            found.append(
                _("%(start)s – %(end)s : pas de train direct connu. Vérifiez où l’on change.")
                % {"start": leg.start, "end": leg.end}
            )
    return found


def _inside(legs: Sequence[Leg], zones: Sequence[Zone]) -> Iterable[str]:
    if legs and is_inside(legs[0].start, zones):
        yield _("Le départ (%(where)s) est dans une zone à éviter. Prévoyez qui veille jusqu’au départ.") % {
            "where": legs[0].start
        }
    for before, after in pairwise(legs):
        where = before.end
        if is_inside(where, zones) or is_inside(after.start, zones):
            yield _("Un changement (%(where)s) est dans une zone à éviter.") % {"where": where}
            known = rail.direct_minutes(before.start, before.end)
            between = int((after.at - before.at).total_seconds()) // 60
            if known is not None and between - known > LONG_STOP_MINUTES:
                yield _("L’attente à %(where)s paraît longue. Vérifiez l’heure.") % {"where": where}


def is_inside(name: str, zones: Sequence[Zone]) -> bool:
    """Whether a station or town of that name lies in one of ``zones``; ``False`` where nobody knows it."""
    found = _station(name)
    town = towns.by_insee(found.insee) if found and found.insee in towns.all_towns() else _town(name)
    if town is None:
        return False
    return any(_holds(zone, town) for zone in zones)


def _station(name: str) -> rail.Station | None:
    wanted = towns.fold(name)
    return next((one for one in rail.stations() if towns.fold(one.name) == wanted), None) if wanted else None


def _town(name: str) -> towns.Town | None:
    words = [word for word in towns.fold(name).split() if word not in ("gare", "de", "la", "le", "du", "sncf", "tgv")]
    for length in range(len(words), 0, -1):
        exact = towns.search(" ".join(words[:length]), limit=5)
        if exact and towns.fold(exact[0].name) == " ".join(words[:length]):
            return exact[0]
    return None


def _holds(zone: Zone, town: towns.Town) -> bool:
    if zone.area:
        return town.area == zone.area
    if zone.town:
        middle = towns.by_insee(zone.town)
        return middle.insee == town.insee or _km(middle.lat, middle.lon, town) <= zone.radius_km
    if zone.lat is None or zone.lon is None:
        return False
    return _km(zone.lat, zone.lon, town) <= zone.radius_km


def _km(lat: float, lon: float, town: towns.Town) -> float:
    here, there = unit_vectors(np.array([lon, town.lon]), np.array([lat, town.lat]))
    return float(arc_km(np.array([here @ there]))[0])
