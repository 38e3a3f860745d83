"""The sealed sections of a referral, and the hand-over sheet: opened for a purpose, on record, said in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common.dataclass_json import from_json
from havre.common.parts import Seal
from havre.common.words import day, moment, phone
from havre.people.sections import WHO, purpose_choices
from havre.people.summary import area_words, profile_facts
from havre.record.opening import OPEN_MINUTES, Purpose, open_section
from havre.record.operations import operation
from havre.referrals.content import ANSWERS, NOBODY, OTHER, US, Account, Referrer, Tonight
from havre.referrals.models import HandOver, Referral

Text = str | Promise
Facts = list[tuple[Any, Any]]

SECTIONS: dict[str, Text] = {
    "tonight": gettext_lazy("Ce soir"),
    "referrer": gettext_lazy("Qui oriente"),
    "account": gettext_lazy("Ce que dit le service"),
    "answer": gettext_lazy("Notre réponse"),
}
ABOUT: dict[str, Text] = {
    "tonight": gettext_lazy("Où elle dort, qui veille sur elle, jusqu’à quand."),
    "referrer": gettext_lazy("Nom, fonction et numéro de qui oriente."),
    "account": gettext_lazy("Ce qui s’est passé, pourquoi c’est dangereux, ce qu’elle veut."),
    "answer": gettext_lazy("Ce qui a été répondu, pourquoi, et ce qui a été proposé à la place."),
}
KEEPERS: dict[str, Text] = {
    US: gettext_lazy("le service qui oriente"),
    OTHER: gettext_lazy("un autre service"),
    NOBODY: gettext_lazy("personne pour l’instant"),
}
VERIFIED: dict[str, Text] = {
    "account": gettext_lazy("par son compte"),
    "directory": gettext_lazy("rappel au numéro du répertoire"),
    "known": gettext_lazy("voix connue"),
    "no": gettext_lazy("pas encore vérifié"),
}


def seal(referral: Referral, name: str, *, asked: bool = False) -> Seal:
    page = reverse("referrals:read", args=[referral.pk])
    return Seal(
        key=name,
        name=SECTIONS[name],
        about=ABOUT[name],
        who=WHO,
        ask_url=f"{page}?ouvrir={name}#{name}",
        open_url=reverse("referrals:open", args=[referral.pk, name]),
        close_url=f"{page}#{name}",
        purposes=purpose_choices(),
        minutes=OPEN_MINUTES,
        face="ask" if asked else "locked",
    )


def open_facts(referral: Referral, name: str, *, purpose: Purpose, by: User, at: datetime) -> Facts:
    """What one section says, as (label, value) pairs. Raises ``NotAllowed``."""
    values = open_section(
        referral,
        [name],
        section=str(SECTIONS[name]),
        permission=Permission.OPEN_IDENTITY,
        purpose=purpose,
        by=by,
        at=at,
    )
    return _facts(name, values[name])


def _facts(name: str, value: dict[str, Any] | None) -> Facts:
    if value is None:
        return []
    return [(label, said) for label, said in _WORDS[name](value) if said]


def _tonight(value: dict[str, Any]) -> Facts:
    tonight = from_json(Tonight, value)
    return [
        (_("Qui veille"), KEEPERS.get(tonight.keeper, "")),
        (_("Service"), tonight.name),
        (_("Numéro"), phone(tonight.number)),
        (_("Où"), tonight.where),
        (_("Jusqu’au"), day(tonight.until) if tonight.until else ""),
    ]


def _referrer(value: dict[str, Any]) -> Facts:
    referrer = from_json(Referrer, value)
    return [
        (_("Nom"), referrer.name),
        (_("Fonction"), referrer.role),
        (_("Service"), referrer.service),
        (_("Numéro"), phone(referrer.phone)),
        (_("Heures"), referrer.safe_hours),
        (_("Courriel"), referrer.mail),
        (_("Vérifié"), VERIFIED.get(referrer.verified, referrer.verified)),
    ]


def _account(value: dict[str, Any]) -> Facts:
    account = from_json(Account, value)
    return [
        (_("Ce qu’elle a vécu"), account.exploitation),
        (_("Danger ici"), account.danger_here),
        (_("À éviter"), "\u00a0; ".join(filter(None, [area_words(account.areas), account.reach]))),
        (_("Ce qu’elle veut"), account.wants),
        (_("Autre"), account.other),
    ]


def _answer(value: dict[str, Any]) -> Facts:
    return [
        (_("Réponse"), ANSWERS.get(value["kind"], _("Retirée"))),
        (_("Pourquoi"), value["reason"]),
        (_("À la place"), value["instead"]),
    ]


_WORDS = {"tonight": _tonight, "referrer": _referrer, "account": _account, "answer": _answer}


@operation
def open_sheet(referral: Referral, *, by: User, at: datetime) -> list[tuple[Text, Facts]]:
    """Everything that was typed, for the named recipient of a hand-over. Raises ``NotAllowed``."""
    permission, purpose, section = Permission.OPEN_IDENTITY, Purpose.SAFETY, _("Feuille de remise")
    row = HandOver.objects.select_related("referral").get(referral=referral)
    told = open_section(
        referral, ["tonight", "referrer", "account"], section=section, permission=permission, purpose=purpose,
        by=by, at=at,
    )  # fmt: skip
    own = open_section(
        referral.person, ["identity", "contact", "health"], section=section, permission=permission, purpose=purpose,
        by=by, at=at,
    )  # fmt: skip
    return [
        (_("Remise"), _recipient(row.unseal("details"))),
        (_("La personne"), [*_identity(own), *profile_facts(referral.person)]),
        (SECTIONS["tonight"], _facts("tonight", told["tonight"])),
        (SECTIONS["account"], _facts("account", told["account"])),
        (SECTIONS["referrer"], _facts("referrer", told["referrer"])),
    ]


def _recipient(details: dict[str, Any]) -> Facts:
    facts = [
        (_("Service"), details["service"]),
        (_("Reçue par"), details["name"]),
        (_("Numéro"), phone(details["phone"])),
        (_("Remise le"), moment(datetime.fromisoformat(details["handed_at"]))),
    ]
    return [(label, said) for label, said in facts if said]


def _identity(own: dict[str, Any]) -> Facts:
    identity, contact, health = own["identity"] or {}, own["contact"] or {}, own["health"] or {}
    born = identity.get("birth_date")
    facts = [
        (_("Noms"), identity.get("names")),
        (_("Naissance"), day(date.fromisoformat(born)) if born else ""),
        (_("Joindre"), ", ".join(filter(None, [phone(contact.get("call", "")), contact.get("hours")]))),
        (_("Santé"), health.get("text")),
    ]
    return [(label, said) for label, said in facts if said]
