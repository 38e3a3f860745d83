"""Sign-in where the mail address is sealed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from havre.accounts.models import Membership, User
from havre.vault import index


def sign_in_token(mail: str) -> str:
    """The keyed token by which an account is found; the mail itself is sealed."""
    return index.token("sign_in", mail.strip()).hex()


class SealedMailBackend(BaseBackend):
    """Sign-in by password; the mail typed becomes a keyed token before it is looked up."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        mail, password = credentials.get("username"), credentials.get("password")
        if not mail or not password:
            return None
        user = User.objects.filter(sign_in=sign_in_token(mail), is_active=True).first()
        if user is None:
            make_password(password)  # the same time whether or not the account exists
            return None
        return user if check_password(password, user.password) else None

    def get_user(self, user_id: Any) -> User | None:
        """The account with the roles it holds: every page asks for both, and one statement brings them."""
        roles = Membership.objects.filter(user=user_id, user__is_active=True, is_confirmed=True)
        held = tuple(roles.select_related("user", "organisation"))
        if not held:
            return User.objects.filter(pk=user_id, is_active=True).first()
        user = held[0].user
        user.held = held
        return user
