"""Figures that decide: levels of risk, distances, clocks. Each with its source and mark."""

from dataclasses import dataclass
from types import MappingProxyType

from havre.countries.codes import Mark, code_list

RISK = code_list(
    "risk",
    {
        "low": ("faible", "low"),
        "medium": ("moyen", "medium"),
        "high": ("élevé", "high"),
        "very_high": ("très élevé", "very high"),
    },
    source="R25; scales are ours",
    mark="P",
)

SEVERITY = code_list(
    "severity",
    {"1": ("limitée", "limited"), "2": ("sérieuse", "serious"), "3": ("grave", "grave"), "4": ("mortelle", "deadly")},
    source="R25; scales are ours",
    mark="P",
)

LIKELIHOOD = code_list(
    "likelihood",
    {
        "1": ("peu probable", "unlikely"),
        "2": ("possible", "possible"),
        "3": ("probable", "likely"),
        "4": ("presque certain", "almost certain"),
    },
    source="R25; scales are ours",
    mark="P",
)


def risk_level(severity: int, likelihood: int) -> str:
    """The level proposed for severity × likelihood, each from 1 to 4; a named person sets the level (R26)."""
    product = severity * likelihood
    if product <= 3:
        return "low"
    if product <= 6:
        return "medium"
    return "high" if product <= 9 else "very_high"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the policy, with its unit, where it comes from, and how sure that is."""

    value: int
    unit: str
    source: str
    mark: Mark


MIN_KM = MappingProxyType(
    {
        "low": Figure(50, "km", "R36", "P"),
        "medium": Figure(100, "km", "R36", "P"),
        "high": Figure(200, "km", "R36", "P"),
        "very_high": Figure(300, "km", "R36", "P"),
    }
)
HORIZON = Figure(14, "days", "R36", "P")
CONFIRMATION = Figure(14, "days", "R36", "P")
HOLD = Figure(72, "hours", "R36", "P")
EMERGENCY_STAY = Figure(14, "days", "R33", "P")
RISK_REVIEW = MappingProxyType(
    {
        "low": Figure(90, "days", "RISK", "P"),
        "medium": Figure(90, "days", "RISK", "P"),
        "high": Figure(30, "days", "RISK", "P"),
        "very_high": Figure(30, "days", "RISK", "P"),
    }
)
WAIT_WARN = Figure(3, "days", "WAIT", "P")
WAIT_ESCALATE = Figure(7, "days", "WAIT, mean of 2014", "S")
ARRIVAL_ASK = Figure(15, "minutes", "product choice", "P")
ARRIVAL_ALARM = Figure(60, "minutes", "ARRIVE", "P")
CALL_KEPT = Figure(30, "days", "P4, product choice: what was said in a closed call", "P")
CALL_BACK_AGAIN = Figure(2, "hours", "product choice", "P")
CALL_BACK_WITHIN = Figure(60, "days", "product choice", "P")
EXCHANGE_WITHIN = Figure(183, "days", "product choice: a partner hears from the coordination twice a year", "P")
AGREEMENT_ENDS_WITHIN = Figure(90, "days", "product choice: time to meet and sign again", "P")
ONE_OFF_AID = Figure(350, "euros", "R13", "S")

PLACEMENT_WEIGHTS = MappingProxyType(
    {
        "languages": 3,
        "expertise": 2,
        "services": 2,
        "wishes": 3,
        "fair_load": 1,
        "rare_place": 2,
        "margin": 2,
    }
)
"""How much each criterion counts when places that fit are put in order (P, a product choice)."""
