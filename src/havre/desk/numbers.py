"""Small numbers in words: the sentence before the figure (LOOK.md)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS = (
    gettext_lazy("Aucune"), gettext_lazy("Une"), gettext_lazy("Deux"), gettext_lazy("Trois"), gettext_lazy("Quatre"),
    gettext_lazy("Cinq"), gettext_lazy("Six"), gettext_lazy("Sept"), gettext_lazy("Huit"), gettext_lazy("Neuf"),
    gettext_lazy("Dix"), gettext_lazy("Onze"), gettext_lazy("Douze"), gettext_lazy("Treize"),
    gettext_lazy("Quatorze"), gettext_lazy("Quinze"), gettext_lazy("Seize"),
)  # fmt: skip


def in_words(number: int) -> str:
    """``Six``, as a sentence begins; figures from seventeen on."""
    return str(WORDS[number]) if number < len(WORDS) else str(number)


def waiting_sentence(number: int) -> str:
    if number == 0:
        return _("Personne n’attend.")
    if number == 1:
        return _("Une personne attend une place.")
    return _("%(number)s personnes attendent une place.") % {"number": in_words(number)}


def travelling_sentence(number: int) -> str:
    if number == 0:
        return ""
    if number == 1:
        return _("Une voyage aujourd’hui.")
    return _("%(number)s voyagent aujourd’hui.") % {"number": in_words(number)}
