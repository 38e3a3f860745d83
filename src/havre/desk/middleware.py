"""What was typed when the session had ended is caught before it is lost."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone

from havre.accounts.access import EVERYONE
from havre.accounts.models import User, is_user
from havre.desk import kept, toast
from havre.record.operations import hearing

Answer = Callable[[HttpRequest], HttpResponse]


class WayBackMiddleware:
    """Whoever has just done something that can be taken back finds it on the next page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not is_user(request.user):
            return self.get_response(request)
        with hearing() as written:
            response = self.get_response(request)
        toast.remember(request, written)
        return response


class KeepTypedMiddleware:
    """Who sends a form after the session has ended loses nothing: it waits, sealed, for the next sign-in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before: Any = request.user
        was_in = is_user(before)
        response = self.get_response(request)
        user: Any = request.user
        if is_user(user):
            if kept.account_id(request) != user.pk:
                kept.name_account(response, user)
            if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
                kept.taken_up(user, request.POST.get(kept.FIELD, ""))
        elif was_in:
            response.delete_cookie(kept.COOKIE, samesite="Lax")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or is_user(request.user) or getattr(view, "opens", EVERYONE) == EVERYONE:
            return None
        if "X-Autosave" in request.headers:
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        account_id = kept.account_id(request)
        user = User.objects.filter(pk=account_id, is_active=True).first() if account_id else None
        draft = kept.keep(request, user, at=timezone.now()) if user else None
        if draft is None:
            return None
        again = resolve_url(settings.LOGIN_URL) + "?" + urlencode({"next": reverse("desk:kept")})
        context = {"kept_until": draft.keep_until, "sign_in_url": again}
        return render(request, "errors/expired.html", context, status=HTTPStatus.UNAUTHORIZED)
