"""Keys without a row: made first, their row never came."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.apps import apps

from havre.vault import keys
from havre.vault.fields import SealedModel


def subjects() -> set[uuid.UUID]:
    """The ids of every row that is a vault subject of its own."""
    own = [
        model
        for model in apps.get_models()
        if issubclass(model, SealedModel) and model.sealing_subject is SealedModel.sealing_subject
    ]
    return {pk for model in own for pk in model._default_manager.values_list("pk", flat=True)}


def sweep(at: datetime) -> int:
    return keys.sweep_orphans(subjects())
