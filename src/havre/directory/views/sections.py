"""Sealed sections of a house or a partner: opened by POST, for a purpose, each time on record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import words
from havre.common.dataclass_json import from_json
from havre.common.parts import Seal
from havre.directory.models import Partner, Shelter
from havre.directory.profiles import Contacts
from havre.directory.wording import Facts
from havre.record.opening import PURPOSES, Purpose, open_section

CONTACTS, ADDRESS = "contacts", "address"


@dataclass(frozen=True)
class Section:
    """``recorded_as`` is what the record calls it: never which house."""

    name: Promise
    about: Promise
    who: Promise
    recorded_as: Promise
    purposes: tuple[Purpose, ...]


SECTIONS = {
    CONTACTS: Section(
        name=_("Noms et numéros"),
        about=_("Le nom de l’organisation, qui appeler de jour et de nuit."),
        who=_("la coordination, ce lieu"),
        recorded_as=_("Numéros d’un partenaire"),
        purposes=(
            Purpose.CALL,
            Purpose.PREPARE_INTERVIEW,
            Purpose.PREPARE_JOURNEY,
            Purpose.SAFETY,
            Purpose.CORRECT,
        ),
    ),
    ADDRESS: Section(
        name=_("Adresse"),
        about=_("Où se trouve ce lieu, comment on y vient."),
        who=_("l’astreinte, ce lieu"),
        recorded_as=_("Adresse d’un lieu d’accueil"),
        purposes=(Purpose.PREPARE_JOURNEY, Purpose.SAFETY, Purpose.CORRECT),
    ),
}


def permission_for(user: User, row: Shelter | Partner, section: str) -> Permission | None:
    """By which right this account opens that section of that row; ``None`` where it may not."""
    wanted = (
        [Permission.OPEN_PLACE] if section == ADDRESS else [Permission.OPEN_SHELTER_CONTACTS, Permission.KEEP_PLACES]
    )
    return next((permission for permission in wanted if may(user, permission, row)), None)


def may_rewrite(user: User, row: Shelter | Partner, section: str) -> bool:
    """Whoever keeps the directory replaces either; a house its own numbers."""
    return may(user, Permission.KEEP_DIRECTORY) or (section == CONTACTS and may(user, Permission.KEEP_PLACES, row))


def seal_of(
    user: User, row: Shelter | Partner, section: str, *, open_url: str, page_url: str, asked: str, error: Any = ""
) -> Seal:
    """The section as the page shows it: locked, or asking why when ``asked`` names it."""
    told = SECTIONS[section]
    may_open = permission_for(user, row, section) is not None
    seal = Seal(
        key=section,
        name=told.name,
        about=told.about,
        who=told.who,
        ask_url=f"{page_url}?ouvrir={section}#{section}" if may_open else "",
        open_url=open_url,
        close_url=f"{page_url}#{section}",
        purposes=[(str(purpose), PURPOSES[purpose]) for purpose in told.purposes],
        error=error,
    )
    return replace(seal, face="ask") if may_open and asked == section else seal


@dataclass(frozen=True)
class Opened:
    """What was opened, for how long it stays, and the value itself."""

    section: str
    seal: Seal
    value: Any
    purpose: Purpose


def open_it(user: User, row: Shelter | Partner, section: str, purpose: Purpose, seal: Seal, at: datetime) -> Opened:
    """Open a section. Raises ``NotAllowed``."""
    permission = permission_for(user, row, section) or Permission.OPEN_PLACE
    values = open_section(
        row,
        [section],
        section=str(SECTIONS[section].recorded_as),
        permission=permission,
        purpose=purpose,
        by=user,
        at=at,
    )
    return Opened(section, seal.opened(purpose=PURPOSES[purpose], at=at), values[section], purpose)


def facts_of(opened: Opened) -> Facts:
    """The opened values as lines to read."""
    value = opened.value or {}
    if opened.section == ADDRESS:
        named = [(_("Adresse"), "lines"), (_("Commune"), "town"), (_("Pour venir"), "access")]
        return [(str(label), value.get(key)) for label, key in named if value.get(key)]
    contacts = from_json(Contacts, value)
    facts: Facts = [(str(_("Nom")), contacts.name or "–"), (str(_("De jour")), words.phone(contacts.phone) or "–")]
    if contacts.night_phone:
        facts.append((str(_("De nuit")), words.phone(contacts.night_phone)))
    for person in contacts.people:
        told = [person.role, words.phone(person.phone) if person.phone else "", person.mail]
        facts.append((person.name, ", ".join(part for part in told if part)))
    return facts


def purpose_of(request: HttpRequest, section: str) -> Purpose | None:
    """The purpose that was chosen, ``None`` for anything outside the list of this section."""
    asked = request.POST.get("purpose", "")
    return next((purpose for purpose in SECTIONS[section].purposes if purpose == asked), None)
