"""The steps of an alarm in words: who was told, when, as what, and whether the message left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from havre.directory.ladder import COLLEAGUE, FIRST, HEAD, SECOND
from havre.placements.content import AlarmContent, Step
from havre.placements.operations.climbing import COORDINATOR
from havre.record import gateways

ROLES: dict[str, str | Promise] = {
    COORDINATOR: gettext_lazy("a la situation"),
    FIRST: pgettext_lazy("rang d’astreinte", "d’astreinte"),
    SECOND: pgettext_lazy("rang d’astreinte", "seconde"),
    HEAD: pgettext_lazy("rang d’astreinte", "cheffe de service"),
    COLLEAGUE: gettext_lazy("collègue, faute d’astreinte"),
}


@dataclass(frozen=True)
class Told:
    """One line. ``to_call`` says that no message reached them."""

    name: str
    role: str | Promise
    at: datetime
    how: str
    to_call: bool


def has_left(step: Step, waiting: Collection[str]) -> bool:
    """Whether a gateway took the message; whether it was read nobody knows. ``waiting`` are the messages still here."""
    return bool(step.means) and step.message not in waiting


def lines(content: AlarmContent, names: dict[str, str], waiting: Collection[str]) -> list[Told]:
    """The steps, latest first."""
    return [_line(step, names, waiting) for step in reversed(content.steps)]


def _line(step: Step, names: dict[str, str], waiting: Collection[str]) -> Told:
    left = has_left(step, waiting)
    means = gateways.NAMES.get(step.means, "")
    how = (
        _("%(means)s parti")
        if left
        else _("%(means)s en attente, appelez")
        if step.means
        else _("aucun message, appelez")
    )
    return Told(
        names.get(step.who, ""), ROLES.get(step.role, ""), step.at, how % {"means": means} if means else how, not left
    )
