"""Invented people: drawn from published shapes, none of them anybody."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from havre.demo.world import Agency, World
from havre.geo.departments import DEPARTMENTS, by_area
from havre.people.profiles import Member, Needs, Profile, Wishes

_DATA = Path(__file__).parent / "data" / "vp_marginals.json"

WOMEN = 0.87
"""Share of women, between the national surveys of 2022 (82 %) and 2024 (89 %)."""
WITH_CHILDREN = 0.25
PREGNANT = 0.08
"""Not published; a small share, our choice."""
_PURPOSES = (
    ("SexualExploitation", 0.88),
    ("ForcedLabour", 0.05),
    ("DomesticServitude", 0.04),
    ("ForcedCriminality", 0.02),
    ("ForcedBegging", 0.01),
)
"""Near the network's own mix (95 % sexual, 5 % labour in 2018), widened towards the national survey of 2024."""
_ORIGINS = {
    "Africa": (("NG", 62, ("en", "pcm", "bin")), ("CI", 8, ("fr", "dyu")), ("GN", 5, ("fr", "sus")), ("CM", 5, ("fr", "en")),
               ("CD", 4, ("fr", "ln")), ("MA", 5, ("ary", "fr")), ("SL", 3, ("en", "kri")), ("ET", 2, ("am", "ti"))),
    "Europe": (("RO", 42, ("ro",)), ("BG", 18, ("bg",)), ("AL", 14, ("sq",)), ("FR", 14, ("fr",)), ("UA", 6, ("uk", "ru")), ("HU", 6, ("hu",))),
    "Americas/Oceania": (("BR", 40, ("pt",)), ("CO", 22, ("es",)), ("VE", 14, ("es",)), ("PY", 10, ("es", "gn")), ("PE", 8, ("es",))),
    "Asia": (("CN", 30, ("cmn",)), ("PH", 20, ("tl", "en")), ("VN", 18, ("vi",)), ("NP", 10, ("ne", "hi")), ("IN", 12, ("pa", "hi"))),
}  # fmt: skip
_FRENCH_MIX = {"Africa": 0.66, "Europe": 0.19, "Americas/Oceania": 0.1, "Asia": 0.05}
"""National survey: Africa 70 %, Europe 17 %, Latin America 10 % (2022); France's figures win over the table's."""
_NAMES = {
    "Africa": ("Blessing", "Joy", "Precious", "Fatou", "Aminata", "Grace", "Mercy", "Awa", "Mariam", "Esther"),
    "Europe": ("Elena", "Mirela", "Ana", "Vesna", "Iulia", "Lucie", "Oksana", "Réka"),
    "Americas/Oceania": ("Camila", "Daniela", "Luana", "Valentina", "Rosa"),
    "Asia": ("Mei", "Linh", "Maya", "Rosalie", "Priya"),
}
_ROLES = ("assistante sociale", "éducatrice", "cheffe de service", "travailleur social", "juriste")
_WISHES = ("Une ville moyenne, une école à pied.", "Pouvoir travailler vite.", "Être loin, et que personne ne le sache.",
           "Une maison calme.", "Apprendre le français.", "")  # fmt: skip
_ACCOUNTS = (
    "Elle est surveillée dans la rue et dans l’appartement.", "Elle doit rembourser une dette chaque semaine.",
    "On lui a pris ses papiers à l’arrivée.", "Elle travaille sans être payée et dort sur place.",
    "Elle a été conduite de ville en ville depuis des mois.",
)  # fmt: skip
_DANGERS = (
    "Ils savent où elle dort et passent devant.", "Son numéro est connu, elle reçoit des menaces.",
    "Une femme du réseau vit dans le quartier.", "L’auteur est libre et la cherche.", "Toute la communauté d’ici la connaît.",
)  # fmt: skip


@dataclass
class Someone:
    """One invented situation before anything has been written."""

    profile: Profile
    names: str
    zones: list[str]
    risk: str
    severity: int
    likelihood: int
    agency: Agency
    account: str
    danger: str
    caller: str
    role: str
    relay_language: str = "fr"
    means: list[str] = field(default_factory=list)
    recruitment: str = ""


@cache
def marginals() -> dict[str, dict[str, int]]:
    """One-way counts of the shipped table."""
    found: dict[str, dict[str, int]] = json.loads(_DATA.read_text(encoding="utf-8"))["one_way"]
    return found


def drawn(rng: random.Random, column: str) -> str:
    """One value of a column, as often as the table has it; blanks are left out."""
    counts = {value: count for value, count in marginals()[column].items() if value != "missing"}
    return rng.choices(list(counts), list(counts.values()))[0]


