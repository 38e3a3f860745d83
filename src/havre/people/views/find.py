"""Finding somebody by name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.people.forms import NameForm
from havre.people.search import find_by_name
from havre.record.operations import Refusal
from havre.record.sending import sent


@opens(Permission.COORDINATE)
def find(request: HttpRequest) -> HttpResponse:
    """Find somebody by name among one's own situations; the name travels in the body, never in the address."""
    form = NameForm(sent(request))
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = find_by_name(form.cleaned_data["text"], by=signed_in(request), at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "found": found}
    return render(request, "people/find.html", context)
