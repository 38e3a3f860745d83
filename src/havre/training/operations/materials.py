"""Documents for participants: added, taken out, and destroyed once nobody may read them any more."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record import words
from havre.record.operations import Refusal, Stale, operation, record
from havre.record.transitions import NotNow
from havre.resources.library import files
from havre.training.models import Session
from havre.training.models_materials import LONGEST_MODULE, LONGEST_NAME, SessionMaterial
from havre.training.operations.common import put_on_record, require
from havre.training.policies import hands_out, takes_materials

MOST_MATERIALS = 20

words.register(
    {
        "material_added": _("Document ajouté pour les participants d’une session"),
        "material_taken_out": _("Document ôté d’une session"),
        "materials_ended": _("Documents d’une session détruits : leur temps est passé"),
    }
)


class EnoughMaterials(Refusal):
    sentence = _("Cette session a déjà vingt documents. Ôtez-en un, ou réunissez-en deux.")


@operation
def add_material(
    session: Session, *, name: str, content: bytes, module: str = "", by: User, at: datetime
) -> SessionMaterial:
    """A file for those who come, of the whole session where ``module`` is empty.

    Raises ``NotAllowed``, ``NotNow``, ``EnoughMaterials``, and what ``library.files.take`` raises.
    """
    today = timezone.localdate(at)
    require(hands_out(by, session, today))
    held = Session.objects.select_for_update().get(pk=session.pk)
    if not takes_materials(held, today):
        raise NotNow
    numbers = list(SessionMaterial.objects.filter(session=held).values_list("number", flat=True))
    if len(numbers) >= MOST_MATERIALS:
        raise EnoughMaterials
    taken = files.take(content)
    row = SessionMaterial(
        session=held,
        number=max(numbers, default=0) + 1,
        module=module[:LONGEST_MODULE],
        type=taken.type,
        added_on=today,
    )
    row.seal("name", name.strip()[:LONGEST_NAME])
    row.seal_file(taken.drawn or content)
    row.save(force_insert=True)
    put_on_record("material_added", held, "materials")
    return row


@operation
def take_out_material(row: SessionMaterial, *, by: User, at: datetime) -> None:
    """Nobody reads it any more; it is destroyed. Raises ``NotAllowed``, ``NotNow``, ``Stale`` where it is gone already."""
    today = timezone.localdate(at)
    require(hands_out(by, row.session, today))
    if not takes_materials(row.session, today):
        raise NotNow
    gone, _each = SessionMaterial.objects.filter(pk=row.pk).delete()
    if not gone:
        raise Stale
    put_on_record("material_taken_out", row.session, "materials")


def end_materials(at: datetime) -> int:
    """The sweep: what participants may read no more is destroyed, years before the session is. How many sessions."""
    over = SessionMaterial.objects.over(timezone.localdate(at))
    found = list(over.order_by().values_list("session", flat=True).distinct())
    for session_id in found:
        _end_materials(session_id, by=None, at=at)
    return len(found)


@operation
def _end_materials(session_id: uuid.UUID, *, by: User | None, at: datetime) -> None:
    """A session that was moved meanwhile keeps its documents: the day is asked again with the rows."""
    SessionMaterial.objects.over(timezone.localdate(at)).filter(session=session_id).delete()
    record("materials_ended", subject=session_id, thread=False)
