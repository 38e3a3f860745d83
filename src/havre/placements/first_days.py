"""The first 72 hours as one house reads them: who comes, what to prepare, what is done, how late it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.common import words
from havre.countries.fr.first_days import FIRST_DAYS, PHASES, STEPS, HouseStep
from havre.countries.fr.policy import ONE_OFF_AID
from havre.placements.content import ForShelter, OfferTerms, StayTerms, Tick, Times, read
from havre.placements.models import Offer, Stay, Transfer
from havre.placements.operations.endings import TRAVELLING
from havre.placements.wording import language, languages

LASTS = timedelta(hours=FIRST_DAYS.value)
_PHASE_ENDS = (
    ("first_hour", timedelta(hours=2)),
    ("first_night", timedelta(hours=14)),
    ("second_day", timedelta(hours=38)),
    ("third_day", LASTS),
)

SHOWN_FOR: dict[str, Callable[[ForShelter], bool]] = {
    "": lambda told: True,
    "children": lambda told: bool(told.children),
    "accessible": lambda told: told.needs.accessible,
    "animals": lambda told: told.needs.animals,
    "night_staff": lambda told: told.needs.night_staff,
    "pregnant": lambda told: told.needs.pregnant,
    "foreign": lambda told: "fr" not in told.languages,
}
"""``HouseStep.only`` → whether a household needs that step."""


@dataclass(frozen=True)
class Line:
    key: str
    text: str
    tick: Tick | None


@dataclass(frozen=True)
class Phase:
    key: str
    label: str
    is_now: bool
    lines: list[Line]


@dataclass(frozen=True)
class FirstDays:
    """``expected_at`` before the arrival, once a journey is planned; ``arrived_at`` after it."""

    told: ForShelter
    ticks: list[Tick]
    expected_at: datetime | None = None
    arrived_at: datetime | None = None

    @property
    def steps(self) -> list[HouseStep]:
        return [step for step in STEPS if SHOWN_FOR[step.only](self.told)]

    def phase(self, at: datetime) -> str:
        if self.arrived_at is None:
            return "before"
        return next((key for key, end in _PHASE_ENDS if at < self.arrived_at + end), "third_day")

    def phases(self, at: datetime) -> list[Phase]:
        done, now = {tick.key: tick for tick in self.ticks}, self.phase(at)
        return [
            Phase(
                key=key, label=PHASES.label(key, language()), is_now=key == now,
                lines=[Line(step.key, _text(step, self.told), done.get(step.key)) for step in self.steps if step.phase == key],
            )
            for key in PHASES
        ]  # fmt: skip

    def heading(self, at: datetime) -> str:
        if self.arrived_at is not None:
            return _("Elle est là depuis %(span)s") % {"span": words.span(at - self.arrived_at)}
        if self.expected_at is None:
            return _("Elle arrive bientôt")
        days = (timezone.localdate(self.expected_at) - timezone.localdate(at)).days
        if self.expected_at <= at:
            return _("Elle devrait être là")
        if days == 0:
            return _("Elle arrive aujourd’hui")
        return (
            _("Elle arrive demain") if days == 1 else _("Elle arrive le %(day)s") % {"day": words.day(self.expected_at)}
        )

    def left(self, at: datetime) -> str:
        """What the present phase still asks for, in a sentence."""
        lines = next(phase.lines for phase in self.phases(at) if phase.is_now)
        count = sum(line.tick is None for line in lines)
        if not count:
            return _("Tout est fait pour ce moment-ci.")
        return ngettext("Il reste une chose à faire.", "Il reste %(count)s choses à faire.", count) % {"count": count}


def _text(step: HouseStep, told: ForShelter) -> str:
    spoken = languages(told.languages) or _("sa langue")
    return words.nbsp(step.text(language()).format(languages=spoken, euros=ONE_OFF_AID.value))


def of_offer(offer: Offer) -> FirstDays:
    """Before the arrival, for a place that is hers."""
    transfer = Transfer.objects.filter(offer=offer.pk, state__in=TRAVELLING).first()
    return FirstDays(
        told=read(offer, "for_shelter", ForShelter),
        ticks=read(offer, "terms", OfferTerms).ticks,
        expected_at=read(transfer, "times", Times).expected_at if transfer else None,
    )


def of_stay(stay: Stay) -> FirstDays:
    terms = read(stay, "terms", StayTerms)
    told = ForShelter(
        reference=terms.reference, household=terms.household, languages=terms.languages, needs=terms.needs
    )
    return FirstDays(told=told, ticks=terms.ticks, arrived_at=terms.began_at)


def are_running(row: Offer | Stay, at: datetime) -> bool:
    """From the day the place is hers until 72 hours after the arrival."""
    if isinstance(row, Offer):
        return row.state == "kept"
    return row.state == "present" and row.kind == "place" and at < read(row, "terms", StayTerms).began_at + LASTS
