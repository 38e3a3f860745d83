"""The seats of the demonstration: one account per role, sat on without a password. No live network has them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Seat:
    """``name`` is how the sign-in page says it, ``card`` how colleagues read it; ``role`` is a key of ``ROLES``."""

    key: str
    name: str
    card: str
    role: str
    sentence: str | Promise
    icon: str

    @property
    def mail(self) -> str:
        return f"{self.key}@havre.example"


SEATS = (
    Seat("ines", "Inès", "Inès R.", "head", _("cheffe de service"), "phone"),
    Seat("nora", "Nora", "Nora B.", "coordinator", _("coordinatrice, suit onze situations"), "route"),
    Seat("judith", "Judith", "Judith L.", "coordinator", _("coordinatrice d’astreinte cette nuit"), "moon"),
    Seat("paul", "Paul", "Paul D.", "lawyer", _("juriste"), "scale"),
    Seat(
        "salome", "Salomé", "Salomé P.", "project_officer", _("chargée de projet, tient les formations"), "building-2"
    ),
    Seat("claire", "Claire", "Claire M.", "shelter_manager", _("responsable d’un lieu d’accueil"), "house"),
    Seat("karim", "Karim", "Karim S.", "shelter_worker", _("travailleur social d’un lieu d’accueil"), "users"),
    Seat("anne", "Docteure Anne", "Docteure Anne F.", "referrer", _("oriente depuis un hôpital"), "send"),
    Seat("yves", "Yves", "Yves A.", "escort", _("accompagne un voyage"), "luggage"),
    Seat("vera", "Véra", "Véra T.", "trainer", _("intervient en formation"), "presentation"),
    Seat("lucie", "Lucie", "Lucie V.", "officer", _("lit le registre"), "book-open"),
    Seat("helene", "Hélène", "Hélène C.", "committee", _("comité de pilotage, lit les chiffres"), "chart-column"),
    Seat("theo", "Théo", "Théo G.", "administrator", _("gère les comptes, ne lit aucun dossier"), "key-round"),
)

COLLEAGUES = (
    Seat("marc", "Marc", "Marc T.", "coordinator", _("coordinateur"), "route"),
    Seat("samuel", "Samuel", "Samuel P.", "coordinator", _("coordinateur"), "route"),
)
"""Accounts of the demonstration that have no seat on the sign-in page."""


def seat(key: str) -> Seat | None:
    return next((one for one in SEATS if one.key == key), None)
