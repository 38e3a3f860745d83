"""What holds for every request: its language, a closed door by default, a password of one's own first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from havre.accounts.access import EVERYONE, SIGNED_IN
from havre.accounts.models import is_user
from havre.accounts.policies import may

Answer = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = "havre_language"
OWN_ACCOUNT = "directory:account"
BEFORE_PASSWORD = frozenset({OWN_ACCOUNT, "account_logout"})
"""What an account opens whose password was dictated, until it has chosen its own."""


class LanguageMiddleware:
    """The account's language; before sign-in the one chosen on the page; French otherwise."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE)
        request.user = get_user(request)  # every page asks: the account itself, without a proxy around it
        if is_user(request.user):
            chosen = request.user.language  # type: ignore[union-attr]
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ClosedByDefaultMiddleware:
    """A view that does not say who may open it does not exist; one that does is «not found» for everybody else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_user(request.user):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        rule = getattr(view, "opens", None)
        if rule is None:
            raise Http404("closed")
        if rule == EVERYONE:
            return None
        if not is_user(request.user):
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        if rule != SIGNED_IN and not any(may(request.user, permission) for permission in rule):
            raise Http404("closed")
        match = request.resolver_match
        if request.user.must_change_password and match and match.view_name not in BEFORE_PASSWORD:  # type: ignore[union-attr]
            return redirect(OWN_ACCOUNT)
        return None
