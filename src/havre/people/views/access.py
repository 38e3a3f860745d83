"""Fetching is authorising: a stranger gets «not found»."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from havre.accounts.access import signed_in
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.people.models import Person
from havre.record import opening


def visible_person(request: HttpRequest, person_id: uuid.UUID) -> Person:
    """The person, if this account reads situations; entering the file goes on record once a session."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    session = request.session.session_key or ""
    opening.enter_file(person.pk, session=session, by=signed_in(request), at=timezone.now())
    return person


def coordinated_person(request: HttpRequest, person_id: uuid.UUID) -> Person:
    """The person, if this account may also write about her."""
    person = visible_person(request, person_id)
    if not may(request.user, Permission.COORDINATE, person):
        raise Http404("not to be written by this account")
    return person
