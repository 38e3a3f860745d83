"""Training and seminars: who comes, from where, how long a half-day lasts. Plain data, each with its mark."""

from __future__ import annotations

from unicodedata import normalize

from havre.countries.codes import code_list
from havre.countries.fr.policy import Figure
from havre.geo.departments import DEPARTMENTS

GROUPS = code_list(
    "profession_groups",
    {
        "social": ("travail social", "social work"),
        "health": ("santé", "health"),
        "police": ("police, gendarmerie", "police"),
        "justice": ("justice, avocats", "justice, lawyers"),
        "other": ("autre métier", "another profession"),
    },
    source="the groups that training sessions are meant for; product choice",
    mark="P",
)


def _plain(named: tuple[str, str]) -> str:
    """Where it stands in a list: Île-de-France under I."""
    return normalize("NFD", named[0]).encode("ascii", "ignore").decode().casefold()


REGIONS = code_list(
    "regions",
    {"unknown": ("région non dite", "region not said")}
    | {
        code: (name.replace("'", "’"), name.replace("'", "’"))
        for name, code in sorted({(one.region, one.region_code) for one in DEPARTMENTS}, key=_plain)
    },
    source="regions of France, INSEE",
    mark="S",
)

HALF_DAY_MINUTES = Figure(210, "minutes", "product choice: three hours and a half", "P")
MORNING_STARTS, AFTERNOON_STARTS = 9, 14
SEMINARS_A_YEAR = Figure(2, "seminars", "DOMAIN.md §4 (R16)", "S")
SECOND_SEMINAR_BY = Figure(9, "month", "product choice: from then on a year without its second seminar is told", "P")
SMALLEST_GROUP = Figure(20, "people", "DOMAIN.md §4 (R17)", "S")
LARGEST_GROUP = Figure(25, "people", "DOMAIN.md §4 (R17)", "S")
HALF_DAYS = Figure(3, "half-days", "DOMAIN.md §4 (R17): 1.5 days", "S")
LINK_AFTER = Figure(120, "days", "product choice: a participant's link, after the last day", "P")
MATERIALS_AFTER = Figure(90, "days", "product choice: how long materials stay open to participants", "P")
REMIND_BEFORE = Figure(7, "days", "product choice", "P")
KEPT = Figure(5 * 365, "days", "product choice: names of participants and their certificates, after the last day", "P")
ASK_BEFORE = Figure(7, "days", "product choice: the questionnaire before a session", "P")
ASK_EVENING = Figure(
    17, "o'clock", "product choice: the questionnaire at the end, on the last day, from this hour on", "P"
)
ASK_LATER = Figure(91, "days", "three months after the last day, on use in daily work", "P")
CATCH_UP = Figure(
    14, "days", "product choice: how long a questionnaire that could not go out in time still goes out", "P"
)
ASKED_FOR = Figure(21, "days", "product choice: how long one may answer", "P")
CONFIRM_WITHIN = Figure(48, "hours", "product choice: to confirm a public registration from its address", "P")

PLACE_WORDS = frozenset(
    [
        "accueil",
        "allee",
        "appartement",
        "association",
        "auberge",
        "avenue",
        "batiment",
        "boulevard",
        "centre",
        "chemin",
        "cite",
        "cour",
        "espace",
        "etage",
        "faubourg",
        "foyer",
        "hopital",
        "hotel",
        "impasse",
        "maison",
        "mairie",
        "parvis",
        "passage",
        "place",
        "porte",
        "quai",
        "route",
        "saint",
        "sainte",
        "salle",
        "service",
        "square",
        "ville",
    ]
)
"""Without accents: what many names of houses and addresses hold, and what therefore names none of them."""
