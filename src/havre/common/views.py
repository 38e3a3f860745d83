"""Pages and acts that belong to no room."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from havre.common import showcase

LANGUAGE_COOKIE = "havre_language"
ONE_YEAR = 365 * 24 * 3600


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
