"""Every address is closed unless its view says who opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.http import HttpRequest

from havre.accounts.models import User
from havre.accounts.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])

EVERYONE = "everyone"
SIGNED_IN = "signed_in"


def opens(*permissions: Permission) -> Callable[[View], View]:
    """The view answers to whoever holds one of ``permissions``; what it shows is scoped by its querysets."""

    def mark(view: View) -> View:
        view.opens = permissions  # type: ignore[attr-defined]
        return view

    return mark


def open_to_all(view: View) -> View:
    """The view answers to anybody, signed in or not."""
    view.opens = EVERYONE  # type: ignore[attr-defined]
    return view


def open_to_signed_in(view: View) -> View:
    """The view answers to every account."""
    view.opens = SIGNED_IN  # type: ignore[attr-defined]
    return view


def signed_in(request: HttpRequest) -> User:
    """The account that asks, in a view that only accounts open."""
    return cast(User, request.user)
