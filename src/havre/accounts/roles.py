"""Roles as data: a key that is stored, a name and a sentence that people read, and a list of permissions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P

NETWORK = "network"
ORGANISATION = "organisation"


@dataclass(frozen=True)
class Role:
    """``scope`` says whether it is held across the network or within one organisation."""

    key: str
    name: Promise
    sentence: Promise
    scope: str
    permissions: frozenset[P]

    @property
    def needs_confirmation(self) -> bool:
        """Whether it reads about persons: then whoever keeps accounts cannot give it alone (law 10)."""
        return bool(self.permissions & READS)


READS = frozenset({P.READ_SITUATIONS, P.OPEN_PLACE, P.SEE_RESIDENTS, P.REFER, P.ESCORT, P.READ_RECORD})
"""What tells something of a person: her situation, her place, her journey, or who read her file."""

_COORDINATION = {
    P.READ_SITUATIONS, P.COORDINATE, P.DECIDE_ALONE_AT_NIGHT, P.APPROVE_OVERRIDE, P.OPEN_IDENTITY, P.OPEN_PLACE,
    P.ARRANGE_PLACE, P.NOTE_CALLS, P.READ_DIRECTORY, P.KEEP_DIRECTORY, P.OPEN_SHELTER_CONTACTS, P.READ_NUMBERS,
    P.KEEP_SURVEYS, P.READ_SURVEY_RESULTS,
    P.GIVE_ADVICE, P.KEEP_LIBRARY, P.READ_PARTNER_PAGES, P.KEEP_TRAINING,
}  # fmt: skip

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role("head", _("cheffe de service"),
             _("Suit toutes les situations, répartit le travail, relit les exceptions, confirme les comptes. N’apprend un lieu que d’astreinte."),
             NETWORK, frozenset(_COORDINATION | {P.REVIEW, P.KEEP_ROTA, P.CONFIRM_ROLES, P.SETTLE_TRAVEL})),
        Role("coordinator", _("coordination"),
             _("Reçoit, évalue, cherche, propose et prépare les voyages. Ouvre ce qui est scellé dans ses situations."),
             NETWORK, frozenset(_COORDINATION)),
        Role("lawyer", _("juriste"),
             _("Répond aux demandes de conseil, tient la bibliothèque, note des appels et lit les situations. N’apprend aucun lieu."),
             NETWORK, frozenset({P.READ_SITUATIONS, P.NOTE_CALLS, P.GIVE_ADVICE, P.KEEP_LIBRARY, P.READ_PARTNER_PAGES, P.READ_DIRECTORY, P.READ_NUMBERS, P.TRAIN, P.ATTEND_TRAINING})),
        Role("project_officer", _("chargée de projet"),
             _("Tient le réseau des partenaires, la bibliothèque, les formations et les questionnaires, règle les frais des séminaires, note des appels, conseille et lit les chiffres. Ne lit aucune situation."),
             NETWORK, frozenset({P.NOTE_CALLS, P.GIVE_ADVICE, P.KEEP_LIBRARY, P.READ_PARTNER_PAGES, P.READ_DIRECTORY, P.KEEP_DIRECTORY, P.READ_NUMBERS, P.KEEP_SURVEYS, P.READ_SURVEY_RESULTS, P.KEEP_TRAINING, P.SETTLE_TRAVEL})),
        Role("shelter_manager", _("responsable d’un lieu d’accueil"),
             _("Répond aux demandes, tient les places et suit les accueils de son lieu."),
             ORGANISATION,
             frozenset({P.ANSWER_OFFERS, P.KEEP_PLACES, P.SEE_RESIDENTS, P.CONFIRM_ARRIVAL, P.OPEN_PLACE, P.ASK_ADVICE, P.READ_PARTNER_PAGES, P.ATTEND_TRAINING, P.TAKE_PART})),
        Role("shelter_worker", _("équipe d’un lieu d’accueil"),
             _("Suit les accueils de son lieu et confirme les arrivées."),
             ORGANISATION, frozenset({P.SEE_RESIDENTS, P.CONFIRM_ARRIVAL, P.KEEP_PLACES, P.OPEN_PLACE, P.ASK_ADVICE, P.READ_PARTNER_PAGES, P.ATTEND_TRAINING, P.TAKE_PART})),
        Role("referrer", _("service qui oriente"),
             _("Oriente une personne, suit la réponse, transmet des messages, demande conseil. N’apprend ni lieu ni date."),
             ORGANISATION, frozenset({P.REFER, P.ASK_ADVICE, P.ATTEND_TRAINING, P.TAKE_PART})),
        Role("escort", _("accompagne un voyage"),
             _("Voit l’étape suivante du voyage qu’elle ou il accompagne, les jours de ce voyage seulement."),
             NETWORK, frozenset({P.ESCORT})),
        Role("trainer", _("intervient en formation"),
             _("Lit les noms d’une session et note les présences, les jours de cette session seulement."),
             NETWORK, frozenset({P.TRAIN})),
        Role("administrator", _("gère les comptes"),
             _("Ouvre et ferme les comptes. Ne lit aucun dossier."),
             NETWORK, frozenset({P.KEEP_ACCOUNTS})),
        Role("officer", _("lit le registre"),
             _("Lit qui a ouvert quoi et quand. Ne gère aucun compte."),
             NETWORK, frozenset({P.READ_RECORD})),
        Role("committee", _("financeur, comité de pilotage"),
             _("Lit les chiffres des années closes, à partir de onze personnes. Ne lit aucune situation."),
             NETWORK, frozenset({P.READ_PUBLIC_NUMBERS})),
    )
}  # fmt: skip