def someone(world: World, *, adult: bool = True, agency: Agency | None = None) -> Someone:
    rng = world.rng
    region = rng.choices(list(_FRENCH_MIX), list(_FRENCH_MIX.values()))[0]
    origin, _weight, languages = rng.choices(_ORIGINS[region], [weight for _o, weight, _l in _ORIGINS[region]])[0]
    profile = _profile(rng, origin, languages, adult)
    agency = agency or rng.choice(world.agencies)
    severity, likelihood = rng.choice([2, 3, 3, 4]), rng.choice([1, 2, 2, 3, 4])
    return Someone(
        profile=profile,
        names=f"{rng.choice(_NAMES[region])} {rng.choice(['A', 'B', 'D', 'K', 'M', 'O', 'T'])}.",
        zones=_zones(rng, agency.area),
        risk=_level(severity, likelihood),
        severity=severity,
        likelihood=likelihood,
        agency=agency,
        account=rng.choice(_ACCOUNTS),
        danger=rng.choice(_DANGERS),
        caller=f"{rng.choice(['Mme', 'M.'])} {rng.choice('BCDFGLMNPRST')}.",
        role=rng.choice(_ROLES),
        relay_language=languages[0],
        means=_means(rng, region),
        recruitment=_recruitment(rng),
    )


def _level(severity: int, likelihood: int) -> str:
    from havre.countries.fr.policy import risk_level

    return risk_level(severity, likelihood)


def _age(rng: random.Random, adult: bool) -> int:
    """Adults of 28 on average; the table's share of minors is for who turns out to be one."""
    return max(18, min(58, round(rng.gammavariate(7.0, 1.55) + 17))) if adult else rng.choice([15, 16, 16, 17])


def _profile(rng: random.Random, origin: str, languages: tuple[str, ...], adult: bool) -> Profile:
    draw = rng.random()
    gender = "Feminine" if draw < WOMEN else "TransgenderFeminine" if draw < WOMEN + 0.03 else "Masculine"
    household = [Member(gender, _age(rng, adult))]
    if adult and gender == "Feminine" and rng.random() < WITH_CHILDREN:
        household += [
            Member(rng.choice(["Feminine", "Masculine"]), rng.randint(0, 11), "child")
            for _ in range(rng.choice([1, 1, 1, 2, 2, 3]))
        ]
    spoken = [languages[0], *(one for one in languages[1:] if rng.random() < 0.8)]
    if "fr" not in spoken and rng.random() < 0.3:
        spoken.append("fr")
    purpose = rng.choices([code for code, _s in _PURPOSES], [share for _c, share in _PURPOSES])[0]
    wishes = Wishes(note=rng.choice(_WISHES))
    if rng.random() < 0.2:
        wishes.prefer_areas = [rng.choice(DEPARTMENTS).area]
    return Profile(
        household=household,
        pregnant=gender == "Feminine" and rng.random() < PREGNANT,
        animals=rng.random() < 0.02,
        origin=origin,
        languages=spoken,
        needs=_needs(rng, has_children=len(household) > 1),
        wishes=wishes,
        exploitation=[purpose],
        network=f"R{rng.randint(100, 999)}" if rng.random() < 0.4 else "",
    )


def _needs(rng: random.Random, *, has_children: bool) -> Needs:
    services = [
        code
        for code, share in (("psychology", 0.35), ("health", 0.15), ("legal", 0.2), ("addiction", 0.04))
        if rng.random() < share
    ]
    if has_children and rng.random() < 0.4:
        services.append("childcare")
    return Needs(accessible=rng.random() < 0.02, night_staff=rng.random() < 0.12, services=services)


def _zones(rng: random.Random, area: str) -> list[str]:
    """Where she is exploited, often a neighbouring département, now and then a city of the network far away."""
    zones, here = [area], by_area(area)
    if here.neighbours and rng.random() < 0.45:
        zones.append(rng.choice(here.neighbours))
    if rng.random() < 0.2:
        zones.append(rng.choice(["FR-75", "FR-13", "FR-06", "FR-31", "FR-33", "FR-59", "FR-69"]))
    return list(dict.fromkeys(zones))


def _means(rng: random.Random, region: str) -> list[str]:
    common = ["DebtBondage", "PsychologicalAbuse", "TakesEarnings", "ThreatensChildrenFamily", "WithholdsDocuments"]
    found = rng.sample(common, rng.randint(1, 3))
    if drawn(rng, "IP_ControlAbuseKidnap") and rng.random() < 0.3:
        found.append("PhysicalAbuse")
    return [*found, "SpiritualOath"] if region == "Africa" and rng.random() < 0.5 else found


def _recruitment(rng: random.Random) -> str:
    """By whom, as often as the table has it."""
    relation = drawn(rng, "IP_Relation").split(";")[0]
    return {
        "FamilyIntimatePartner": "ThroughFamilyOrFamilyEvents",
        "FriendAcquaintance": "ThroughFriendsOrSocialEvents",
    }.get(relation, "ThroughOnlineSocialNetworks")
