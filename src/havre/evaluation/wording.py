"""The words of the numbers: classes, days, and the sentence that stands before each figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from havre.common.words import day, local_day
from havre.countries.codes import CodeList
from havre.countries.fr.advice_desk import FIELDS, URGENCIES
from havre.countries.fr.life import LOCAL_WORK
from havre.countries.fr.network import EXITS, NOT_ADMITTED, OBSTACLES, REFERRERS, REFUSALS_TO_HEAD, SHELTER_REFUSALS
from havre.countries.fr.trafficking import CONTROL, REPORTING_PURPOSES
from havre.evaluation.figures import Year
from havre.evaluation.waits import Band, Spread

_LISTS: Mapping[str, tuple[CodeList, ...]] = {
    "advice": (FIELDS,),
    "advice_urgency": (URGENCIES,),
    "local_work": (LOCAL_WORK,),
    "requests": (REFERRERS,),
    "refused": (NOT_ADMITTED,),
    "unplaced": (OBSTACLES,),
    "refusals": (SHELTER_REFUSALS, REFUSALS_TO_HEAD),
    "purposes": (REPORTING_PURPOSES,),
    "means": (CONTROL,),
    "exits": (EXITS,),
}
_OWN: Mapping[str, str | Promise] = {
    "refused.other": gettext_lazy("Autre raison"),
    "purposes.several": gettext_lazy("Plusieurs formes à la fois"),
    "purposes.unknown": gettext_lazy("Pas encore nommée"),
    "exits.moved": gettext_lazy("Autre lieu d’accueil du réseau"),
    "calls.all": gettext_lazy("Appels"),
    "pregnant.yes": gettext_lazy("Enceinte"),
    "pregnant.no": gettext_lazy("Non"),
    "overrides.two": gettext_lazy("Décidées à deux"),
    "overrides.alone": gettext_lazy("Décidées seule par l’astreinte, de nuit"),
    "genders.women": gettext_lazy("Femmes"),
    "genders.men": gettext_lazy("Hommes"),
    "genders.others": gettext_lazy("Autres, ou non précisé"),
    "people.yes": gettext_lazy("Avec enfants"),
    "people.no": gettext_lazy("Sans enfant"),
    "people.unknown": gettext_lazy("Âge inconnu"),
    "people.0-17": gettext_lazy("Moins de 18 ans"),
    "people.48+": gettext_lazy("48 ans et plus"),
    "stays.0-2": gettext_lazy("Moins de 3 mois"),
    "stays.3-5": gettext_lazy("3 à 5 mois"),
    "stays.6-11": gettext_lazy("6 à 11 mois"),
    "stays.12-23": gettext_lazy("1 à 2 ans"),
    "stays.24+": gettext_lazy("Plus de 2 ans"),
}


def class_label(figure: str, code: str) -> str:
    """The words of one class of a figure."""
    own = _OWN.get(f"{figure}.{code}")
    if own is not None:
        return str(own)
    for words in _LISTS.get(figure, ()):
        if code in words:
            return words.label(code, get_language() or "fr")
    first, _dash, last = code.partition("-")
    return _("%(first)s à %(last)s ans") % {"first": first, "last": last}


def band_label(band: Band) -> str:
    if band.last == band.first:
        return ngettext("%(days)s jour", "%(days)s jours", band.first) % {"days": band.first}
    if band.last is None:
        words = _("%(first)s jours et plus") % {"first": band.first}
    elif band.first == 0:
        words = _("%(last)s jours ou moins") % {"last": band.last}
    else:
        words = _("%(first)s à %(last)s jours") % {"first": band.first, "last": band.last}
    return _("%(words)s, ou inconnu") % {"words": words} if band.unknown else words


def days_words(spread: Spread) -> str:
    """``6 (4 à 9)``: the middle, and the middle half; empty where nothing may be told."""
    if spread.median is None:
        return ""
    if spread.quartile is None or spread.upper is None:
        return str(spread.median)
    return _("%(median)s (%(low)s à %(high)s)") % {
        "median": spread.median, "low": spread.quartile, "high": spread.upper,
    }  # fmt: skip


def headline(year: Year, *, running: bool) -> str:
    """The sentence of the year: how many found a place, and how soon."""
    admitted, median = year.admitted, year.waits.median
    if admitted is None:
        return _("En %(year)s, trop peu de personnes accueillies pour dire combien.") % {"year": year.year}
    if admitted == 0:
        if running:
            return _("En %(year)s, personne n’a encore été accueilli.") % {"year": year.year}
        return _("En %(year)s, personne n’a été accueilli.") % {"year": year.year}
    if median is None:
        return _("En %(year)s, %(count)s personnes accueillies.") % {"year": year.year, "count": admitted}
    return ngettext(
        "En %(year)s, %(count)s personnes accueillies, la moitié en %(days)s jour ou moins.",
        "En %(year)s, %(count)s personnes accueillies, la moitié en %(days)s jours ou moins.",
        median,
    ) % {"year": year.year, "count": admitted, "days": median}


def counted(until: datetime, today: date) -> str:
    """Up to when the running year is counted: the evening before the night in which the facts were written."""
    night = local_day(until)
    if night >= today:
        return _("Au %(day)s, compté jusqu’à hier soir.") % {"day": day(today)}
    return _("Compté jusqu’au %(day)s au soir.") % {"day": day(night - timedelta(days=1))}


def total_sentence(figure: str, count: int | None) -> str:
    """What a figure counts, as a sentence; for none and for too few another one."""
    if count is None:
        return _("Trop peu pour être dit.")
    if count == 0:
        return _("Rien à compter cette année.")
    return str(_TOTALS[figure]) % {"count": count}


_TOTALS: Mapping[str, str | Promise] = {
    "advice": gettext_lazy("%(count)s conseils donnés, selon ce qui était demandé."),
    "advice_urgency": gettext_lazy("%(count)s conseils donnés, selon l’urgence."),
    "local_work": gettext_lazy("%(count)s fois, des partenaires ont servi de pôle ressource près de chez eux."),
    "requests": gettext_lazy("%(count)s demandes, selon le service qui oriente."),
    "refused": gettext_lazy("%(count)s demandes ont reçu une autre réponse."),
    "unplaced": gettext_lazy("%(count)s recherches sont restées sans place."),
    "refusals": gettext_lazy("Les lieux d’accueil ont dit non %(count)s fois. Un non ne ferme rien."),
    "purposes": gettext_lazy("%(count)s personnes accueillies, selon ce qu’on leur a fait."),
    "means": gettext_lazy("Combien des %(count)s personnes accueillies ont connu chacun de ces moyens."),
    "people": gettext_lazy("%(count)s personnes accueillies, selon l’âge, avec ou sans enfants."),
    "genders": gettext_lazy("%(count)s personnes accueillies, selon le genre."),
    "overrides": gettext_lazy("%(count)s places plus proches que la règle, chacune avec sa raison."),
    "exits": gettext_lazy("%(count)s séjours se sont terminés."),
    "stays": gettext_lazy("Durée des %(count)s séjours qui se sont terminés."),
}
