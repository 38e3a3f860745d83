"""Sessions whose copy opens nothing: the key is stored hashed, the payload encrypted."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

NONCE_BYTES = 12


class SessionStore(DatabaseStore):
    """Django's database sessions under a hashed key; the cookie alone holds the key itself."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _stored(self, session_key: str | None) -> str:
        digest = hmac.digest(settings.MASTER.derive("web", "session-key"), (session_key or "").encode(), "sha256")
        return digest.hex()[:40]

    def _get_session_from_db(self) -> Any:
        raw = self.session_key
        found = next(iter(Session.objects.filter(session_key=self._stored(raw), expire_date__gt=timezone.now())), None)
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str | None = None) -> bool:
        return Session.objects.filter(session_key=self._stored(session_key)).exists()

    def create_model_instance(self, data: Any) -> Session:
        return Session(
            session_key=self._stored(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
        )

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=self._stored(key)).delete()

    def encode(self, session_dict: dict[str, Any]) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES)
        text = json.dumps(session_dict).encode()
        return base64.b64encode(nonce + self._box().encrypt(nonce, text, None)).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        try:
            raw = base64.b64decode(session_data)
            found: dict[str, Any] = json.loads(self._box().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None))
        except (ValueError, InvalidTag):
            return {}
        return found

    def _box(self) -> AESGCM:
        return AESGCM(settings.MASTER.derive("web", "session-payload"))
