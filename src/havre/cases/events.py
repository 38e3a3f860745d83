"""What other rooms may hear of a case."""

from __future__ import annotations

from dataclasses import dataclass

from havre.record.events import OfSituation


@dataclass(frozen=True)
class CaseOpened(OfSituation):
    """The coordination has taken the situation up, or takes it up again."""


@dataclass(frozen=True)
class CaseClosed(OfSituation):
    """Nothing more is to be done; the time of retention runs."""
