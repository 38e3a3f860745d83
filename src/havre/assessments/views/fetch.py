"""Fetching is authorising: a stranger gets «not found»."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from havre.accounts.access import signed_in
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.assessments.models import Assessment
from havre.record import opening


def visible(request: HttpRequest, person_id: uuid.UUID) -> Assessment:
    """The assessment of this person; entering the file goes on record once a session."""
    found = Assessment.objects.visible_to(request.user).select_related("person")
    assessment = get_object_or_404(found, person_id=person_id)
    session = request.session.session_key or ""
    opening.enter_file(person_id, session=session, by=signed_in(request), at=timezone.now())
    return assessment


def bound(request: HttpRequest, person_id: uuid.UUID) -> Assessment:
    """The same, for who may open what is sealed in this case."""
    assessment = visible(request, person_id)
    if not may(request.user, Permission.OPEN_IDENTITY, assessment):
        raise Http404("not to be opened by this account")
    return assessment
