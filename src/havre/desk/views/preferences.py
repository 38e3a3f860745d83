"""Language and theme, for oneself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from havre.accounts.access import open_to_all
from havre.accounts.models import User, is_user
from havre.desk.views.gate import YEAR_SECONDS, remember_language
from havre.directory.operations.accounts import set_preferences

THEMES = ("light", "dark", "")


def back(request: HttpRequest) -> HttpResponse:
    """To the page that asked, when it is one of ours; else home."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return redirect(asked if safe and asked.startswith("/") else "/")


def own_account(request: HttpRequest) -> User | None:
    """The account itself, not the lazy one of the request: its row is about to be written."""
    signed_in = is_user(request.user) and request.user.pk
    return User.objects.get(pk=signed_in) if signed_in else None


@open_to_all
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in the account, or before sign-in in a cookie. An unknown one changes nothing."""
    asked, response = request.POST.get("language", ""), back(request)
    if asked not in dict(settings.LANGUAGES):
        return response
    user = own_account(request)
    if user is not None:
        set_preferences(user, language=asked, theme=user.theme, by=user, at=timezone.now())
    return remember_language(response, asked)


@open_to_all
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the machine says."""
    asked, response = request.POST.get("theme", "?"), back(request)
    if asked not in THEMES:
        return response
    user = own_account(request)
    if user is not None:
        set_preferences(user, language=user.language, theme=asked, by=user, at=timezone.now())
    response.set_cookie("havre_theme", asked, max_age=YEAR_SECONDS, httponly=True, samesite="Lax")
    return response
