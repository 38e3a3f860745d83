"""Which figures a year has, of which facts they are made, and the order of their classes.

No two tables of a year count the same people along the same dimension, so that what one hides no other tells; they
share their total only, which is told whole or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from havre.countries.fr.network import EXITS, NOT_ADMITTED, OBSTACLES, REFERRERS, REFUSALS_TO_HEAD, SHELTER_REFUSALS
from havre.countries.fr.trafficking import CONTROL, REPORTING_PURPOSES

NO_PLACE = "no_place_in_time"
"""Such a person is counted once, with the searches that found no place: the same number never stands in two tables."""


@dataclass(frozen=True)
class Dimension:
    """A value of a fact and its classes in the order they are shown; ``groups`` folds some into one, the last takes
    what is not named."""

    name: str
    classes: tuple[str, ...]
    groups: dict[str, str] = field(default_factory=dict)

    def class_of(self, value: object) -> str:
        code = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        code = self.groups.get(code, code)
        return code if code in self.classes else self.classes[-1]


@dataclass(frozen=True)
class Figure:
    """A table of a year: the kind of fact it counts, along one dimension or two; values in ``without`` are left out."""

    kind: str
    rows: Dimension
    columns: Dimension | None = None
    without: frozenset[str] = frozenset()


YES_NO = ("yes", "no")
AGES = ("0-17", "18-23", "24-30", "31-38", "39-47", "48+", "unknown")
MONTHS = ("0-2", "3-5", "6-11", "12-23", "24+")
GENDERS = Dimension(
    "gender",
    ("women", "men", "others"),
    {
        "Feminine": "women", "TransgenderFeminine": "women", "Masculine": "men", "TransgenderMasculine": "men",
    },
)  # fmt: skip

FIGURES: dict[str, Figure] = {
    "calls": Figure("call", Dimension("outcome", ("all",))),
    "requests": Figure("request", Dimension("referrer", REFERRERS.codes)),
    "refused": Figure(
        "not_admitted",
        Dimension("reason", (*(code for code in NOT_ADMITTED if code != NO_PLACE), "other")),
        without=frozenset({NO_PLACE}),
    ),
    "unplaced": Figure("unplaced", Dimension("obstacle", OBSTACLES.codes)),
    "refusals": Figure("refusal", Dimension("reason", (*REFUSALS_TO_HEAD.codes, *SHELTER_REFUSALS.codes))),
    "purposes": Figure("admission", Dimension("purpose", ("several", *REPORTING_PURPOSES.codes, "unknown"))),
    "people": Figure("admission", Dimension("age", AGES), GENDERS),
    "children": Figure("admission", Dimension("with_children", YES_NO)),
    "pregnant": Figure("admission", Dimension("pregnant", YES_NO)),
    "overrides": Figure("override", Dimension("granted", ("two", "alone"))),
    "exits": Figure("exit", Dimension("reason", (*EXITS.codes, "moved"))),
    "stays": Figure("exit", Dimension("months", MONTHS)),
}
"""By name, as it stands in addresses and files."""

MEANS = CONTROL.codes
KINDS = frozenset({figure.kind for figure in FIGURES.values()} | {"wait", "means"})
