"""What can be found besides the navigation: acts, pages without a line of their own, and other names for pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.desk.shell import Entry

ACTS = (
    Entry("intake:new", _("Nouvel appel"), "phone", (P.NOTE_CALLS,)),
    Entry("directory:add_shelter", _("Inscrire un lieu d’accueil"), "house", (P.KEEP_DIRECTORY,)),
    Entry("directory:add_partner", _("Inscrire un partenaire"), "handshake", (P.KEEP_DIRECTORY,)),
    Entry("directory:open_account", _("Ouvrir un compte"), "key-round", (P.KEEP_ACCOUNTS,)),
)
_INSIDE = (P.READ_SITUATIONS, P.READ_DIRECTORY)
PAGES = (
    Entry("desk:recent", _("Mes derniers gestes"), "clock", (P.READ_SITUATIONS,)),
    Entry("desk:drafts", _("Mes brouillons"), "clock", _INSIDE),
    Entry("directory:account", _("Mon compte"), "key-round", _INSIDE),
)
OTHER_NAMES = {
    "desk:today": "accueil tableau de bord dashboard home jour",
    "journey:list": "dossiers personnes cases files people",
    "desk:waiting": "chercher place search match",
    "placements:travel_board": "trajets transferts voyages travel transfers journeys",
    "placements:overrides": "dérogations distance overrides",
    "directory:list": "partenaires lieux annuaire directory shelters partners",
    "directory:rota": "planning garde rota on-call",
    "directory:accounts": "utilisateurs users",
    "record:list": "journal audit log",
    "intake:list": "rappeler calls call-backs",
    "intake:new": "appeler signaler concern report call phone",
    "desk:recent": "annuler défaire undo historique history",
    "desk:drafts": "reprendre drafts",
    "directory:account": "mot de passe profil password profile",
}
"""Words that people type for a page whose name they do not know, in French and English; never shown."""
