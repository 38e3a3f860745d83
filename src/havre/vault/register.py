"""The register of every column: plain, working profile, secret or blind. An unclassed column fails the build.

Sealed columns and blind links class themselves; a plain column needs a line in ``register.toml`` that says why it may
be read by whoever holds a copy of the database.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import Field

from havre.vault.fields import BlindLinkField, SealedField

PATH = Path(__file__).with_name("register.toml")


def plain_columns() -> dict[str, dict[str, str]]:
    """Reasons by model label and column, from the committed register."""
    with PATH.open("rb") as file:
        return {label: dict(columns) for label, columns in tomllib.load(file).items()}


def columns() -> dict[str, dict[str, str]]:
    """Every column of every table: model label → column → ``plain``, ``profile``, ``secret``, ``blind`` or ``?``."""
    plain = plain_columns()
    found: dict[str, dict[str, str]] = {}
    for model in apps.get_models(include_auto_created=True):
        classed = plain.get(model._meta.label, {})
        found[model._meta.label] = {f.name: _kind(f, classed) for f in model._meta.local_concrete_fields}
    return found


def _kind(field: Field[Any, Any], classed: dict[str, str]) -> str:
    if isinstance(field, SealedField):
        return field.kind
    if isinstance(field, BlindLinkField):
        return "blind"
    return "plain" if field.name in classed else "?"


@register()
def every_column_is_classed(**_: Any) -> list[CheckMessage]:
    """System check: nothing unclassed, nothing classed that does not exist."""
    known = columns()
    errors: list[CheckMessage] = [
        Error(f"{label}.{name} is in no class. Seal it, or give the reason in {PATH.name}.", id="vault.E001")
        for label, fields in known.items()
        for name, kind in fields.items()
        if kind == "?"
    ]
    errors += [
        Error(f"{PATH.name} classes {label}.{name}, which does not exist or is sealed.", id="vault.E002")
        for label, fields in plain_columns().items()
        for name in fields
        if known.get(label, {}).get(name) != "plain"
    ]
    return errors
