"""What partners carry together: to whom it is brought, what they do where they are, the days that all know. Plain data."""

from __future__ import annotations

from dataclasses import dataclass

from havre.countries.codes import code_list
from havre.countries.fr.policy import Figure

LETTER_LINK_DAYS = Figure(30, "days", "product choice: a letter to partners opens by its link so long", "P")

MINISTRIES = code_list(
    "ministries",
    {
        "housing": ("le ministère chargé de l’hébergement", "the ministry in charge of shelters"),
        "interior": ("le ministère de l’Intérieur", "the ministry of the interior"),
        "justice": ("le ministère de la Justice", "the ministry of justice"),
        "health": ("le ministère de la Santé", "the ministry of health"),
        "equality": ("le ministère chargé de l’égalité", "the ministry in charge of equality"),
        "work": ("le ministère du Travail", "the ministry of labour"),
        "mission": ("la mission nationale (Miprof)", "the national mission (Miprof)"),
        "other": ("un autre service de l’État", "another service of the State"),
    },
    source="product choice: to whom the network speaks",
    mark="P",
)

SET_ASIDE = code_list(
    "topics_set_aside",
    {
        "alone": ("suivi avec qui l’a dit, plutôt que porté", "followed with those who said it, rather than carried"),
        "elsewhere": ("déjà porté par d’autres", "already carried by others"),
        "ours": ("cela dépend de nous, pas d’un ministère", "it depends on us, not on a ministry"),
        "later": ("pas maintenant", "not now"),
        "twice": ("dit dans un autre sujet", "said in another topic"),
    },
    source="product choice",
    mark="P",
)

LOCAL_WORK = code_list(
    "local_work",
    {
        "advice": ("conseil donné près de chez soi", "advice given locally"),
        "body": ("instance locale", "local body attended"),
        "position": ("position prise", "position taken"),
    },
    source="a partner as the resource centre of its place",
    mark="P",
)

KINDS_OF_DAYS = code_list(
    "kinds_of_days",
    {
        "known": ("journée connue de tous", "a day known to all"),
        "seminar": ("séminaire", "seminar"),
        "committee": ("comité", "committee"),
        "training": ("formation", "training"),
        "other": ("autre rendez-vous", "another appointment"),
    },
    source="product choice",
    mark="P",
)


@dataclass(frozen=True, slots=True)
class KnownDay:
    """A day that comes back each year."""

    month: int
    day: int
    title_fr: str
    title_en: str


KNOWN_DAYS = (
    KnownDay(7, 30, "Journée mondiale contre la traite", "World day against trafficking"),
    KnownDay(10, 18, "Journée européenne contre la traite", "European day against trafficking"),
)
"""Days of campaigns. Source of the days: DOMAIN.md §8 (Campaigns, S); their names are commonly known (K)."""
