"""What can be found besides the navigation: acts, pages without a line of their own, and other names for pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.desk.faces import WORKERS
from havre.desk.rail import Entry

ACTS = (
    Entry("intake:new", _("Nouvel appel"), "phone", (P.NOTE_CALLS,)),
    Entry("resources:new", _("Noter un conseil"), "lightbulb", (P.GIVE_ADVICE,)),
    Entry("resources:send_link", _("Envoyer un lien pour poser une question"), "send", (P.GIVE_ADVICE,)),
    Entry("training:new", _("Préparer une session de formation"), "calendar", (P.KEEP_TRAINING,)),
    Entry("library:write", _("Écrire une page de la bibliothèque"), "library", (P.KEEP_LIBRARY,)),
    Entry("network:tell_new", _("Noter une difficulté d’un partenaire"), "message-square", (P.KEEP_DIRECTORY,)),
    Entry("network:letter_new", _("Écrire aux partenaires"), "send", (P.KEEP_DIRECTORY,)),
    Entry("network:work_new", _("Noter le travail local d’un partenaire"), "map", (P.KEEP_DIRECTORY,)),
    Entry("directory:add_shelter", _("Inscrire un lieu d’accueil"), "house", (P.KEEP_DIRECTORY,)),
    Entry("directory:add_partner", _("Inscrire un partenaire"), "handshake", (P.KEEP_DIRECTORY,)),
    Entry("directory:open_account", _("Ouvrir un compte"), "key-round", (P.KEEP_ACCOUNTS,)),
)
_INSIDE = (P.READ_SITUATIONS, P.READ_DIRECTORY)
PAGES = (
    Entry("resources:articles", _("Articles de loi"), "scale", (P.GIVE_ADVICE,)),
    Entry("resources:review", _("Conseils à relire"), "scale", (P.GIVE_ADVICE,)),
    Entry("training:programmes", _("Programmes de formation"), "book-open", (P.KEEP_TRAINING,)),
    Entry("training:trainers", _("Intervenants"), "users", (P.KEEP_TRAINING,)),
    Entry("training:results", _("Ce que disent les questionnaires"), "clipboard-list", (P.READ_SURVEY_RESULTS,)),
    Entry("training:report", _("Bilan des formations"), "chart-column", (P.KEEP_TRAINING,)),
    Entry("library:desk", _("Tenir la bibliothèque"), "library", (P.KEEP_LIBRARY,)),
    Entry("network:told", _("Ce que les partenaires ont dit"), "message-square", (P.KEEP_DIRECTORY,)),
    Entry("network:asked", _("Ce que demandent les partenaires"), "phone-call", (P.KEEP_DIRECTORY,)),
    Entry("network:letters", _("Messages aux partenaires"), "send", (P.KEEP_DIRECTORY,)),
    Entry("network:announcements", _("Annonces"), "bell-ring", (P.KEEP_DIRECTORY,)),
    Entry("network:calendar", _("Calendrier du réseau"), "calendar", _INSIDE),
    Entry("desk:recent", _("Mes derniers gestes"), "clock", WORKERS),
    Entry("desk:downloads", _("Téléchargements"), "download", WORKERS),
    Entry("surveys:mine", _("Mes questionnaires"), "pencil", _INSIDE),
    Entry("desk:drafts", _("Mes brouillons"), "clock", _INSIDE),
    Entry("directory:account", _("Mon compte"), "key-round", _INSIDE),
    Entry("desk:help", _("Aide"), "circle-question-mark", _INSIDE),
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
    "surveys:list": "sondage enquête avis évaluation formation séminaire survey opinion training",
    "training:list": "session séminaire stage cours inscription training seminar course",
    "training:mine": "inscription stage cours training course register",
    "training:results": "évaluation avis satisfaction moyenne résultats evaluation results ratings",
    "training:report": "statistiques formation training report",
    "record:list": "journal audit log",
    "network:topics": "sujets difficultés ministères plaidoyer topics advocacy network life",
    "network:letters": "courriel mailing lettre newsletter letters",
    "network:calendar": "agenda séminaires journées ics calendar dates",
    "resources:list": "questions avis juridique pôle ressource advice desk",
    "resources:articles": "loi code droit textes law",
    "resources:review": "loi changée relire law review",
    "library:home": "documents guides modèles lettres fiches ressources library templates",
    "library:desk": "publier relire pages library publish",
    "intake:list": "rappeler calls call-backs",
    "intake:new": "appeler signaler concern report call phone",
    "desk:downloads": "exporter tableaux csv export tableur spreadsheet",
    "desk:recent": "annuler défaire undo historique history",
    "desk:drafts": "reprendre drafts",
    "directory:account": "mot de passe profil password profile",
    "desk:help": "guides mode d’emploi touches raccourcis visite help manual keys shortcuts tour",
}
"""Words that people type for a page whose name they do not know, in French and English; never shown."""
