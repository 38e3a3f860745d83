"""The way of one person (DOMAIN.md §3). Its states follow from the rooms below; nobody sets them by hand."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.record.transitions import State, StateTable, Transition


@dataclass(frozen=True)
class Stage:
    """``step`` is the place among the nine steps of the way shown on every journey page, 1 to 9."""

    code: str
    label: str | Promise
    shape: str
    step: int
    waits: bool = False
    final: bool = False


@dataclass(frozen=True)
class Way:
    stages: tuple[Stage, ...]

    @property
    def choices(self) -> list[tuple[str, str | Promise]]:
        return [(s.code, s.label) for s in self.stages]

    def stage(self, code: str) -> Stage:
        return next(s for s in self.stages if s.code == code)


STEPS = (
    _("Appel"), _("Orientation"), _("Évaluation"), _("Recherche"), _("Proposition"),
    _("Entretien"), _("Voyage"), _("Accueil"), _("Suivi"),
)  # fmt: skip

JOURNEY = Way(
    stages=(
        Stage("referral_received", _("Reçue"), "received", 2, waits=True),
        Stage("assessing", _("Évaluation"), "assessment", 3, waits=True),
        Stage("on_hold", _("En attente"), "paused", 3),
        Stage("searching", _("Recherche"), "search", 4, waits=True),
        Stage("proposed", _("Proposition"), "proposed", 5, waits=True),
        Stage("interview", _("Entretien"), "interview", 6, waits=True),
        Stage("transfer_planned", _("Voyage prévu"), "interview", 7, waits=True),
        Stage("in_transit", _("En route"), "travelling", 7),
        Stage("accommodated", _("Accueil"), "arrived", 8),
        Stage("follow_up", _("Suivi"), "arrived", 9),
        Stage("closed", _("Close"), "closed", 9, final=True),
        Stage("redirected", _("Réorientée"), "not-taken", 3, final=True),
        Stage("not_eligible", _("Hors du cadre"), "not-taken", 3, final=True),
        Stage("declined", _("Non souhaité"), "not-taken", 3, final=True),
        Stage("handed_over", _("Protection de l’enfance"), "not-taken", 2, final=True),
        Stage("withdrawn", _("Retirée"), "closed", 2, final=True),
    )
)

_DESK = (P.COORDINATE, P.GIVE_ADVICE)
ABSENCE = StateTable(
    name="absence",
    title=_("Absence"),
    states=(
        State("planned", _("à venir"), "due"),
        State("running", _("en cours"), "paused"),
        State("over", _("finie"), "closed", final=True),
    ),
    transitions=(
        Transition("begin", ("planned",), "running", "absence_begun", _("Absence commencée : le travail est confié")),
        Transition("cancel", ("planned",), "over", "absence_cancelled", _("Absence annulée"), _DESK),
        Transition("come_back", ("running",), "over", "absence_ended", _("Retour d’absence : le travail est repris"), _DESK),
    ),
)  # fmt: skip
