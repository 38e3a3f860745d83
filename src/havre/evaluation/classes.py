"""Which figures a year has, of which facts they are made, and the order of their classes.

No two tables of a year count the same people along the same dimension, so that what one hides no other tells; they
share their total only, which is told whole or not at all.

Classes stand from what is usually rare to what is usually common, as known before anybody was counted: the class that
is hidden for the sake of a small one is the next, so that the large ones stay told as often as can be.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from havre.countries.fr.advice_desk import FIELDS, URGENCIES
from havre.countries.fr.life import LOCAL_WORK
from havre.countries.fr.network import (
    EXITS,
    NEEDS,
    NOT_ADMITTED,
    OBSTACLES,
    REFERRERS,
    REFUSALS_TO_HEAD,
    SHELTER_REFUSALS,
)
from havre.countries.fr.trafficking import CONTROL, REPORTING_PURPOSES

NO_PLACE = "no_place_in_time"
"""Such a person is counted once, with the searches that found no place: the same number never stands in two tables."""


@dataclass(frozen=True)
class Dimension:
    """A value of a fact and its classes; ``groups`` folds some into one, ``rest`` takes what is not named."""

    name: str
    classes: tuple[str, ...]
    rest: str
    groups: dict[str, str] = field(default_factory=dict)

    def class_of(self, value: object) -> str:
        code = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        code = self.groups.get(code, code)
        return code if code in self.classes else self.rest


@dataclass(frozen=True)
class Figure:
    """A table of a year: the kind of fact it counts, along one dimension or two; values in ``without`` are left out."""

    kind: str
    rows: Dimension
    columns: Dimension | None = None
    without: frozenset[str] = frozenset()


YES_NO = ("yes", "no")
AGES = ("unknown", "0-17", "48+", "39-47", "31-38", "18-23", "24-30")
MONTHS = ("0-2", "3-5", "6-11", "12-23", "24+")
GENDERS = Dimension(
    "gender",
    ("others", "men", "women"),
    "others",
    {
        "Feminine": "women", "TransgenderFeminine": "women", "Masculine": "men", "TransgenderMasculine": "men",
    },
)  # fmt: skip

FIGURES: dict[str, Figure] = {
    "calls": Figure("call", Dimension("outcome", ("all",), "all")),
    "advice": Figure("advice", Dimension("field", FIELDS.codes[::-1], "other")),
    "advice_urgency": Figure("advice", Dimension("urgency", URGENCIES.codes, "no_hurry")),
    "local_work": Figure("local_work", Dimension("work", LOCAL_WORK.codes[::-1], "advice")),
    "requests": Figure("request", Dimension("referrer", REFERRERS.codes[::-1], "other")),
    "refused": Figure(
        "not_admitted",
        Dimension("reason", ("other", *(code for code in NOT_ADMITTED.codes[::-1] if code != NO_PLACE)), "other"),
        without=frozenset({NO_PLACE}),
    ),
    "unplaced": Figure("unplaced", Dimension("obstacle", OBSTACLES.codes[::-1], "several")),
    "refusals": Figure(
        "refusal", Dimension("reason", (*REFUSALS_TO_HEAD.codes, *SHELTER_REFUSALS.codes[::-1]), "other")
    ),
    "purposes": Figure(
        "admission", Dimension("purpose", ("unknown", "several", *REPORTING_PURPOSES.codes[::-1]), "other")
    ),
    "genders": Figure("admission", GENDERS),
    "people": Figure("admission", Dimension("age", AGES, "unknown"), Dimension("with_children", YES_NO, "no")),
    "pregnant": Figure("admission", Dimension("pregnant", YES_NO, "no")),
    "overrides": Figure("override", Dimension("granted", ("alone", "two"), "two")),
    "exits": Figure("exit", Dimension("reason", ("moved", *EXITS.codes[::-1]), "moved")),
    "stays": Figure("exit", Dimension("months", MONTHS, "24+")),
}
"""By name, as it stands in addresses and files."""

MEANS = CONTROL.codes
UNMET = NEEDS.codes
KINDS = frozenset({figure.kind for figure in FIGURES.values()} | {"wait", "means", "unmet"})
