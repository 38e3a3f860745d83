"""Whoever reads in English reads English everywhere: no sentence of a page falls back to the French it was written in.

What came through the English catalogue is wrapped in marks; what stands outside the marks and reads as French was
never given to it. Words that people typed are French here and known, and what says of itself ``lang="fr"`` may be.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.geo.departments import DEPARTMENTS
from havre.people.references import PSEUDONYMS
from havre.record import guard
from tests.cast import Cast
from tests.laws.test_matrix import Stage, actors, addresses, stops_at_the_door

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.slow]

OPENS, CLOSES = "\ue000", "\ue001"
SPOKEN = ("aria-label", "title", "placeholder", "alt")
FRENCH = re.compile(
    r"[éèêàçùîôû«]|\b(?:le|la|les|des|une?|du|de|et|vous|votre|est|pas|pour|avec|dans|sur|par|aucune?|ce|cette|qui)\b",
    re.IGNORECASE,
)
TYPED = {
    "le réseau y est", "récit concordant", "Session de mars", "Récépissé refusé en préfecture",
    "Le récépissé est refusé en préfecture : que faire ?", "Écrivez au préfet.", "Le délai de réflexion",
    "Le récépissé met quatre mois à venir.", "Récépissés trop longs", "Quatre mois d’attente, partout.", "Séminaire",
    "Il aura lieu au printemps.", "Salle du port", "2 quai des Mouettes", "une pièce d’identité", "éducatrice",
    "Association du Port", "Reconnaître", "nommer l’acte, le moyen et le but", "Les récépissés", "la coordination",
    "Écrire ensemble au ministère.", "Mme Témoin", "Que faire, en attendant ?",
}  # fmt: skip
TEXTS_OF_LAW = {
    "Code pénal", "Code de procédure pénale", "Convention du Conseil de l’Europe", "Protocole de Palerme",
}  # fmt: skip
"""By the names under which they are cited."""
ENGLISH_TOO = {
    "département",
    "Français",
    "Curaçao",
    "Saint Barthélemy",
    "Hélène",
    "Inès",
    "Théo",
    *TYPED,
    *TEXTS_OF_LAW,
}
"""Words with accents that English keeps, a language by its own name, seats of the demo, and what the story types."""
WRITTEN_IN_ENGLISH = "(en)"
"""How the English of the questionnaire of ``tests.surveys.example`` ends."""
FACES = (
    "anonymous",
    "coordinator",
    "head",
    "house_manager",
    "referrer",
    "escort",
    "administrator",
    "officer",
    "committee",
)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "svg", "textarea", "template"}


class Reader(HTMLParser):
    """Collects what a page says in the language it says it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._inside: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        other = (named.get("lang") or "en") != "en" or named.get("translate") == "no"
        hidden = other or tag in SILENT or bool(self._inside and self._inside[-1][1])
        if not hidden:
            self.said += [named[name] or "" for name in SPOKEN if name in named]
        if tag not in VOID:
            self._inside.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._inside and self._inside[-1][1]):
            self.said.append(data)


def outside(text: str) -> str:
    """What stands outside the marks, which may be nested."""
    depth, kept = 0, []
    for letter in text:
        depth += (letter == OPENS) - (letter == CLOSES)
        kept.append(letter if depth == 0 and letter not in (OPENS, CLOSES) else " ")
    return " ".join("".join(kept).split())


def french(page: str, names: re.Pattern[str]) -> list[str]:
    """What the page says in French, names of people and places aside."""
    reader = Reader()
    reader.feed(page)
    said = [outside(one) for one in reader.said if WRITTEN_IN_ENGLISH not in one]
    return [left for left in said if FRENCH.search(names.sub(" ", left))]


def proper_names(people: Iterable[User]) -> re.Pattern[str]:
    """Of the network's people, of those it protects and of the map, the longest first."""
    of_people = {word for user in people for word in (user.name, user.name.split()[0])} | set(PSEUDONYMS)
    of_the_map = {name.replace("'", sign) for one in DEPARTMENTS for name in (one.name, one.region) for sign in "'’"}
    known = of_people | of_the_map | set(PSEUDONYMS) | ENGLISH_TOO
    return re.compile("|".join(re.escape(name) for name in sorted(known, key=len, reverse=True)))


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything the English catalogue gives comes wrapped in marks."""

    def wrap(ask: Callable[..., str]) -> Callable[..., str]:
        def answer(self: gettext.GNUTranslations, *args: Any) -> str:
            said = ask(self, *args)
            return said if "%d" in said and len(said) == 2 else f"{OPENS}{said}{CLOSES}"

        return answer

    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        monkeypatch.setattr(gettext.GNUTranslations, name, wrap(getattr(gettext.GNUTranslations, name)))


def open_pages(stage: Stage, who: User | None) -> Iterator[tuple[str, str]]:
    """(name of the address, page) of what that person may open."""
    client = Client()
    if who is not None:
        with guard.housekeeping("whoever reads in English"):
            User.objects.filter(pk=who.pk).update(language="en")
        client.force_login(who)
    client.cookies["havre_language"] = "en"
    for name, wanted in addresses():
        path = reverse(name, kwargs=stage.arguments(name, wanted))
        if stops_at_the_door(path, who):
            continue
        answer = client.get(path)
        if answer.status_code == HTTPStatus.OK and "html" in answer.headers["Content-Type"]:
            yield name, answer.content.decode()


def test_no_page_falls_back_to_french(cast: Cast, marked: None) -> None:
    stage = Stage(cast)
    found: dict[str, set[str]] = {}
    everybody = actors(cast)
    names = proper_names(User.objects.all())
    with time_machine.travel(stage.now, tick=False):
        for role in FACES:
            for name, page in open_pages(stage, everybody[role]):
                found.setdefault(name, set()).update(french(page, names))

    assert found.keys() > {"desk:today", "placements:search", "directory:places", "referrals:step", "record:list"}
    for spoken_otherwise in ("desk:components", "people:paper"):  # parts with their French examples; six languages
        found.pop(spoken_otherwise, None)
    assert {name: sorted(said) for name, said in found.items() if said} == {}
