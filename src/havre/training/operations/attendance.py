"""Who was there, half-day by half-day: one tap, a code, or the sheet typed back. Certificates."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record.operations import Refusal, operation, save
from havre.training.codes import NUMBER_BYTES
from havre.training.models import AttendedHalf, Registration, Session
from havre.training.operations.common import put_on_record, require
from havre.training.policies import may_note_attendance


class NotComing(Refusal):
    sentence = _("Cette personne n’est pas inscrite à cette session. Inscrivez-la d’abord.")


class NoSuchHalf(Refusal):
    sentence = _("Cette session n’a pas cette demi-journée.")


class NotThere(Refusal):
    sentence = _("Aucune présence n’est notée : il n’y a rien à attester.")


class NotHeldYet(Refusal):
    sentence = _("L’attestation se fait une fois la session tenue.")


@operation
def note_presence(row: Registration, *, half: int, present: bool, by: User, at: datetime) -> None:
    """There or not, that half-day; noted twice, it is noted once. Raises ``NotComing``, ``NoSuchHalf``, ``NotAllowed``."""
    session = row.session
    require(may_note_attendance(by, session, timezone.localdate(at)))
    _note(session, row, half, present)
    put_on_record("attendance_noted", session, "attended")


def _note(session: Session, row: Registration, half: int, present: bool) -> None:
    if row.state != "registered":
        raise NotComing
    if not 1 <= half <= session.half_days:
        raise NoSuchHalf
    if present:
        AttendedHalf.objects.get_or_create(registration=row, half=half)
    else:
        AttendedHalf.objects.filter(registration=row, half=half).delete()


@operation
def type_sheet(session: Session, *, present: Mapping[Registration, set[int]], by: User, at: datetime) -> None:
    """The printed sheet, typed back: of each person, the half-days with a signature. Raises as ``note_presence``."""
    require(may_note_attendance(by, session, timezone.localdate(at)))
    for row, halves in present.items():
        for half in range(1, session.half_days + 1):
            _note(session, row, half, half in halves)
    put_on_record("attendance_typed", session, "attended")


@operation
def make_certificate(row: Registration, *, by: User | None, at: datetime) -> str:
    """The number of the certificate, made once; who may ask is the caller's to know.

    Raises ``NotHeldYet``, ``NotThere``, ``Stale``.
    """
    if not row.session.is_held:
        raise NotHeldYet
    if row.state != "registered" or not row.attended.exists():
        raise NotThere
    if row.certificate is None:
        row.certificate = secrets.token_hex(NUMBER_BYTES)
        save(row, "certificate")
        put_on_record("certificate_made", row.session, "certificate")
    return row.certificate
