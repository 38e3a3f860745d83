"""Small numbers in words: the sentence before the figure (LOOK.md)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from havre.common.words import in_words


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
