"""Who may carry what partners tell, and who may speak for a partner."""

from __future__ import annotations

from typing import Any

from havre.accounts.models import Organisation
from havre.network import audience
from havre.network.models import Letter


def may_keep(by: Any) -> bool:
    """The building of a demonstration (``None``), and whoever keeps the network's partners."""
    return by is None or audience.keeps(by)


def may_speak_for(by: Any, organisation: Organisation) -> bool:
    """Whoever keeps the network, for any partner on the telephone; an account for its own."""
    return may_keep(by) or organisation.pk in audience.organisations_of(by)


def may_change(letter: Letter) -> bool:
    """What has left is as it is."""
    return letter.state == "draft"
