"""How houses and places are said: codes become words, dates become ages. No rule of the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from havre.common import words
from havre.countries.codes import CodeList
from havre.countries.fr.network import EXCHANGE_TOPICS, EXCHANGES, SERVICES
from havre.countries.fr.people import GENDERS, language_name
from havre.countries.fr.trafficking import EXPLOITATION
from havre.directory import calendar
from havre.directory.profiles import BLOCKED, OUT_OF_SERVICE, Accepts, ExchangeCard, Place, ShelterProfile
from havre.geo.departments import by_area

PLACE_KINDS: dict[str, Promise] = {"room": gettext_lazy("chambre"), "flat": gettext_lazy("appartement")}
Facts = list[tuple[str, Any]]


def language() -> str:
    return get_language() or "fr"


def names(codes: Iterable[str], of: CodeList) -> list[str]:
    """The words of some codes, in the order of their list; a code that left the list is shown as it is."""
    asked = list(codes)
    known = [of.label(code, language()) for code in of if code in asked]
    return known + [code for code in asked if code not in of]


def language_names(codes: Iterable[str]) -> list[str]:
    return [language_name(code, language()) for code in codes]


def area_name(area: str) -> str:
    """``Manche (50)``; empty for what is no département."""
    try:
        found = by_area(area)
    except KeyError:
        return ""
    return f"{found.name} ({found.code})"


def region_name(area: str) -> str:
    try:
        return by_area(area).region
    except KeyError:
        return ""


def accepted(accepts: Accepts) -> list[str]:
    """Whom a house takes in, in words."""
    others = [(accepts.children, _("enfants")), (accepts.pregnant, _("grossesse")), (accepts.animals, _("animaux"))]
    people = [word.lower() for word in names(accepts.genders, GENDERS)]
    return people + [word for wanted, word in others if wanted]


def profile_facts(profile: ShelterProfile) -> Facts:
    """What a house offers, for the list of facts of its page."""
    return [
        (_("Accueille"), words.join_words(accepted(profile.accepts)) or _("rien d’inscrit")),
        (_("Langues parlées"), words.join_words(language_names(profile.languages)) or _("rien d’inscrit")),
        (_("Connaît bien"), words.join_words(w.lower() for w in names(profile.expertise, EXPLOITATION)) or "–"),
        (_("Offre"), words.join_words(names(profile.services, SERVICES)) or "–"),
        (_("La nuit"), _("quelqu’un veille") if profile.night_staff else _("personne ne veille sur place")),
    ]


def pause_words(profile: ShelterProfile) -> str:
    """``En pause du 3 mars au 17 mars : travaux``; empty without a pause."""
    pause = profile.pause
    if pause is None:
        return ""
    if pause.until is None:
        span = _("En pause depuis le %(since)s") % {"since": words.day(pause.since)}
    else:
        span = _("En pause du %(since)s au %(until)s") % {
            "since": words.day(pause.since),
            "until": words.day(pause.until),
        }
    return _("%(span)s : %(reason)s") % {"span": span, "reason": pause.reason} if pause.reason else span


def place_name(place: Place) -> str:
    """``Place 1`` for a place that its house only numbers; otherwise the house's own word, ``studio``."""
    return _("Place %(number)s") % {"number": place.label} if place.label.isdigit() else place.label


def size_words(place: Place) -> str:
    people = ngettext("%(n)s personne", "%(n)s personnes", place.size) % {"n": place.size}
    return f"{PLACE_KINDS.get(place.kind, place.kind)}, {people}" + (
        _(", accessible en fauteuil") if place.accessible else ""
    )


@dataclass(frozen=True)
class PlaceLine:
    """One place as its house and the coordination read it today.

    ``can_confirm`` and ``can_deny`` say which of the two buttons make sense. ``told`` says that its word comes from a
    call round: the day, never the hour, which could be laid beside the thread of a situation.
    """

    place: Place
    state: str
    word: str
    shape: str
    tone: str
    sub: str
    told: str
    about: str
    can_confirm: bool
    can_deny: bool

    @property
    def name(self) -> str:
        return place_name(self.place)


def place_line(place: Place, on: date, taken: calendar.Taken, *, exact: bool, told_on: date | None = None) -> PlaceLine:
    """``told_on``: the day of the call round from which the word on the place comes, where it does."""
    state = calendar.state_on(place, on, taken, exact=exact)
    look = calendar.LOOKS[state]
    word, shape = str(look.word), look.shape
    stale = state == calendar.FREE and calendar.is_stale(place, on)
    if stale:
        word, shape = _("à confirmer"), "due"
    told = _told(told_on) if told_on and state in calendar.SAID else ""
    return PlaceLine(
        place=place,
        state=state,
        word=word,
        shape=shape,
        tone=look.tone,
        sub="" if told and state == calendar.FREE else _place_sub(place, state, stale),
        told=told,
        about=size_words(place),
        can_confirm=state in calendar.SAID,
        can_deny=state == calendar.FREE,
    )


def _place_sub(place: Place, state: str, stale: bool) -> str:
    if state in (BLOCKED, OUT_OF_SERVICE):
        until = _("jusqu’au %(day)s") % {"day": words.day(place.status_until)} if place.status_until else ""
        return _(" : ").join(part for part in (until, place.reason) if part)
    if state == calendar.FREE:
        return stale_words(place) if stale else _confirmed(place)
    if state == calendar.NOT_FREE and place.free_from is not None:
        return _("libre à partir du %(day)s") % {"day": words.day(place.free_from)}
    return ""


def _told(told_on: date) -> str:
    return _("Dit au téléphone %(ago)s : la liste en tient déjà compte.") % {"ago": words.ago(told_on)}


def stale_words(place: Place) -> str:
    """``dite libre il y a 21 jours``."""
    if place.confirmed_on is None:
        return _("jamais confirmée")
    return _("dite libre %(ago)s") % {"ago": words.ago(place.confirmed_on)}


def _confirmed(place: Place) -> str:
    if place.confirmed_on is None:
        return ""
    ago = _("confirmée %(ago)s") % {"ago": words.ago(place.confirmed_on)}
    return f"{ago}, {place.confirmed_by}" if place.confirmed_by else ago


@dataclass(frozen=True)
class ExchangeLine:
    """One exchange as the page of a partner tells it."""

    card: ExchangeCard
    kind: str
    topics: list[str]


def exchange_lines(cards: Iterable[ExchangeCard]) -> list[ExchangeLine]:
    return [
        ExchangeLine(card, EXCHANGES.label(card.kind, language()), names(card.topics, EXCHANGE_TOPICS))
        for card in cards
    ]


def exchanges_counted(counted: Mapping[str, int]) -> str:
    """``3 appels de soutien et 1 visite``; empty where nothing was."""
    said = {
        "support_call": ngettext("%(n)s appel de soutien", "%(n)s appels de soutien", counted.get("support_call", 0)),
        "visit": ngettext("%(n)s visite", "%(n)s visites", counted.get("visit", 0)),
        "seminar": ngettext("%(n)s séminaire", "%(n)s séminaires", counted.get("seminar", 0)),
        "other": ngettext("%(n)s autre échange", "%(n)s autres échanges", counted.get("other", 0)),
    }
    return words.join_words(said[kind] % {"n": count} for kind, count in counted.items())


def exchange_kind(code: str) -> str:
    """``visite``; empty for none."""
    return EXCHANGES.label(code, language()) if code in EXCHANGES else ""
