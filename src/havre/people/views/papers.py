"""Papers for the person, in her language: the same sheet for everybody, so nothing on it speaks of anybody."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from havre.accounts.access import opens
from havre.accounts.permissions import Permission
from havre.countries import papers as sheets

READERS = (Permission.REFER, Permission.SEE_RESIDENTS, Permission.COORDINATE)
WITH_NUMBER = "welcome"
"""The paper that is read behind a door that is safe: it says the number of the coordination, no other one does."""


@opens(*READERS)
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Every paper in every language."""
    named = (
        (_("Vos droits"), _("Avant de partir : à remettre par le service qui oriente."), "rights"),
        (_("Bienvenue"), _("Le premier jour : à remettre par le lieu d’accueil."), "welcome"),
    )
    listed = [(title, told, sheets.in_every_language(key)) for title, told, key in named]
    return render(request, "people/papers.html", {"listed": listed})


@opens(*READERS)
@require_safe
def paper(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """One sheet, big enough to be read by a tired person; only its text runs in its own direction."""
    try:
        sheet = sheets.paper(key, language)
    except KeyError:
        raise Http404("no such paper") from None
    number = settings.HAVRE_DUTY_NUMBER if key == WITH_NUMBER else ""
    context = {"sheet": sheet, "number": number, "others": sheets.in_every_language(key)}
    return render(request, "people/paper.html", context)
