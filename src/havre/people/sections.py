"""The four sealed sections of a person: what they are, who may open them, as the page draws them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.common.parts import Seal
from havre.people.models import Person
from havre.people.operations import SECRETS
from havre.record.opening import OPEN_MINUTES, PURPOSES, Purpose

WHO = _("qui suit la situation, et l’astreinte")

ABOUT: dict[str, str | Promise] = {
    "contact": _("Comment l’appeler ou lui écrire sans la mettre en danger."),
    "identity": _("Nom, date de naissance, papiers."),
    "narrative": _("Ce qu’elle a dit, une seule fois, pour ne pas redemander."),
    "health": _("Besoins de soins et traitements."),
}

ASKED = "ouvrir"
"""The key of the query by which a page shows why a section would be opened: ``?ouvrir=identity``."""


def purpose_choices() -> list[tuple[str, str | Promise]]:
    return [(purpose.value, words) for purpose, words in PURPOSES.items()]


def read_purpose(value: str | None) -> Purpose | None:
    """The purpose somebody chose, ``None`` for anything outside the closed list."""
    return Purpose(value) if value in set(Purpose) else None


def seal(person: Person, name: str, *, page_url: str = "", asked: bool = False, error: str = "") -> Seal:
    """One section, locked or asking why; opening is posted to ``people:open``.

    ``page_url`` is the page it stands on, by default that of the sealed sections.
    """
    page = page_url or reverse("people:sealed", args=[person.pk])
    return Seal(
        key=name,
        name=SECRETS[name],
        about=ABOUT[name],
        who=WHO,
        ask_url=f"{page}?{ASKED}={name}#{name}",
        open_url=reverse("people:open", args=[person.pk, name]),
        close_url=f"{page}#{name}",
        purposes=purpose_choices(),
        minutes=OPEN_MINUTES,
        face="ask" if asked else "locked",
        error=error,
    )


def seals(person: Person, *, page_url: str = "", asked: str = "", names: Sequence[str] = tuple(ABOUT)) -> list[Seal]:
    """All sections, for whoever may open them; ``asked`` names the one that asks why."""
    return [seal(person, name, page_url=page_url, asked=name == asked) for name in names]
