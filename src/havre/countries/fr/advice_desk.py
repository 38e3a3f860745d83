"""The advice desk: what is asked, how soon an answer is due, what the law says. Plain data, each with its mark."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from havre.countries.codes import Mark, code_list
from havre.countries.fr.policy import Figure

FIELDS = code_list(
    "advice_fields",
    {
        "legal": ("droit, procédure", "law, proceedings"),
        "administrative": ("titre de séjour, démarches", "residence, paperwork"),
        "social": ("accueil, accompagnement", "shelter, support"),
        "identification": ("reconnaître une situation", "recognising a situation"),
        "danger": ("danger, protection", "danger, protection"),
        "health": ("santé", "health"),
        "other": ("autre question", "another question"),
    },
    source="product choice: the fields in which professionals ask",
    mark="P",
)

URGENCIES = code_list(
    "advice_urgencies",
    {
        "today": ("aujourd’hui", "today"),
        "this_week": ("cette semaine", "this week"),
        "no_hurry": ("sans urgence", "no hurry"),
    },
    source="product choice",
    mark="P",
)

CHANNELS = code_list(
    "advice_channels",
    {"account": ("par un compte", "by an account"), "link": ("par un lien", "by a link"), "telephone": ("par téléphone", "by telephone")},
    source="product choice",
    mark="P",
)  # fmt: skip

DUE = MappingProxyType(
    {
        "today": Figure(4, "working hours", "product choice", "P"),
        "this_week": Figure(16, "working hours", "product choice", "P"),
        "no_hurry": Figure(40, "working hours", "product choice", "P"),
    }
)
"""How soon a question is answered, by its urgency."""
KEPT = Figure(365, "days", "product choice: what was asked and answered, once it is over", "P")
ASK_WITHIN = Figure(7, "days", "product choice: a link to ask a question", "P")
READ_WITHIN = Figure(30, "days", "product choice: a link to read an answer", "P")


@dataclass(frozen=True, slots=True)
class LawArticle:
    """One article as an answer cites it. Nothing here is its text: that is read where it is published."""

    code: str
    number: str
    title_fr: str
    title_en: str
    source: str
    mark: Mark


ARTICLES = (
    LawArticle("CESEDA", "L. 425-1", "Carte de séjour « vie privée et familiale » d’une victime", "Residence permit “private and family life” of a victim", "DOMAIN.md §§1, 7 (CARD)", "S"),
    LawArticle("CESEDA", "L. 425-3", "Carte de résident après condamnation définitive", "Resident card after a final conviction", "DOMAIN.md §7 (CARD10)", "S"),
    LawArticle("CESEDA", "L. 425-4", "Autorisation de séjour pendant le parcours de sortie", "Residence permit during the exit path", "DOMAIN.md §7 (APS)", "S"),
    LawArticle("CESEDA", "R. 425-1", "Information de la personne dans une langue qu’elle comprend", "Information of the person in a language that she understands", "DOMAIN.md §9 (P20)", "S"),
    LawArticle("CESEDA", "R. 425-2", "Délai de réflexion et de rétablissement", "Reflection and recovery period", "DOMAIN.md §7 (REFLECT)", "S"),
    LawArticle("CESEDA", "R. 425-10", "Mineur : saisine de la protection de l’enfance", "Minor: referral to child protection", "DOMAIN.md §4 (R1, R34)", "S"),
    LawArticle("CASF", "L. 121-9", "Parcours de sortie de la prostitution", "Exit path from prostitution", "DOMAIN.md §4 (R23)", "S"),
    LawArticle("CASF", "L. 345-1", "Secret professionnel dans les lieux d’accueil", "Professional secrecy in shelters", "DOMAIN.md §§1, 9 (P9)", "S"),
    LawArticle("Code pénal", "225-4-1", "Définition de la traite des êtres humains", "Definition of trafficking in human beings", "DOMAIN.md §4 (R3)", "S"),
    LawArticle("Code pénal", "226-13", "Atteinte au secret professionnel", "Breach of professional secrecy", "DOMAIN.md §§1, 9 (P9)", "S"),
    LawArticle("Code pénal", "226-14", "Quand le secret peut être levé", "When secrecy may be lifted", "DOMAIN.md §9 (P9)", "S"),
    LawArticle("Code de procédure pénale", "706-57", "Déclarer comme domicile une autre adresse", "Giving another address as one’s domicile", "DOMAIN.md §1", "S"),
    LawArticle("Directive 2011/36/UE", "art. 11, § 3", "Aide sans condition de coopération", "Support without a condition of cooperation", "DOMAIN.md §4 (R6)", "S"),
    LawArticle("Directive (UE) 2024/1712", "", "Nouvelles formes d’exploitation, à transposer", "New forms of exploitation, to be transposed", "DOMAIN.md §7 (DIR)", "K"),
    LawArticle("Convention du Conseil de l’Europe", "art. 12, § 6", "Aide sans condition de témoignage", "Support without a condition of testimony", "DOMAIN.md §4 (R6)", "S"),
    LawArticle("Protocole de Palerme", "art. 3 b", "Le consentement est indifférent dès qu’un moyen est employé", "Consent is irrelevant once a means is used", "DOMAIN.md §6", "S"),
)  # fmt: skip
"""What DOMAIN.md names, and nothing else. No date of validity is known yet: whoever checks an article gives it."""
