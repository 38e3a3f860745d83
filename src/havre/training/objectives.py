"""What participants want to learn: one’s own as one reads it, all of a session mixed, and how far they were reached."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from havre.common.disclosure import INSIDE, Table, protect
from havre.training.models import Objectives, Registration, Session
from havre.training.models_evaluation import MOST_OBJECTIVES, Moment
from havre.training.moments import END, LATER, looked_back_for_good
from havre.training.operations.objectives import REACHED
from havre.training.policies import may_look_back, may_write_objectives
from havre.vault.fields import fetch_keys


@dataclass(frozen=True)
class Own:
    """``reached`` is what was said so far: (words of the moment, answers in the order of the texts)."""

    texts: list[str]
    reached: dict[str, list[str]]
    version: int
    may_write: bool
    may_look_back: bool

    @property
    def is_shown(self) -> bool:
        return bool(self.texts) or self.may_write


@dataclass(frozen=True)
class Numbers:
    """How many objectives were reached, partly reached, or not; ``None`` is hidden."""

    moment: Any
    counts: dict[str, int | None] = field(default_factory=dict)

    @property
    def told(self) -> bool:
        return any(self.counts.values())


def own(row: Registration, today: date) -> Own:
    found = Objectives.objects.filter(registration=row).first()
    texts = (found.unseal("texts") or []) if found else []
    reached = (found.unseal("reached") or {}) if found else {}
    looks_back = bool(texts) and may_look_back(row, today)
    return Own(texts, reached, found.version if found else 1, may_write_objectives(row, today), looks_back)


def mixed(session: Session) -> list[str]:
    """All of them, each time in another order."""
    texts = [text for one in _of(session) for text in one.unseal("texts") or []]
    random.SystemRandom().shuffle(texts)
    return texts


def numbers(session: Session, today: date) -> list[Numbers]:
    """Once nobody answers any more. Somebody has three at most: fifteen are those of five people at least."""
    found = []
    rows = _of(session)
    for moment in (END, LATER):
        if looked_back_for_good(session, moment, today):
            said = Counter(one for row in rows for one in (row.unseal("reached") or {}).get(moment, []) if one)
            shown = protect(Table.of_parts({code: said[code] for code in REACHED}, REACHED), INSIDE * MOST_OBJECTIVES)
            found.append(Numbers(Moment(moment).label, {code: shown.part(code) for code in REACHED}))
    return found


def _of(session: Session) -> list[Objectives]:
    """Of those who come: whoever gave the seat back is not mixed in."""
    listed = list(
        Objectives.objects.filter(session=session, registration__state__in=("asked", "waiting", "registered"))
    )
    fetch_keys(listed)
    return listed
