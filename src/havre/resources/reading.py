"""Requests as lists and pages show them: plain columns, and what is sealed of the rows that are shown."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from havre.accounts.models import OrganisationKind, User
from havre.accounts.naming import by_name
from havre.accounts.permissions import Permission
from havre.accounts.policies import memberships_with
from havre.common import words
from havre.common.dataclass_json import from_json
from havre.countries.codes import Mark
from havre.countries.fr.advice_desk import CHANNELS, FIELDS, URGENCIES
from havre.geo.departments import INDEX, by_area
from havre.intake.content import CALLERS
from havre.resources.content import KINDS, About, Said
from havre.resources.models import AdviceQuerySet, AdviceRequest, Article, Citation, OfRequest
from havre.resources.states import ADVICE, ANSWERED
from havre.vault.fields import fetch_keys

Text = str | Promise
MARKS: Mapping[Mark, Text] = {
    "S": gettext_lazy("sourcé"),
    "K": gettext_lazy("connu, à sourcer"),
    "V": gettext_lazy("à vérifier"),
    "P": gettext_lazy("choix de la maison"),
}


@dataclass(frozen=True)
class Row:
    """One request in a list. ``when`` says how late it is, or before when an answer is due."""

    id: uuid.UUID
    number: str
    title: str
    sub: str
    asked_on: date
    word: Text
    shape: str
    when: str
    is_late: bool
    owner: str


def language() -> str:
    return get_language() or "fr"


def number_of(request: AdviceRequest) -> str:
    """«A7QX2»: the same request on the screen and on the telephone."""
    return words.short_number(request.pk)


def rows(requests: Iterable[AdviceRequest], user: User, at: datetime) -> list[Row]:
    """The rows for the desk; the requests come with ``owner``. One statement for their keys, whatever their number."""
    listed = list(requests)
    fetch_keys([*listed, *(one.owner for one in listed if one.owner)])
    return [_row(one, user, at) for one in listed]


def _row(request: AdviceRequest, user: User, at: datetime) -> Row:
    state, late = ADVICE.state(request.state), request.is_late(at)
    owner = _("vous") if request.owner_id == user.pk else request.owner.name if request.owner else ""
    return Row(
        request.pk, number_of(request), title_of(request), _received(request), request.asked_on, state.label,
        "late" if late else state.shape, when_of(request, at), late, owner,
    )  # fmt: skip


def _received(request: AdviceRequest) -> str:
    said = [sub_of(request), _("reçue le %(day)s") % {"day": words.day(request.asked_on)}]
    return " · ".join(filter(None, said))


def title_of(request: AdviceRequest) -> str:
    """The title that the desk wrote; the field as long as there is none."""
    return capfirst(request.label or FIELDS.label(request.field, language()))


def sub_of(request: AdviceRequest) -> str:
    """«droit, procédure · aujourd’hui · hôpital, santé · Manche»."""
    about = about_of(request)
    said = [
        FIELDS.label(request.field, language()) if request.label else "",
        "" if request.kind == "question" else str(KINDS[request.kind]),
        URGENCIES.label(request.urgency, language()) if request.is_open else "",
        service_words(about.service),
        area_words(about.area),
    ]
    return " · ".join(filter(None, said))


def about_of(request: AdviceRequest) -> About:
    return from_json(About, request.unseal("about"))


def service_words(code: str) -> str:
    kinds: dict[str, Text] = dict(OrganisationKind.choices)
    return str(CALLERS.get(code) or kinds.get(code, ""))


def area_words(area: str) -> str:
    return by_area(area).name if area in INDEX else ""


def channel_words(request: AdviceRequest) -> str:
    return CHANNELS.label(request.channel, language())


def when_of(request: AdviceRequest, at: datetime) -> str:
    if not request.is_open:
        return ""
    due = request.due_at
    if due <= at:
        return _("en retard de %(span)s") % {"span": words.span(at - due)}
    same_day = words.local_day(due) == words.local_day(at)
    if same_day:
        return _("avant %(when)s") % {"when": words.hour(due)}
    return _("avant le %(day)s, %(hour)s") % {"day": words.day(due), "hour": words.hour(due)}


@dataclass(frozen=True)
class Line:
    """One thing said, ready to be read."""

    id: uuid.UUID
    text: str
    by: str
    at: datetime
    from_desk: bool = False
    is_answer: bool = False


def lines(said: Iterable[Any], name: str = "said") -> list[Line]:
    """Replies or notes in the order in which they were written; the keys of their request are at hand."""
    return [
        Line(row.pk, one.text, one.by, datetime.fromisoformat(one.at), getattr(row, "from_desk", True), getattr(row, "is_answer", False))
        for row in said
        if (one := said_in(row, name)).at
    ]  # fmt: skip


def said_in(row: OfRequest, name: str) -> Said:
    return from_json(Said, row.unseal(name))


@dataclass(frozen=True)
class Cited:
    """An article as an answer shows it: where it stands in the law, since when, how sure that is."""

    citation: Citation
    article: Article
    validity: str
    mark: Text
    needs_review: bool


def cited(request: AdviceRequest, on: date) -> list[Cited]:
    found = (
        Citation.objects.filter(request=request).select_related("article").order_by("article__code", "article__number")
    )
    return [
        Cited(one, one.article, validity(one.article, on), mark_words(one.article), one.needs_review) for one in found
    ]  # fmt: skip


def validity(article: Article, on: date) -> str:
    """«en vigueur depuis le 1er mai 2021», «n’est plus en vigueur depuis le 3 juin 2026», «jours à vérifier»."""
    if article.valid_until is not None and article.valid_until < on:
        return _("n’est plus en vigueur depuis le %(day)s") % {"day": words.day_and_year(article.valid_until)}
    if article.valid_from is None:
        return (
            _("jour d’entrée en vigueur à vérifier")
            if article.verified_on is None
            else _("jour d’entrée en vigueur non relevé")
        )
    if article.valid_from > on:
        return _("entrera en vigueur le %(day)s") % {"day": words.day_and_year(article.valid_from)}
    said = _("en vigueur depuis le %(day)s") % {"day": words.day_and_year(article.valid_from)}
    if article.valid_until is not None:
        said += _(", jusqu’au %(day)s") % {"day": words.day_and_year(article.valid_until)}
    return said


def mark_words(article: Article) -> Text:
    """How sure it is: checked on a day, or by the country's data."""
    if article.verified_on is not None:
        return _("vérifié le %(day)s") % {"day": words.day_and_year(article.verified_on)}
    return MARKS[article.mark]  # type: ignore[index]


