"""What to stay far from, as somebody types it: a département, a town, or a point."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from havre.assessments.content import Zone
from havre.common.words import km
from havre.geo import towns
from havre.geo.departments import DEPARTMENTS, INDEX, by_area
from havre.geo.towns import Town, fold

DEFAULT_RADIUS_KM, LARGEST_RADIUS_KM = 30, 1000
_SHOWN = 4
_POINT = re.compile(r"\s*(-?\d{1,2}(?:[.,]\d+)?)\s*[;,\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*")
_WITH_CODE = re.compile(r"(.+)\(\s*([0-9AB]{1,5})\s*\)\s*", re.IGNORECASE)
_NAMES = {fold(department.name): department.area for department in DEPARTMENTS}


@dataclass(frozen=True)
class Spot:
    """One of the three ways to say where."""

    area: str = ""
    town: str = ""
    lat: float | None = None
    lon: float | None = None


def read_spots(text: str) -> list[Spot]:
    """One place, or several départements at once («06, 83»). Raises ``ValidationError``."""
    pieces = [piece for piece in re.split(r"[,;]", text) if piece.strip()]
    departments = [_department(piece.strip()) for piece in pieces]
    if len(pieces) > 1 and all(departments):
        return [spot for spot in departments if spot]
    return [read_spot(text)]


def read_spot(text: str) -> Spot:
    """The place somebody means. Raises ``ValidationError`` with the choices where several have that name."""
    typed = text.strip()
    spot = _department(typed) or _with_code(typed) or _point(typed)
    return spot or Spot(town=_town(typed).insee)


def _department(typed: str) -> Spot | None:
    code = typed.upper().removeprefix("FR-")
    area = f"FR-{code.zfill(2)}"
    if area in INDEX and len(code) <= 3:
        return Spot(area=area)
    named = _NAMES.get(fold(typed))
    return Spot(area=named) if named else None


def _with_code(typed: str) -> Spot | None:
    """«Nice (06088)», «Alpes-Maritimes (06)», «Saint-Denis (93)»."""
    found = _WITH_CODE.fullmatch(typed)
    if found is None:
        return None
    name, code = found[1].strip(), found[2].upper()
    if len(code) == 5:
        return Spot(town=code) if code in towns.all_towns() else None
    if _NAMES.get(fold(name)) == f"FR-{code.zfill(2)}":
        return Spot(area=f"FR-{code.zfill(2)}")
    there = [town for town in _named(name) if town.department == code.zfill(2)]
    return Spot(town=there[0].insee) if len(there) == 1 else None


def _point(typed: str) -> Spot | None:
    found = _POINT.fullmatch(typed)
    if found is None:
        return None
    lat, lon = (float(part.replace(",", ".")) for part in found.groups())
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValidationError(_("Ce point n’est pas sur la carte. Écrivez-le comme 43.70, 7.27 ; le reste est gardé."))
    return Spot(lat=lat, lon=lon)


def _named(name: str) -> list[Town]:
    return [town for town in towns.search(name, limit=60) if fold(town.name) == fold(name)]


def _town(typed: str) -> Town:
    if typed.upper() in towns.all_towns():
        return towns.by_insee(typed.upper())
    found = _named(typed) or towns.search(typed, limit=_SHOWN + 1)
    if not found:
        raise ValidationError(
            _("Nous ne connaissons pas ce lieu. Écrivez un département, une commune ou un code postal ; c’est gardé.")
        )
    if len(found) > 1:
        raise ValidationError(
            _("Plusieurs communes répondent : %(names)s. Recopiez la bonne.") % {"names": _list(found)}
        )
    return found[0]


def _list(found: list[Town]) -> str:
    shown = ", ".join(town_words(town) for town in found[:_SHOWN])
    return f"{shown}…" if len(found) > _SHOWN else shown


def town_words(town: Town) -> str:
    return f"{town.name} ({town.insee})"


def spot_words(zone: Zone) -> str:
    """As it can be typed again: «Alpes-Maritimes (06)», «Nice (06088)», «43.7, 7.27»."""
    if zone.area:
        department = by_area(zone.area)
        return f"{department.name} ({department.code})"
    if zone.town:
        return town_words(towns.by_insee(zone.town))
    return f"{zone.lat}, {zone.lon}"


def zone_words(zone: Zone) -> str:
    """As it is read: «Alpes-Maritimes», «Nice et 30 km autour»."""
    if zone.area:
        return by_area(zone.area).name
    where = towns.by_insee(zone.town).name if zone.town else _("un point sur la carte")
    if not zone.radius_km:
        return where
    return _("%(place)s et %(km)s autour") % {"place": where, "km": km(zone.radius_km)}
