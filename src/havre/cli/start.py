"""From the environment to a Django that is set up, with every refusal on the way as one sentence."""

from __future__ import annotations

import os

from havre import preflight

PRIVATE = 0o077


def prepare(*, create_keys: bool = False, private_files: bool = True) -> None:
    """Check folders, databases and keys, then set Django up. Raises ``preflight.Refusal``.

    ``create_keys``: a demo on a fresh database server gets its keys. ``private_files``: what is written from here on
    can be read by this user only.
    """
    if private_files:
        os.umask(PRIVATE)
    preflight.check_before_settings()
    preflight.check_databases()
    if create_keys:
        preflight.create_demo_keys()
    preflight.load_settings()


def prepare_filled() -> None:
    """``prepare`` for a command that works on databases that already stand."""
    prepare()
    preflight.check_migrations()
    preflight.check_keys_fit()
