"""The library: how pages are sorted, and words that mean the same to whoever searches. Plain data."""

from __future__ import annotations

from havre.countries.codes import code_list
from havre.countries.fr.policy import Figure

_OURS = "product choice: how the resource centre sorts what it publishes"

THEMES = code_list(
    "library_themes",
    {
        "identification": ("reconnaître une situation", "recognising a situation"),
        "danger": ("danger et protection", "danger and protection"),
        "rights": ("droits de la personne", "rights of the person"),
        "residence": ("séjour et papiers", "residence and papers"),
        "justice": ("plainte et justice", "complaint and justice"),
        "money": ("argent et indemnisation", "money and compensation"),
        "health": ("santé", "health"),
        "children": ("enfants et mineurs", "children and minors"),
        "asylum": ("asile", "asylum"),
        "daily-life": ("vie quotidienne", "daily life"),
        "network": ("le réseau", "the network"),
        "return": ("retour au pays", "return"),
    },
    source=_OURS,
    mark="P",
)
PHASES = code_list(
    "library_phases",
    {
        "all": ("à tout moment", "at any time"),
        "report": ("signaler", "reporting"),
        "assess": ("évaluer", "assessing"),
        "place": ("chercher un lieu", "finding a place"),
        "live": ("vivre sur place", "living there"),
        "leave": ("partir", "leaving"),
    },
    source=_OURS,
    mark="P",
)
AUDIENCES = code_list(
    "library_audiences",
    {
        "public": ("tout le monde", "everybody"),
        "professionals": ("les professionnels", "professionals"),
        "partners": ("les partenaires du réseau", "partners of the network"),
    },
    source=_OURS,
    mark="P",
)
COUNTRIES = code_list(
    "library_countries",
    {
        "FR": ("France", "France"),
        "EU": ("Union européenne", "European Union"),
        "INT": ("international", "international"),
    },
    source=_OURS,
    mark="P",
)
KINDS = code_list(
    "library_kinds",
    {
        "guide": ("guide", "guide"),
        "form": ("formulaire", "form"),
        "letter": ("modèle de lettre", "model letter"),
        "law": ("texte de loi", "text of law"),
        "case-note": ("décision de justice", "case-law note"),
        "figures": ("chiffres", "figures"),
        "film": ("film", "film"),
        "glossary": ("glossaire", "glossary"),
    },
    source=_OURS,
    mark="P",
)
LANGUAGES = code_list("library_languages", {"fr": ("français", "French"), "en": ("anglais", "English")}, source=_OURS, mark="P")  # fmt: skip
MARKS = code_list(
    "library_marks",
    {
        "S": ("sourcé", "sourced"),
        "K": ("connu de tous, à vérifier", "commonly known, to be verified"),
        "V": ("à vérifier avant tout effet de droit", "to be verified before any legal effect"),
        "P": ("conseil pratique", "practical advice"),
    },
    source="DOMAIN.md: how sure a fact is",
    mark="P",
)
COPY_LASTS = Figure(90, "days", "product choice: how long a copy taken along is to be trusted", "P")
WARN_BEFORE = Figure(30, "days", "product choice: how long before its end a page is to be read again", "P")

SAME = (
    ("abri", "hebergement", "logement", "foyer", "lieu", "accueil", "shelter", "housing", "accommodation"),
    ("aj", "aide-juridictionnelle", "avocat", "lawyer", "legal-aid"),
    ("argent", "indemnisation", "dommages", "compensation", "money", "civi"),
    ("asile", "refugie", "ofpra", "asylum", "refugee"),
    ("cacher", "proteger", "protection", "protect", "hide"),
    ("carte", "titre", "papier", "sejour", "card", "permit", "papers", "residence"),
    ("danger", "menace", "risque", "threat", "risk"),
    ("denoncer", "plainte", "complaint", "police"),
    ("domiciliation", "adresse", "address"),
    ("enfant", "mineur", "child", "children", "minor"),
    ("interprete", "langue", "traduction", "interpreter", "language"),
    ("medecin", "sante", "soin", "hopital", "health", "doctor", "care", "hospital"),
    ("parent", "mere", "famille", "mother", "family"),
    ("partage", "secret", "confidentialite", "sharing", "secrecy", "confidentiality"),
    ("prostitution", "psp", "parcours", "exit", "afis"),
    ("reflexion", "retablissement", "reflection", "recovery"),
    ("reperer", "reconnaitre", "identifier", "identification", "indice", "signe", "recognise", "sign", "indicator"),
    ("retour", "rentrer", "return", "home"),
    ("signaler", "orienter", "orientation", "refer", "referral", "report"),
    ("telephone", "portable", "numerique", "geolocalisation", "phone", "digital", "tracking"),
    ("traite", "exploitation", "trafficking"),
    ("travail", "emploi", "work", "job"),
)
"""Words of one notion: whoever types one finds pages that say another, further down."""
