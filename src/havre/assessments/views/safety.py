"""The calls about her: opened by POST for a purpose."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.assessments.operations.safety import open_enquiries
from havre.assessments.views.detail import calls_seal, page
from havre.assessments.views.fetch import bound
from havre.common import seals
from havre.record.opening import PURPOSES, Purpose


@opens(P.OPEN_IDENTITY)
@require_POST
def open_calls(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Who asked about her, for ten minutes; each of them on record."""
    assessment = bound(request, person_id)
    asked = request.POST.get("purpose", "")
    if asked not in (Purpose.SAFETY, Purpose.CALL):
        error = _("Dites pourquoi vous l’ouvrez.")
        return page(request, assessment, calls=calls_seal(request, assessment, asks=True, error=error))
    purpose, now = Purpose(asked), timezone.now()
    found = open_enquiries(assessment.person, purpose=purpose, by=signed_in(request), at=now)
    seal = calls_seal(request, assessment).opened(purpose=PURPOSES[purpose], at=now)
    return seals.close_later(page(request, assessment, calls=seal, enquiries=found), seal)
