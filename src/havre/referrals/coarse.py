"""The coarse class of who refers, for the anonymous facts of a year (law 8)."""

from __future__ import annotations

from havre.accounts.models import Organisation
from havre.countries.fr.network import referrer_group


def referrer_class(organisation: Organisation | None) -> str:
    """``unknown`` where a referral came by telephone from a service that has no account."""
    return referrer_group(organisation.kind) if organisation else "unknown"
