"""Sign-in, and the seats of the demonstration."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from havre.accounts.access import open_to_all
from havre.accounts.backends import sign_in_token
from havre.accounts.middleware import LANGUAGE_COOKIE
from havre.accounts.models import User
from havre.desk import seats, visit

YEAR_SECONDS = 365 * 24 * 3600
BACKEND = "havre.accounts.backends.SealedMailBackend"


class SignIn(LoginView):  # type: ignore[misc]  # allauth carries no types
    """The page of sign-in; in a demonstration with its seats."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.HAVRE_DEMO:
            context["seats"] = [(seat.key, seat.name, seat.sentence, seat.icon) for seat in seats.SEATS]
        return context


def remember_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR_SECONDS, httponly=True, samesite="Lax")
    return response


@open_to_all
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Take a seat of the demonstration without a password. Not mounted anywhere else."""
    seat = seats.seat(request.POST.get("seat", ""))
    if seat is None or not settings.HAVRE_DEMO:
        raise Http404
    user = User.objects.filter(sign_in=sign_in_token(seat.mail), is_active=True).first()
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    visit.begin(request, user)
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return redirect(asked if safe else "/")
