"""What a house has done of the list of the first 72 hours: who said so, and when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.countries.fr.first_days import STEPS
from havre.placements.content import OfferTerms, StayTerms, Tick, read, write
from havre.placements.first_days import are_running
from havre.placements.models import Offer, Stay
from havre.placements.policies import happened
from havre.record import words
from havre.record.operations import NotAllowed, OnBehalf, operation, record, save
from havre.record.transitions import NotNow

KEYS = {step.key for step in STEPS}

words.register({"first_days_ticked": _("Premiers jours : la liste du lieu d’accueil avance")})


@operation
def tick_steps(
    row: Offer | Stay,
    *,
    done: Collection[str] = (),
    undone: Collection[str] = (),
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Add and take back ticks; what somebody else ticked meanwhile stays. Unknown keys are left out.

    By the team of the house, or a coordinator on its behalf. Raises ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    if by is None or not (may(by, P.CONFIRM_ARRIVAL, row) or may(by, P.COORDINATE, row)):
        raise NotAllowed
    row.refresh_from_db()
    if not are_running(row, at):
        raise NotNow
    terms: OfferTerms | StayTerms
    terms = read(row, "terms", OfferTerms) if isinstance(row, Offer) else read(row, "terms", StayTerms)
    kept = [tick for tick in terms.ticks if tick.key not in undone]
    new = (KEYS & set(done)) - {tick.key for tick in kept}
    when = happened(at, on_behalf_of)
    terms.ticks = [*kept, *(Tick(key, str(by.pk), when) for key in sorted(new))]
    write(row, "terms", terms)
    save(row, "terms")
    record("first_days_ticked", subject=row.situation_id, fields=["terms"], thread=False)
