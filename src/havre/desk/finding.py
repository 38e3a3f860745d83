"""Finding by what may be searched: pseudonyms, references, codes of partners, pages, acts. Nothing sealed.

What was typed is compared in memory, forgiving accents, case, hyphens and one slip of the finger; it stands in no
address and in no log.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from havre.accounts.models import User
from havre.accounts.policies import may
from havre.common.words import unaccented
from havre.desk.rail import NAVIGATION, Entry
from havre.desk.sought import ACTS, OTHER_NAMES, PAGES
from havre.directory.models import Partner, Shelter
from havre.journey.models import Journey

MOST = 20
FORGIVING_FROM = 4
"""Letters from which one slip is forgiven: in a shorter word it would answer to everything."""


@dataclass(frozen=True)
class Found:
    """A partner, a page or an act that answers to what was typed."""

    label: str
    url: str


@dataclass
class Answers:
    """What answers, kind by kind; ``situations`` are ids in the order in which they are shown."""

    situations: list[uuid.UUID] = field(default_factory=list)
    acts: list[Found] = field(default_factory=list)
    partners: list[Found] = field(default_factory=list)
    pages: list[Found] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.situations) + len(self.acts) + len(self.partners) + len(self.pages)

    @property
    def only(self) -> str:
        """Where the one answer is; empty where there are several, or none."""
        if self.total != 1:
            return ""
        if self.situations:
            return reverse("journey:detail", args=[self.situations[0]])
        return [*self.acts, *self.partners, *self.pages][0].url


def find(user: User, typed: str) -> Answers:
    """All that this account may see; three statements however many situations there are."""
    sought = fold(typed)
    if not sought:
        return Answers()
    return Answers(
        _situations(user, sought), _entries(user, ACTS, sought), _partners(user, sought), _pages(user, sought)
    )


def fold(text: str) -> str:
    """Letters and figures alone, without accents or case: «Céleste» and «W6N-39» as anybody may type them."""
    return re.sub(r"[^a-z0-9]", "", unaccented(text))


def _situations(user: User, sought: str) -> list[uuid.UUID]:
    known: QuerySet[Any, Any] = Journey.objects.visible_to(user).order_by("-since")
    named = [
        (pk, fold(pseudonym), fold(reference))
        for pk, pseudonym, reference in known.values_list("pk", "person__pseudonym", "person__reference")
    ]
    exact = [pk for pk, name, reference in named if name.startswith(sought) or reference.startswith(sought)]
    if exact or len(sought) < FORGIVING_FROM:
        return exact[:MOST]
    return [pk for pk, name, reference in named if is_near(name, sought) or is_near(reference, sought)][:MOST]


def is_near(word: str, typed: str) -> bool:
    """Whether one letter more, less, other, or two that changed places make ``word`` of ``typed``."""
    if abs(len(word) - len(typed)) > 1:
        return False
    short, long = sorted((word, typed), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[:start] + short[start : start + 2][::-1] + short[start + 2 :]
    return short[start + 1 :] == long[start + 1 :] or swapped == long


def _partners(user: User, sought: str) -> list[Found]:
    shelters = Shelter.objects.visible_to(user).filter(code__istartswith=sought).order_by("code")[:MOST]
    partners = (
        Partner.objects.visible_to(user).filter(organisation__code__istartswith=sought).select_related("organisation")
    )
    return [
        *(Found(shelter.code, reverse("directory:shelter", args=[shelter.pk])) for shelter in shelters),
        *(Found(p.organisation.code, reverse("directory:partner", args=[p.pk])) for p in partners[:MOST]),
    ]


def _pages(user: User, sought: str) -> list[Found]:
    acts = {entry.route for entry in ACTS}
    return _entries(user, tuple(entry for entry in (*NAVIGATION, *PAGES) if entry.route not in acts), sought)


def _entries(user: User, entries: tuple[Entry, ...], sought: str) -> list[Found]:
    found = [
        Found(str(entry.label), reverse(entry.route))
        for entry in entries
        if any(may(user, right) for right in entry.rights) and _answers(entry, sought)
    ]
    return list(dict.fromkeys(found))


def _answers(entry: Entry, sought: str) -> bool:
    """By the first letters of any word of its names, in French or in English."""
    names = [OTHER_NAMES.get(entry.route, "")]
    for language in ("fr", "en"):
        with override(language):
            names.append(str(entry.label))
    words = [word for name in names for word in (name, *name.replace("’", " ").split())]
    return any(fold(word).startswith(sought) for word in words)
