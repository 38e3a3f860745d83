"""Exact search on sealed values, by keyed tokens kept beside the subject's key."""

from __future__ import annotations

import hmac
import unicodedata
import uuid
from collections.abc import Collection, Iterable, Mapping

from django.conf import settings
from django.db import transaction

from havre.common.adding import add
from havre.vault import keys
from havre.vault.models import SearchToken

Texts = Mapping[str, Iterable[str]]
"""The values of each field."""


def fold(text: str) -> str:
    """Case, accents, blanks and punctuation removed: how two spellings of a name meet."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


def token(field: str, text: str) -> bytes:
    """The keyed digest of a folded value, different from field to field."""
    return hmac.digest(settings.MASTER.derive("index", field), fold(text).encode(), "sha256")


def new_subject(realm: str, texts: Texts) -> uuid.UUID:
    """A new subject with a key of its own and its tokens, in one transaction."""
    with transaction.atomic(using="keys"):
        subject = keys.create_subject(realm)
        _write(subject, texts)
    return subject


def put(subject: uuid.UUID, texts: Texts) -> None:
    """Replace the tokens of these fields of a subject, in one transaction."""
    with transaction.atomic(using="keys"):
        SearchToken.objects.filter(subject_id=subject, field__in=texts).delete()
        _write(subject, texts)


def _write(subject: uuid.UUID, texts: Texts) -> None:
    tokens = {(field, token(field, text)) for field, values in texts.items() for text in values if fold(text)}
    add(*(SearchToken(subject_id=subject, field=field, token=t) for field, t in tokens))


def find(field: str, text: str, *, among: Collection[uuid.UUID] | None = None) -> set[uuid.UUID]:
    """The subjects whose ``field`` equals ``text``; only those ``among`` where given."""
    if not fold(text):
        return set()
    rows = SearchToken.objects.filter(field=field, token=token(field, text)).values_list("subject_id", flat=True)
    found = set(rows)
    return found if among is None else found & set(among)


def alike(field: str, subject: uuid.UUID) -> set[uuid.UUID]:
    """The other subjects that share a token of ``field`` with this one; nothing is unsealed."""
    own = list(SearchToken.objects.filter(field=field, subject_id=subject).values_list("token", flat=True))
    rows = SearchToken.objects.filter(field=field, token__in=own).exclude(subject_id=subject)
    return set(rows.values_list("subject_id", flat=True)) if own else set()
