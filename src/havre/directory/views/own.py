"""One's own account: language, colours, password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from havre.accounts.access import open_to_signed_in, signed_in
from havre.accounts.models import User
from havre.accounts.roles import ROLES
from havre.directory.forms.own import PasswordForm, PhoneForm, PreferencesForm
from havre.directory.operations.accounts import change_password, send_test, set_phone, set_preferences
from havre.directory.views.common import face_of, say_what_left
from havre.record.sending import went_through


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_signed_in
def own_account(request: HttpRequest) -> HttpResponse:
    """Two forms; the button that was pressed says which one was sent."""
    user = signed_in(request)
    sent = request.POST.get("what", "")
    preferences = PreferencesForm(
        request.POST if sent == "preferences" else None, initial={"language": user.language, "theme": user.theme}
    )
    password = PasswordForm(request.POST if sent == "password" else None, user=user)
    if went_through(preferences, lambda: _set(user, preferences)):
        messages.success(request, _("C’est gardé."))
        return redirect("directory:account")
    if went_through(password, lambda: _change(user, password)):
        update_session_auth_hash(request, user)
        messages.success(request, _("Votre mot de passe est changé."))
        return redirect("directory:account")
    phone = PhoneForm(request.POST if sent == "phone" else None)
    if went_through(phone, lambda: set_phone(user, phone=phone.cleaned_data["phone"], by=user, at=timezone.now())):
        messages.success(request, _("C’est gardé."))
        return redirect("directory:account")
    return render(
        request,
        "directory/account.html",
        {
            "phone": phone,
            "has_phone": user.phone is not None,
            "preferences": preferences,
            "password": password,
            "must_change": user.must_change_password,
            "roles": [(ROLES[m.role], m.organisation.code if m.organisation else "") for m in user.held],
            "face": face_of(user),
        },
    )


def _set(user: User, form: PreferencesForm) -> None:
    set_preferences(
        user,
        language=form.cleaned_data["language"],
        theme=form.cleaned_data["theme"],
        by=user,
        at=timezone.now(),
    )


def _change(user: User, form: PasswordForm) -> None:
    change_password(user, password=form.cleaned_data["new"], by=user, at=timezone.now())


@require_POST
@open_to_signed_in
def test_own(request: HttpRequest) -> HttpResponse:
    """A message to oneself, to see whether it arrives."""
    user = signed_in(request)
    say_what_left(request, send_test(user, by=user, at=timezone.now()))
    return redirect("directory:account")
