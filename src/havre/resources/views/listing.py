"""The queue of the desk: what is due first, what was answered and how to find it again."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from havre.accounts.access import opens, signed_in
from havre.common import filters, parts, words
from havre.common.paging import LongList
from havre.resources import reading
from havre.resources.forms import FilterForm
from havre.resources.models import AdviceRequest, Citation
from havre.resources.views.access import GIVE

PER_PAGE = 20
OVER = ("answered", "all")
HEADS = (
    parts.Column(gettext_lazy("Pour quand"), sort="delai"),
    parts.Column(gettext_lazy("Demande")),
    parts.Column(gettext_lazy("Reçue, de qui"), sort="jour"),
    parts.Column(gettext_lazy("Où elle en est")),
    parts.Column(gettext_lazy("Qui conseille")),
)


@opens(GIVE)
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, late first; a filter with typed words is posted."""
    if request.method == "POST":
        return filters.keep(request, FilterForm)
    user, at = signed_in(request), timezone.now()
    query = filters.asked(request, FilterForm)
    over = query is not None and query.get("show") in OVER
    form = FilterForm(query, over=over)
    asked = form.asked()
    visible = AdviceRequest.objects.visible_to(user)
    found = reading.matching(visible, asked, user, at).select_related("owner")
    key = parts.sort_key(request, ["jour"] if over else ["delai", "jour"], default="-jour" if over else "delai")
    page = LongList(reading.ordered(found, key), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "is_filtered": any(asked.values()),
        "columns": parts.columns(request, HEADS[1:] if over else HEADS, default=key),
        "over": over,
        "page": page,
        "rows": reading.rows(page, user, at),
        "sentence": sentence(at),
        "to_review": Citation.objects.to_review().count(),
    }
    return render(request, "resources/list.html", context)


def sentence(at: datetime) -> str:
    """What is true now, in words; one statement."""
    waiting, late = AdviceRequest.objects.counts(at)
    if not waiting:
        return _("Personne n’attend de conseil.")
    said = ngettext(
        "Une demande de conseil attend une réponse.", "%(number)s demandes de conseil attendent une réponse.", waiting
    ) % {"number": words.in_words(waiting)}
    if late:
        said += " " + ngettext("Une est en retard.", "%(number)s sont en retard.", late) % {
            "number": words.in_words(late)
        }
    return said
