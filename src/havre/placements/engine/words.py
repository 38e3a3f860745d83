"""Sentences for the rows that are shown, in French and in English."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import floor

from havre.countries.fr.network import SERVICES
from havre.countries.fr.people import GENDERS, language_name
from havre.countries.fr.trafficking import EXPLOITATION
from havre.geo.departments import INDEX, by_area
from havre.placements.engine.capacity import Bools
from havre.placements.engine.problem import AreaZone
from havre.placements.engine.rank import Ranking
from havre.placements.engine.reading import Number
from havre.placements.engine.rules import RULES, Search

NBSP = "\u00a0"
_FRENCH_SPACES = re.compile(r" (?=[:;?!»])|(?<=«) ")
_MONTHS_FR = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_RULE = {rule.code: rule for rule in RULES}


def say(lang: str, french: str, english: str) -> str:
    """The sentence in a language, with no-break spaces where French wants them."""
    if lang == "en":
        return english
    return _FRENCH_SPACES.sub(NBSP, french)


def km_down(km: float) -> float:
    """Kilometres rounded down to 0.1, never above the value."""
    tenths = floor(km * 10)
    return tenths / 10 if tenths / 10 <= km else (tenths - 1) / 10


def figure(value: Number, lang: str) -> str:
    """A number as it is read: ``68,7`` or ``68.7``, thousands parted."""
    whole = float(value).is_integer()
    plain = f"{int(value):,}" if whole else f"{value:,.10f}".rstrip("0")
    return plain if lang == "en" else plain.replace(",", NBSP).replace(".", ",")


def count(number: int, lang: str, one: tuple[str, str], many: tuple[str, str]) -> str:
    words = one if number == 1 or (lang != "en" and number == 0) else many
    return f"{figure(number, lang)}{NBSP}{words[1] if lang == 'en' else words[0]}"


def day(when: date, lang: str, at: date) -> str:
    """``7 avril``; with its year where that is another than the year of the search."""
    year = f" {when.year}" if when.year != at.year else ""
    if lang == "en":
        return f"{when.day} {_MONTHS_EN[when.month - 1]}{year}"
    number = "1er" if when.day == 1 else str(when.day)
    return f"{number}{NBSP}{_MONTHS_FR[when.month - 1]}{year}"


def join(names: Sequence[str]) -> str:
    return ", ".join(names)


def rule(code: str, lang: str) -> str:
    """The short name of a rule, for counts: ``trop près``."""
    return _RULE[code].short[1 if lang == "en" else 0]


def exclusion(ranking: Ranking, code: str, place: int, lang: str) -> str:
    """Why a place does not fit, for any code but ``too_near``."""
    french, english = _RULE[code].words
    if code == "not_free":
        return _not_free(ranking.search, place, lang)
    values = _details(ranking.search, code, place, lang)
    return say(lang, french.format_map(values), english.format_map(values))


def too_near(search: Search, zone: int, area: str, lang: str) -> str:
    """How near a place is to one zone, and how far it must be."""
    if search.request.danger_zones[zone] == AreaZone(area):
        return say(lang, "Dans une zone à éviter.", "Inside a zone to avoid.")
    km = km_down(float(search.zone_km[zone][INDEX[area]]))
    french, english = _RULE["too_near"].words
    values = {"km": figure(km, lang), "min_km": figure(search.policy.min_km[search.request.risk], lang)}
    return say(lang, french.replace(" km", NBSP + "km").format_map(values), english.format_map(values))


def _not_free(search: Search, place: int, lang: str) -> str:
    free_on = int(search.capacity.free_on[place])
    if free_on > date.max.toordinal():
        return say(lang, "Pas libre, aucune date en vue.", "Not free, no date in sight.")
    when = day(date.fromordinal(free_on), lang, search.at)
    return say(lang, f"Pas libre avant le {when}.", f"Not free before {when}.")


def _details(search: Search, code: str, place: int, lang: str) -> dict[str, str]:
    if code == "too_small":
        size, persons = int(search.capacity.size[place]), len(search.request.persons)
        return {
            "size": count(size, lang, ("lit", "bed"), ("lits", "beds")),
            "persons": count(persons, lang, ("personne", "person"), ("personnes", "people")),
        }
    if code == "gender_not_accepted":
        genders = dict.fromkeys(person.gender for person in search.request.persons if person.adult)
        accepted = int(search.capacity.genders[search.capacity.place_shelter[place]])
        bits = {gender: 1 << n for n, gender in enumerate(GENDERS)}
        refused = [GENDERS.label(gender, lang).lower() for gender in genders if not accepted & bits[gender]]
        return {"genders": join(refused)}
    if code == "area_avoided":
        return {"area": by_area(search.capacity.area_of(place)).name}
    return {}


def reason(ranking: Ranking, name: str, value: float, place: int, lang: str) -> str:
    """What a criterion found, in words."""
    return _REASONS[name](ranking.search, value, place, lang)


def _languages(search: Search, value: float, place: int, lang: str) -> str:
    wanted = search.request.languages
    if not wanted:
        return say(lang, "Aucune langue n’est indiquée.", "No language is named.")
    if value == 1:
        name = language_name(wanted[0], lang)
        return say(lang, f"L’équipe parle sa première langue : {name}.", f"The team speaks the first language: {name}.")
    if value == 0:
        return say(lang, "L’équipe ne parle aucune de ses langues.", "The team speaks none of the languages.")
    spoken = search.capacity.speaks
    shelter = search.capacity.place_shelter[place]
    names = [language_name(code, lang) for code in wanted[1:] if code in spoken and spoken[code][shelter]]
    return say(lang, f"L’équipe parle une autre de ses langues : {join(names)}.", f"The team speaks: {join(names)}.")


def _expertise(search: Search, value: float, place: int, lang: str) -> str:
    if not search.request.exploitation:
        return say(lang, "Aucune expérience particulière demandée.", "No special experience is asked for.")
    shelter = search.capacity.place_shelter[place]
    known, unknown = _split(search.request.exploitation, search.capacity.expertise, shelter)
    names = join([EXPLOITATION.label(code, lang).lower() for code in (known or unknown)])
    if value == 0:
        return say(lang, f"Sans expérience : {names}.", f"No experience: {names}.")
    return say(lang, f"Expérience de l’équipe : {names}.", f"Experience of the team: {names}.")


def _services(search: Search, _value: float, place: int, lang: str) -> str:
    if not search.request.wants_services:
        return say(lang, "Aucun service particulier demandé.", "No special service is asked for.")
    shelter = search.capacity.place_shelter[place]
    offered, missing = _split(search.request.wants_services, search.capacity.services, shelter)
    have, lack = (join([SERVICES.label(code, lang) for code in codes]) for codes in (offered, missing))
    if not missing:
        return say(lang, f"Sur place : {have}.", f"On site: {have}.")
    if not offered:
        return say(lang, f"Pas sur place : {lack}.", f"Not on site: {lack}.")
    return say(lang, f"Sur place : {have}. Il manque : {lack}.", f"On site: {have}. Missing: {lack}.")


def _split(wanted: Sequence[str], offered: Mapping[str, Bools], shelter: int) -> tuple[list[str], list[str]]:
    has = [code for code in wanted if code in offered and offered[code][shelter]]
    return has, [code for code in wanted if code not in has]


def _wishes(search: Search, value: float, place: int, lang: str) -> str:
    name = by_area(search.capacity.area_of(place)).name
    if value == 1:
        return say(lang, f"Département souhaité : {name}.", f"Département wished for: {name}.")
    if value == 0:
        return say(lang, f"Pas un département souhaité : {name}.", f"Not a département wished for: {name}.")
    return say(lang, "Aucun département n’est préféré.", "No département is preferred.")


def _fair_load(_search: Search, value: float, _place: int, lang: str) -> str:
    if value == 0:
        return say(lang, "Objectif de l’année atteint.", "The year’s target is reached.")
    if value == 1:
        return say(lang, "Aucune arrivée cette année.", "Nobody has arrived this year.")
    return say(lang, "Objectif de l’année pas encore atteint.", "The year’s target is not yet reached.")


def _rare_place(search: Search, _value: float, place: int, lang: str) -> str:
    spare = int(search.capacity.size[place]) - len(search.request.persons)
    french, english = [], []
    if spare:
        french.append(f"{count(spare, 'fr', ('lit', ''), ('lits', ''))} de trop")
        english.append(count(spare, "en", ("", "bed too many"), ("", "beds too many")))
    if search.capacity.accessible[place] and not search.request.needs_accessible:
        french.append("place accessible, rare, dont elle n’a pas besoin")
        english.append("an accessible place, rare and not needed here")
    if not french:
        return say(lang, "Ni trop grande ni trop rare.", "Neither too large nor too rare.")
    return say(lang, _sentence(french), _sentence(english))


def _sentence(parts: Sequence[str]) -> str:
    text = join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _margin(search: Search, _value: float, place: int, lang: str) -> str:
    km = float(search.nearest_km[search.capacity.place_area[place]])
    if km != km:
        if search.request.danger_zones:
            return say(lang, "Outre-mer : la mer sépare.", "Overseas: the sea lies between.")
        return say(lang, "Aucune zone à éviter.", "No zone to avoid.")
    beyond = figure(floor(km - search.min_km), lang)
    return say(
        lang,
        f"{beyond}{NBSP}km de plus que le minimum.",
        f"{beyond} km more than the least distance.",
    )


_REASONS = {
    "languages": _languages,
    "expertise": _expertise,
    "services": _services,
    "wishes": _wishes,
    "fair_load": _fair_load,
    "rare_place": _rare_place,
    "margin": _margin,
}
