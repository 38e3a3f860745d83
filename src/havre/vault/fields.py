"""Columns that hold sealed values and blind links."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Protocol

from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, In, IsNull

from havre.vault import blind, gate, keys, values

PROFILE = "profile"
SECRET = "secret"  # noqa: S105  a kind of column, not a password


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Ciphertext of one JSON value. ``kind`` is ``profile`` (what describes) or ``secret`` (who and where)."""

    def __init__(self, kind: str, **options: Any) -> None:
        if kind not in (PROFILE, SECRET):
            raise ValueError(f"a sealed column is a profile or a secret, not {kind!r}")
        self.kind = kind
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "kind": self.kind}

    @cached_property
    def bound_name(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.bound_name} is sealed: it cannot be compared.")
        return IsNull


class SealedModel(models.Model):
    """A row with sealed columns, all under the key of one subject."""

    class Meta:
        abstract = True

    @property
    def sealing_subject(self) -> uuid.UUID:
        """Whose key seals this row: by default the row's own."""
        subject: uuid.UUID = self.pk
        return subject

    def seal(self, name: str, value: Any) -> None:
        """Put ``value`` (JSON) into the column ``name``; ``None`` empties it. The row is not saved."""
        field = self._sealed_field(name)
        sealed = None
        if value is not None:
            key = keys.open_key(self.sealing_subject)
            sealed = values.seal(key, self.sealing_subject, field.bound_name, value)
        setattr(self, name, sealed)

    def unseal(self, name: str) -> Any:
        """The value in the column ``name``, ``None`` where it is empty.

        Raises ``gate.Sealed`` for a secret outside an operation or an opening on record.
        """
        self._sealed_field(name)
        sealed = getattr(self, name)
        return None if sealed is None else self.unsealed(name, self.sealing_subject, sealed)

    @classmethod
    def unsealed(cls, name: str, subject: uuid.UUID, sealed: bytes | memoryview) -> Any:
        """The same for what was read without making a row: ``sealed`` stood in the column ``name`` of ``subject``."""
        field = cls._sealed_field(name)
        if field.kind == SECRET and not gate.are_secrets_open():
            raise gate.Sealed(field.bound_name)
        return values.unseal(keys.open_key(subject), subject, field.bound_name, bytes(sealed))

    @classmethod
    def _sealed_field(cls, name: str) -> SealedField:
        field = cls._meta.get_field(name)
        if not isinstance(field, SealedField):
            raise TypeError(f"{cls.__name__}.{name} is not sealed.")
        return field


class Sealing(Protocol):
    """What is sealed under the key of one subject: a row, or what was read of it."""

    @property
    def sealing_subject(self) -> uuid.UUID: ...


def fetch_keys(rows: Iterable[Sealing]) -> None:
    """Fetch the keys of all ``rows`` with one query, for the unsealing that follows (inside a key cache)."""
    keys.open_keys({row.sealing_subject for row in rows})


def columns(rows: models.QuerySet[Any], *names: str) -> list[tuple[Any, ...]]:
    """The columns ``names`` of ``rows`` as tuples, for many rows of which few columns are wanted: no row is made, and the
    tokens of a link are turned back together."""
    fields = [rows.model._meta.get_field(name) for name in names]
    relations = [field.relation if isinstance(field, BlindLinkField) else None for field in fields]
    spelled = [Cast(name, models.CharField()) if link else name for name, link in zip(names, relations, strict=True)]
    read = zip(*rows.values_list(*spelled), strict=True)
    shown = [blind.reveal_all(link, column) if link else column for link, column in zip(relations, read, strict=False)]
    return list(zip(*shown, strict=True))


class _PlainIds:
    """A token means nothing to another column: only ids from Python can be compared."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if hasattr(rhs, "resolve_expression") or hasattr(rhs, "query"):
            raise TypeError("A blind link cannot be compared with a column or a query: pass the ids.")
        super().__init__(lhs, rhs)  # type: ignore[call-arg]


class _BlindExact(_PlainIds, Exact):
    pass


class _BlindIn(_PlainIds, In):
    pass


class BlindLinkField(models.UUIDField):  # type: ignore[type-arg]
    """A link by keyed token: ids in Python, tokens in the database. Compared by exact, in and isnull only."""

    def __init__(self, relation: str, **options: Any) -> None:
        self.relation = relation
        options.setdefault("editable", False)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "relation": self.relation}

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, models.Model):
            raise TypeError(f"{self.name} takes an id, not a {type(value).__name__}.")
        return super().get_prep_value(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, uuid.UUID):
            if not isinstance(value, str):
                raise TypeError(f"{self.name} takes an id, not {type(value).__name__}.")
            value = uuid.UUID(value)
        blinded = None if value is None else blind.token(self.relation, value)
        return super().get_db_prep_value(blinded, connection, prepared)

    def get_db_converters(self, connection: Any) -> list[Any]:
        """Asked once for each statement, before the rows that it turns back."""
        reveal = blind.revealing(self.relation)
        return [lambda value, expression, connection: None if value is None else reveal(value)]

    def get_lookup(self, lookup_name: str) -> Any:
        allowed = {"exact": _BlindExact, "in": _BlindIn, "isnull": IsNull}
        if lookup_name not in allowed:
            raise TypeError(f"A blind link cannot be compared by {lookup_name!r}.")
        return allowed[lookup_name]

    def get_transform(self, lookup_name: str) -> Any:
        raise TypeError(f"A blind link has no part {lookup_name!r}.")

    def value_to_string(self, obj: Any) -> str:
        raise TypeError("A blind link is never exported.")