def colleagues() -> list[tuple[User, str]]:
    """Who gives advice, by name."""
    return by_name(memberships_with({Permission.GIVE_ADVICE}))


def outside_word(request: AdviceRequest) -> Text:
    """What the asker reads; of a request that was joined to another, whether its answer has come."""
    if request.state == "merged":
        return ADVICE.state("answered" if request.ended_on else "taken").outside
    return ADVICE.state(request.state).outside


def outside_shape(request: AdviceRequest) -> str:
    if request.state == "merged":
        return ADVICE.state("answered" if request.ended_on else "taken").shape
    return "done" if request.state in ANSWERED else ADVICE.state(request.state).shape


SORTS = {"delai": ("due_at", "pk"), "jour": ("asked_on", "pk")}


def matching(requests: AdviceQuerySet, asked: Mapping[str, str], user: User, at: datetime) -> AdviceQuerySet:
    """The requests that answer to all that is asked. Plain columns only: what is sealed is never searched."""
    show = asked["show"]
    if show == "mine":
        requests = requests.open().filter(owner=user)
    elif show == "late":
        requests = requests.late(at)
    elif show == "untaken":
        requests = requests.open().filter(state="waiting")
    elif show == "answered":
        requests = requests.answered()
    elif show != "all":
        requests = requests.open()
    for name in ("field", "urgency", "kind"):
        if asked[name]:
            requests = requests.filter(**{name: asked[name]})
    if asked["year"]:
        year = int(asked["year"])
        requests = requests.filter(asked_on__gte=date(year, 1, 1), asked_on__lte=date(year, 12, 31))
    if asked["owner"]:
        requests = requests.filter(owner=uuid.UUID(asked["owner"]))
    if asked["article"]:
        requests = requests.filter(citations__article=uuid.UUID(asked["article"]))
    return requests.filter(titled(asked["title"]))


def titled(typed: str) -> Q:
    """Every word that is typed stands in the title, whatever its accents and case, on both databases alike."""
    found = Q()
    for word in words.unaccented(typed).split():
        found &= Q(label_plain__contains=word)
    return found


def ordered(requests: AdviceQuerySet, key: str) -> AdviceQuerySet:
    names = SORTS[key.removeprefix("-")]
    return requests.order_by(*(f"-{name}" if key.startswith("-") else name for name in names))
