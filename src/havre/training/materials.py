"""The documents of a session as its pages list them; nothing of what is in them is read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from havre.training.models import Session
from havre.training.models_materials import SessionMaterial


@dataclass(frozen=True)
class Document:
    id: uuid.UUID
    name: str
    module: str
    type: str
    size: int


def documents_of(session: Session) -> list[Document]:
    """In the order in which they were added. One statement."""
    rows = SessionMaterial.objects.light().filter(session=session)
    return [Document(one.pk, str(one.unseal("name") or ""), one.module, one.type.upper(), one.size) for one in rows]
