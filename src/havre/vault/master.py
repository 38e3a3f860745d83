"""The master keys: one small file, apart from both databases, without which every sealed value is noise.

A demo writes the file itself. A live network will unlock it by passphrase, keyring or key service; until then
Havre refuses to start live (see ``havre.preflight``).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from havre.common.terminal import gettext as _

FILE_NAME = "master.json"
KEY_BYTES = 32
NAMES = ("people", "locations", "index", "record", "web")


class KeysMissing(Exception):
    """The key file is not where it should be, or cannot be read."""


@dataclass(frozen=True)
class Master:
    """Five independent 256-bit keys and the purpose of the network they serve.

    ``people`` and ``locations`` wrap epoch keys; ``locations`` also turns blind links; ``index`` makes search and
    sign-in tokens; ``record`` chains and seals the audit; ``web`` signs cookies and forms.
    """

    purpose: str
    people: bytes
    locations: bytes
    index: bytes
    record: bytes
    web: bytes

    def derive(self, name: str, label: str) -> bytes:
        """A 256-bit key for one use, from the master key ``name``."""
        return hmac.new(getattr(self, name), label.encode(), hashlib.sha256).digest()


def create(folder: Path, *, purpose: str) -> Master:
    """Write new master keys into ``folder``, readable by this user only; never over existing ones."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = {name: secrets.token_bytes(KEY_BYTES) for name in NAMES}
    text = json.dumps({"format": "havre.master/1", "purpose": purpose} | {n: k.hex() for n, k in keys.items()})
    descriptor = os.open(folder / FILE_NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Master(purpose=purpose, **keys)


def load(folder: Path) -> Master:
    """Read the master keys. Raises ``KeysMissing`` with a sentence that says what to do."""
    path = folder / FILE_NAME
    try:
        raw = json.loads(path.read_text())
        return Master(purpose=raw["purpose"], **{name: bytes.fromhex(raw[name]) for name in NAMES})
    except FileNotFoundError:
        raise KeysMissing(
            _("Les clés ne sont pas dans %(folder)s. Remettez la sauvegarde de %(file)s, ou donnez HAVRE_KEYS_DIR.")
            % {"folder": folder, "file": FILE_NAME}
        ) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise KeysMissing(
            _("Les clés de %(path)s ne se lisent pas. Remettez la sauvegarde de ce fichier.") % {"path": path}
        ) from None


def load_or_create(folder: Path, *, fresh: bool) -> Master:
    """The master keys; in a ``fresh`` data folder new ones for a demo."""
    if fresh and not (folder / FILE_NAME).exists():
        try:
            return create(folder, purpose="demo")
        except FileExistsError:
            return load(folder)
    return load(folder)
