"""Who may write what of the directory."""

from __future__ import annotations

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.directory.models import Shelter


def may_keep_directory(by: User | None) -> bool:
    """A sweep or the building of a demo (``None``) may; otherwise whoever keeps the network's partners."""
    return by is None or may(by, Permission.KEEP_DIRECTORY)


def may_keep_places(by: User | None, shelter: Shelter) -> bool:
    """Whoever keeps the directory, and the house's own team."""
    return may_keep_directory(by) or may(by, Permission.KEEP_PLACES, shelter)
