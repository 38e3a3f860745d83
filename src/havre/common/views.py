"""Pages and acts that belong to no room."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from havre.common import identifying, showcase

LANGUAGE_COOKIE = "havre_language"
ONE_YEAR = 365 * 24 * 3600
CAREFUL = ("text", "label", "question", "title")
"""Names of the questions that are read for what would say who somebody is."""
LONGEST = 4000


def components(request: HttpRequest) -> HttpResponse:
    """Every part in every state (``/components``); mounted in a demo only."""
    return render(request, "components_page.html", showcase.context(request))


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language of whoever has not signed in yet, and go back to where they were (``next``)."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = redirect(back)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """What a text seems to say of somebody, while it is typed; nothing of it is kept, by anybody."""
    typed = next((request.POST[name] for name in CAREFUL if name in request.POST), "")
    return render(request, "forms/seen.html", {"seen": identifying.find(typed[:LONGEST])})
