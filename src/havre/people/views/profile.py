"""The working profile of a person, and who read her file."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import stale
from havre.people import operations, readers
from havre.people.forms import ProfileForm
from havre.people.models import Person
from havre.people.questions import profile_answers, profile_of
from havre.people.summary import profile_facts
from havre.people.summary import profile_of as read_profile
from havre.people.views.access import visible_person
from havre.record.operations import Refusal, Stale


@opens(Permission.READ_SITUATIONS)
def profile(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """What to take into account: read by the coordination, written by those who coordinate."""
    person = visible_person(request, person_id)
    if not may(request.user, Permission.COORDINATE, person):
        return _page(request, person, None)
    if request.method != "POST":
        answers = profile_answers(read_profile(person)) | {"version": person.version}
        return _page(request, person, ProfileForm(initial=answers))
    form = ProfileForm(request.POST)
    if "more" in request.POST or not form.is_valid():
        return _page(request, person, form)
    try:
        operations.change_profile(
            person, profile=profile_of(form.cleaned_data), version=form.cleaned_data["version"],
            by=signed_in(request), at=timezone.now(),
        )  # fmt: skip
    except Stale:
        person.refresh_from_db()
        return stale.page(
            request, form, profile_answers(read_profile(person)), version=person.version, back=request.path
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, person, form)
    messages.success(request, _("C’est gardé."))
    return redirect("people:profile", person.pk)


def _page(request: HttpRequest, person: Person, form: ProfileForm | None) -> HttpResponse:
    facts = profile_facts(person, get_language() or "fr")
    return render(request, "people/profile.html", {"person": person, "form": form, "facts": facts})


@opens(Permission.READ_SITUATIONS)
@require_safe
def who_read(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Who opened what of this file, and for which purpose."""
    person = visible_person(request, person_id)
    learns = may(request.user, Permission.OPEN_PLACE, person)
    found = readers.readings(person.pk, learns=learns)
    return render(request, "people/readers.html", {"person": person, "readings": found})
