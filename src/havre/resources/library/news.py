"""What is new in a month: the editions that came out, and the letter that names them. Nothing of it is sent by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.network.content import Both
from havre.resources.library import showing
from havre.resources.models import Edition
from havre.resources.models.library import PROFESSIONALS, EditionQuerySet

FIRST, LAST = 2007, 2100
MOST = 100
LONGEST = 3500
"""So many letters of a message at most, below what may be typed over it; the page says the rest."""
Address = Callable[[str], str]
"""From a path to the whole address."""


def month_of(asked: str, today: date) -> date:
    """The first day of the month asked for as ``2026-07``; this month where nothing is, or nothing real."""
    try:
        found = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return today.replace(day=1)
    return found if FIRST <= found.year <= LAST else today.replace(day=1)


def before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def written(month: date) -> str:
    """``2026-07``, as an address says it."""
    return f"{month.year}-{month.month:02}"


def published_in(editions: EditionQuerySet, month: date) -> EditionQuerySet:
    """The ones that are read now and came out in that month, the latest first; a page that came out again since is
    new of a later one."""
    rows = editions.current().filter(published_on__gte=month, published_on__lt=after(month))
    return rows.listed().order_by("-published_on", "title", "pk")


def letter_of(month: date, address: Address) -> Both:
    """The message to partners on a month; empty where nothing came out."""
    told = Both()
    told.title_fr, told.text_fr = _letter(month, "fr", address)
    told.title_en, told.text_en = _letter(month, "en", address)
    if not told.text_fr:
        told.title_fr, told.text_fr, told.title_en, told.text_en = told.title_en, told.text_en, "", ""
    return told


def _letter(month: date, language: str, address: Address) -> tuple[str, str]:
    """What is for partners alone is counted, not named: a letter may go to any group, and a link to it be passed on."""
    rows = published_in(Edition.objects.filter(language=language), month)
    listed = list(rows.within(PROFESSIONALS).only("title", "number", "language", "page", "page__slug")[:MOST])
    total = rows.count()
    with translation.override(language):
        if not total:
            return "", ""
        title = _("Nouveau à la bibliothèque, %(month)s") % {"month": date_format(month, "F Y")}
        return title, _text(listed, total, address)


def _text(listed: Sequence[Edition], total: int, address: Address) -> str:
    """The titles with their addresses, as many as there is room for, and how many more there are."""
    said, left = _("Voici ce qui a paru ou changé à la bibliothèque."), total
    for one in listed:
        word = one.title if one.number == 1 else _("%(title)s (nouvelle version)") % {"title": one.title}
        entry = f"\n\n{word}\n{address(showing.url_of(one))}"
        if len(said) + len(entry) > LONGEST:
            break
        said, left = said + entry, left - 1
    if not left:
        return said
    more = ngettext("Et %(count)s autre page, dans la bibliothèque.", "Et %(count)s autres pages, dans la bibliothèque.", left)  # fmt: skip
    return f"{said}\n\n{more % {'count': left}}"
