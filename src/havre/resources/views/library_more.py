"""The library a month at a time: what is new, and the message that says so."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import open_to_all, opens, signed_in
from havre.accounts.permissions import Permission
from havre.network import operations as network
from havre.network.content import AGREED, LetterText
from havre.network.models import Letter
from havre.network.policies import may_keep
from havre.resources import reading
from havre.resources.library import news, showing
from havre.resources.views import searches
from havre.resources.views.library import readable

PER_PAGE = 25


@open_to_all
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """What came out in a month, in the reader's language, for this reader."""
    today = timezone.localdate()
    month = news.month_of(request.GET.get("mois", ""), today)
    editions = readable(request).filter(language=reading.language())
    page = Paginator(news.published_in(editions, month), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "month": month,
        "asked": news.written(month),
        "before": news.written(news.before(month)) if month.year > news.FIRST else "",
        "after": news.written(news.after(month)) if news.after(month) <= today else "",
        "page": page,
        "lines": showing.lines(page, frozenset(), today),
        "searches": searches.lines(request),
        "letter_id": uuid.uuid4() if may_keep(request.user) else None,
    }
    return render(request, "resources/library_new.html", context)


@opens(Permission.KEEP_DIRECTORY)
@require_POST
def letter(request: HttpRequest, letter_id: uuid.UUID) -> HttpResponse:
    """A draft to partners that names what came out in a month; whoever looks at it sends it, or does not.

    The id comes with the page, so that two clicks write one.
    """
    if Letter.objects.filter(pk=letter_id).exists():
        return redirect("network:letter", letter_id)
    month = news.month_of(request.POST.get("mois", ""), timezone.localdate())
    told = news.letter_of(month, request.build_absolute_uri)
    if not told.text_fr:
        messages.warning(request, _("Rien n’a paru ce mois-là : il n’y a rien à écrire."))
        return redirect(f"{reverse('library:new')}?mois={news.written(month)}")
    network.write_letter(letter_id, group=AGREED, content=LetterText(told), by=signed_in(request), at=timezone.now())
    messages.success(
        request, _("Le brouillon est écrit. Relisez-le et choisissez qui le reçoit ; rien ne part sans vous.")
    )
    return redirect("network:letter", letter_id)
