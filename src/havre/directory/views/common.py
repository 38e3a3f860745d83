"""What the pages of the directory share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.access import signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import is_on_duty, may
from havre.common import stale, words
from havre.common.forms import PlainForm
from havre.directory.forms.common import ByPhone
from havre.directory.models import Partner, Shelter
from havre.record import audit, gateways
from havre.record.operations import OnBehalf, Stale
from havre.record.sending import ask_again, went_through

AT_A_DESK = (Permission.READ_DIRECTORY, Permission.KEEP_ACCOUNTS, Permission.READ_RECORD)


def face_of(user: User) -> str:
    """``desk`` for whoever works at one all day, the single column for a house, a referrer, an escort."""
    return "desk" if any(may(user, permission) for permission in AT_A_DESK) else "sheet"


def sees_exactly(user: User, shelter: Shelter) -> bool:
    """Held and occupied are told apart by whoever is on duty and by the house itself (law 2)."""
    keeps = may(user, Permission.KEEP_PLACES, shelter)
    return keeps or (may(user, Permission.COORDINATE) and is_on_duty(user))


@dataclass(frozen=True)
class Changed:
    """Who wrote a row last, and when."""

    by: str
    at: datetime


def last_change(row: Shelter | Partner) -> Changed | None:
    entry = audit.of_subject(row.pk).first()
    if entry is None:
        return None
    actor = audit.read_actor(bytes(entry.actor))
    user = User.objects.filter(pk=actor).first() if actor else None
    return Changed(user.name if user else "", audit.moment(entry.at_us))


def two_versions(
    request: HttpRequest, form: PlainForm, row: Shelter | Partner, current: Mapping[str, Any], *, back: str
) -> HttpResponse:
    """The page with both versions of a row that somebody else changed."""
    changed = last_change(row)
    return stale.page(
        request,
        form,
        current,
        version=row.version,
        by=changed.by if changed else "",
        at=changed.at if changed else None,
        back=back,
    )


def saved(
    request: HttpRequest,
    form: PlainForm,
    row: Shelter | Partner,
    act: Callable[[], object],
    *,
    current: Callable[[], Mapping[str, Any]],
    back: str,
) -> HttpResponse | None:
    """The answer once a form was sent: back where one came from, or both versions; ``None`` asks (again).

    ``current`` gives the answers that the row holds, after it was read again.
    """
    try:
        return redirect(back) if went_through(form, act, leave=(Stale,)) else None
    except Stale:
        row.refresh_from_db()
        return two_versions(request, form, row, current(), back=back)


def saved_unseen(form: PlainForm, row: Shelter | Partner, act: Callable[[], object]) -> bool:
    """As ``saved`` where the two versions cannot be laid side by side: what was typed is asked again."""
    try:
        return went_through(form, act, leave=(Stale,))
    except Stale:
        ask_again(
            form,
            row,
            _("Cette fiche a changé entre-temps. Ce que vous avez tapé est gardé : relisez, puis envoyez de nouveau."),
        )
        return False


def say_what_left(request: HttpRequest, means: list[str]) -> None:
    """After a test message: by which means it leaves, or that none carries it."""
    if means:
        names = words.join_words(gateways.NAMES[one] for one in means)
        messages.success(request, _("Le message d’essai part par %(means)s.") % {"means": names})
    else:
        messages.warning(request, _("Aucun message ne part d’ici : il n’y a pas de passerelle, ou pas d’adresse."))


def by_phone(form: PlainForm, user: User) -> OnBehalf | None:
    """Who spoke; a house itself is never on the telephone with itself."""
    told: OnBehalf | None = form.on_behalf() if isinstance(form, ByPhone) else None
    return told if may(user, Permission.KEEP_DIRECTORY) else None


def without_phone(form: PlainForm, user: User) -> PlainForm:
    """A house is not asked who is on the telephone."""
    if not may(user, Permission.KEEP_DIRECTORY):
        for name in ("by_phone_who", "by_phone_when"):
            form.fields.pop(name, None)
    return form


def ask(
    request: HttpRequest, form: PlainForm, *, title: Any, said: Any, send: Any, back: str, **more: Any
) -> HttpResponse:
    """A page with one form: its title, the sentence it opens with, the verb of its button, where «leave» leads."""
    face = face_of(signed_in(request))
    shown = {"form": form, "title": title, "said": said, "send": send, "back": back, "face": face}
    return render(request, "directory/ask.html", shown | more)


def ask_and_save(
    request: HttpRequest,
    form: PlainForm,
    row: Shelter | Partner,
    act: Callable[[], object],
    *,
    current: Callable[[], Mapping[str, Any]],
    back: str,
    **shown: Any,
) -> HttpResponse:
    """A page with one form on a row, from the first look until it is kept: ``saved``, or else ``ask``."""
    return saved(request, form, row, act, current=current, back=back) or ask(request, form, back=back, **shown)


def arguments(form: PlainForm, user: User) -> dict[str, Any]:
    """What a valid form hands to its operation: its answers under their own names, who, when, for whom."""
    said = {name: value for name, value in form.cleaned_data.items() if not name.startswith("by_phone")}
    return said | {"by": user, "at": timezone.now(), "on_behalf_of": by_phone(form, user)}
